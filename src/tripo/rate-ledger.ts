// The arithmetic of the rate limit: which requests an account is making or has made in the last minute, which of its tasks occupy
// a pool, and what may be sent next. Pure functions over one small record, which windows share.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { type Dialect, POOLS, type Pool } from './catalogue/index.ts'

/** `creation` may be billed and takes a place in a pool; `upload` has a limit of its own. */
export type RequestKind = 'creation' | 'read' | 'upload'

export interface RateRequest {
  kind: RequestKind
  /** The pool a creation takes its place in. */
  pool?: Pool
}

/** How many in how many milliseconds. */
interface Rate {
  count: number
  ms: number
}

export interface Limits {
  /** Requests in any minute. */
  requests: number
  /** What of it other requests leave to reading. */
  reads: number
  uploads: Rate
  pools: Readonly<Record<Pool, number>>
}

export const MINUTE = 60_000

/** Uploads by dialect. Source: docs/protocol.md#limits-and-pools. */
export const UPLOADS: Readonly<Record<Dialect, Rate>> = {
  v2: { count: 10, ms: 1000 },
  v3: { count: 10, ms: MINUTE },
}

export const defaultLimits = (dialect: Dialect): Limits => ({
  requests: 50,
  reads: 20,
  uploads: UPLOADS[dialect],
  pools: POOLS,
})

/** A request nobody says the end of, as its window is gone, counts so long. */
const UNANSWERED = 3 * MINUTE
/** A task nobody has read for so long no longer holds a place. */
const PLACE_LIFE = 3 * MINUTE
/** What was learned of a pool's size counts so long. */
const LEARNED_LIFE = 60 * MINUTE
/** A place is noted anew so often while its task is being read. */
export const PLACE_REFRESH = MINUTE
/** No more than this is believed of a clock that was set: a stamp further ahead is dropped. */
const LONGEST_PAUSE = 10 * MINUTE

const RequestEntry = Type.Object({
  id: Type.String(),
  kind: Type.Enum(['creation', 'read', 'upload']),
  at: Type.Number(),
  /** When its answer was here: the service counted it at some moment between the two. */
  ended: Type.Optional(Type.Number()),
})
const Place = Type.Object({ pool: Type.String(), at: Type.Number() })
const LedgerRecord = Type.Object({
  requests: Type.Array(RequestEntry),
  /** By task id, or by request id until the task has one. */
  places: Type.Record(Type.String(), Place),
  /** Until when nothing (`all`), or nothing of a pool, may be asked. */
  paused: Type.Record(Type.String(), Type.Number()),
  /** How many tasks a pool held when it was last full, and when that was; absent: never. */
  full: Type.Optional(Type.Record(Type.String(), Type.Object({ held: Type.Number(), at: Type.Number() }))),
})
export type LedgerRecord = Type.Static<typeof LedgerRecord>
export type RequestEntry = Type.Static<typeof RequestEntry>

export const emptyLedger = (): LedgerRecord => ({ requests: [], places: {}, paused: {} })

/** When a request no longer counts against a window of `ms`. */
const endOf = ({ at, ended }: RequestEntry, ms: number) => (ended === undefined ? at + UNANSWERED : ended + ms)

/** Reads a record from outside; what is over, or cannot be, is left out. A damaged one starts anew. */
export function readLedger(value: unknown, now: number): LedgerRecord {
  if (!Check(LedgerRecord, value)) return emptyLedger()
  const isPast = (at: number) => at <= now + MINUTE
  return {
    requests: value.requests.filter((entry) => isPast(entry.at) && endOf(entry, MINUTE) > now),
    places: Object.fromEntries(
      Object.entries(value.places).filter(([, { at }]) => isPast(at) && at + PLACE_LIFE > now),
    ),
    paused: Object.fromEntries(
      Object.entries(value.paused).filter(([, until]) => until > now && until <= now + LONGEST_PAUSE),
    ),
    full: Object.fromEntries(
      Object.entries(value.full ?? {}).filter(([, { at }]) => isPast(at) && at + LEARNED_LIFE > now),
    ),
  }
}

/** Milliseconds until fewer than `count` of these count; 0 when it is so now. Unanswered ones may end any moment. */
function until(entries: readonly RequestEntry[], count: number, ms: number, now: number): number {
  const ends = entries
    .map((entry) => endOf(entry, ms))
    .filter((end) => end > now)
    .sort((a, b) => a - b)
  const index = ends.length - count
  return index < 0 ? 0 : (ends[index] ?? now) - now
}

export interface RateLimitWait {
  reason: 'rate' | 'pool'
  /** Milliseconds after which asking again makes sense; a place in a pool may be free sooner. */
  ms: number
}

/** How long a place is waited for before looking again: other windows free places without telling. */
const LOOK_AGAIN = 2000

/** Tasks of a pool that the service has accepted, as far as is known: not those on their way. */
function accepted({ places, requests }: LedgerRecord, pool: Pool): number {
  const open = new Set(requests.filter(({ ended }) => ended === undefined).map(({ id }) => id))
  return Object.entries(places).filter(([id, place]) => place.pool === pool && !open.has(id)).length
}

/**
 * Notes that the service took no more for a pool (2000): what it holds now is what the account may have at once. Where
 * it holds nothing of ours, others fill it, and that says nothing of the limit.
 */
export function learnFull(ledger: LedgerRecord, pool: Pool, now: number): void {
  const held = accepted(ledger, pool)
  if (held > 0) ledger.full = { ...ledger.full, [pool]: { held, at: now } }
}

/** Notes that the service has taken one more: a refusal that came between two acceptances had counted too few. */
export function learnAccepted(ledger: LedgerRecord, pool: Pool): void {
  const known = ledger.full?.[pool]
  const held = accepted(ledger, pool)
  if (known && held > known.held) ledger.full = { ...ledger.full, [pool]: { ...known, held } }
}

/**
 * How many tasks of a pool may be at the service: what it refused to exceed, with one more tried each minute, since
 * others of the account may have filled it; at most, and as long as nothing was refused, what docs/protocol.md#limits-and-pools says.
 */
function poolLimit({ full }: LedgerRecord, pool: Pool, limits: Limits, now: number): number {
  const known = full?.[pool]
  if (!known) return limits.pools[pool]
  return Math.min(limits.pools[pool], known.held + Math.max(0, Math.floor((now - known.at) / MINUTE)))
}

/** Why a request may not go now; undefined when it may. */
export function waitFor(
  ledger: LedgerRecord,
  ask: RateRequest,
  limits: Limits,
  now: number,
): RateLimitWait | undefined {
  const { requests, paused, places } = ledger
  const others = requests.filter((entry) => entry.kind !== 'read')
  const waits = [
    (paused.all ?? now) - now,
    until(requests, limits.requests, MINUTE, now),
    ask.kind === 'read' ? 0 : until(others, Math.max(1, limits.requests - limits.reads), MINUTE, now),
    ask.kind === 'upload'
      ? until(
          requests.filter((entry) => entry.kind === 'upload'),
          limits.uploads.count,
          limits.uploads.ms,
          now,
        )
      : 0,
  ]
  const { pool } = ask
  if (pool !== undefined) {
    const pause = (paused[pool] ?? now) - now
    if (pause > 0) return { reason: 'pool', ms: pause }
    const held = Object.values(places).filter((place) => place.pool === pool).length
    if (held >= poolLimit(ledger, pool, limits, now)) return { reason: 'pool', ms: LOOK_AGAIN }
  }
  const ms = Math.max(...waits)
  return ms > 0 ? { reason: 'rate', ms } : undefined
}

/** What reading may still ask for: requests free now, and the times at which more become free, ascending. */
export interface RateForecast {
  free: number
  returns: readonly number[]
  /** How much one minute holds. */
  perMinute: number
}

/**
 * What a window's reading may use: the whole minute, its kept share while other requests fill the rest, and of either
 * an even part where several windows read.
 * @param window the name that the ids of its requests begin with
 * @param isCrowded whether other requests wait for the minute here
 */
export function forecast(
  { requests }: LedgerRecord,
  limits: Limits,
  { now, window, isCrowded }: { now: number; window: string; isCrowded: boolean },
): RateForecast {
  const reads = requests.filter(({ kind }) => kind === 'read')
  const others = requests.length - reads.length
  const windows = new Set([window, ...reads.map(({ id }) => windowOf(id))]).size
  const isShared = isCrowded || others >= limits.requests - limits.reads
  const whole = isShared ? Math.min(limits.reads, limits.requests) : limits.requests
  const counted = windows > 1 ? reads.filter(({ id }) => windowOf(id) === window) : isShared ? reads : requests
  // Several windows divide what other requests leave; a lone one also sees when their part comes back.
  const part = windows > 1 ? Math.min(whole, Math.max(limits.reads, limits.requests - others)) : whole
  const perMinute = Math.max(1, Math.floor(part / windows))
  const ends = counted
    .map((entry) => (entry.ended ?? now) + MINUTE)
    .filter((end) => end > now)
    .sort((a, b) => a - b)
  return { free: Math.max(0, perMinute - ends.length), returns: ends, perMinute }
}

/** Ids of requests are the window's name and a number. */
export const requestId = (window: string, count: number): string => `${window}-${count}`
const windowOf = (id: string) => id.slice(0, id.lastIndexOf('-'))
