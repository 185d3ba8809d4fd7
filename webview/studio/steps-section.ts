// "Next steps" under the form: what is done with each result, in order. Shared by all tabs: it is about what comes out,
// whatever it was made from.
import { type LocalStep, MAX_STEPS, type RequestStep } from '../../src/protocol/request.ts'
import type { Draft, DraftStep } from '../../src/protocol/studio.ts'
import { checkStep, type Step, sourceAfter } from '../../src/tripo/catalogue/chain.ts'
import { findCapability, type Moved, moveOn, type Price } from '../../src/tripo/catalogue/index.ts'
import { element, icon, setAttribute, setText, uniqueId } from '../controls/index.ts'
import { movedIndex } from '../controls/roving.ts'
import { withImages } from './drafts.ts'
import type { PartsSource } from './field-handle.ts'
import type { FormContext } from './form-model.ts'
import { formatCredits, formatNumber } from './format.ts'
import type { ImageTarget } from './image-events.ts'
import { sayFinding, t } from './l10n.ts'
import { LocalSteps, withLocal } from './local-steps.ts'
import type { RigAsking } from './rig-check.ts'
import type { ImageSource } from './stage-image.ts'
import { StepRow } from './step-row.ts'
import {
  chainOf,
  isStep,
  moved,
  type NextStep,
  newId,
  nextSteps,
  priceOf,
  startParams,
  stepFindings,
  stepParams,
  stepTable,
} from './steps-model.ts'

export interface StepsHost {
  /** What the steps work on is there already: it costs nothing more, and there is nothing to fold away. */
  isOnResult?: boolean
  draft(): Draft
  change(part: Partial<Draft>): void
  /** What the form in front makes. */
  first(): Step
  context(): FormContext
  imageSource: ImageSource
  /** The parts of what the first step works on, where it is on the stage. */
  parts?(): PartsSource | undefined
  /** The free check of what the first step works on. */
  rigAsking?(): RigAsking | undefined
}

/** What is made first: a model, or a picture of one. */
const makesModel = ({ capability }: Step): boolean => findCapability(capability)?.category !== 'image'

export class StepsSection {
  readonly root: HTMLElement
  readonly #fold: HTMLButtonElement
  readonly #sum = element('span', 'steps-sum')
  readonly #body: HTMLElement
  readonly #list = element('div', 'steps-list', { role: 'list' })
  readonly #add: HTMLButtonElement
  readonly #menu: HTMLElement
  readonly #note = element('div', 'form-remark')
  readonly #local: LocalSteps | undefined
  readonly #rows = new Map<string, StepRow>()
  #offered: readonly NextStep[] = []
  #drawn = ''

  readonly #host: StepsHost

  constructor(host: StepsHost) {
    this.#host = host

    this.#menu = element('div', 'steps-menu', { role: 'menu', id: uniqueId('menu') })
    this.#menu.setAttribute('aria-label', t('Steps that can follow'))
    this.#menu.hidden = true
    this.#menu.addEventListener('keydown', (event) => this.#key(event))
    this.#add = element(
      'button',
      'steps-add',
      {
        ...{ type: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false' },
        ...{ 'aria-controls': this.#menu.id, 'data-testid': 'add-step' },
      },
      icon('add'),
      t('Add Step'),
    )
    this.#add.addEventListener('click', () => this.#toggleMenu(this.#menu.hidden === true))
    this.#list.setAttribute('aria-label', t('Next steps'))
    this.#body = element('div', 'steps-body', { id: uniqueId('steps') }, this.#list, this.#add, this.#menu, this.#note)
    this.#local = host.isOnResult ? undefined : new LocalSteps(host)
    if (this.#local) this.#body.append(this.#local.root)
    this.#fold = element(
      'button',
      'form-fold',
      { type: 'button', 'aria-controls': this.#body.id, 'data-testid': 'steps' },
      icon('chevron-right'),
      element('span', 'steps-title', {}, t('Next steps')),
      this.#sum,
    )
    this.#fold.title = t('What is done with the model: low poly, rig, animate, convert …')
    this.#fold.addEventListener('click', () => host.change({ stepsOpen: !this.#isOpen }))
    this.#fold.hidden = host.isOnResult === true
    this.root = element('section', 'steps', { 'aria-label': t('Next steps') }, this.#fold, this.#body)
  }

  get #isOpen(): boolean {
    return this.#host.draft().stepsOpen === true
  }

  /** The draft's steps, moved on from what the service has taken away since. */
  get #steps(): readonly DraftStep[] {
    const steps = (this.#host.draft().steps ?? []).filter(isStep)
    return steps.map((step) => ({ ...step, params: { ...this.#moved(step).params } }))
  }

  #moved({ capability: name, params }: DraftStep): Moved {
    const capability = findCapability(name)
    return capability ? moveOn(capability, params, this.#host.context()) : { params, words: [] }
  }

  /** What was moved on in a step of the draft. */
  #words(id: string): Moved['words'] {
    const step = (this.#host.draft().steps ?? []).find((other) => other.id === id)
    return step ? this.#moved(step).words : []
  }

  get #chain(): readonly [Step, ...Step[]] {
    return chainOf(this.#host.first(), this.#steps, this.#host.draft().images)
  }

  /** What the form and its further steps cost together; undefined without steps. */
  get price(): Price | undefined {
    if (this.#steps.length === 0) return undefined
    const price = priceOf(this.#chain)
    if (!this.#host.isOnResult) return price
    const lines = price.lines.slice(1)
    return { total: lines.reduce((sum, { credits }) => sum + credits, 0), lines }
  }

  /** Brings everything up to date with the draft and with what the form in front makes. */
  show(): void {
    const host = this.#host
    const steps = this.#steps
    const chain = this.#chain
    const { images, openStep } = host.draft()
    const findings = stepFindings(chain, steps, images, host.context())
    const wrong = findings.filter((found) => found.some(({ severity }) => severity === 'error')).length
    const further = priceOf(chain).lines.slice(1)
    const credits = further.reduce((sum, line) => sum + line.credits, 0)
    setAttribute(this.#fold, 'aria-expanded', this.#isOpen ? 'true' : 'false')
    this.#body.hidden = !this.#isOpen
    const sum = steps.length === 1 ? t('1 step · {0}', formatCredits(credits)) : undefined
    const words =
      steps.length === 0
        ? nextSteps(chain, host.context()).length > 0
          ? makesModel(chain[0])
            ? t('low poly, rig, convert …')
            : t('3D model, views …')
          : t('none can follow')
        : (sum ?? t('{0} steps · {1}', steps.length, formatCredits(credits)))
    setText(this.#sum, wrong > 0 ? t('{0} to mend', wrong) : withLocal(words, steps.length, this.local().length))
    this.#sum.classList.toggle('is-wrong', wrong > 0)
    const ids = new Set(steps.map(({ id }) => id))
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue
      row.root.remove()
      this.#rows.delete(id)
    }
    for (const [index, step] of steps.entries()) {
      const row = this.#rowFor(step)
      const there = this.#list.children[index]
      if (row && there !== row.root) this.#list.insertBefore(row.root, there ?? null)
      row?.show({
        ...{ step, images, number: index + (host.isOnResult ? 1 : 2), source: sourceAfter(chain[index] ?? chain[0]) },
        params: stepParams(step, images),
        ...(index === 0 ? { parts: host.parts?.(), rigAsking: host.rigAsking?.() } : {}),
        findings: [...this.#words(step.id), ...(findings[index] ?? [])],
        credits: further[index]?.credits ?? 0,
        isOpen: step.id === openStep,
        ...{ isFirst: index === 0, isLast: index === steps.length - 1, context: host.context() },
      })
    }
    this.#list.hidden = steps.length === 0
    this.#local?.show(makesModel(chain[0]) || steps.length > 0)
    this.#showOffer(chain, steps.length)
  }

  /** The steps as they are sent, or undefined when something is wrong with one: it is opened and has the focus. */
  submit(): readonly RequestStep[] | undefined {
    const host = this.#host
    const steps = this.#steps
    const chain = this.#chain
    const findings = stepFindings(chain, steps, host.draft().images, host.context())
    const at = findings.findIndex((found) => found.some(({ severity }) => severity === 'error'))
    const wrong = steps[at]
    if (!wrong) {
      return chain.slice(1).map((step, index) => {
        const source = sourceAfter(chain[index] ?? chain[0])
        return { capability: step.capability, params: { ...checkStep(step, source, host.context()).params } }
      })
    }
    host.change({ stepsOpen: true, openStep: wrong.id })
    this.#rows.get(wrong.id)?.focusError(findings[at] ?? [])
    return undefined
  }

  /** What this machine does with the last result. */
  local = (): readonly LocalStep[] => this.#local?.steps ?? []

  /** Opens the menu of what can be made. */
  offer(): void {
    this.#toggleMenu(true)
  }

  /** Puts the focus on the step whose parameters are shown. */
  focusOpen(): void {
    const { openStep } = this.#host.draft()
    if (openStep !== undefined) this.#rows.get(openStep)?.focus()
  }

  /** The image field of a step that a place of the page belongs to. */
  imageAt(place: EventTarget | null | undefined): ImageTarget | undefined {
    if (!(place instanceof Node) || !this.root.contains(place)) return undefined
    const found = [...this.#rows.values()].map((row) => row.imageAt(place))
    return found.find((field) => field !== undefined)
  }

  #rowFor({ id, capability: name }: DraftStep): StepRow | undefined {
    const known = this.#rows.get(id)
    if (known?.capability.id === name) return known
    known?.root.remove()
    const capability = findCapability(name)
    if (!capability) return undefined
    const host = this.#host
    const own = () => this.#steps.find((step) => step.id === id) ?? { id, capability: name, params: {} }
    const row = new StepRow(capability, {
      step: own,
      change: (params) =>
        this.#set(this.#steps.map((step) => (step.id === id ? { ...step, params: { ...params } } : step))),
      setImages: (images) => host.change({ images: withImages(host.draft().images, images) }),
      setList: (params, images) =>
        this.#set(
          this.#steps.map((step) => (step.id === id ? { ...step, params: { ...params } } : step)),
          { images: withImages(host.draft().images, images) },
        ),
      toggle: () => host.change({ openStep: host.draft().openStep === id ? undefined : id }),
      move: (by) => this.#set(moved(this.#steps, id, by)),
      remove: () => this.#remove(id),
      imageSource: host.imageSource,
      favorites: {
        list: () => host.draft().favoriteAnimations ?? host.draft().favouriteAnimations ?? [],
        set: (presets) => host.change({ favoriteAnimations: [...presets] }),
      },
    })
    this.#rows.set(id, row)
    return row
  }

  #set(steps: readonly DraftStep[], more: Partial<Draft> = {}): void {
    this.#host.change({ steps: [...steps], ...more })
  }

  #remove(id: string): void {
    const at = this.#steps.findIndex((step) => step.id === id)
    const images = Object.entries(this.#host.draft().images).filter(([key]) => !key.startsWith(`${id}.`))
    this.#set(
      this.#steps.filter((step) => step.id !== id),
      { images: Object.fromEntries(images) },
    )
    const next = this.#steps[Math.min(at, this.#steps.length - 1)]
    if (next) this.#rows.get(next.id)?.focus()
    else this.#add.focus()
  }

  #append({ capability }: NextStep): void {
    const steps = this.#steps
    const id = newId(steps)
    const chain = this.#chain
    const params = { ...startParams(capability, sourceAfter(chain.at(-1) ?? chain[0]), this.#host.context()) }
    this.#toggleMenu(false)
    this.#set([...steps, { id, capability: capability.id, params }], { openStep: id })
    this.#rows.get(id)?.focus()
  }

  #showOffer(chain: readonly [Step, ...Step[]], count: number): void {
    const table = count >= MAX_STEPS ? [] : stepTable(chain, this.#host.context())
    const offered = table.some(({ reason }) => !reason) ? table : []
    const key = offered
      .map(({ capability, credits, reason }) => `${capability.id} ${credits} ${reason?.message}`)
      .join()
    this.#add.hidden = offered.length === 0
    this.#note.hidden = offered.length > 0
    setText(
      this.#note,
      count >= MAX_STEPS ? t('{0} steps are the most.', MAX_STEPS) : t('Nothing can follow this step.'),
    )
    if (offered.length === 0) this.#menu.hidden = true
    if (key === this.#drawn) return
    this.#drawn = key
    this.#offered = offered
    this.#menu.replaceChildren(...offered.map((next) => this.#entry(next)))
  }

  #entry(next: NextStep): HTMLElement {
    const { capability, credits, reason } = next
    const small = reason ? sayFinding(reason) : capability.caution && t(capability.caution)
    const caution = small && element('span', 'steps-entry-caution', {}, small)
    const entry = element(
      'button',
      'steps-entry',
      { type: 'button', role: 'menuitem', tabindex: -1, title: t(capability.summary) },
      icon(capability.icon),
      element('span', 'steps-entry-title', {}, t(capability.title), ...(caution ? [caution] : [])),
      element('span', 'step-price', { 'aria-label': formatCredits(credits) }, formatNumber(credits)),
    )
    setAttribute(entry, 'data-testid', `add-${capability.id}`)
    // It can be reached and read, so that nobody looks for it in vain.
    if (reason) setAttribute(entry, 'aria-disabled', 'true')
    else entry.addEventListener('click', () => this.#append(next))
    return entry
  }

  #entries = () => [...this.#menu.querySelectorAll('button')]

  #toggleMenu(isOpen: boolean): void {
    this.#menu.hidden = !isOpen
    setAttribute(this.#add, 'aria-expanded', isOpen ? 'true' : 'false')
    if (!isOpen) return
    const [first] = this.#entries()
    this.#menu.scrollIntoView({ block: 'nearest' })
    first?.focus({ preventScroll: true })
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.stopPropagation()
      this.#toggleMenu(false)
      this.#add.focus()
      return
    }
    const entries = this.#entries()
    const at = entries.findIndex((entry) => entry.matches(':focus'))
    const next = movedIndex(event.key, at, this.#offered.length, true)
    if (next === undefined) return
    event.preventDefault()
    entries[next]?.focus()
  }
}
