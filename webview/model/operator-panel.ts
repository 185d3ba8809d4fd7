// The options of the tool that was run last, over the picture's lower left corner: changing one runs the tool again, replacing
// its previous result, as in Blender's panel.
import {
  initialValues,
  isAsked,
  type Operator,
  type OperatorField,
  type OperatorValue,
  type OperatorValues,
} from '../../src/mesh/tools/operators.ts'
import { element, iconButton, setText } from '../controls/index.ts'
import { say, t, together } from '../studio/l10n.ts'
import { type ClipChoice, operatorRow } from './operator-fields.ts'

export interface OperatorPanelOwner {
  /** Runs the tool again. @returns what it did; undefined when it was called off */
  again(operator: Operator, values: OperatorValues): Promise<readonly string[] | undefined>
  /** Whether its last run is a step of the undo: one that has changed nothing is none. */
  isStep(): boolean
  clips(): readonly ClipChoice[]
  /** What a tool begins with on a clip. */
  ofClip(operator: Operator, clip: number): OperatorValues
  /** The focus goes back to the picture. */
  left(): void
}

export class OperatorPanel {
  readonly root = element('section', 'tv-panel operator-panel', { 'aria-label': t('Options of the Tool') })
  readonly #owner: OperatorPanelOwner
  readonly #title = element('h2', 'tv-keys-title')
  readonly #fields = element('div', 'operator-fields')
  readonly #rows = new Map<OperatorField, HTMLElement>()
  readonly #said = element('p', 'tv-hint', { role: 'status' })
  #operator: Operator | undefined
  #values: OperatorValues = {}
  /** What is to be run once the run under way has ended. */
  #next: OperatorValues | undefined
  #isRunning = false

  constructor(owner: OperatorPanelOwner) {
    this.#owner = owner
    const close = iconButton({ icon: 'close', label: t('Close'), onClick: () => this.close() })
    this.root.append(
      element('div', 'tv-keys-head', {}, this.#title, element('span', 'model-space'), close),
      this.#fields,
      this.#said,
    )
    this.root.hidden = true
    this.root.addEventListener('keydown', (event) => {
      event.stopPropagation()
      if (event.key === 'Escape' || event.key === 'F9') this.#owner.left()
    })
  }

  get isOpen(): boolean {
    return !this.root.hidden
  }

  /** Shows a tool's options with what it did. */
  show(operator: Operator, values: OperatorValues, words: readonly string[]): void {
    this.#operator = operator
    this.#values = { ...initialValues(operator), ...values }
    setText(this.#title, say(operator.title))
    this.#rows.clear()
    for (const field of operator.fields) {
      const row = this.#row(field)
      if (row) this.#rows.set(field, row)
    }
    this.#fields.replaceChildren(...this.#rows.values())
    this.#showAsked(operator)
    this.#setWords(words)
    this.root.hidden = false
  }

  focus(): void {
    const first = this.#fields.querySelector('input, select')
    if (first instanceof HTMLElement) first.focus()
  }

  close(): void {
    if (this.root.hidden) return
    this.#operator = undefined
    this.root.hidden = true
    this.#owner.left()
  }

  /** Another change came after the tool: its options would now change something else. */
  forget(): void {
    this.#operator = undefined
    this.root.hidden = true
  }

  /** The model's last change is another now: undone, redone or made elsewhere. @param last a tool's, where it is one */
  follow(last: { operator: string; values: OperatorValues } | undefined): void {
    const own = this.#operator
    if (!own || this.#isRunning || !this.#owner.isStep()) return
    const names = own.fields.map(({ name }) => name)
    const isOwn = last?.operator === own.id && names.every((name) => last.values[name] === this.#values[name])
    if (!isOwn) this.forget()
  }

  #setWords(words: readonly string[]): void {
    setText(this.#said, together(...words))
  }

  /** Rows that say nothing beside the other options are hidden; the focus stays where it is. */
  #showAsked(operator: Operator): void {
    for (const [field, row] of this.#rows) row.hidden = !isAsked(operator, field, this.#values)
  }

  #row(field: OperatorField): HTMLElement | undefined {
    const { name } = field
    const value = () => this.#values[name] ?? field.initial
    return operatorRow({ field, value, set: (typed) => this.#set(field, typed), clips: () => this.#owner.clips() })
  }

  #set({ name, kind }: OperatorField, value: OperatorValue): void {
    const operator = this.#operator
    // Moments of one clip say nothing of another.
    const others = operator && kind === 'clip' ? this.#owner.ofClip(operator, Number(value)) : {}
    this.#values = { ...this.#values, ...others, [name]: value }
    if (operator) this.#showAsked(operator)
    for (const [field, row] of this.#rows) if (field.name in others) showValue(row, this.#values[field.name])
    void this.#run()
  }

  /** One run at a time; of what is changed meanwhile only the last is run. */
  async #run(): Promise<void> {
    const operator = this.#operator
    if (!operator) return
    this.#next = this.#values
    if (this.#isRunning) return
    this.#isRunning = true
    while (this.#next && this.#operator === operator) {
      const values: OperatorValues = this.#next
      this.#next = undefined
      setText(this.#said, t('Working…'))
      const words = await this.#owner.again(operator, values)
      if (this.#operator === operator) this.#setWords(words ?? [t('Called off: the model is as it was before.')])
    }
    this.#isRunning = false
  }
}

/** Shows a value in a row's control. */
function showValue(row: HTMLElement, value: OperatorValue | undefined): void {
  const control = row.querySelector('input, select')
  if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) control.value = String(value)
}
