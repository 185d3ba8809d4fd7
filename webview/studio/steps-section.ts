// "Next steps" under the form: what is done with each result, in order. Shared by all tabs, since it applies to any result.
import type { LocalStep, RequestStep } from '../../src/protocol/request.ts'
import type { Draft, DraftStep } from '../../src/protocol/studio.ts'
import { checkStep, type Step, sourceAfter } from '../../src/tripo/catalogue/chain.ts'
import { findCapability, type Moved, moveOn, type Price } from '../../src/tripo/catalogue/index.ts'
import { element, icon, setAttribute, setText, uniqueId } from '../controls/index.ts'
import { withImages } from './drafts.ts'
import type { PartsSource } from './field-handle.ts'
import type { FormContext } from './form-model.ts'
import { formatCredits } from './format.ts'
import type { ImageTarget } from './image-events.ts'
import { t } from './l10n.ts'
import { LocalSteps, withLocal } from './local-steps.ts'
import type { RigAsking } from './rig-check.ts'
import type { ImageSource } from './stage-image.ts'
import { StepRow } from './step-row.ts'
import { StepsMenu } from './steps-menu.ts'
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
  readonly #service: HTMLElement
  readonly #list = element('div', 'steps-list', { role: 'list' })
  readonly #menu: StepsMenu
  readonly #local: LocalSteps
  readonly #rows = new Map<string, StepRow>()

  readonly #host: StepsHost

  constructor(host: StepsHost) {
    this.#host = host

    this.#menu = new StepsMenu((next) => this.#append(next))
    this.#list.setAttribute('aria-label', t('Next steps'))
    this.#local = new LocalSteps(host)
    const service = element('div', 'steps-service', {}, this.#list, ...this.#menu.parts)
    this.#service = service
    this.#body = element('div', 'steps-body', { id: uniqueId('steps') }, service, this.#local.root)
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

  /**
   * Brings everything up to date with the draft and with what the form in front makes.
   * @param isVaried several are made of which one is kept: steps come after that, and this machine works on that one
   */
  show(isVaried = false): void {
    const host = this.#host
    this.#service.hidden = isVaried
    if (isVaried) {
      this.#showVaried()
      return
    }
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
    this.#local.show(makesModel(chain[0]) || steps.length > 0)
    this.#menu.show(stepTable(chain, host.context()), steps.length)
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
  local = (): readonly LocalStep[] => this.#local.steps

  #showVaried(): void {
    setAttribute(this.#fold, 'aria-expanded', this.#isOpen ? 'true' : 'false')
    this.#body.hidden = !this.#isOpen
    setText(this.#sum, withLocal(t('after one is kept'), 0, this.local().length))
    this.#sum.classList.remove('is-wrong')
    this.#local.show(true)
  }

  /** Opens the menu of what can be made. */
  offer(): void {
    this.#menu.open()
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
    else this.#menu.focus()
  }

  #append({ capability }: NextStep): void {
    const steps = this.#steps
    const id = newId(steps)
    const chain = this.#chain
    const params = { ...startParams(capability, sourceAfter(chain.at(-1) ?? chain[0]), this.#host.context()) }
    this.#menu.close()
    this.#set([...steps, { id, capability: capability.id, params }], { openStep: id })
    this.#rows.get(id)?.focus()
  }
}
