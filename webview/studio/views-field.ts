// The four views of an object around a small figure: each is dropped, pasted, picked, moved, mirrored; the service draws the
// others from the front, and edits drawn ones by prompt. The buttons show the price.
import type { GenerateRequest } from '../../src/protocol/request.ts'
import { placesByName, withoutView } from '../../src/protocol/view-names.ts'
import {
  CATALOGUE,
  type Capability,
  checkRequest,
  estimate,
  type Field,
  fieldsOf,
  type Params,
  VIEWS,
} from '../../src/tripo/catalogue/index.ts'
import { button, element, type MenuItem, setText } from '../controls/index.ts'
import { editsOf, VIEW_TITLES, type View, type ViewEdit, withEdit } from './edits.ts'
import type { FormContext } from './form-model.ts'
import { formatCredits } from './format.ts'
import { sayFinding, t } from './l10n.ts'
import { type Entry, entriesOf, fileOf, type Images, isChoice, placeOf, withEntries } from './list-files.ts'
import { PictureSlot } from './picture-slot.ts'
import { Slots } from './slots.ts'
import type { ImageSource } from './stage-image.ts'
import type { Drawing } from './view-drawings.ts'
import { ViewEdits } from './view-edits.ts'
import { viewsFigure } from './views-figure.ts'

const drawsViews = ({ outputs }: Capability) => outputs.includes('multiview_images')
/** What draws an object from four sides, and what changes such drawings; undefined where the service has none. */
const MAKER = CATALOGUE.find((capability) => drawsViews(capability) && !capability.source)
const EDITOR = CATALOGUE.find((capability) => drawsViews(capability) && capability.source !== undefined)
const MIRRORED: Readonly<Record<number, number>> = { 1: 3, 3: 1 }

/** What the field shows. */
export interface ViewsState {
  values: Params
  images: Images
  context: FormContext
}

export interface ViewsHost {
  state(): ViewsState
  set(values: Params, images: Images): void
  /** What draws views for this form; absent in forms that wait for another task. */
  drawing?: Drawing
}

export class ViewsField {
  readonly root: HTMLElement
  readonly slots: Slots
  readonly #slots: readonly PictureSlot[]
  readonly #make
  readonly #edits: ViewEdits
  readonly #editBox: HTMLElement
  readonly #edit
  readonly #editFinding = element('div', 'field-hint', { 'aria-live': 'polite' })
  readonly #reason = element('div', 'field-hint', { 'aria-live': 'polite' })
  /** The views whose words are being written. */
  #open: readonly View[] = []

  readonly #field: Field
  readonly #host: ViewsHost

  constructor(field: Field, source: ImageSource, host: ViewsHost) {
    this.#field = field
    this.#host = host
    this.slots = new Slots(
      source,
      {
        entries: () => this.#entries,
        set: (entries) => this.#set(entries),
        slots: () => this.#slots,
        placesFor: (names, first) => (names.length === 1 && first !== undefined ? [first] : this.#placesFor(names)),
        title: (index) => t(VIEW_TITLES[VIEWS[index] ?? 'front']),
      },
      () => this.show(),
    )
    this.#slots = VIEWS.map((view, index) => {
      const title = t(VIEW_TITLES[view])
      const slot = new PictureSlot(title, {
        menu: (anchor) => this.slots.menu.toggle(anchor, title, this.#items(index)),
        remove: () => this.slots.remove(index),
      })
      slot.root.classList.add(`slot-${view}`)
      return slot
    })
    const grid = element('div', 'views-grid', {}, ...this.#slots.map(({ root }) => root))
    grid.append(viewsFigure())
    this.#make = button({ label: '', testId: 'make-views', onClick: () => void this.#draw() })
    this.#edits = new ViewEdits({
      change: (view, prompt) => this.#write(withEdit(this.#written, view, prompt)),
      remove: (view) => this.#closeEdit(view),
    })
    this.#edit = button({ label: '', testId: 'change-views', onClick: () => void this.#change() })
    this.#editBox = element('div', 'views-edits', {}, this.#edits.root, this.#editFinding, this.#edit.root)
    this.root = element('div', 'views-field', { role: 'group', 'aria-label': t('Views') }, grid, this.#reason)
    this.root.append(this.slots.status, this.#make.root, this.#editBox, this.slots.menu.root)
    this.slots.listen(this.root)
  }

  /** Brings all up to date with the form. */
  show(): void {
    const entries = this.#entries
    const { drawing } = this.#host
    const drawn = drawing?.placesUnderway(this.#field.name) ?? []
    for (const [index, slot] of this.#slots.entries()) {
      const isBusy = this.slots.busy.has(index) || drawn.includes(index)
      slot.show(entries[index], { isBusy, key: `slot-${VIEWS[index] ?? ''}` })
    }
    this.#showMake(entries, drawn.length > 0)
    this.#showEdits(entries)
    const words = drawing?.words(this.#field.name)
    if (words) this.slots.say(words.text, words.isError)
    else if (this.slots.busy.size === 0 && drawn.length === 0 && this.#wasDrawing) this.slots.say('')
    // Drawn views are put into their places a moment after the last word of their drawing.
    this.#wasDrawing = words !== undefined || drawn.length > 0
  }
  #wasDrawing = false

  /** Why the views are not enough yet, said quietly while nobody has asked for a model. */
  showReason(text: string | undefined): void {
    this.#reason.hidden = text === undefined
    setText(this.#reason, text ?? '')
  }

  describe(ids: readonly string[], isInvalid: boolean): void {
    this.slots.describe(ids, isInvalid)
  }

  focus(): void {
    const free = this.#entries.indexOf(undefined)
    this.#slots[Math.max(0, free)]?.button.focus()
  }

  get #entries(): readonly Entry[] {
    const { values, images } = this.#host.state()
    return entriesOf(this.#field, values, images)
  }

  #set(entries: readonly Entry[]): void {
    const next = withEntries(this.#field, this.#host.state().values, entries)
    this.#host.set(next.values, next.images)
  }

  /** Several files at once go where their names say, else where there is room. */
  #placesFor(names: readonly string[]): readonly (number | undefined)[] {
    const entries = this.#entries
    if (names.length > 1) return placesByName(names)
    const free = entries.indexOf(undefined)
    const [named] = placesByName(names)
    return [named !== undefined && entries[named] === undefined ? named : Math.max(0, free)]
  }

  #items(index: number): readonly MenuItem[] {
    const entry = this.#entries[index]
    const add = this.slots.addItems(index)
    if (entry === undefined) return add
    const other = MIRRORED[index]
    const mirror = other === undefined ? [] : [this.slots.mirrorItem(index, other)]
    const moves = this.slots.moveItems(
      index,
      VIEWS.map((_, place) => place),
    )
    return [...this.#editItems(index), ...moves, ...mirror, ...add]
  }

  #editItems(index: number): readonly MenuItem[] {
    const view = VIEWS[index]
    if (!EDITOR || !this.#host.drawing || view === undefined) return []
    const isDrawn = this.#taskOf(this.#entries[index]) !== undefined
    return [
      {
        icon: 'edit',
        label: t('Change by Words…'),
        run: () => this.#openEdit(view),
        ...(isDrawn ? {} : { reason: t('Only views that were drawn here can be changed.') }),
      },
    ]
  }

  /** The task that drew a view and that the account knows. */
  #taskOf(entry: Entry): { id: string; view: string } | undefined {
    const task = isChoice(entry) ? entry.task : undefined
    return task?.view !== undefined && task.service === this.#host.state().context.service
      ? { id: task.id, view: task.view }
      : undefined
  }

  #showMake(entries: readonly Entry[], isDrawing: boolean): void {
    const { drawing } = this.#host
    const isOffered = MAKER !== undefined && drawing !== undefined
    this.#make.root.hidden = !isOffered
    if (!isOffered) return
    const credits = formatCredits(estimate(MAKER, {}).total)
    this.#make.label = t('Make the Other Views · {0}', credits)
    const isFull = entries.every((entry) => entry !== undefined)
    const why = !entries[0]
      ? t('Add the front view first: the others are drawn from it.')
      : isFull
        ? t('All four views are there. Remove those that are to be drawn.')
        : undefined
    this.#make.disabled = why !== undefined || isDrawing || drawing.isBusy
    this.#make.tooltip = why ?? t('Draws what is missing from the front view, which is replaced by its drawing.')
  }

  async #draw(): Promise<void> {
    const [front] = this.#entries
    const field = MAKER && fieldsOf(MAKER).find(({ ui }) => ui.widget === 'image')
    if (!MAKER || !field || !front) return
    const params = { [field.name]: fileOf(front, field, this.#host.state().context) }
    const missing = VIEWS.flatMap((_, index) => (index === 0 || !this.#entries[index] ? [index] : []))
    await this.#start({ capability: MAKER.id, params }, missing)
  }

  async #start(request: GenerateRequest, places: readonly number[]): Promise<void> {
    const entries = this.#entries
    const [front] = entries
    const name = isChoice(front) ? withoutView(front.name) : undefined
    const there = places.map((index): [string, string] => [placeOf(this.#field, index), uploadOf(entries[index])])
    await this.#host.drawing?.start({ ...request, name }, this.#field.name, Object.fromEntries(there))
  }

  get #written(): readonly ViewEdit[] {
    return editsOf(EDITOR && this.#host.drawing?.values(EDITOR.id).prompts)
  }

  #write(edits: readonly ViewEdit[]): void {
    if (EDITOR) this.#host.drawing?.setValues(EDITOR.id, { prompts: [...edits] })
  }

  #openEdit(view: View): void {
    if (!this.#open.includes(view)) this.#open = [...this.#open, view]
    this.show()
    this.#edits.focus(view)
  }

  #closeEdit(view: View): void {
    this.#open = this.#open.filter((each) => each !== view)
    this.#write(withEdit(this.#written, view, undefined))
    this.show()
    this.#slots[VIEWS.indexOf(view)]?.button.focus()
  }

  /** The edits that can be made now: of views that one task has drawn. */
  #request(entries: readonly Entry[]): { params: Params; views: readonly View[] } | undefined {
    const written = this.#written.filter(({ prompt }) => prompt.trim() !== '')
    const tasks = written.map(({ view }) => this.#taskOf(entries[VIEWS.indexOf(view)]))
    const [first] = tasks
    if (!EDITOR?.source || !first) return undefined
    const own = written.filter((_, index) => tasks[index]?.id === first.id)
    // A view that was moved is changed as what the task drew it as.
    const prompts = own.map(({ view, prompt }) => ({
      view: this.#taskOf(entries[VIEWS.indexOf(view)])?.view ?? view,
      prompt: prompt.trim(),
    }))
    return { params: { [EDITOR.source.field]: first.id, prompts }, views: own.map(({ view }) => view) }
  }

  #showEdits(entries: readonly Entry[]): void {
    const { drawing } = this.#host
    const isDrawn = (view: View) => this.#taskOf(entries[VIEWS.indexOf(view)]) !== undefined
    const written = this.#written.map(({ view }) => view)
    const views = VIEWS.filter((view) => isDrawn(view) && (this.#open.includes(view) || written.includes(view)))
    this.#editBox.hidden = !EDITOR || !drawing || views.length === 0
    if (this.#editBox.hidden || !EDITOR) return
    this.#edits.show(views, this.#written)
    const request = this.#request(entries)
    const { context } = this.#host.state()
    const finding = request && checkRequest(EDITOR, request.params, context).findings[0]
    const why = finding?.severity === 'error' ? sayFinding(finding) : undefined
    const count = Math.max(1, request?.views.length ?? 0)
    const credits = formatCredits(estimate(EDITOR, request?.params ?? {}).total)
    this.#edit.label = count === 1 ? t('Change View · {0}', credits) : t('Change {0} Views · {1}', count, credits)
    this.#edit.disabled = !request || why !== undefined || drawing?.isBusy === true
    this.#editFinding.hidden = why === undefined
    setText(this.#editFinding, why ?? '')
  }

  async #change(): Promise<void> {
    const entries = this.#entries
    const request = this.#request(entries)
    if (!request || !EDITOR) return
    const task = this.#taskOf(entries[VIEWS.indexOf(request.views[0] ?? 'front')])
    // The new task hands on what it did not change, so that all of its views can go together.
    const places = VIEWS.flatMap((_, index) => (this.#taskOf(entries[index])?.id === task?.id ? [index] : []))
    await this.#start({ capability: EDITOR.id, params: { ...request.params } }, places)
    this.#open = []
    for (const view of request.views) this.#write(withEdit(this.#written, view, undefined))
  }
}

const uploadOf = (entry: Entry): string => (isChoice(entry) ? entry.upload : (entry?.url ?? ''))
