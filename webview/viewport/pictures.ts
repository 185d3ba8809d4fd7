// The pictures that are taken of what the viewport shows, one alone or many one after another. Each changes the size of the
// canvas, which is drawn for the screen again afterwards, but not between those of a series: that would be most of the work.
import type { Camera } from 'three'
import { errors } from './errors.ts'
import type { Direction } from './orbit.ts'
import { type PictureOptions, takePicture } from './picture.ts'
import type { Stage } from './stage.ts'

export interface PicturesOwner {
  /** Undefined while it does not draw. */
  stage(): Stage | undefined
  /** Resolves when nothing of the model is on its way. */
  whole(): Promise<void>
  /** The camera for a picture of this size, in pixels. */
  frame(width: number, height: number): { camera: Camera; direction: Direction }
  /** The canvas has another size: it is the screen's again. */
  taken(): void
}

export class Pictures {
  readonly #owner: PicturesOwner
  #isInSeries = false

  constructor(owner: PicturesOwner) {
    this.#owner = owner
  }

  /** Nothing is drawn for the screen. */
  get isInSeries(): boolean {
    return this.#isInSeries
  }

  /** A picture as a PNG. @throws ViewportError as `take` */
  async png(options?: PictureOptions): Promise<Blob> {
    return (await this.take(options)).convertToBlob({ type: 'image/png' })
  }

  /** Draws a picture, without toolbar and text. @throws ViewportError when nothing can be drawn */
  async take(options: PictureOptions = {}): Promise<OffscreenCanvas> {
    await this.#owner.whole()
    const stage = this.#owner.stage()
    if (!stage) throw errors.nothingDrawn()
    const taken = takePicture(stage, options, (...size) => this.#owner.frame(...size))
    if (!this.#isInSeries) this.#owner.taken()
    return taken
  }

  /** For pictures one after another: nothing but them is drawn until the last is taken. */
  async series<T>(take: () => Promise<T>): Promise<T> {
    this.#isInSeries = true
    try {
      return await take()
    } finally {
      this.#isInSeries = false
      this.#owner.taken()
    }
  }
}
