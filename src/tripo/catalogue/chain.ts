// Chains of requests: each step works on the task of the one before. Defines which steps may follow, what the whole costs, and
// how all of it is checked before the first step is paid for: an impossible third step would waste the first two.
import { message, phrase } from '../../text/index.ts'
import type { Capability, Finding, Params, Price, RuleContext, SourceTask } from './capability.ts'
import { type CheckResult, checkRequest } from './check.ts'
import { checkSource } from './check-source.ts'
import { cleanParams, fieldsOf, fileInput } from './fields.ts'
import { CATALOGUE, estimate, findCapability } from './index.ts'
import { isOffered } from './lifespan.ts'

/** A request of a chain; its source task is left out where it is the one of the step before. */
export interface Step {
  capability: string
  params: Params
  /** Of the task that it made already: what its model was seen to hold (see SourceTask). */
  holds?: readonly string[] | undefined
}

/** Stands for the task of the step before while a chain is checked; it is never sent. */
const PENDING = 'pending'

/** Capabilities that draw one picture, whose task stands in the place of a file on v3. Source: docs/protocol.md#october-2026. */
const PICTURES: readonly string[] = ['text_to_image', 'generate_image']

/** Where a capability takes the task that it works on. */
export interface Slot {
  field: string
  /** Catalogue ids of the tasks it takes. */
  accepts: readonly string[]
  valueOf(taskId: string): unknown
  /** The task that stands there, if one does. */
  taskOf(value: unknown): string | undefined
}

const slots = new WeakMap<Capability, { slot: Slot | undefined }>()

/** A capability's place for a task: its source, else the picture that it takes; undefined where it takes none. */
export function slotOf(capability: Capability | undefined): Slot | undefined {
  if (!capability) return undefined
  // Menus ask it of each capability for each job of a list.
  const known = slots.get(capability) ?? { slot: findSlot(capability) }
  slots.set(capability, known)
  return known.slot
}

function findSlot(capability: Capability): Slot | undefined {
  const { source } = capability
  if (source) {
    const taskOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
    return { field: source.field, accepts: source.accepts, valueOf: (taskId) => taskId, taskOf }
  }
  const picture = fieldsOf(capability).find(({ schema }) => schema.takesTask === true && schema.type === 'object')
  return picture
    ? {
        ...{ field: picture.name, accepts: PICTURES, valueOf: (taskId) => ({ task_id: taskId }) },
        taskOf: (value) => fileInput(value)?.task_id,
      }
    : undefined
}

/** The task that a request works on, where its parameters name one. */
export function taskBefore({ capability: id, params }: Step): string | undefined {
  const slot = slotOf(findCapability(id))
  return slot?.taskOf(params[slot.field])
}

/** What the next step will work on, once this one has succeeded. */
export function sourceAfter({ capability: id, params, holds }: Step): SourceTask {
  const capability = findCapability(id)
  return {
    ...{ capability: id, params: capability ? cleanParams(capability, params) : params, status: 'success' },
    ...(holds ? { holds } : {}),
  }
}

/** A capability, and why it cannot work on a task's result; without a reason it can. */
export interface Applicable {
  capability: Capability
  reason?: Finding
}

/** One for all questions about a source alone: what a capability finds in parameters is kept by their identity. */
const NO_PARAMS: Params = {}

const makesModel = (id: string): boolean => findCapability(id)?.outputs.includes('model') === true

/**
 * All that is ever made of results of a task's kind (a model, or pictures), in the order of menus, each with the reason
 * where it cannot be made of this one. The one table that menus and checks read.
 */
export function applicable(source: SourceTask, context?: RuleContext): readonly Applicable[] {
  // Without a dialect and a day what either has, or has had, is offered: a source of the other one does not come up.
  const { dialect, now } = context ?? { dialect: 'v3', now: 0 }
  return CATALOGUE.flatMap((capability): readonly Applicable[] => {
    if (context && !isOffered(capability, dialect, now)) return []
    const { source: spec, place } = capability
    const accepts = slotOf(capability)?.accepts ?? []
    const fits = accepts.includes(source.capability)
    if (place === 'neither') return []
    if (!spec) return fits && dialect === 'v3' ? [{ capability }] : []
    // Pictures are not worked on as models are, nor the other way round.
    if (!fits && !(makesModel(source.capability) && accepts.some(makesModel))) return []
    const { field, code, nextStep } = spec
    // The menu says what its capability is, and the source what it is: what is left to say is the way out.
    if (!fits) return [{ capability, reason: { severity: 'error', field, code, message: nextStep } }]
    const finding = checkSource(capability, source, NO_PARAMS, { dialect, now })
    // What speaks against the task itself cannot be mended by other parameters.
    const isAgainst = finding?.field === field && finding.severity === 'error'
    return [{ capability, ...(isAgainst ? { reason: finding } : {}) }]
  })
}

/** The capabilities that make something of a finished task's model or pictures, in the order of menus. */
export const stepsAfter = (source: SourceTask, context?: RuleContext): readonly Capability[] =>
  applicable(source, context).flatMap(({ capability, reason }) => (reason ? [] : [capability]))

/** Parameters without the source task: it is filled in when the step begins. */
export function withoutSource({ capability: id, params }: Step): Params {
  const capability = findCapability(id)
  const slot = slotOf(capability)
  if (!slot) return params
  const { [slot.field]: value, ...rest } = params
  // A picture from a file is not a task.
  return capability?.source || slot.taskOf(value) !== undefined ? rest : params
}

const unknown = (id: string): CheckResult => ({
  params: {},
  findings: [
    {
      severity: 'error',
      field: '',
      ...message(phrase('“{0}” is not something Tripo can do here. Remove this step.', id)),
    },
  ],
  ok: false,
})

/** What a capability that takes no task, or none of this kind, is told when it stands behind another. */
const noSource = (capability: Capability): Finding => ({
  severity: 'error',
  field: '',
  ...message(
    phrase(
      slotOf(capability)
        ? '“{0}” cannot work on the result of the step before. Remove it.'
        : '“{0}” starts from nothing, so it cannot be a further step. Remove it.',
      phrase(capability.title),
    ),
  ),
})

/** Checks a step against the task it will work on. Its parameters come back cleaned, without the source task. */
export function checkStep(step: Step, source: SourceTask, context: RuleContext): CheckResult {
  const capability = findCapability(step.capability)
  if (!capability) return unknown(step.capability)
  const slot = slotOf(capability)
  if (!slot || (!capability.source && !slot.accepts.includes(source.capability)))
    return { params: step.params, findings: [noSource(capability)], ok: false }
  const { params, findings, ok } = checkRequest(
    capability,
    { ...withoutSource(step), [slot.field]: slot.valueOf(PENDING) },
    { ...context, source },
  )
  return { params: withoutSource({ capability: step.capability, params }), findings, ok }
}

/**
 * Checks a whole chain as the service would see it, step by step.
 * @param source the task that the first request works on, where it was looked up
 * @returns a result for each request, in their order
 */
export function checkChain(
  [first, ...steps]: readonly [Step, ...Step[]],
  context: RuleContext,
  source?: SourceTask,
): readonly CheckResult[] {
  const capability = findCapability(first.capability)
  const results = [
    capability ? checkRequest(capability, first.params, { ...context, source }) : unknown(first.capability),
  ]
  let before = first
  for (const step of steps) {
    results.push(checkStep(step, sourceAfter(before), context))
    before = step
  }
  const all = [first, ...steps]
  return results.map((result, index) => (index < all.length - 1 ? withFront(result) : result))
}

/** A step that others follow must not turn the front: they would read it wrongly, and be paid for nothing. */
function withFront(result: CheckResult): CheckResult {
  if (result.params.export_orientation === undefined) return result
  const finding: Finding = {
    severity: 'error',
    field: 'export_orientation',
    message: 'The steps after this one would read the front wrongly. Turn the model with the last conversion.',
  }
  return { ...result, findings: [...result.findings, finding], ok: false }
}

/** What a chain costs together: a line for each request that costs something. Unknown capabilities count nothing. */
export function chainPrice(chain: readonly Step[]): Price {
  const lines = chain.flatMap(({ capability: id, params }) => {
    const capability = findCapability(id)
    return capability ? [{ label: capability.title, credits: estimate(capability, params).total }] : []
  })
  return { total: lines.reduce((sum, { credits }) => sum + credits, 0), lines }
}

/** What the name of a step's file says after the model's own name; empty: its ending says it all. */
export function fileWords({ capability: id, params }: Step): string {
  const capability = findCapability(id)
  return capability ? (capability.fileWords?.(params) ?? capability.title) : id.replaceAll('_', ' ')
}
