// The viewport alone in a page, for tests and for the corpus run: opens a model as the studio would, and says what is on
// the stage. Bundled by serve.ts.
import { Box3, type Intersection, Mesh, Plane, SkinnedMesh, Texture, Vector3 } from 'three'
import { MovingDetail } from '../../../../../webview/viewport/moving-detail.ts'
import { hitOn } from '../../../../../webview/viewport/pick.ts'
import { SectionPass } from '../../../../../webview/viewport/section-pass.ts'
import type { Model } from '../../../../../webview/viewport/viewport.ts'
import { Viewport, ViewportError } from '../../../../../webview/viewport/viewport.ts'
import '../../../../../webview/viewport/viewport.css'
import { barePage, type Marks, measureOrbit, measureViewport } from './measure.ts'
import type { Opened, Picked, Problem, Shown, Turn } from './opened.ts'

declare global {
  interface Window {
    viewport: Viewport
    MovingDetail: typeof MovingDetail
    /** What WebGL complains of; 0: nothing. */
    stageError(): number | undefined
    openModel(url: string, name: string): Promise<Opened>
    /** For the bench: by the address’s hash in a bare page, or with one light. */
    measureModel(url: string, name: string): Promise<Marks>
    /** What three's own search, triangle by triangle, finds at a place of the picture, -1 to 1; and what the viewport finds. */
    pickBoth(x: number, y: number): Picked
    /** Takes away what of the model lies at a larger X than its middle. */
    cutModel(): void
    /** A PNG of what stands there, as base64. */
    captureModel(width: number, height: number): Promise<string>
    /** Of frames while the camera turns about what is shown. */
    measureOrbit(): Turn | Promise<Turn>
  }
}

/** Milliseconds that pictures are waited for, which may never come. */
const FOR_PICTURES = 5000

const container = document.getElementById('app')
if (!container) throw new Error('The page has no place for the viewport.')
if (location.hash === '#bare') {
  const bare = barePage(container)
  window.measureModel = bare.measure
  window.measureOrbit = bare.orbit
} else {
  window.viewport = new Viewport(container, { decoderBase: '/decoders/', reducedMotion: true })
  const isPlain = location.hash === '#plain'
  window.measureModel = (url, name) => measureViewport(window.viewport, isPlain, url, name)
  window.measureOrbit = () => measureOrbit(window.viewport)
}

window.MovingDetail = MovingDetail
window.stageError = () => window.viewport.stage?.renderer.getContext().getError()

window.openModel = async (url, name) => {
  try {
    const statistics = await window.viewport.load({ url, name })
    // Pictures that are slow on a busy machine come after the shape.
    await Promise.race([window.viewport.shown.whole(), new Promise((late) => setTimeout(late, FOR_PICTURES))])
    const { model } = window.viewport
    if (!model) throw new Error('WebGL is missing')
    await batched(model)
    return { statistics, shown: shownOf(model) }
  } catch (error) {
    return { problem: problemOf(error) }
  }
}

/** What many meshes are drawn by is made after they were seen; a shading that never uses it goes without. */
async function batched(model: Model): Promise<void> {
  while (model.wantsBatches && window.viewport.model === model && !window.viewport.shading.endsWith('Density'))
    await new Promise((next) => requestAnimationFrame(next))
}

window.pickBoth = (x, y) => {
  const { model, camera, surface } = window.viewport
  const { left, top, width, height } = surface.getBoundingClientRect()
  const found = (hit: Intersection | undefined) =>
    hit && { name: hit.object.name, face: hit.faceIndex ?? -1, distance: hit.distance }
  return {
    plain: model && found(hitOn(model.root, camera, { x, y })),
    quick: found(window.viewport.picks.hit(left + ((x + 1) / 2) * width, top + ((1 - y) / 2) * height)),
  }
}

window.cutModel = () => {
  const { stage, model } = window.viewport
  if (!stage || !model) throw new Error('there is nothing to cut')
  const middle = model.box.getCenter(new Vector3())
  const pass = new SectionPass(new Plane(new Vector3(-1, 0, 0), middle.x))
  pass.fit(middle, model.radius)
  stage.section = pass
}

window.captureModel = async (width, height) => {
  const picture = await window.viewport.capture({ width, height })
  return btoa(String.fromCharCode(...new Uint8Array(await picture.arrayBuffer())))
}

function problemOf(error: unknown): Problem {
  if (error instanceof ViewportError) return { code: error.code, sentence: error.message, nextStep: error.nextStep }
  return { code: 'unexpected', sentence: String(error), nextStep: '' }
}

function shownOf(model: Model): Shown {
  const { root } = model
  root.updateMatrixWorld(true)
  const box = new Box3().setFromObject(root)
  const bare = new Box3()
  const point = new Vector3()
  const materials = new Map<object, string>()
  const pictures = new Set<string>()
  const bones = new Set<object>()
  let triangles = 0
  let meshes = 0
  root.traverse((object) => {
    if (!(object instanceof Mesh)) return
    meshes++
    triangles += Math.floor((object.geometry.index?.count ?? object.geometry.getAttribute('position')?.count ?? 0) / 3)
    const positions = object.geometry.getAttribute('position')
    for (let at = 0; at < (positions?.count ?? 0); at++) {
      point.fromBufferAttribute(positions, at)
      bare.expandByPoint(object instanceof SkinnedMesh ? point : point.applyMatrix4(object.matrixWorld))
    }
    if (object instanceof SkinnedMesh) for (const bone of object.skeleton.bones) bones.add(bone)
    for (const material of [object.material].flat()) {
      materials.set(material, material.name)
      for (const value of Object.values(material)) {
        if (value instanceof Texture) pictures.add(`${sizeOf(value)}`)
      }
    }
  })
  return {
    ...{ meshes, triangles, min: box.min.toArray(), max: box.max.toArray(), bones: bones.size },
    bare: { min: bare.min.toArray(), max: bare.max.toArray() },
    materials: [...materials.values()],
    pictures: [...pictures],
    clips: model.clips.map(({ name }) => name),
  }
}

/** `32x32`, `0x0` for what did not load. */
function sizeOf({ image }: Texture): string {
  const picture: unknown = image
  const side = (name: 'width' | 'height') =>
    typeof picture === 'object' && picture !== null && name in picture ? Number(Reflect.get(picture, name)) : 0
  return `${side('width')}x${side('height')}`
}
