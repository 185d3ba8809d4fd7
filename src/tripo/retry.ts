// When a request may be sent again. The one place that knows which failures are safe to repeat: each accepted creation request is
// billed, and the service has no idempotency key. Source: docs/protocol.md#retries.
import { codeOf } from '../text/problem-codes.ts'

/** What became of one attempt. */
export type Outcome =
  /** No connection was made: nothing was sent. */
  | { kind: 'never-connected' }
  /** An answer with its HTTP status; `retryAfter` in seconds. */
  | { kind: 'answer'; status: number; retryAfter?: number }
  /** Sent, and then no whole answer: broken off or timed out. */
  | { kind: 'lost' }

/** `creation`: a POST that may be billed. `read`: everything that can be repeated, uploads too. */
export type RequestKind = 'creation' | 'read'

export type WaitReason = 'unreachable' | 'busy' | 'unavailable' | 'interrupted'

export type Decision = { retry: false } | { retry: true; delayMs: number; reason: WaitReason }

const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Attempts for each reason, the first one included. A busy service is waited for longest: about a quarter hour. */
const ATTEMPTS: Readonly<Record<WaitReason, number>> = { unreachable: 5, interrupted: 5, unavailable: 6, busy: 32 }
const FIRST_DELAY = 1000
const LONGEST_DELAY = 32_000
/** A longer Retry-After is not waited for: the person is told instead. */
const LONGEST_RETRY_AFTER = 300

/**
 * Whether a failed fetch never got a connection, by the codes of the error, its causes and, for several addresses of
 * one host, all of its parts. Anything doubtful counts as sent.
 */
export function neverConnected(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at instanceof AggregateError && at.errors.length > 0) return at.errors.every(neverConnected)
    const code = codeOf(at)
    if (code !== undefined) return NEVER_CONNECTED.has(code)
  }
  return false
}

/** 1 s doubling to 32 s, plus up to a quarter of jitter. */
export const backoff = (attempt: number, random: () => number): number =>
  Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempt - 1)) * (1 + 0.25 * random())

/** The table of docs/protocol.md#retries: why an outcome may be repeated, or undefined when it must not be. */
function reasonToRepeat(outcome: Outcome, kind: RequestKind): WaitReason | undefined {
  if (outcome.kind === 'never-connected') return 'unreachable'
  if (outcome.kind === 'lost') return kind === 'read' ? 'interrupted' : undefined
  if (outcome.status === 429) return 'busy'
  if (outcome.status === 503) return 'unavailable'
  const repeatable = outcome.status === 408 || outcome.status === 425 || outcome.status >= 500
  return kind === 'read' && repeatable ? 'unavailable' : undefined
}

/**
 * Decides about another attempt.
 * @param attempt how many attempts were made, 1 after the first
 * @param limit upper bound of attempts for whatever reason
 */
export function decide(
  outcome: Outcome,
  kind: RequestKind,
  attempt: number,
  random: () => number,
  limit = Number.POSITIVE_INFINITY,
): Decision {
  const reason = reasonToRepeat(outcome, kind)
  if (!reason || attempt >= Math.min(limit, ATTEMPTS[reason])) return { retry: false }
  const asked = outcome.kind === 'answer' ? outcome.retryAfter : undefined
  if (asked !== undefined && asked > LONGEST_RETRY_AFTER) return { retry: false }
  // A time that is over already says "again", but not that often.
  return { retry: true, reason, delayMs: asked ? asked * 1000 : backoff(attempt, random) }
}

/**
 * `Retry-After` in seconds from now, of either form: seconds, or a date, which is held against the answer's own `Date`
 * since the clocks of two machines differ. Undefined when it says nothing.
 * @param now milliseconds, for an answer without a date
 */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? ''
  if (/^\d{1,9}(\.\d+)?$/.test(value)) return Number(value)
  // Only the form with a weekday: Date.parse takes much for a date that is none.
  const until = /^[a-z]{3,9}, /i.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(until)) return undefined
  const sent = Date.parse(headers.get('date') ?? '')
  return Math.max(0, Math.ceil((until - (Number.isNaN(sent) ? now : sent)) / 1000))
}
