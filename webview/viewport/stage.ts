// The stage: renderer, scene, light, ground and the model on it. It draws when told to and knows nothing of input,
// toolbars or time. Throws in its constructor where WebGL 2 is missing.
import { type Camera, Color, type Object3D, Scene, type Texture, type WebGLRenderer } from 'three'
import { Batching } from './batching.ts'
import { compileModel } from './compile.ts'
import { DrawThrottle } from './draw-throttle.ts'
import { backgroundFor, Floor } from './floor.ts'
import type { Palette } from './ground.ts'
import type { Light } from './light.ts'
import { Lighting } from './lighting.ts'
import { hasWires, MaterialOverrides, type Shading } from './material-overrides.ts'
import { disposeModel, type Model } from './model.ts'
import { MovingDetail } from './moving-detail.ts'
import type { Direction } from './orbit.ts'
import { Placeholder } from './placeholder.ts'
import { createRenderer } from './renderer.ts'
import type { SectionPass } from './section-pass.ts'
import { drawWires } from './wires.ts'

/** Beyond two device pixels per CSS pixel the eye sees no gain and the GPU a lot of work. */
const HIGHEST_PIXEL_RATIO = 2

export class Stage {
  readonly canvas: HTMLCanvasElement
  readonly renderer: WebGLRenderer
  readonly scene = new Scene()
  readonly #lighting: Lighting
  readonly #floor = new Floor(this.scene)
  readonly #placeholder = new Placeholder()
  readonly #overrides = new MaterialOverrides()
  readonly #throttle: DrawThrottle | undefined
  readonly #batching: Batching
  readonly #detail: MovingDetail
  #model: Model | undefined
  #shading: Shading = 'rendered'
  /** Nothing of the model was drawn yet. */
  #isFresh = false
  #section: SectionPass | undefined

  /**
   * @param base where the page's files beside its bundles are, with a slash at its end
   * @param changed hears that it would draw something else
   */
  constructor(canvas: HTMLCanvasElement, base: string, changed: () => void) {
    this.canvas = canvas
    this.renderer = createRenderer(canvas)
    this.#lighting = new Lighting(this.renderer, this.scene, base, () => {
      this.#applyLight()
      changed()
    })
    const gl = this.renderer.getContext()
    this.#throttle = gl instanceof WebGL2RenderingContext ? new DrawThrottle(gl) : undefined
    const isBusy = () => this.#throttle?.isBusy(performance.now()) === true
    this.#detail = new MovingDetail({ base, changed, isBusy })
    this.#batching = new Batching({
      ...{ renderer: this.renderer, scene: this.scene, ownOf: (mesh) => this.#overrides.ownOf(mesh) },
      compile: ({ group }) => this.#compile(group, true),
      arrived: (model) => {
        this.#applyShading(model)
        changed()
      },
    })
    this.scene.add(this.#placeholder.root)
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
    this.#lighting.show(shading)
    if (wasPreview !== (shading === 'preview')) this.#applyLight()
  }

  set scale(radius: number) {
    this.#floor.scale = radius
  }

  set light(light: Light) {
    this.#lighting.light = light
    this.#applyLight()
  }

  /** A person's own environment as a panorama, which belongs to the stage from now on. */
  set panorama(texture: Texture | undefined) {
    this.#lighting.panorama = texture
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
      this.#detail.model = undefined
      disposeModel(old, this.#overrides.stored())
      this.#overrides.reset()
    }
    this.#floor.model = model
    this.#detail.model = model
    this.#lighting.lit = model
    this.#lighting.show(this.#shading)
    this.#placeholder.visible = model === undefined
    if (model === undefined) return
    this.#throttle?.hurry()
    this.scene.add(model.root)
    this.#batching.add(model)
    this.#applyShading(model)
    this.#isFresh = true
  }

  /** Resolves when the light that was chosen last is there. */
  get lit(): Promise<void> {
    return this.#lighting.settled
  }

  /** Compiles what a model is drawn with, so that its first picture does not hold the page up. */
  async prepare({ root, isHeavy }: Model): Promise<void> {
    // Programs are made for the light that they are drawn in.
    if (this.#shading === 'rendered') await this.#lighting.settled
    await this.#compile(root, isHeavy)
  }

  /** Hands the model out undisposed and in its own clothes, for another stage to show. */
  releaseModel(): Model | undefined {
    const model = this.#model
    if (model === undefined) return undefined
    this.#shading = 'rendered'
    this.#applyShading(model)
    this.#remove(model)
    this.#detail.model = undefined
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

  /** Whether the last picture has fewer triangles than the model, since the camera moves. */
  get isCoarse(): boolean {
    return this.#detail.isCoarse
  }

  /** Something of the model moved: shadows are drawn again with the next frame. */
  modelMoved(): void {
    this.#floor.shadowChanged()
    this.#batching.changed()
    this.#lighting.key.shadow.needsUpdate = true
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
    const isFirst = this.#isFresh
    this.#isFresh = false
    // The shadow draws all meshes once more, and waits until that is quick.
    const isWhole = !isFirst && !this.#batching.isUnderWay
    this.#detail.draw(camera, this.#shading, () => this.#draw(camera, direction, isWhole))
    this.#throttle?.drawn(time)
    if (this.#model) this.#batching.afterFrame(this.#model, this.#shading)
    return isFirst && !this.#batching.isUnderWay
  }

  /** @param isWhole with the shadow on the ground, where that has to be drawn again */
  #draw(camera: Camera, direction: Direction, isWhole: boolean): void {
    const { renderer, scene } = this
    const { background } = scene
    // Preview has none: it is drawn when another shading asks for it.
    const hasShadow = this.#shading !== 'preview'
    if (this.#model !== undefined) {
      this.#batching.beforeFrame(this.#model)
      this.#lighting.face(direction)
      if (hasShadow && isWhole) this.#floor.drawShadow(renderer, scene)
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
  }

  /** Renders what lives only on the GPU again: the environment map and the contact shadow. After a lost context. */
  relight(): void {
    this.#lighting.forget()
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
    if (ground) this.#draw(camera, direction, true)
    else this.#floor.without(() => this.#draw(camera, direction, true))
    scene.background = before
    renderer.setClearColor(0x000000, 1)
  }

  dispose(): void {
    this.setModel(undefined)
    this.#detail.dispose()
    this.#lighting.dispose()
    this.#floor.dispose()
    this.#placeholder.dispose()
    this.#overrides.dispose()
    this.renderer.dispose()
    // Browsers allow about sixteen contexts a page; a panel that is opened and closed must give its own back.
    this.renderer.forceContextLoss()
  }

  #applyLight(): void {
    this.#lighting.apply(this.#shading)
    this.modelMoved()
  }

  async #compile(root: Object3D, isHeavy: boolean): Promise<void> {
    if (this.#shading !== 'rendered' || this.renderer.getContext().isContextLost()) return
    await compileModel(this.renderer, this.scene, { root, isHeavy }, this.#lighting.key)
  }

  /** Gives the model, and what it is drawn by, the materials of the shading. */
  #applyShading(model: Model): void {
    const { root, batches } = model
    this.#batching.applyShading(model, this.#shading)
    this.#overrides.apply(root, this.#shading, ...(batches ? [batches.group] : []))
  }

  #remove(model: Model): void {
    this.scene.remove(model.root)
    this.#batching.remove(model)
  }
}
