// The line over the picture that says what editing does: what is going on and with what number, or for some seconds what came of it.
import { element, setText } from '../controls/index.ts'

/** Milliseconds that a message stays. */
const STAYS = 4000

export class EditNote {
  readonly root = element('output', 'model-edit-note', { hidden: true })
  #isKept = false
  #hiding: ReturnType<typeof setTimeout> | undefined

  /** Shows what is going on until it is over, which undefined says. */
  keep(words: string | undefined): void {
    this.#isKept = words !== undefined
    this.root.hidden = !this.#isKept
    if (words !== undefined) setText(this.root, words)
  }

  /** Says something for some seconds. */
  show(text: string): void {
    this.root.hidden = false
    setText(this.root, text)
    clearTimeout(this.#hiding)
    this.#hiding = setTimeout(() => {
      if (!this.#isKept) this.root.hidden = true
    }, STAYS)
  }
}
