// A list of pictures, such as references for a new one; the prompt refers to them by number.
import { type Field, holdsList, type Params } from '../../src/tripo/catalogue/index.ts'
import { element } from '../controls/index.ts'
import { t } from './l10n.ts'
import { type Entry, entriesOf, type Images, withEntries } from './list-files.ts'
import { PictureSlot } from './picture-slot.ts'
import { Slots } from './slots.ts'
import type { ImageSource } from './stage-image.ts'

export interface PicturesHost {
  state(): { values: Params; images: Images }
  set(values: Params, images: Images): void
}

export class PicturesField {
  readonly root: HTMLElement
  readonly slots: Slots
  readonly #list = element('div', 'pictures-list')
  #slots: PictureSlot[] = []

  readonly #field: Field
  readonly #host: PicturesHost

  constructor(field: Field, source: ImageSource, host: PicturesHost) {
    this.#field = field
    this.#host = host
    this.slots = new Slots(
      source,
      {
        entries: () => this.#entries,
        set: (entries) => this.#set(entries),
        slots: () => this.#slots,
        placesFor: (names, first) => this.#placesFor(names.length, first),
        title: (index) => t('Picture {0}', index + 1),
      },
      () => this.show(),
    )
    this.root = element('div', 'pictures-field', { role: 'group', 'aria-label': t('Reference pictures') }, this.#list)
    this.root.append(element('div', 'image-drop-shift', {}, t('Drop or paste pictures; hold Shift while dropping.')))
    this.root.append(this.slots.status, this.slots.menu.root)
    this.slots.listen(this.root)
  }

  show(): void {
    const entries = this.#entries
    const count = Math.min(this.#most, Math.max(entries.length, ...[...this.slots.busy].map((at) => at + 1)) + 1)
    while (this.#slots.length > count) this.#slots.pop()?.root.remove()
    while (this.#slots.length < count) this.#add(this.#slots.length)
    for (const [index, slot] of this.#slots.entries()) {
      const title = index < entries.length ? t('Picture {0}', index + 1) : t('Add')
      slot.show(entries[index], { title, isBusy: this.slots.busy.has(index), key: `picture-${index + 1}` })
    }
  }

  describe(ids: readonly string[], isInvalid: boolean): void {
    this.slots.describe(ids, isInvalid)
  }

  focus(): void {
    this.#slots.at(-1)?.button.focus()
  }

  get #most(): number {
    return holdsList(this.#field.ui) ? (this.#field.schema.maxItems ?? 1) : 1
  }

  get #entries(): readonly Entry[] {
    const { values, images } = this.#host.state()
    return entriesOf(this.#field, values, images)
  }

  #set(entries: readonly Entry[]): void {
    const dense = entries.filter((entry) => entry !== undefined)
    const next = withEntries(this.#field, this.#host.state().values, dense)
    this.#host.set(next.values, next.images)
  }

  /** The first where it was dropped, the others after what is there. */
  #placesFor(count: number, first: number | undefined): readonly (number | undefined)[] {
    const free = this.#entries.length
    const begin = count === 1 && first !== undefined ? Math.min(first, free) : free
    return Array.from({ length: count }, (_, index) => (begin + index < this.#most ? begin + index : undefined))
  }

  #add(index: number): void {
    const slot = new PictureSlot(t('Picture {0}', index + 1), {
      menu: (anchor) => {
        const entries = this.#entries
        const isFilled = entries[index] !== undefined
        const places = entries.map((_, place) => place)
        const items = [...(isFilled ? this.slots.moveItems(index, places) : []), ...this.slots.addItems(index)]
        this.slots.menu.toggle(anchor, t('Picture {0}', index + 1), items)
      },
      remove: () => this.slots.remove(index),
    })
    this.#slots.push(slot)
    this.#list.append(slot.root)
  }
}
