// The next steps as the form stores them: the rows of a step, its initial values, and the check and price of the whole. No DOM:
// all of it is plain data.
import type { RequestStep } from '../../src/protocol/request.ts'
import type { Draft, DraftStep, ImageChoice } from '../../src/protocol/studio.ts'
import {
  applicable,
  chainPrice,
  checkChain,
  checkStep,
  type Step,
  slotOf,
  sourceAfter,
} from '../../src/tripo/catalogue/chain.ts'
import {
  type Capability,
  estimate,
  type FieldHint,
  type Finding,
  fieldsOf,
  findCapability,
  type Params,
  PREFERRED_MODEL_VERSION,
  type Price,
  presetLabel,
  presetsFor,
  type RuleContext,
  type SourceTask,
} from '../../src/tripo/catalogue/index.ts'
import { imageKey, imagesOf } from './drafts.ts'
import { editsOf } from './edits.ts'
import { type FormContext, type FormItem, formItems } from './form-model.ts'
import { formatNumber } from './format.ts'
import { t } from './l10n.ts'
import { taskField, withLists } from './list-files.ts'

/** Controls that a step does not have. */
const WITHOUT: readonly string[] = ['task', 'model']

/** The rows of a step by group, in catalogue order, without the source task. */
export function stepItems(capability: Capability): Readonly<Record<FieldHint['group'], readonly FormItem[]>> {
  const slot = slotOf(capability)?.field
  const { main, advanced } = formItems(capability)
  const rows = (items: readonly FormItem[]) =>
    items.flatMap((item): FormItem[] => {
      const { field, widget } = item
      if (WITHOUT.includes(widget) || field.name === slot || field.schema.takesTask) return []
      // The task of the step before stands for the views.
      if (taskField(capability, field) === slot && slot !== undefined) return []
      return [item]
    })
  return { main: rows(main), advanced: rows(advanced) }
}

/** A step's pictures are sent as files: which of them a task could stand for depends on who runs the step then. */
const BY_FILE: FormContext = { dialect: 'v2', now: 0, defaultModelVersion: PREFERRED_MODEL_VERSION }

/** Whether the form can hold a step: a capability that is gone since the draft was written is left out. */
export const isStep = ({ capability }: RequestStep): boolean => slotOf(findCapability(capability)) !== undefined

/** The parameters of a step as they would be sent, with its images; the source task is not known yet. */
export function stepParams(step: DraftStep, images: Draft['images']): Params {
  const capability = findCapability(step.capability)
  if (!capability) return step.params
  const own = imagesOf(images, step.id)
  const chosen = fieldsOf(capability).flatMap(({ name }): [string, unknown][] => {
    const image = own[name]
    return image ? [[name, { upload: image.upload }]] : []
  })
  return { ...withLists(capability, step.params, own, BY_FILE), ...Object.fromEntries(chosen) }
}

/** A whole chain: what the form in front makes, and what is done with it. */
export const chainOf = (
  first: Step,
  steps: readonly DraftStep[],
  images: Draft['images'],
): readonly [Step, ...Step[]] => [
  first,
  ...steps.map((step) => ({ capability: step.capability, params: stepParams(step, images) })),
]

/** A capability that can be added, with its price before anything is chosen. */
export interface NextStep {
  capability: Capability
  credits: number
  /** Why it cannot follow; absent: it can. */
  reason?: Finding
}

/** What is ever done with results of this kind, with this API: first what can follow, then what cannot, and why. */
export function stepTable(chain: readonly [Step, ...Step[]], context: RuleContext): readonly NextStep[] {
  const last = chain.at(-1) ?? chain[0]
  const all = applicable(sourceAfter(last), context).map(({ capability, reason }) => ({
    ...{ capability, ...(reason ? { reason } : {}) },
    credits: estimate(capability, startParams(capability, sourceAfter(last), context)).total,
  }))
  return [...all.filter(({ reason }) => !reason), ...all.filter(({ reason }) => reason)]
}

/** What can be done after the last request of a chain, with this API. */
export const nextSteps = (chain: readonly [Step, ...Step[]], context: RuleContext): readonly NextStep[] =>
  stepTable(chain, context).filter(({ reason }) => !reason)

/** What a new step begins with: values for all that it cannot do without, which fit what it works on. */
export function startParams(capability: Capability, source: SourceTask, context: RuleContext): Params {
  const params: Record<string, unknown> = {}
  for (const { name, schema, ui, required } of fieldsOf(capability)) {
    if (ui.saidBy !== undefined) continue
    if (ui.widget === 'animations') {
      const presets = presetsFor(source)
      const first = presets.find((preset) => /:(walk|march)$/.test(preset)) ?? presets[0]
      if (first !== undefined) params[name] = [first]
    } else if (ui.widget === 'version') {
      params[name] = PREFERRED_MODEL_VERSION
    } else if (required && schema.enum) {
      const values = schema.enum.map(String).sort((a, b) => Number(b === ui.start) - Number(a === ui.start))
      const fits = (value: string) => {
        const step = { capability: capability.id, params: { ...params, [name]: value } }
        return checkStep(step, source, context).findings.every(({ field }) => field !== name)
      }
      params[name] = values.find(fits) ?? values[0]
    } else if (ui.start !== undefined && !required) {
      params[name] = ui.start
    }
  }
  return params
}

/** An id that no step of the draft has. */
export function newId(steps: readonly DraftStep[]): string {
  const numbers = steps.map(({ id }) => Number(/^step-(\d+)$/.exec(id)?.[1] ?? 0))
  return `step-${Math.max(0, ...numbers) + 1}`
}

/** The steps with one moved by so many places; unchanged where there is no such place. */
export function moved(steps: readonly DraftStep[], id: string, by: -1 | 1): readonly DraftStep[] {
  const from = steps.findIndex((step) => step.id === id)
  const step = steps[from]
  if (!step || from + by < 0 || from + by >= steps.length) return steps
  const rest = steps.filter((other) => other !== step)
  return [...rest.slice(0, from + by), step, ...rest.slice(from + by)]
}

/** What is found about each further step, with what the host found wrong with its images. */
export function stepFindings(
  chain: readonly [Step, ...Step[]],
  steps: readonly DraftStep[],
  images: Draft['images'],
  context: RuleContext,
): readonly (readonly Finding[])[] {
  const results = checkChain(chain, { dialect: context.dialect, now: context.now }).slice(1)
  return results.map(({ findings }, index) => {
    const { id = '', capability: name = '' } = steps[index] ?? {}
    const capability = findCapability(name)
    const bad = (capability ? fieldsOf(capability) : []).flatMap(({ name: field }): Finding[] => {
      const own = Object.entries(imagesOf(images, id)).filter(([place]) => place.split('.')[0] === field)
      const message = own.map(([, image]) => image.problem).find((problem) => problem !== undefined)
      return message === undefined ? [] : [{ severity: 'error', field, message }]
    })
    return [...bad, ...findings]
  })
}

/** The price of a chain as the form tells it: the model, then each step. */
export function priceOf(chain: readonly [Step, ...Step[]]): Price {
  const { total, lines } = chainPrice(chain)
  const [first, ...rest] = lines
  const makesModel = findCapability(chain[0].capability)?.category === 'generate'
  return { total, lines: first && makesModel ? [{ ...first, label: 'Model' }, ...rest] : lines }
}

/** One value as a closed step tells it; undefined for what is only switched off. */
function valueWords({ field: { ui }, widget }: FormItem, value: unknown, image: ImageChoice | undefined) {
  if (image) return image.name
  if (widget === 'edits')
    return editsOf(value)
      .map(({ prompt }) => prompt)
      .join(' · ')
  if (widget === 'animations' && Array.isArray(value))
    return value.map((preset) => t(presetLabel(String(preset)))).join(', ')
  if (value === true) return t(ui.title)
  if (typeof value === 'number') return [formatNumber(value), ui.unit && t(ui.unit)].filter(Boolean).join(' ')
  if (typeof value === 'string') return t(ui.values?.[value]?.title ?? value)
  return undefined
}

/** What a closed step says of itself: the values that were chosen, in the order of its form. */
export function stepSummary(step: DraftStep, images: Draft['images']): string {
  const capability = findCapability(step.capability)
  if (!capability) return ''
  const { main, advanced } = stepItems(capability)
  const words = [...main, ...advanced].map((item) => {
    const { name } = item.field
    return valueWords(item, step.params[name], images[imageKey(step.id, name)])
  })
  return words.filter((text) => text !== undefined && text !== '').join(' · ')
}
