// What this machine does with the finished model, free, after the steps of the service: local tools with their options. They
// belong to the form like its steps, and to recipes.
import { areValues, initialValues, OPERATORS, type Operator, operatorOf } from '../../src/mesh/tools/operators.ts'
import { type LocalStep, MAX_LOCAL_STEPS } from '../../src/protocol/request.ts'
import { element, iconButton, type MenuItem, PopupMenu, setAttribute } from '../controls/index.ts'
import { operatorRow } from '../model/operator-fields.ts'
import { say, t } from './l10n.ts'

/** Tools that need neither selected parts nor a clip nor a picture: they can be asked for before there is a model. */
export const LOCAL_TOOLS: readonly Operator[] = OPERATORS.filter(
  ({ isHidden, parts, needsClip }) => !(isHidden || parts || needsClip),
)

/** Steps that this version can do; what it does not know, or has other options, is left out. */
export const possibleSteps = (steps: readonly LocalStep[]): readonly LocalStep[] =>
  steps.filter(({ tool, values }) => {
    const operator = operatorOf(tool)
    return operator !== undefined && LOCAL_TOOLS.includes(operator) && areValues(operator, values)
  })

export interface LocalStepsHost {
  steps(): readonly LocalStep[]
  set(steps: readonly LocalStep[]): void
}

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
    this.#add.title = t('What this machine does with the finished model: the result lies beside it')
    this.#add.addEventListener('click', () => this.#menu.toggle(this.#add, t('Local Tools'), this.#items()))
    this.root = element('div', 'local-steps', {}, this.#list, this.#add, this.#menu.root)
  }

  /** Brings the rows up to date. */
  show(): void {
    const steps = possibleSteps(this.#host.steps())
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
    const steps = this.#host.steps()
    const full = steps.length >= MAX_LOCAL_STEPS ? { reason: t('{0} steps are the most.', MAX_LOCAL_STEPS) } : {}
    return LOCAL_TOOLS.map((operator) => ({
      ...{ icon: 'tools', label: say(operator.title), ...full },
      run: () => this.#host.set([...steps, { tool: operator.id, values: { ...initialValues(operator) } }]),
    }))
  }

  #row({ tool, values }: LocalStep, index: number): HTMLElement | undefined {
    const operator = operatorOf(tool)
    if (!operator) return undefined
    const title = say(operator.title)
    const remove = iconButton({
      ...{ icon: 'close', label: t('Remove {0}', title) },
      onClick: () => {
        this.#host.set(possibleSteps(this.#host.steps()).filter((_, at) => at !== index))
        this.#add.focus()
      },
    })
    const fields = operator.fields.flatMap((field) => {
      const value = () => values[field.name] ?? field.initial
      const set = (typed: string | number | boolean) =>
        this.#host.set(
          possibleSteps(this.#host.steps()).map((step, at) =>
            at === index ? { ...step, values: { ...step.values, [field.name]: typed } } : step,
          ),
        )
      return operatorRow({ field, value, set, clips: () => [] }) ?? []
    })
    const head = element('div', 'local-step-head', {}, element('span', 'local-step-title', {}, title), remove)
    return element('div', 'local-step', { role: 'listitem' }, head, ...fields)
  }
}
