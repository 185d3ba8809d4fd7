// One step under the form, like a modifier in Blender's stack: a line with its title, chosen values and price; below it, while it
// is open, its parameters.
import type { Draft, DraftStep, ImageChoice } from '../../src/protocol/studio.ts'
import {
  type Capability,
  checkRiggable,
  type Finding,
  fieldsOf,
  type Params,
  type RuleContext,
  type SourceTask,
} from '../../src/tripo/catalogue/index.ts'
import { element, icon, iconButton, setAttribute, setText, uniqueId } from '../controls/index.ts'
import { imagesOf, keyedImages } from './drafts.ts'
import { makeField } from './field-controls.ts'
import type { Favorites, FieldHandle, PartsSource } from './field-handle.ts'
import type { FormContext, FormItem } from './form-model.ts'
import { formatCredits, formatNumber } from './format.ts'
import { freeAlternative } from './free-alternative.ts'
import type { ImageTarget } from './image-events.ts'
import { sayFinding, t } from './l10n.ts'
import type { Images } from './list-files.ts'
import { type RigAsking, RigCheck } from './rig-check.ts'
import type { ImageSource } from './stage-image.ts'
import { stepItems, stepSummary } from './steps-model.ts'

export interface StepRowHost {
  step(): DraftStep
  change(params: Params): void
  setImages(images: Images): void
  /** Parameters and images at once. */
  setList(params: Params, images: Images): void
  toggle(): void
  move(by: -1 | 1): void
  remove(): void
  imageSource: ImageSource
  /** Animations that the person has marked. */
  favorites: Favorites
}

/** What a row shows of its step. */
export interface StepState {
  /** Its place in the chain: the request is 1, the first further step 2. */
  number: number
  step: DraftStep
  images: Draft['images']
  /** What it works on. */
  source: SourceTask
  /** The parts of its model, where it is on the stage. */
  parts?: PartsSource | undefined
  /** The free check of what it works on, where that is made already. */
  rigAsking?: RigAsking | undefined
  params: Params
  findings: readonly Finding[]
  credits: number
  isOpen: boolean
  isFirst: boolean
  isLast: boolean
  context: FormContext & RuleContext
}

export class StepRow {
  readonly root = element('div', 'step', { role: 'listitem', 'data-testid': 'step' })
  readonly #toggle: HTMLButtonElement
  readonly #summary = element('span', 'step-summary')
  readonly #price = element('span', 'step-price')
  readonly #up: HTMLButtonElement
  readonly #down: HTMLButtonElement
  readonly #body: HTMLElement
  readonly #fields: readonly FieldHandle[]
  readonly #rigCheck: RigCheck | undefined
  readonly #local = element('div', 'field-hint step-local', { 'data-testid': 'local-way' })
  readonly #advanced: HTMLElement
  readonly #fold: HTMLButtonElement
  readonly #finding: HTMLElement
  readonly #findingText = element('span')
  #state: StepState | undefined
  #isAdvancedOpen = false
  #parts: PartsSource | undefined
  #source: SourceTask = { capability: '', params: {}, status: '' }

  readonly #host: StepRowHost

  constructor(
    readonly capability: Capability,
    host: StepRowHost,
  ) {
    this.#host = host

    const title = t(capability.title)
    const items = stepItems(capability)
    const main = items.main.map((item) => this.#field(item))
    const advanced = items.advanced.map((item) => this.#field(item))
    this.#fields = [...main, ...advanced]
    this.#advanced = element('div', 'form-rows', { id: uniqueId('advanced') }, ...advanced.map(({ row }) => row.root))
    this.#fold = element(
      'button',
      'form-fold step-fold',
      { type: 'button', 'aria-controls': this.#advanced.id },
      icon('chevron-right'),
      t('Advanced'),
    )
    this.#fold.addEventListener('click', () => {
      this.#isAdvancedOpen = !this.#isAdvancedOpen
      this.#showAdvanced()
      if (this.#state) this.show(this.#state)
    })
    this.#body = element('div', 'step-body', { id: uniqueId('step') })
    if (fieldsOf(capability).some(({ ui }) => ui.foundBy === checkRiggable.id)) {
      this.#rigCheck = new RigCheck({ params: () => host.step().params, change: (params) => host.change(params) })
      this.#body.append(this.#rigCheck.root)
    }
    this.#body.append(this.#local)
    this.#body.append(element('div', 'form-rows', {}, ...main.map(({ row }) => row.root)))
    if (advanced.length > 0) this.#body.append(this.#fold, this.#advanced)
    this.#toggle = element(
      'button',
      'step-toggle',
      { type: 'button', 'aria-controls': this.#body.id, title: t(capability.summary), 'data-testid': 'step-toggle' },
      icon('chevron-right'),
      element('span', 'step-title', {}, title),
      this.#summary,
    )
    this.#toggle.addEventListener('click', () => host.toggle())
    this.#toggle.addEventListener('keydown', (event) => this.#key(event))
    this.#up = this.#mover(-1, 'arrow-up', t('Move {0} up', title))
    this.#down = this.#mover(1, 'arrow-down', t('Move {0} down', title))
    const remove = iconButton({
      icon: 'close',
      label: t('Remove {0}', title),
      testId: 'step-remove',
      onClick: () => host.remove(),
    })
    const head = element('div', 'step-head', {}, this.#toggle, this.#price, this.#up, this.#down, remove)
    const finding = element('div', 'field-finding step-finding', { role: 'alert' }, icon('error'), this.#findingText)
    this.#finding = finding
    this.root.append(head, finding, this.#body)
    this.#showAdvanced()
  }

  show(state: StepState): void {
    this.#state = state
    const { step, params, images, findings, isOpen, context, number } = state
    this.#source = state.source
    this.#parts = state.parts
    const way = freeAlternative(step.capability, step.params)
    this.#local.hidden = way === undefined
    setText(this.#local, way === undefined ? '' : t(way))
    if (isOpen) this.#rigCheck?.show(state.rigAsking)
    setAttribute(this.root, 'data-capability', step.capability)
    setAttribute(this.root, 'aria-label', t('Step {0}: {1}', number, t(this.capability.title)))
    setAttribute(this.#toggle, 'aria-expanded', isOpen ? 'true' : 'false')
    this.root.classList.toggle('is-open', isOpen)
    this.#body.hidden = !isOpen
    this.#summary.hidden = isOpen
    setText(this.#summary, stepSummary(step, images))
    setText(this.#price, formatNumber(state.credits))
    setAttribute(this.#price, 'title', formatCredits(state.credits))
    setAttribute(this.#price, 'aria-label', formatCredits(state.credits))
    this.#up.hidden = !isOpen || (state.isFirst && state.isLast)
    this.#down.hidden = this.#up.hidden
    this.#up.disabled = state.isFirst
    this.#down.disabled = state.isLast
    const shown = new Set<Finding>()
    for (const field of this.#fields) {
      const { name } = field.item.field
      field.show({ values: step.params, params, images: imagesOf(images, step.id), context })
      const finding = findings.find((found) => found.field === name)
      const isFolded = field.item.field.ui.group === 'advanced' && !this.#isAdvancedOpen
      if (finding && !isFolded && !field.row.root.hidden) shown.add(finding)
      field.showFinding(isOpen ? finding : undefined)
    }
    // What has no field here, and what a closed step or fold would hide, stands under its line.
    const loose = findings.find((found) => !shown.has(found)) ?? (isOpen ? undefined : findings[0])
    this.#finding.hidden = loose === undefined
    setAttribute(this.#finding, 'data-severity', loose?.severity)
    this.root.classList.toggle(
      'has-error',
      findings.some(({ severity }) => severity === 'error'),
    )
    if (loose) setText(this.#findingText, sayFinding(loose))
  }

  /** Brings what is wrong into view; the row must be open. */
  focusError(findings: readonly Finding[]): void {
    const wrong = findings.filter(({ severity }) => severity === 'error')
    const field = this.#fields.find(({ item }) => wrong.some((found) => found.field === item.field.name))
    if (field?.item.field.ui.group === 'advanced') this.#isAdvancedOpen = true
    this.#showAdvanced()
    if (field) field.focus()
    else this.focus()
  }

  focus(): void {
    this.#toggle.focus()
    this.root.scrollIntoView({ block: 'nearest' })
  }

  /** The image field that a place of the page belongs to. */
  imageAt(place: Node): ImageTarget | undefined {
    return this.#fields.find(({ row, image }) => image && row.root.contains(place))?.image
  }

  #showAdvanced(): void {
    this.#advanced.hidden = !this.#isAdvancedOpen
    setAttribute(this.#fold, 'aria-expanded', this.#isAdvancedOpen ? 'true' : 'false')
  }

  #mover(by: -1 | 1, name: string, label: string): HTMLButtonElement {
    const tooltip = `${label} (Alt+${by < 0 ? '↑' : '↓'})`
    const made = iconButton({ icon: name, label, tooltip, onClick: () => this.#move(by, made) })
    return made
  }

  /** A row that moves in the page loses the focus; at an end of the list its button cannot have it back. */
  #move(by: -1 | 1, mover: HTMLButtonElement): void {
    this.#host.move(by)
    if (mover.disabled) this.focus()
    else mover.focus()
  }

  /** Alt and an arrow move a step, as they move a line in the editor. */
  #key(event: KeyboardEvent): void {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    this.#host.move(event.key === 'ArrowUp' ? -1 : 1)
    this.focus()
  }

  #field(item: FormItem): FieldHandle {
    const host = this.#host
    const { capability } = this
    const values = () => host.step().params
    const edits = {
      change: (next: Params) => host.change(next),
      setImage: (field: string, image: ImageChoice | undefined) =>
        host.setImages(keyedImages(host.step().id, { [field]: image })),
      setList: (next: Params, images: Images) => host.setList(next, keyedImages(host.step().id, images)),
      left: () => {},
    }
    const step = { source: () => this.#source, parts: () => this.#parts, favorites: host.favorites }
    return makeField(capability, item, values, edits, { images: host.imageSource, step })
  }
}
