// What is drawn over the picture: the statistics line, the loading bar, the empty state, and messages with a next step. Start and
// end of loading are also announced to screen readers.
import { element, icon } from './dom.ts'
import type { Labels } from './labels.ts'

export interface Message {
  /** `empty` is said under the placeholder, without a frame. */
  tone: 'empty' | 'warning' | 'error'
  text: string
  nextStep: string
  /** An `empty` one that screen readers say when it comes; others wait until they are come upon. */
  isTold?: boolean
  action?: { label: string; run(): void }
  /** Closable messages sit at the top of the picture; others take its place. */
  closable?: boolean
  closed?(): void
}

/** A model that is on its way to an empty stage. */
export interface PendingResult {
  text: string
  detail: string
  /** How much is done, 0 to 1, where it is known. */
  fraction?: number
}

/** What the words on an empty stage depend on. */
export interface OverlayState {
  /** False where WebGL 2 is missing. */
  drawing: boolean
  /** Whether there is a model. */
  shown: boolean
  /** Name of what is being loaded. */
  loading: string | undefined
  wait: PendingResult | undefined
  /** Why there is no model, where that is more than that none has been made. */
  reason: Pick<Message, 'text' | 'nextStep' | 'action'> | undefined
}

/** How many missing files are named. */
const MOST_NAMES = 3

export class Overlay {
  readonly root: HTMLElement
  readonly #labels: Labels
  readonly #statistics: HTMLElement
  readonly #view: HTMLElement
  readonly #bar: HTMLElement
  readonly #fill: HTMLElement
  readonly #message: HTMLElement
  readonly #live: HTMLElement
  #shown: Message | undefined
  /** False while a message is shown that a person has to see first. */
  #isResting = true
  #situation: OverlayState = { drawing: true, shown: false, loading: undefined, wait: undefined, reason: undefined }

  readonly #cancel: () => void

  /** @param cancel ends a load that is under way */
  constructor(labels: Labels, cancel: () => void) {
    this.#cancel = cancel

    this.#labels = labels
    this.#statistics = element('div', 'tv-statistics', { role: 'group', 'aria-label': labels.statistics })
    this.#view = element('div', 'tv-view')
    this.#fill = element('div', 'tv-bar-fill')
    this.#bar = element(
      'div',
      'tv-bar',
      { role: 'progressbar', 'aria-valuemin': '0', 'aria-valuemax': '100' },
      this.#fill,
    )
    this.#bar.hidden = true
    this.#message = element('div', 'tv-message')
    this.#message.hidden = true
    this.#live = element('div', 'tv-hidden', { role: 'status', 'aria-live': 'polite' })
    this.root = element('div', 'tv-overlay', {}, this.#view, this.#bar, this.#message, this.#statistics, this.#live)
  }

  showStatistics(parts: readonly string[]): void {
    this.#statistics.replaceChildren(...parts.map((part) => element('span', '', {}, part)))
    this.#statistics.hidden = parts.length === 0
  }

  /** Shows the view's name. @param isOnEnvironment an environment is behind the text, whose colors are not the theme's */
  showView(name: string, isOnEnvironment: boolean): void {
    this.#view.textContent = name
    this.root.classList.toggle('is-on-environment', isOnEnvironment)
  }

  /** `fraction` undefined: under way, length unknown. */
  showProgress(name: string, fraction: number | undefined): void {
    if (this.#bar.hidden) this.announce(this.#labels.loading.replace('{0}', name))
    this.#bar.hidden = false
    this.#bar.setAttribute('aria-label', this.#labels.loading.replace('{0}', name))
    this.#bar.classList.toggle('tv-bar-endless', fraction === undefined)
    if (fraction === undefined) {
      this.#bar.removeAttribute('aria-valuenow')
      this.#fill.style.width = ''
    } else {
      const percent = Math.round(fraction * 100)
      this.#bar.setAttribute('aria-valuenow', String(percent))
      this.#fill.style.width = `${percent}%`
    }
  }

  hideProgress(): void {
    this.#bar.hidden = true
    // What has ended otherwise than with a model is no longer on its way.
    if (this.#live.textContent === this.#bar.getAttribute('aria-label')) this.announce('')
  }

  announce(text: string): void {
    if (this.#live.textContent !== text) this.#live.textContent = text
  }

  /** Takes what is true now; it shows unless there is a message that a person has to see first. */
  setState(part: Partial<OverlayState>): void {
    this.#situation = { ...this.#situation, ...part }
    if (this.#isResting) this.render()
  }

  /** Tells which files beside a model it is shown without. */
  showMissing(name: string, files: readonly string[]): void {
    const { missing, missingMany, missingNext } = this.#labels
    const list = files.length > MOST_NAMES ? [...files.slice(0, MOST_NAMES), '…'] : files
    const text =
      files.length === 1
        ? missing.replace('{0}', files[0] ?? '')
        : missingMany.replace('{0}', String(files.length)).replace('{1}', list.join(', '))
    const nextStep = missingNext.replace('{0}', name)
    this.show({ tone: 'warning', text, nextStep, closable: true, closed: () => this.render() })
  }

  /** Tells of a model that is read and has nothing to see. */
  showNothing(name: string): void {
    const { nothing, nothingNext } = this.#labels
    const text = nothing.replace('{0}', name)
    this.show({ tone: 'warning', text, nextStep: nothingNext, closable: true, closed: () => this.render() })
  }

  /** Tells of a dropped picture that does not light anything. */
  showBadPanorama(name: string): void {
    const { badPanorama, badPanoramaNext: nextStep } = this.#labels
    const closed = () => this.render()
    this.show({ tone: 'warning', text: badPanorama.replace('{0}', name), nextStep, closable: true, closed })
  }

  /** Goes back to what there is to say when nothing is wrong: an empty place, a wait, missing WebGL, or nothing. */
  render(): void {
    const { noWebGl, noWebGlNext, empty, emptyNext, cancel: label } = this.#labels
    const { drawing, shown, loading, wait, reason } = this.#situation
    const text = this.#labels.loading.replace('{0}', loading ?? '')
    if (!drawing) this.show({ tone: 'warning', text: noWebGl, nextStep: noWebGlNext })
    else if (shown) this.show(undefined)
    else if (loading) this.show({ tone: 'empty', text, nextStep: '', action: { label, run: this.#cancel } })
    else if (wait) this.show({ tone: 'empty', text: wait.text, nextStep: wait.detail })
    else if (reason) this.show({ tone: 'empty', isTold: true, ...reason })
    else this.show({ tone: 'empty', text: empty, nextStep: emptyNext })
    this.#isResting = true
  }

  /** The graphics context is gone; it mostly comes back by itself. */
  lost(restore: () => void): void {
    const { contextLost: text, contextLostNext: nextStep, restore: label } = this.#labels
    this.show({ tone: 'warning', text, nextStep, action: { label, run: restore } })
  }

  /** What is shown now, if anything is. */
  get shown(): Message | undefined {
    return this.#shown
  }

  show(message: Message | undefined): void {
    this.#isResting = false
    this.#shown = message
    this.#message.hidden = message === undefined
    this.#message.replaceChildren()
    if (message === undefined) return
    this.#message.className = `tv-message tv-message-${message.tone}${message.closable ? ' tv-message-top' : ''}`
    if (message.tone !== 'empty') this.#message.setAttribute('role', 'alert')
    else if (message.isTold) this.#message.setAttribute('role', 'status')
    else this.#message.removeAttribute('role')
    const text = element('div', 'tv-message-text', {}, element('strong', '', {}, message.text), ' ', message.nextStep)
    const parts: Node[] = message.tone === 'empty' ? [text] : [icon(message.tone), text]
    const { action } = message
    if (action !== undefined) {
      const button = element('button', 'tv-button tv-message-action', { type: 'button' }, action.label)
      button.addEventListener('click', () => action.run())
      parts.push(button)
    }
    if (message.closable) {
      const label = this.#labels.close
      const close = element(
        'button',
        'tv-button tv-icon',
        { type: 'button', 'aria-label': label, title: label },
        icon('close'),
      )
      close.addEventListener('click', () => {
        this.show(undefined)
        message.closed?.()
      })
      parts.push(close)
    }
    this.#message.replaceChildren(...parts)
  }
}
