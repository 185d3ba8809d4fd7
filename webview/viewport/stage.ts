// The stage: renderer, scene, light, ground and the model on it. It draws when told to and knows nothing of input,
// toolbars or time. Throws in its constructor where WebGL 2 is missing.
import {
  type Camera,
  Color,
  PCFShadowMap,
  Scene,
  Light as SceneLight,
  SRGBColorSpace,
  type Texture,
  Vector3,
  WebGLRenderer,
} from 'three'
import { compileModel } from './compile.ts'
import { DrawThrottle } from './draw-throttle.ts'
import { Environment } from './environment.ts'
import { backgroundFor, Floor } from './floor.ts'
import type { Palette } from './ground.ts'
import { FIRST_LIGHT, type Light } from './light.ts'
import { hasWires, MaterialOverrides, measuresGeometry, type Shading } from './material-overrides.ts'
import { disposeModel, type Model } from './model.ts'
import type { Direction } from './orbit.ts'
import { Placeholder } from './placeholder.ts'
import type { SectionPass } from './section-pass.ts'
import { curveOf } from './tone-curves.ts'
import { drawWires } from './wires.ts'

/** Beyond two device pixels per CSS pixel the eye sees no gain and the GPU a lot of work. */
const HIGHEST_PIXEL_RATIO = 2

export class Stage {
  readonly canvas: HTMLCanvasElement
  readonly renderer: WebGLRenderer
  readonly scene = new Scene()
  readonly #environment: Environment
  readonly #floor = new Floor(this.scene)
  readonly #placeholder = new Placeholder()
  readonly #overrides = new MaterialOverrides()
  readonly #throttle: DrawThrottle | undefined
  #model: Model | undefined
  #shading: Shading = 'rendered'
  #light: Light = FIRST_LIGHT
  /** Nothing of the model was drawn yet. */
  #isFresh = false
  #areBatchesStale = false
  #section: SectionPass | undefined
  /** The file's own lights, which only rendered shows. */
  #lamps: readonly SceneLight[] = []

  /**
   * @param base where the page's files beside its bundles are, with a slash at its end
   * @param changed hears that it would draw something else
   */
  constructor(canvas: HTMLCanvasElement, base: string, changed: () => void) {
    this.canvas = canvas
    this.#environment = new Environment(base, () => {
      this.#applyLight()
      changed()
    })
    this.renderer = new WebGLRenderer({
      ...{ canvas, antialias: true, alpha: false, stencil: true, powerPreference: 'high-performance' },
    })
    this.renderer.outputColorSpace = SRGBColorSpace
    this.renderer.shadowMap.enabled = true
    this.renderer.shadowMap.type = PCFShadowMap
    this.renderer.autoClear = false
    // Asking for a program's log waits for the compiler; what is compiled here is three's own.
    this.renderer.debug.checkShaderErrors = false
    const gl = this.renderer.getContext()
    this.#throttle = gl instanceof WebGL2RenderingContext ? new DrawThrottle(gl) : undefined
    this.scene.add(this.#environment.key, this.#environment.key.target, this.#placeholder.root)
    this.setModel(undefined)
    this.relight()
  }

  get model(): Model | undefined {
    return this.#model
  }

  get grid(): boolean {
    return this.#floor.grid
  }

  set grid(on: boolean) {
    this.#floor.grid = on
  }

  set shading(shading: Shading) {
    const wasPreview = this.#shading === 'preview'
    this.#shading = shading
    if (this.#model !== undefined) this.#applyShading(this.#model)
    this.#showLamps()
    if (wasPreview !== (shading === 'preview')) this.#applyLight()
  }

  set scale(radius: number) {
    this.#floor.scale = radius
  }

  set light(light: Light) {
    this.#light = light
    this.#applyLight()
  }

  /** A person's own environment as a panorama, which belongs to the stage from now on. */
  set panorama(texture: Texture | undefined) {
    this.#environment.panorama = texture
    this.#applyLight()
  }

  get section(): SectionPass | undefined {
    return this.#section
  }

  /** Cuts the model; undefined: it is whole. The pass belongs to who gives it. */
  set section(section: SectionPass | undefined) {
    this.#section = section
    this.renderer.clippingPlanes = section ? [section.plane] : []
    this.#floor.shadowChanged()
  }

  /** The materials of the file, whatever the model is drawn with at the moment. */
  get materials(): MaterialOverrides {
    return this.#overrides
  }

  set palette(palette: Palette) {
    this.#floor.palette = palette
    this.#overrides.palette = palette
    this.#placeholder.palette = palette
  }

  /** Puts a model on the stage in place of the one before, which is freed; undefined clears the stage. */
  setModel(model: Model | undefined): void {
    const old = this.#model
    this.#model = model
    if (old !== undefined) {
      this.#remove(old)
      disposeModel(old, this.#overrides.stored())
      this.#overrides.reset()
    }
    this.#floor.model = model
    this.#castShadow()
    this.#placeholder.visible = model === undefined
    if (model === undefined) return
    this.#throttle?.hurry()
    this.scene.add(model.root)
    if (model.batches) this.scene.add(model.batches.group)
    this.#applyShading(model)
    const lamps: SceneLight[] = []
    model.root.traverse((object) => {
      if (object instanceof SceneLight) lamps.push(object)
    })
    this.#lamps = lamps
    this.#showLamps()
    const centre = model.box.getCenter(new Vector3())
    this.#environment.fit(centre, model.radius)
    this.#isFresh = true
  }

  /** Resolves when the light that was chosen last is there. */
  get lit(): Promise<void> {
    return this.#environment.settled
  }

  /** Compiles what a model is drawn with, so that its first picture does not hold the page up. */
  async prepare(model: Model): Promise<void> {
    if (this.#shading !== 'rendered' || this.renderer.getContext().isContextLost()) return
    // Programs are made for the light that they are drawn in.
    await this.#environment.settled
    await compileModel(this.renderer, this.scene, model, this.#environment.key)
  }

  /** Hands the model out undisposed and in its own clothes, for another stage to show. */
  releaseModel(): Model | undefined {
    const model = this.#model
    if (model === undefined) return undefined
    this.#shading = 'rendered'
    this.#applyShading(model)
    this.#remove(model)
    this.#model = undefined
    return model
  }

  /** How much of a model that is on its way to the empty stage is done, 0 to 1. */
  set expected(fraction: number) {
    this.#placeholder.fraction = fraction
  }

  /** Moves what moves by itself on by so many seconds; whether it needs more. */
  advance(seconds: number): boolean {
    return this.#placeholder.visible && this.#placeholder.flow(seconds)
  }

  /** Something of the model moved: shadows are drawn again with the next frame. */
  modelMoved(): void {
    this.#floor.shadowChanged()
    this.#areBatchesStale = true
    this.#environment.key.shadow.needsUpdate = true
  }

  /** Size in CSS pixels. */
  resize(width: number, height: number): void {
    this.renderer.setPixelRatio(Math.min(HIGHEST_PIXEL_RATIO, globalThis.devicePixelRatio || 1))
    this.renderer.setSize(width, height, false)
  }

  /** Whether the GPU is done with the frame before, and has had its rest. @param time milliseconds, as for `draw` */
  isReady(time: number): boolean {
    return this.#throttle?.isReady(time) ?? true
  }

  /**
   * @param time milliseconds since the page began
   * @returns whether something is left for another frame: a model is seen before its shadow on the ground is made
   */
  draw(camera: Camera, direction: Direction, time = performance.now()): boolean {
    const { renderer, scene } = this
    const { background } = scene
    const isFirst = this.#isFresh
    this.#isFresh = false
    // Preview has none: it is drawn when another shading asks for it.
    const hasShadow = this.#shading !== 'preview'
    if (this.#model !== undefined) {
      if (this.#areBatchesStale) this.#model.batches?.follow((mesh) => this.#overrides.ownOf(mesh))
      this.#areBatchesStale = false
      this.#environment.face(scene, direction, this.#model.radius)
      if (hasShadow && !isFirst) this.#floor.drawShadow(renderer, scene)
    }
    scene.background = backgroundFor(camera, background)
    this.#floor.face(camera, direction, scene.background, hasShadow)
    camera.layers.set(0)
    renderer.clear()
    renderer.render(scene, camera)
    if (hasWires(this.#shading) && this.#model !== undefined) {
      const hasEdges = this.#model.hasEdges === true
      drawWires(renderer, scene, camera, { overrides: this.#overrides, shading: this.#shading, hasEdges })
    }
    if (this.#model !== undefined) this.#section?.draw(renderer, scene, camera)
    scene.background = background
    this.#throttle?.drawn(time)
    return isFirst
  }

  /** Renders what lives only on the GPU again: the environment map and the contact shadow. After a lost context. */
  relight(): void {
    this.#environment.forget()
    this.#applyLight()
  }

  /**
   * Draws once at another size, with or without ground, on a color instead of the backdrop. The caller reads the canvas at
   * once: `resize` and `draw` make it the screen's again.
   */
  drawPicture(
    camera: Camera,
    direction: Direction,
    { width, height, ground, behind }: { width: number; height: number; ground: boolean; behind: 'backdrop' | number },
  ): void {
    const { renderer, scene } = this
    const { background: before } = scene
    this.#isFresh = false
    renderer.setPixelRatio(1)
    renderer.setSize(width, height, false)
    if (behind !== 'backdrop') {
      scene.background = new Color(behind)
      renderer.setClearColor(behind, 1)
    }
    if (ground) this.draw(camera, direction)
    else this.#floor.without(() => this.draw(camera, direction))
    scene.background = before
    renderer.setClearColor(0x000000, 1)
  }

  dispose(): void {
    this.setModel(undefined)
    this.#environment.dispose()
    this.#floor.dispose()
    this.#placeholder.dispose()
    this.#overrides.dispose()
    this.renderer.dispose()
    // Browsers allow about sixteen contexts a page; a panel that is opened and closed must give its own back.
    this.renderer.forceContextLoss()
  }

  /** Preview is the studio without shadows and the file's lights, whatever environment is chosen: the same for every file. */
  #applyLight(): void {
    const isPreview = this.#shading === 'preview'
    const { exposure, toneMapping } = this.#light
    const light = isPreview ? FIRST_LIGHT : this.#light
    this.#environment.light = light
    this.#environment.apply(this.renderer, this.scene, light)
    this.#castShadow()
    this.renderer.toneMapping = curveOf(isPreview ? FIRST_LIGHT.toneMapping : toneMapping)
    this.renderer.toneMappingExposure = isPreview ? 1 : 2 ** exposure
    this.modelMoved()
  }

  #castShadow(): void {
    this.#environment.key.castShadow = this.#shading !== 'preview' && this.#model?.isHeavy !== true
  }

  /** Gives the model, and what it is drawn by, the materials of the shading. */
  #applyShading({ root, batches }: Model): void {
    if (batches) batches.isOn = !measuresGeometry(this.#shading) && this.renderer.extensions.has('WEBGL_multi_draw')
    this.#areBatchesStale = true
    this.#overrides.apply(root, this.#shading, ...(batches ? [batches.group] : []))
  }

  #remove({ root, batches }: Model): void {
    this.scene.remove(root)
    if (batches) this.scene.remove(batches.group)
  }

  #showLamps(): void {
    for (const lamp of this.#lamps) lamp.visible = this.#shading === 'rendered'
  }
}
