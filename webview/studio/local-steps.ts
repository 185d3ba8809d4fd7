// Local tools with their options that run on the finished model, free, after the steps of the service. They belong to the form
// like its steps, and to recipes.
import { LOCAL_TOOLS, type LocalTool, localToolOf, possibleSteps } from '../../src/mesh/tools/local-tools.ts'
import { initialValues, isAsked } from '../../src/mesh/tools/operators.ts'
import { type LocalStep, MAX_LOCAL_STEPS } from '../../src/protocol/request.ts'
import type { Draft } from '../../src/protocol/studio.ts'
import { element, iconButton, type MenuItem, PopupMenu, setAttribute } from '../controls/index.ts'
import { operatorRow } from '../model/operator-fields.ts'
import { say, t } from './l10n.ts'

export interface LocalStepsHost {
  draft(): Draft
  change(part: Partial<Draft>): void
}

/** The sum of the steps with the local ones, which cost nothing. @param count steps of the service */
export function withLocal(words: string, count: number, local: number): string {
  if (local === 0) return words
  return count === 0 ? t('{0} local, free', local) : t('{0}, {1} local', words, local)
}

/** What a tool begins with; what no row shows is left to it. */
const initialOf = (tool: LocalTool) =>
  Object.fromEntries(
    Object.entries(initialValues(tool)).filter(([name]) =>
      tool.fields.some((field) => field.name === name && field.kind !== 'given'),
    ),
  )

export class LocalSteps {
  readonly root: HTMLElement
  readonly #host: LocalStepsHost
  readonly #list = element('div', 'local-steps-list', { role: 'list' })
  readonly #add: HTMLButtonElement
  readonly #menu = new PopupMenu()
  #drawn = ''

  constructor(host: LocalStepsHost) {
    this.#host = host
    this.#list.setAttribute('aria-label', t('Then on this machine, free'))
    this.#add = element(
      'button',
      'control-link local-steps-add',
      { type: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'data-testid': 'add-local-step' },
      t('Add a Local Tool (Free)'),
    )
    this.#add.title = t('Local tools that run on the finished model; the result is saved beside it')
    this.#add.addEventListener('click', () => this.#menu.toggle(this.#add, t('Local Tools'), this.#items()))
    this.root = element('div', 'local-steps', {}, this.#list, this.#add, this.#menu.root)
  }

  /** Those of the draft that can be done. */
  get steps(): readonly LocalStep[] {
    return possibleSteps(this.#host.draft().local ?? [])
  }

  #set(steps: readonly LocalStep[]): void {
    this.#host.change({ local: [...steps] })
  }

  /** Brings the rows up to date. @param isModel whether a model comes out, which they could work on */
  show(isModel: boolean): void {
    this.root.hidden = !isModel
    const { steps } = this
    setAttribute(this.#add, 'aria-disabled', String(steps.length >= MAX_LOCAL_STEPS))
    this.#list.hidden = steps.length === 0
    const key = JSON.stringify(steps)
    if (key === this.#drawn) return
    this.#drawn = key
    const focused = this.#controls().indexOf(document.activeElement)
    this.#list.replaceChildren(...steps.flatMap((step, index) => this.#row(step, index) ?? []))
    // Each change is drawn anew: whoever changes a value by keys goes on where they were.
    const next = focused < 0 ? undefined : this.#controls()[focused]
    if (next instanceof HTMLElement) next.focus()
  }

  #controls = (): (Element | null)[] => [...this.#list.querySelectorAll('input, select, button')]

  #items(): readonly MenuItem[] {
    const { steps } = this
    const full = steps.length >= MAX_LOCAL_STEPS ? { reason: t('{0} steps are the most.', MAX_LOCAL_STEPS) } : {}
    return LOCAL_TOOLS.map((operator) => ({
      ...{ icon: 'tools', label: say(operator.title), ...full },
      run: () => this.#set([...steps, { tool: operator.id, options: initialOf(operator) }]),
    }))
  }

  #row({ tool, options = {} }: LocalStep, index: number): HTMLElement | undefined {
    const operator = localToolOf(tool)
    if (!operator) return undefined
    const title = say(operator.title)
    const remove = iconButton({
      ...{ icon: 'close', label: t('Remove {0}', title) },
      onClick: () => {
        this.#set(this.steps.filter((_, at) => at !== index))
        this.#add.focus()
      },
    })
    const fields = operator.fields
      .filter((field) => isAsked(operator, field, options))
      .flatMap((field) => {
        const value = () => options[field.name] ?? field.initial
        const set = (typed: string | number | boolean) =>
          this.#set(
            this.steps.map((step, at) =>
              at === index ? { ...step, options: { ...step.options, [field.name]: typed } } : step,
            ),
          )
        return operatorRow({ field, value, set, clips: () => [] }) ?? []
      })
    const head = element('div', 'local-step-head', {}, element('span', 'local-step-title', {}, title), remove)
    return element('div', 'local-step', { role: 'listitem' }, head, ...fields)
  }
}
