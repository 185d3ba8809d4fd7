// A slot for a picture: an empty one offers to add one, a filled one shows it. Its button opens the menu of its actions; the
// picture can be dragged to another slot.
import { element, icon, iconButton, setAttribute, setText } from '../controls/index.ts'
import { baseName } from './format.ts'
import { t } from './l10n.ts'
import { type Entry, isChoice } from './list-files.ts'

/** The type under which a dragged place is known; no other page's drags have it. */
export const SLOT_TYPE = 'application/x-tripo-slot'

export interface SlotHost {
  menu(anchor: HTMLElement): void
  remove(): void
}

export class PictureSlot {
  readonly root: HTMLElement
  readonly button: HTMLButtonElement
  readonly #picture = element('img', 'slot-picture', { alt: '', draggable: 'false' })
  readonly #plus = icon('add', 'slot-plus')
  readonly #busy = icon('loading', 'slot-busy codicon-modifier-spin')
  readonly #address = element('span', 'slot-address')
  readonly #label = element('span', 'slot-label')
  readonly #remove: HTMLButtonElement
  #name = ''

  #title: string
  readonly #host: SlotHost

  /** @param title what the place is for */
  constructor(title: string, host: SlotHost) {
    this.#title = title
    this.#host = host
    this.button = element('button', 'slot-button', {
      type: 'button',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
    })
    this.button.append(this.#plus, this.#picture, this.#address, this.#busy, this.#label)
    this.button.addEventListener('click', () => host.menu(this.button))
    this.#remove = iconButton({ icon: 'close', label: t('Remove {0}', title), onClick: () => this.#clear() })
    this.#remove.classList.add('slot-remove')
    this.root = element('div', 'slot', {}, this.button, this.#remove)
    this.#picture.addEventListener('error', () => this.#picture.classList.add('is-missing'))
  }

  /** @param isBusy a picture is on its way to this place */
  show(
    entry: Entry,
    { title = this.#title, isBusy = false, key = '' }: { title?: string; isBusy?: boolean; key?: string } = {},
  ): void {
    this.#title = title
    const choice = isChoice(entry) ? entry : undefined
    this.#name = choice?.name ?? (entry && 'url' in entry ? baseName(entry.url) : '')
    setAttribute(this.root, 'data-testid', key || undefined)
    setText(this.#label, title)
    setAttribute(this.#remove, 'aria-label', t('Remove {0}', title))
    this.#remove.title = t('Remove {0}', title)
    const isFilled = entry !== undefined
    this.root.classList.toggle('is-filled', isFilled)
    this.root.classList.toggle('is-wrong', choice?.problem !== undefined)
    // Inside a button nothing is dragged in some browsers; the place around it is.
    setAttribute(this.root, 'draggable', isFilled ? 'true' : undefined)
    this.#remove.hidden = !isFilled || isBusy
    this.#plus.hidden = isFilled || isBusy
    this.#busy.hidden = !isBusy
    const uri = choice?.webUri
    this.#picture.hidden = uri === undefined
    if (uri !== undefined && this.#picture.getAttribute('src') !== uri) {
      this.#picture.classList.remove('is-missing')
      this.#picture.src = uri
    }
    this.#address.hidden = !isFilled || uri !== undefined
    setText(this.#address, this.#name)
    const state = isBusy ? t('on its way') : isFilled ? this.#name : t('empty')
    setAttribute(this.button, 'aria-label', t('{0}: {1}', title, state))
    this.button.title = isFilled ? this.#name : t('Add a picture: {0}', title)
  }

  highlight(isOver: boolean): void {
    this.root.classList.toggle('is-over', isOver)
  }

  #clear(): void {
    this.#host.remove()
    this.button.focus()
  }
}
