// Chains of requests: each step works on the task of the one before. Which steps may follow, what the whole costs, and
// the check of all of it before the first one is paid for: a dead end at the third step would waste the first two.
import type { Capability, Finding, Params, Price, RuleContext, SourceTask } from './capability.ts'
import { type CheckResult, checkRequest } from './check.ts'
import { checkSource } from './check-source.ts'
import { cleanParams } from './fields.ts'
import { CATALOGUE, estimate, findCapability } from './index.ts'
import { isOffered } from './lifespan.ts'

/** A request of a chain; its source task is left out where it is the one of the step before. */
export interface Step {
  capability: string
  params: Params
}

/** Stands for the task of the step before while a chain is checked; it is never sent. */
const PENDING = 'pending'

/** What the next step will work on, once this one has succeeded. */
export function sourceAfter({ capability: id, params }: Step): SourceTask {
  const capability = findCapability(id)
  return { capability: id, params: capability ? cleanParams(capability, params) : params, status: 'success' }
}

/** The capabilities that make something of a finished task's model or pictures, in the order of menus. */
export function stepsAfter(source: SourceTask, context?: RuleContext): readonly Capability[] {
  const { dialect = 'v3', now = Date.now() } = context ?? {}
  return CATALOGUE.filter((capability) => {
    // Without a dialect what either has is offered: a source of the other one does not come up.
    const life = context ? capability : { retires: capability.retires }
    if (!isOffered(life, dialect, now)) return false
    const { source: spec, outputs } = capability
    if (!spec?.accepts.includes(source.capability)) return false
    // A check for rigging makes nothing that a further step could work on.
    if (outputs.includes('riggable')) return false
    // What speaks against the task itself cannot be mended by other parameters.
    const finding = checkSource(capability, source, {}, { dialect, now })
    return finding?.field !== spec.field || finding.severity === 'warning'
  })
}

/** Parameters without the source task: it is filled in when the step begins. */
export function withoutSource({ capability: id, params }: Step): Params {
  const field = findCapability(id)?.source?.field
  if (field === undefined) return params
  const { [field]: _, ...rest } = params
  return rest
}

const unknown = (id: string): CheckResult => ({
  params: {},
  findings: [
    { severity: 'error', field: '', message: `“${id}” is not something Tripo can do here. Remove this step.` },
  ],
  ok: false,
})

/** What a capability that starts from nothing is told when it stands behind another. */
const noSource = (capability: Capability): Finding => ({
  severity: 'error',
  field: '',
  message: `“${capability.title}” starts from nothing, so it cannot be a further step. Remove it.`,
})

/** Checks a step against the task it will work on. Its parameters come back cleaned, without the source task. */
export function checkStep(step: Step, source: SourceTask, context: RuleContext): CheckResult {
  const capability = findCapability(step.capability)
  if (!capability) return unknown(step.capability)
  const field = capability.source?.field
  if (field === undefined) return { params: step.params, findings: [noSource(capability)], ok: false }
  const { params, findings, ok } = checkRequest(
    capability,
    { ...withoutSource(step), [field]: PENDING },
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
