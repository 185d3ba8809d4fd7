// The small picture that the host keeps of a file, for what stands over its path in code: taken once the model is whole and
// nobody has moved anything for a while, and only where the host has none yet.
import type { EditedModel } from '../../src/protocol/model-editor.ts'
import type { Host } from '../studio/host.ts'
import type { Viewport } from '../viewport/viewport.ts'
import type { SelectionBox } from './selection-box.ts'

/** Pixels of its side. */
const SIDE = 256
/** Milliseconds after which a model that is shown counts as looked at, and not only passed by. */
const SETTLED = 1500

export class KeptPicture {
  readonly #host: Host
  readonly #viewport: Viewport
  readonly #frame: SelectionBox
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: Host, viewport: Viewport, frame: SelectionBox) {
    this.#host = host
    this.#viewport = viewport
    this.#frame = frame
  }

  /** @param isShown whether the page still shows the file as it was given */
  capture(model: EditedModel, isShown: () => boolean): void {
    clearTimeout(this.#timer)
    const { pictureKey: key } = model
    if (key === undefined) return
    this.#timer = setTimeout(() => {
      if (isShown() && document.visibilityState === 'visible') void this.#send(key, isShown).catch(() => undefined)
    }, SETTLED)
  }

  async #send(key: string, isShown: () => boolean): Promise<void> {
    await this.#viewport.shown.whole()
    // Without textures that take long it would not be the file's picture.
    if (!this.#viewport.shown.isWhole) return
    const options = { width: SIDE, height: SIDE, ground: false, alpha: true }
    const picture = await this.#frame.without(() => this.#viewport.capture(options))
    const bytes = await picture.arrayBuffer()
    if (isShown()) await this.#host.rpc.ask('keepModelPicture', { key, bytes })
  }
}
