// Single values of the service's responses: texts, numbers and times, each checked for a plausible range. Values outside of it
// are treated as missing, so that they never reach a record, a date or a person.

/** A text with something in it. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** A number written out, as some deployments send them. */
const WRITTEN = /^[+-]?\d{1,15}(?:\.\d{1,12})?$/

/** A finite number, also one that came as text. */
export function number(value: unknown): number | undefined {
  const known = typeof value === 'string' && WRITTEN.test(value.trim()) ? Number(value) : value
  return typeof known === 'number' && Number.isFinite(known) ? known : undefined
}

/** A number between 0 and `most`; anything else, such as -1 for "none", is not said. */
export function upTo(most: number, value: unknown): number | undefined {
  const known = number(value)
  return known !== undefined && known >= 0 && known <= most ? known : undefined
}

/** A whole number, also one that came as text. */
export function integer(value: unknown): number | undefined {
  const known = number(value)
  return Number.isSafeInteger(known) ? known : undefined
}

/** More credits than any account has: a number beyond is a mistake. */
const MOST_CREDITS = 1e9
/** Credits that were spent or held. */
export const credits = (value: unknown): number | undefined => upTo(MOST_CREDITS, value)

/** Milliseconds since the epoch, exclusive: a task is of our times. */
const EARLIEST = 0
const LATEST = Date.UTC(2200, 0)

const inOurTimes = (ms: number): Date | undefined => (ms > EARLIEST && ms < LATEST ? new Date(ms) : undefined)

/** Numbers from here on are not seconds any more, but thousandths, millionths, billionths of one. */
const FINER: readonly (readonly [from: number, perMillisecond: number])[] = [
  [1e17, 1e6],
  [1e14, 1e3],
  [1e11, 1],
]

/**
 * ISO 8601 (v3) or Unix seconds (v2), as a Date; finer units than seconds are told by their size. An ISO text without
 * a zone is UTC. Undefined for what is no time between 1970 and 2200.
 */
export function date(value: unknown): Date | undefined {
  const count = number(value)
  if (count !== undefined) {
    const finer = FINER.find(([from]) => count >= from)
    return inOurTimes(finer ? Math.floor(count / finer[1]) : count * 1000)
  }
  if (typeof value !== 'string' || value.length > 40) return undefined
  const zoned = /(?:z|[+-]\d\d:?\d\d)$/i.test(value) || !value.includes('T') ? value : `${value}Z`
  return inOurTimes(Date.parse(zoned))
}

/** An id that can be asked for: ids come from people and files too, and go into request paths. */
export const isTaskId = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9_-]{1,128}$/.test(value)
