// Updates drafts and saved chains that name something the service has retired since: it is replaced by its successor, with a
// notice; without a successor it stays, and the check rejects it. Only for requests that a person sees before they are sent: a
// request from a program is rejected, not changed.
import { dayOf, message, phrase } from '../../text/index.ts'
import type { Capability, Finding, Params, RuleContext } from './capability.ts'
import { fieldsOf } from './fields.ts'
import { findCapability } from './find.ts'
import { isOffered, type Lifespan, stageOf } from './lifespan.ts'
import type { Dialect } from './versions.ts'

export interface Moved {
  params: Params
  /** A warning beside each parameter that was moved on. */
  words: readonly Finding[]
}

/** What follows a value that is gone; undefined where it is not gone, or nothing follows that is there. */
function successor(
  lives: Readonly<Record<string, Lifespan>>,
  value: string,
  dialect: Dialect,
  now: number,
): string | undefined {
  let next = value
  const seen = new Set<string>()
  while (!seen.has(next)) {
    const life = lives[next]
    if (!life || isOffered(life, dialect, now)) return next === value ? undefined : next
    seen.add(next)
    if (life.replacedBy === undefined) return undefined
    next = life.replacedBy
  }
  return undefined
}

/**
 * Parameters with everything that is gone replaced by what follows it.
 * @param params as a draft holds them
 */
export function moveOn(capability: Capability, params: Params, { dialect, now }: RuleContext): Moved {
  const moved: Record<string, unknown> = { ...params }
  const words: Finding[] = []
  for (const { name, schema, ui } of fieldsOf(capability)) {
    const value = params[name]
    const lives = schema.lifespans
    const next = typeof value === 'string' && lives ? successor(lives, value, dialect, now) : undefined
    if (next === undefined) continue
    const titleOf = (id: string) => ui.values?.[id]?.title ?? id
    const life = lives?.[String(value)] ?? {}
    const [old, chosen] = [phrase(titleOf(String(value))), phrase(titleOf(next))]
    const said =
      stageOf(life, now) === 'retired' && life.retires !== undefined
        ? phrase('{0} went on {1}; {2} is chosen instead.', old, dayOf(life.retires), chosen)
        : phrase('{0} is not offered by API {1}; {2} is chosen instead.', old, dialect, chosen)
    moved[name] = next
    words.push({ severity: 'warning', field: name, ...message(said) })
  }
  return words.length > 0 ? { params: moved, words } : { params, words }
}

/** A whole request moved on, and the words for it; one of an unknown capability stays as it is. */
export function moveRequestOn<One extends { capability: string; params: Params }>(
  request: One,
  context: RuleContext,
): { request: One; words: readonly Finding[] } {
  const capability = findCapability(request.capability)
  if (!capability) return { request, words: [] }
  const { params, words } = moveOn(capability, request.params, context)
  return { request: { ...request, params: { ...params } }, words }
}
