// Form column, splitter, stage: side by side if there is room, else one above the other (studio.css decides).
import { element, type SplitterHandle, splitter } from '../controls/index.ts'
import { t } from './l10n.ts'

/** Pixels. */
const FORM = { initial: 320, minimum: 240 }
/** What the stage keeps at least beside the form, pixels. */
const STAGE_MINIMUM = 320

export class Layout {
  readonly root: HTMLElement
  readonly #splitter: SplitterHandle
  /** What the person chose, also while the window is too small for it. */
  #wanted: number | undefined

  /**
   * @param above what stands in the form's column, and @param beside what stands on the stage's, from top to bottom
   * @param keep hears the width that stays; `undefined` is the default
   */
  constructor(above: readonly Element[], beside: readonly Element[], keep: (pixels: number | undefined) => void) {
    const title = element('h1', 'visually-hidden', {}, 'Tripo Studio')
    const form = element('section', 'form-column', { 'aria-label': t('Form') }, title, ...above)
    const stage = element('div', 'stage', {}, ...beside)
    this.root = element('main', 'layout')
    const range = {
      ...FORM,
      maximum: () => (this.root.clientWidth === 0 ? FORM.initial : this.root.clientWidth - STAGE_MINIMUM),
    }
    this.#splitter = splitter(
      t('Width of the form'),
      range,
      (pixels) => this.root.style.setProperty('--form-width', `${pixels}px`),
      (pixels) => {
        this.#wanted = pixels
        keep(pixels)
      },
    )
    this.root.append(form, this.#splitter.root, stage)
    new ResizeObserver(() => this.setFormWidth(this.#wanted)).observe(this.root)
  }

  setFormWidth(pixels: number | undefined): void {
    this.#wanted = pixels
    this.#splitter.value = pixels ?? FORM.initial
  }
}
