// How long a model takes to be seen, from the asking to a pixel that is read back: in the viewport, and in a bare page with
// three's own loader. A pixel is read because drawing in software returns before it is done.
import {
  Box3,
  DirectionalLight,
  PerspectiveCamera,
  WebGLRenderer as Renderer,
  Scene,
  Sphere,
  Vector3,
  type WebGLRenderer,
} from 'three'
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js'
import { DRACOLoader } from 'three/addons/loaders/DRACOLoader.js'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js'
import type { Viewport } from '../../../../../webview/viewport/viewport.ts'
import { TOOLBAR, type Turn } from './opened.ts'

/** Milliseconds since the asking. */
export interface Marks {
  firstByte: number
  lastByte: number
  /** The file's JSON is read. */
  parsed: number
  /** Its meshes are there. */
  decoded: number
  /** So are the programs that they are drawn with: by the bare page with its first draw. */
  compiled: number
  submitted: number
  shown: number
}

/** When three's loader had read the JSON of the last file: the viewport reads by it, too. */
let parsed = Number.NaN
const { parse } = GLTFLoader.prototype
GLTFLoader.prototype.parse = function (...file) {
  parse.apply(this, file)
  parsed = performance.now()
}

/** Waits until what was drawn is there. */
function finish(renderer: WebGLRenderer): void {
  const gl = renderer.getContext()
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4))
}

function marksOf(
  url: string,
  asked: number,
  { decoded, compiled, submitted, shown }: Pick<Marks, 'decoded' | 'compiled' | 'submitted' | 'shown'>,
): Marks {
  const entry = performance.getEntriesByName(new URL(url, location.href).href).at(-1)
  const [first, last] =
    entry instanceof PerformanceResourceTiming ? [entry.responseStart, entry.responseEnd] : [asked, asked]
  return {
    ...{ firstByte: first - asked, lastByte: last - asked },
    ...{ parsed: parsed - asked, decoded: decoded - asked, compiled: compiled - asked },
    ...{ submitted: submitted - asked, shown: shown - asked },
  }
}

const frame = () => new Promise<void>((done) => requestAnimationFrame(() => done()))

/** @param isPlain with one light and nothing else, as the bare page has it */
export async function measureViewport(viewport: Viewport, isPlain: boolean, url: string, name: string): Promise<Marks> {
  const { stage } = viewport
  if (!stage) throw new Error('WebGL is missing')
  while (viewport.frames === 0) await frame()
  // Else the room might come after it was taken away.
  await stage.lit
  await frame()
  finish(stage.renderer)
  if (isPlain) {
    viewport.setLook({ grid: false, shading: 'preview' })
    stage.scene.environment = null
    await frame()
    await frame()
    finish(stage.renderer)
  }
  // The bare page's loader waits for all pictures: the full picture is compared.
  const drawn = new Promise<{ submitted: number; shown: number }>((done) => {
    stage.scene.onAfterRender = () => {
      if (viewport.model?.pictures?.isWhole !== true) return
      stage.scene.onAfterRender = () => undefined
      const submitted = performance.now()
      queueMicrotask(() => {
        finish(stage.renderer)
        done({ submitted, shown: performance.now() })
      })
    }
  })
  const prepare = stage.prepare.bind(stage)
  let [decoded, compiled] = [Number.NaN, Number.NaN]
  stage.prepare = async (model) => {
    decoded = performance.now()
    await prepare(model)
    compiled = performance.now()
  }
  const asked = performance.now()
  await viewport.load({ url, name })
  await viewport.shown.whole()
  const { submitted, shown } = await drawn
  return marksOf(url, asked, { decoded, compiled, submitted, shown })
}

/** Steps of a turn that is timed, and radians of each. */
const STEPS = 7
const TURN = 0.15

/** The middle of what the frames of a turn take until they are seen, milliseconds. */
function timed(renderer: WebGLRenderer, draw: (angle: number) => void): number {
  const times: number[] = []
  for (let step = 0; step <= STEPS; step++) {
    const began = performance.now()
    draw(step * TURN)
    finish(renderer)
    times.push(performance.now() - began)
  }
  // The first makes what the others have.
  return times.slice(1).sort((a, b) => a - b)[STEPS >> 1] ?? Number.NaN
}

/** Milliseconds after which a turn is drawn as it will be. */
const SETTLED = 20_000

/** A turn about what is shown. */
export async function measureOrbit(viewport: Viewport): Promise<Turn> {
  const { stage, place } = viewport
  if (!stage) throw new Error('WebGL is missing')
  const turn = () =>
    timed(stage.renderer, (angle) => {
      const azimuth = place.azimuth + angle
      viewport.place = { ...place, azimuth }
      stage.draw(viewport.camera, { azimuth, elevation: place.elevation })
    })
  // Nobody looks how long these take, so that all of them are whole.
  const whole = turn()
  const until = performance.now() + SETTLED
  for (let step = 0; performance.now() < until && !stage.isCoarse; step++) {
    viewport.place = { ...place, azimuth: place.azimuth + step * TURN }
    await frame()
    // Quick enough as it is.
    if (whole < 1000 / 60) break
  }
  finish(stage.renderer)
  return { whole, seen: turn() }
}

/** Where the viewport looks from at first: the direction to its camera, and how many times the radius of the box it is away. */
const FIRST_PLACE = { azimuth: 0.62, elevation: 0.3, distance: 5.965 }

/** A page with nothing but a renderer, a light and three's loader. Its decoders are started as the viewport's: when needed. */
export function barePage(container: HTMLElement): { measure: (url: string) => Promise<Marks>; orbit: () => Turn } {
  const renderer = new Renderer({ antialias: true, stencil: true })
  // As large a picture as the viewport's, of the model as large in it.
  const [width, height] = [container.clientWidth, container.clientHeight - TOOLBAR]
  renderer.setSize(width, height)
  container.append(renderer.domElement)
  const scene = new Scene()
  const light = new DirectionalLight(0xffffff, 2)
  light.position.set(1, 2, 3)
  scene.add(light)
  const camera = new PerspectiveCamera(35, width / height)
  renderer.render(scene, camera)
  finish(renderer)
  const middle = new Vector3()
  const orbit = () => {
    const whole = timed(renderer, (angle) => {
      const away = camera.position
        .clone()
        .sub(middle)
        .applyAxisAngle(new Vector3(0, 1, 0), angle)
      camera.position.copy(middle).add(away)
      camera.lookAt(middle)
      renderer.render(scene, camera)
    })
    return { whole, seen: whole }
  }
  const measure = async (url: string) => {
    const asked = performance.now()
    const loader = new GLTFLoader()
    loader.setDRACOLoader(new DRACOLoader().setDecoderPath('/decoders/draco/'))
    loader.setMeshoptDecoder(MeshoptDecoder)
    if (/ktx2/.test(url))
      loader.setKTX2Loader(new KTX2Loader().setTranscoderPath('/decoders/basis/').detectSupport(renderer))
    const { scene: model } = await loader.loadAsync(url)
    const decoded = performance.now()
    scene.add(model)
    const sphere = new Box3().setFromObject(model).getBoundingSphere(new Sphere())
    camera.near = sphere.radius / 100
    camera.far = sphere.radius * 20
    const { azimuth, elevation, distance } = FIRST_PLACE
    camera.position
      .setFromSphericalCoords(sphere.radius * distance, Math.PI / 2 - elevation, azimuth)
      .add(sphere.center)
    camera.lookAt(sphere.center)
    middle.copy(sphere.center)
    camera.updateProjectionMatrix()
    await frame()
    renderer.render(scene, camera)
    const submitted = performance.now()
    finish(renderer)
    return marksOf(url, asked, { decoded, compiled: submitted, submitted, shown: performance.now() })
  }
  return { measure, orbit }
}
