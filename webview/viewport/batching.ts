// When the meshes of a model are drawn by batches: it is seen first, mesh by mesh; the batches are made after that and take over
// with a later frame, in which nothing looks different. Meanwhile the model may be changed, hidden or taken away.
import type { Scene, WebGLRenderer } from 'three'
import { Batches, type OwnOf } from './batches.ts'
import { measuresGeometry, type Shading } from './material-overrides.ts'
import type { Model } from './model.ts'
import { inSlices } from './slices.ts'

export interface BatchingParts {
  renderer: Pick<WebGLRenderer, 'extensions'>
  scene: Scene
  ownOf: OwnOf
  /** Compiles what is drawn in the place of the meshes. */
  compile(batches: Batches): Promise<void>
  /** They are there, and are drawn from the next frame on. */
  arrived(model: Model): void
}

export class Batching {
  readonly #parts: BatchingParts
  #underWay: AbortController | undefined
  #isStale = false

  constructor(parts: BatchingParts) {
    this.#parts = parts
  }

  /** They are being made. */
  get isUnderWay(): boolean {
    return this.#underWay !== undefined
  }

  /** Something of the model moved, or has another material: the batches are brought there before the next frame. */
  changed(): void {
    this.#isStale = true
  }

  /** Makes them after a frame in which the model was seen, unless that was done before or is not worth it. */
  afterFrame(model: Model, shading: Shading): void {
    // What such a shading writes to the meshes is none of theirs.
    if (!model.wantsBatches || this.#underWay || measuresGeometry(shading)) return
    const underWay = new AbortController()
    this.#underWay = underWay
    void this.#make(model, underWay)
  }

  beforeFrame({ batches }: Model): void {
    if (this.#isStale) batches?.follow(this.#parts.ownOf)
    this.#isStale = false
  }

  /** Draws by them in a shading in which that is possible. */
  applyShading({ batches }: Model, shading: Shading): void {
    if (measuresGeometry(shading)) this.stop()
    if (batches) batches.isOn = !measuresGeometry(shading) && this.#isPossible
    this.#isStale = true
  }

  add({ batches }: Model): void {
    if (batches) this.#parts.scene.add(batches.group)
  }

  remove({ batches }: Model): void {
    this.stop()
    if (batches) this.#parts.scene.remove(batches.group)
  }

  /** What is not finished is begun anew when it is wanted. */
  stop(): void {
    this.#underWay?.abort()
    this.#underWay = undefined
  }

  get #isPossible(): boolean {
    return this.#parts.renderer.extensions.has('WEBGL_multi_draw')
  }

  async #make(model: Model, underWay: AbortController): Promise<void> {
    const { ownOf, compile, arrived } = this.#parts
    try {
      const batches = this.#isPossible ? await inSlices(Batches.of(model.root, ownOf), underWay.signal) : undefined
      if (batches) await compile(batches)
      if (batches && !underWay.signal.aborted) model.batches = batches
    } finally {
      // Whatever went wrong, it is not tried again with each frame.
      if (!underWay.signal.aborted) {
        this.#underWay = undefined
        model.wantsBatches = false
      }
    }
    if (underWay.signal.aborted) return
    this.add(model)
    arrived(model)
  }
}
