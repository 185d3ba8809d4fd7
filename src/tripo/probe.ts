// Finds the deployment a key belongs to by requesting the balance from each: the right one responds, the others with 401. Source:
// docs/protocol.md#bases-and-keys.
import { phrase, type Words } from '../text/index.ts'
import { type BaseChoice, candidateBases, isClosed, type ServiceBase, V2_CLOSED } from './bases.ts'
import { DIALECTS } from './dialects/index.ts'
import { isAbort, TripoApiError, TripoError, TripoRequestError } from './errors.ts'
import { invalid, keyRefused, malformed, serviceClosed } from './failures.ts'
import type { RateLimiter } from './rate-limiter.ts'
import type { Resources } from './resources.ts'
import { type Balance, decodeBalance } from './task.ts'
import { Transport } from './transport.ts'

export interface ProbeOptions extends BaseChoice {
  apiKey: string
  resources: Resources
  /** The key's budget at a deployment; without it nothing is held back. */
  rateLimiter?: (base: ServiceBase) => RateLimiter
  signal?: AbortSignal
}

export interface ProbeResult extends ServiceBase {
  balance: Balance
  /** Bases that did not answer, in words for the log. */
  unreachable: readonly string[]
}

/** A probe asks several deployments in turn, so each gets less time than a request of its own. */
const PATIENCE = 10_000

async function askBalance(
  base: ServiceBase,
  { apiKey, resources, rateLimiter, signal }: ProbeOptions,
): Promise<Balance> {
  const transport = new Transport({ apiKey, base, resources, rateLimiter: rateLimiter?.(base) })
  const path = DIALECTS[base.dialect].balancePath
  const { data, traceId } = await transport.get(path, { signal, attempts: 2, headersMs: PATIENCE })
  const balance = decodeBalance(data)
  if (!balance) throw malformed('balance', traceId)
  return balance
}

const name = (base: ServiceBase) => `${base.dialect} ${base.region === 'custom' ? base.url : base.region}`

/** What a person with a key of the old service has to know. */
const closedWords = (candidates: readonly ServiceBase[]): Words | undefined => {
  const [first] = candidates
  if (!first || first.region === 'custom') return undefined
  return isClosed(first)
    ? phrase(
        'The service closed API v2 on {0}. Set tripo.apiVersion to auto; the same key may be good for API v3.',
        V2_CLOSED,
      )
    : phrase('If it was made for API v2 only: that closed on {0}. Make a new key on the API key page.', V2_CLOSED)
}

/** "Not this key": it belongs to another region, or to none. */
const isRejected = (error: TripoError) => error instanceof TripoApiError && error.httpStatus === 401

/**
 * The first deployment that knows the key: v3 global, v3 china, or those that the settings name.
 * Throws `service.1002` when it was refused, `network.offline` (or like it) when nothing could be reached, and
 * `service.closed` when the settings name nothing but the closed v2.
 */
export async function probe(options: ProbeOptions): Promise<ProbeResult> {
  const candidates = candidateBases(options)
  const unreachable: string[] = []
  const notes: string[] = []
  let rejected: TripoError | undefined
  let offline: TripoError | undefined
  let other: TripoError | undefined
  for (const base of candidates) {
    try {
      const balance = await askBalance(base, options)
      return { ...base, balance, unreachable }
    } catch (error) {
      options.signal?.throwIfAborted()
      if (isAbort(error) || !(error instanceof TripoError)) throw error
      notes.push(`${name(base)}: ${error.code}`)
      if (error instanceof TripoRequestError && error.retryable) {
        unreachable.push(name(base))
        offline ??= error
      } else if (isRejected(error)) rejected ??= error
      else other ??= error
    }
  }
  const closed = closedWords(candidates)
  if (rejected) throw keyRefused(notes.join('\n'), rejected.traceId, closed)
  const trouble = other ?? offline
  if (trouble && closed !== undefined && candidates.every(isClosed))
    throw serviceClosed(closed, notes.join('\n'), trouble)
  if (trouble) throw trouble
  throw invalid('settings.service', 'No service fits the settings.', 'Check tripo.apiVersion and tripo.region.')
}
