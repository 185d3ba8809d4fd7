// Tools on the whole model in the editor: found by F3, run by their own keys, with their options in a panel (F9). The host runs
// them and keeps each as a step of VS Code's undo.
import type { Operation } from '../../src/mesh/tools/operations.ts'
import {
  initialValues,
  OPERATORS,
  type Operator,
  type OperatorValue,
  type OperatorValues,
  operatorOf,
} from '../../src/mesh/tools/operators.ts'
import { type Host, problemOf } from '../studio/host.ts'
import { sayOf, t, together } from '../studio/l10n.ts'
import type { Actions } from '../viewport/bindings.ts'
import type { ClipChoice } from './operator-fields.ts'
import { OperatorPanel } from './operator-panel.ts'

export interface OperatorToolParts {
  readonly host: Host
  /** Whether the file can be changed; says so where it cannot. */
  mayEdit(): boolean
  /** The numbers of the selected parts. */
  selected(): readonly number[]
  clips(): readonly ClipChoice[]
  /** The number of the clip that is shown. */
  clip(): number
  /** Says something over the picture. */
  showMessage(text: string): void
  focus(): void
}

export class OperatorTools {
  readonly panel: OperatorPanel
  readonly #parts: OperatorToolParts
  /** The parts that the last tool was run on: running it again is for the same. */
  #nodes: readonly number[] = []
  /** Whether its run is a step of the undo, which running it again replaces; one that has changed nothing is none. */
  #isStep = false
  /** The clips that it counts: those of the model before it. */
  #clips: readonly ClipChoice[] = []

  constructor(parts: OperatorToolParts) {
    this.#parts = parts
    this.panel = new OperatorPanel({
      again: (operator, values) => this.#send(operator, values, this.#isStep),
      isStep: () => this.#isStep,
      clips: () => this.#clips,
      ofClip: (operator, clip) => this.#ofClip(operator, clip),
      left: () => parts.focus(),
    })
  }

  /** What keys do with them. */
  get actions(): Actions {
    const run = (id: 'apply' | 'join') => {
      const operator = operatorOf(id)
      return { run: () => void this.run(operator), reason: () => operator && this.#reason(operator) }
    }
    return {
      tools: { run: () => void this.#search() },
      toolOptions: { run: () => this.panel.focus(), isOffered: () => this.panel.isOpen },
      ...{ apply: run('apply'), join: run('join') },
    }
  }

  /** Lets the person choose among what is possible now. */
  async #search(): Promise<void> {
    if (!this.#parts.mayEdit()) return
    const ids = OPERATORS.filter((one) => !one.isHidden && this.#reason(one) === undefined).map(({ id }) => id)
    const { id } = await this.#parts.host.rpc.ask('pickOperator', { ids }).catch(() => ({ id: undefined }))
    const operator = id === undefined ? undefined : operatorOf(id)
    if (operator) await this.run(operator)
    else this.#parts.focus()
  }

  /** Runs a tool with what it begins with, and shows its options. */
  async run(operator: Operator | undefined, given: OperatorValues = {}): Promise<void> {
    if (!operator || !this.#parts.mayEdit()) return
    const reason = this.#reason(operator)
    if (reason !== undefined) {
      this.#parts.showMessage(reason)
      return
    }
    this.#nodes = operator.parts === undefined ? [] : this.#parts.selected()
    this.#clips = this.#parts.clips()
    const clip = operator.fields.some(({ kind }) => kind === 'clip') ? this.#ofClip(operator, this.#parts.clip()) : {}
    const values: Record<string, OperatorValue> = { ...initialValues(operator), ...clip, ...given }
    if (!(await this.#askTexts(operator, values))) return
    this.panel.forget()
    const words = await this.#send(operator, values, false)
    if (words) this.panel.show(operator, values, words)
    this.#parts.focus()
  }

  /** Has the person write what a tool needs in words. @returns whether it is to be run */
  async #askTexts({ fields }: Operator, values: Record<string, OperatorValue>): Promise<boolean> {
    for (const { name: field, kind } of fields) {
      if (kind !== 'text') continue
      const before = String(values[field])
      const { name } = await this.#parts.host.rpc.ask('askName', { name: before }).catch(() => ({ name: undefined }))
      if (name === before) this.#parts.showMessage(t('Nothing changed.'))
      if (name === undefined || name === before) {
        this.#parts.focus()
        return false
      }
      values[field] = name
    }
    return true
  }

  /** What a tool begins with on a clip: one that is to be trimmed is as long as it is, one to be renamed has its name. */
  #ofClip({ id }: Operator, number: number): OperatorValues {
    const clip = this.#clips[number]
    if (!clip) return { clip: number }
    if (id === 'trimClip') return { clip: number, from: 0, to: Number(clip.seconds.toFixed(3)) }
    return { clip: number, ...(id === 'renameClip' && { name: clip.name }) }
  }

  /** Why a tool cannot be run now. */
  #reason({ parts, needsClip }: Operator): string | undefined {
    if (parts !== undefined && this.#parts.selected().length < parts) return t('Select {0} parts or more first.', parts)
    return needsClip && this.#parts.clips().length === 0 ? t('This model has no clips.') : undefined
  }

  async #send(operator: Operator, values: OperatorValues, replaces: boolean): Promise<readonly string[] | undefined> {
    const nodes = this.#nodes.length > 0 ? { nodes: [...this.#nodes] } : {}
    const operation: Operation = { kind: 'run', operator: operator.id, values: { ...values }, ...nodes }
    try {
      const asked = { operations: [operation], replaces }
      const { isDone, isUnchanged = false, said } = await this.#parts.host.rpc.ask('editModel', asked)
      // One that is called off leaves what was there.
      if (isDone || isUnchanged) this.#isStep = isDone
      if (isUnchanged) return [t('Nothing changed.'), ...said]
      return isDone ? said : undefined
    } catch (error) {
      const { sentence, nextStep } = sayOf(problemOf(error))
      this.#parts.showMessage(together(sentence, nextStep))
      return undefined
    }
  }
}
