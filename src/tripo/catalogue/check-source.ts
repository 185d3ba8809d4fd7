// Checks the task that a request works on: its kind, its state, and combinations that the service itself rejects only after a
// paid step. Source: docs/protocol.md#post-processing, docs/protocol.md#known-complaints.
import { message, phrase } from '../../text/index.ts'
import type { Capability, Finding, Params, RuleContext, SourceTask } from './capability.ts'
import { findCapability } from './find.ts'

/** What to do about a source in this state. */
const STATES: Readonly<Record<string, string>> = {
  queued: 'The task this starts from has not finished yet. Wait for it, then try again.',
  running: 'The task this starts from has not finished yet. Wait for it, then try again.',
}

/**
 * What speaks against working on a task, in the order in which the service would notice.
 * @param params cleaned parameters of the request
 * @returns the first finding, with the way out; undefined when the task will do
 */
export function checkSource(
  capability: Capability,
  source: SourceTask,
  params: Params,
  context: RuleContext,
): Finding | undefined {
  const spec = capability.source
  if (!spec) return undefined
  const { field, accepts, code, unfinished, nextStep, rules = [] } = spec
  if (!accepts.includes(source.capability)) {
    const title = findCapability(source.capability)?.title
    const kind = title === undefined ? phrase('this kind of task') : phrase('“{0}”', phrase(title))
    return {
      severity: 'error',
      field,
      code,
      ...message(
        phrase('“{0}” does not work on the result of {1}. {2}', phrase(capability.title), kind, phrase(nextStep)),
      ),
    }
  }
  if (source.status !== 'success') {
    const words = STATES[source.status] ?? phrase('The task this starts from did not succeed. {0}', phrase(nextStep))
    return { severity: 'error', field, code: unfinished, ...message(words) }
  }
  for (const rule of rules) {
    const finding = rule(source, params, context)
    if (finding) return finding
  }
  return capability.id === 'convert_model' ? undefined : turnedFront(source, field)
}

/** Later steps read the front of a model that was turned wrongly, and still succeed. Source: docs/protocol.md#october-2026. */
function turnedFront({ capability, params }: SourceTask, field: string): Finding | undefined {
  if (capability !== 'convert_model' || params.export_orientation === undefined) return undefined
  return {
    severity: 'warning',
    field,
    message:
      'This conversion turns the front, which later steps read wrongly. Turn it with the last conversion instead.',
  }
}
