// What fields with several pictures share: their slots, the one menu, drops and pastes, and the status line. Each field defines
// its own slots.
import { element, type MenuItem, PopupMenu, setAttribute, setText } from '../controls/index.ts'
import { type Dropped, readTransfers, type Transfer } from './image-drop.ts'
import type { ImageTarget } from './image-events.ts'
import { t } from './l10n.ts'
import { type Entry, isChoice, swapped } from './list-files.ts'
import { type PictureSlot, SLOT_TYPE } from './picture-slot.ts'
import { type ImageSource, importDropped, mirrored, stageFile } from './stage-image.ts'

export interface SlotsHost {
  entries(): readonly Entry[]
  set(entries: readonly Entry[]): void
  /** The places that are in the page, by index. */
  slots(): readonly PictureSlot[]
  /** Where several files of these names go; undefined: nowhere. */
  placesFor(names: readonly string[], first: number | undefined): readonly (number | undefined)[]
  title(index: number): string
}

const nameOf = (dropped: Dropped): string =>
  dropped.kind === 'file' ? dropped.file.name : dropped.kind === 'uri' ? dropped.uri : ''

export class Slots implements ImageTarget {
  readonly menu = new PopupMenu()
  readonly status = element('div', 'image-status', { 'aria-live': 'polite' })
  /** Places whose pictures are on their way. */
  readonly busy = new Set<number>()
  #turn = 0

  readonly #source: ImageSource
  readonly #host: SlotsHost
  readonly #changed: () => void

  constructor(source: ImageSource, host: SlotsHost, changed: () => void) {
    this.#source = source
    this.#host = host
    this.#changed = changed
  }

  /** Watches drags that begin in a field. */
  listen(root: HTMLElement): void {
    root.addEventListener('dragstart', (event) => {
      const index = this.#indexAt(event.target)
      if (index === undefined || !event.dataTransfer) return
      event.dataTransfer.setData(SLOT_TYPE, String(index))
      event.dataTransfer.effectAllowed = 'copyMove'
    })
  }

  /** How a picture is added to a place. */
  addItems(index: number): readonly MenuItem[] {
    const pick = (from: 'workspace' | 'disk') => () =>
      void this.#fill([index], [() => this.#source.pick(from, 'image')])
    return [
      { icon: 'search', label: t('From Workspace…'), run: pick('workspace') },
      { icon: 'folder-opened', label: t('From Disk…'), run: pick('disk') },
      { icon: 'clippy', label: t('Paste…'), run: () => this.#awaitPaste(index) },
    ]
  }

  /** What puts a picture elsewhere. */
  moveItems(index: number, places: readonly number[]): readonly MenuItem[] {
    return places
      .filter((place) => place !== index)
      .map((place) => ({
        icon: 'arrow-swap',
        label: t('Move to {0}', this.#host.title(place)),
        run: () => {
          this.#host.set(swapped(this.#host.entries(), index, place))
          this.#host.slots()[place]?.button.focus()
        },
      }))
  }

  /** A copy of a picture with left and right changed, in another place. */
  mirrorItem(from: number, to: number): MenuItem {
    const entry = this.#host.entries()[from]
    const choice = isChoice(entry) && entry.webUri !== undefined ? entry : undefined
    const copy = async () => choice && stageFile(this.#source, await mirrored(choice))
    return {
      icon: 'mirror',
      label: t('Mirror to {0}', this.#host.title(to)),
      run: () => void this.#fill([to], [copy]),
      ...(choice ? {} : { reason: t('Only pictures that are files here can be mirrored.') }),
    }
  }

  remove(index: number): void {
    this.say('')
    const next = [...this.#host.entries()]
    next[index] = undefined
    this.#host.set(next)
  }

  say(text: string, isError = false): void {
    setText(this.status, text)
    this.status.classList.toggle('is-error', isError)
  }

  accept(transfer: Transfer, at?: EventTarget | null): boolean {
    const place = this.#indexAt(at)
    const moved = transfer.getData(SLOT_TYPE)
    if (moved !== '') {
      if (place !== undefined) this.#host.set(swapped(this.#host.entries(), Number(moved), place))
      return true
    }
    const found = readTransfers(transfer)
    if (found.length === 0) return false
    const places = this.#host.placesFor(found.map(nameOf), place)
    const targets: number[] = []
    const work: (() => Promise<Entry>)[] = []
    for (const [index, dropped] of found.entries()) {
      const target = places[index]
      if (target === undefined) continue
      targets.push(target)
      work.push(() => importDropped(this.#source, dropped))
    }
    const left = found.length - targets.length
    void this.#fill(targets, work).then(() => {
      if (left > 0) this.say(t('{0} more did not fit.', left), true)
    })
    return true
  }

  highlight(isOver: boolean): void {
    for (const slot of this.#host.slots()) slot.highlight(isOver)
  }

  awaitPaste(): void {
    const free = this.#host.entries().indexOf(undefined)
    this.#awaitPaste(Math.max(0, free))
  }

  #awaitPaste(index: number): void {
    this.#host.slots()[index]?.button.focus()
    this.say(t('Press Ctrl+V or Cmd+V to paste the image.'))
  }

  #indexAt(place: EventTarget | null | undefined): number | undefined {
    if (!(place instanceof Node)) return undefined
    const at = this.#host.slots().findIndex(({ root }) => root.contains(place))
    return at < 0 ? undefined : at
  }

  /** Loads pictures into their slots; those that fail are reported. A later request for a slot wins. */
  async #fill(places: readonly number[], work: readonly (() => Promise<Entry>)[]): Promise<void> {
    const turn = ++this.#turn
    this.say(t('Reading the image…'))
    for (const place of places) this.busy.add(place)
    this.#changed()
    const done = await Promise.allSettled(work.map((each) => each()))
    for (const place of places) this.busy.delete(place)
    const next = [...this.#host.entries()]
    for (const [index, result] of done.entries()) {
      const place = places[index]
      if (result.status === 'fulfilled' && result.value && place !== undefined) next[place] = result.value
    }
    this.#host.set(next)
    this.#changed()
    if (turn !== this.#turn) return
    const failed = done.find((result) => result.status === 'rejected')
    this.say(failed ? this.#source.explain(failed.reason) : '', failed !== undefined)
  }

  /** Ties what is found about the list to each of its places. */
  describe(ids: readonly string[], isInvalid: boolean): void {
    for (const { button } of this.#host.slots()) {
      setAttribute(button, 'aria-describedby', ids.join(' ') || undefined)
      button.classList.toggle('is-invalid', isInvalid)
    }
  }
}
