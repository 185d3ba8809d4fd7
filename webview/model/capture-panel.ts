// Saves what is visible: a picture at a chosen size, with or without ground and background; a turn as a film or as pictures; the
// thumbnail beside the file.
import { element, iconButton, setText } from '../controls/index.ts'
import { t } from '../studio/l10n.ts'
import { MOST_SIDE, type PictureOptions } from '../viewport/picture.ts'
import type { Viewport } from '../viewport/viewport.ts'
import { limitNumber } from './limited-number.ts'
import { filmOf, framesOf, gifOf } from './turntable-film.ts'

/** Fewest pixels along a side of a picture. */
const LEAST_SIDE = 16

export interface CaptureOwner {
  viewport: Viewport
  /** Takes pictures of the model, without frames around what is selected. */
  bare<T>(take: () => Promise<T>): Promise<T>
  /** Puts it on disk; where it lies, or nothing when that was called off. */
  save(ending: 'png' | 'gif' | 'webm' | 'zip', beside: boolean, bytes: ArrayBuffer): Promise<string | undefined>
}

/** Pixels of a thumbnail's side. */
const THUMBNAIL = 512

const SIZES = [
  ['seen', 0, 0],
  ['square', 1024, 1024],
  ['hd', 1920, 1080],
  ['4k', 3840, 2160],
  ['own', 0, 0],
] as const

export class CapturePanel {
  readonly root = element('div', 'tv-panel capture-panel', { role: 'dialog', 'aria-label': t('Save Picture') })
  readonly #owner: CaptureOwner
  readonly #size = element('select', 'tv-select')
  readonly #width = element('input', 'capture-side', { type: 'number', min: LEAST_SIDE, max: MOST_SIDE, value: 1024 })
  readonly #height = element('input', 'capture-side', { type: 'number', min: LEAST_SIDE, max: MOST_SIDE, value: 1024 })
  /** Pixels that were typed last. */
  readonly #side = { width: 1024, height: 1024 }
  readonly #own: HTMLElement
  readonly #ground = element('input', '', { type: 'checkbox', checked: true })
  readonly #alpha = element('input', '', { type: 'checkbox' })
  readonly #said = element('p', 'tv-hint', { role: 'status' })
  #work: AbortController | undefined

  constructor(owner: CaptureOwner) {
    this.#owner = owner
    const words = [t('As on the screen'), '1024 × 1024', '1920 × 1080', '3840 × 2160', t('Another size')]
    for (const [index, [value]] of SIZES.entries())
      this.#size.append(element('option', '', { value }, words[index] ?? ''))
    this.#width.setAttribute('aria-label', t('Width'))
    this.#height.setAttribute('aria-label', t('Height'))
    for (const [name, input] of [['width', this.#width] as const, ['height', this.#height] as const])
      limitNumber(input, {
        ...{ minimum: LEAST_SIDE, maximum: MOST_SIDE, isWhole: true, value: () => this.#side[name] },
        set: (side) => {
          this.#side[name] = side
        },
        tell: (words) => setText(this.#said, words),
      })
    this.#own = row(t('Pixels'), element('span', 'capture-sides', {}, this.#width, ' × ', this.#height))
    this.#own.hidden = true
    this.#size.addEventListener('change', () => {
      this.#own.hidden = this.#size.value !== 'own'
    })
    const button = (label: string, run: () => Promise<void>) => {
      const made = element('button', 'tv-button capture-button', { type: 'button' }, label)
      made.addEventListener('click', () => void run())
      return made
    }
    const close = iconButton({ icon: 'close', label: t('Close'), onClick: () => this.toggle() })
    const head = element('div', 'tv-keys-head', {}, element('h2', 'tv-keys-title', {}, t('Save Picture')))
    head.append(element('span', 'model-space'), close)
    this.root.append(head, row(t('Size'), this.#size), this.#own)
    this.root.append(row(t('Ground'), this.#ground), row(t('Transparent'), this.#alpha))
    this.root.append(
      element(
        'div',
        'capture-buttons',
        {},
        button(t('Save Picture…'), () => this.#picture()),
        button(t('Thumbnail beside the File'), () => this.#thumbnail()),
        button(t('Turntable as WebM…'), () => this.#turn('webm', filmOf)),
        button(t('Turntable as GIF…'), () => this.#turn('gif', gifOf)),
        button(t('Turntable as Pictures…'), () => this.#turn('zip', framesOf)),
      ),
      this.#said,
    )
    this.root.hidden = true
    this.root.addEventListener('keydown', (event) => {
      event.stopPropagation()
      if (event.key === 'Escape') this.toggle()
    })
  }

  get isOpen(): boolean {
    return !this.root.hidden
  }

  toggle(): void {
    const { panels } = this.#owner.viewport
    if (this.isOpen) {
      panels.close(this)
      return
    }
    setText(this.#said, '')
    this.root.hidden = false
    panels.opened(this)
    this.#size.focus()
  }

  /** What is being saved is called off. */
  hide(): void {
    this.root.hidden = true
    this.#work?.abort()
  }

  get #options(): PictureOptions {
    const [, width, height] = SIZES.find(([value]) => value === this.#size.value) ?? SIZES[0]
    const looks = { ground: this.#ground.checked, alpha: this.#alpha.checked }
    if (this.#size.value === 'own') return { ...this.#side, ...looks }
    return width > 0 ? { width, height, ...looks } : looks
  }

  async #picture(): Promise<void> {
    await this.#save('png', false, () => this.#owner.viewport.capture(this.#options))
  }

  async #thumbnail(): Promise<void> {
    const options = { width: THUMBNAIL, height: THUMBNAIL, ground: false, alpha: true }
    await this.#save('png', true, () => this.#owner.viewport.capture(options))
  }

  async #turn(ending: 'gif' | 'webm' | 'zip', make: typeof framesOf): Promise<void> {
    const { viewport } = this.#owner
    await this.#save(ending, false, (signal) =>
      make(viewport, this.#options, (share) => this.#setProgress(share), signal),
    )
  }

  #setProgress(share: number): void {
    setText(this.#said, t('{0} % of the turn. Escape calls it off.', Math.round(share * 100)))
  }

  async #save(
    ending: 'png' | 'gif' | 'webm' | 'zip',
    beside: boolean,
    make: (signal: AbortSignal) => Promise<Blob | undefined>,
  ): Promise<void> {
    this.#work?.abort()
    const work = new AbortController()
    this.#work = work
    setText(this.#said, '')
    try {
      const made = await this.#owner.bare(() => make(work.signal))
      if (work.signal.aborted) return
      if (!made) {
        setText(this.#said, t('This window cannot record films. Save the turn as pictures.'))
        return
      }
      const path = await this.#owner.save(ending, beside, await made.arrayBuffer())
      setText(this.#said, path === undefined ? '' : t('Saved as {0}.', path))
    } catch {
      setText(this.#said, t('It could not be saved.'))
    }
  }
}

const row = (label: string, ...children: Node[]): HTMLElement =>
  element('label', 'tv-row', {}, element('span', 'tv-row-label', {}, label), ...children)
