// Requests to the service: the key, the envelope, trace ids, time limits and retries. This file sends the key only to the base
// URL it was given for.
import { Addresses, isLocalName } from './addresses.ts'
import { badBase, type ServiceBase } from './bases.ts'
import type { Pool } from './catalogue/index.ts'
import { createdId, DIALECTS } from './dialects/index.ts'
import { readEnvelope } from './envelope.ts'
import { TripoError, TripoRequestError } from './errors.ts'
import { type Exchange, exchange, PATIENCE, readText } from './exchange.ts'
import { interrupted, invalid, notJson, offline, refused, unconfirmed } from './failures.ts'
import { readJson } from './json.ts'
import type { RateLimitWait, RateRequest } from './rate-ledger.ts'
import type { RateLimiter, RequestOutcome, RequestPermit } from './rate-limiter.ts'
import { describeCause, hider, redactor } from './redact.ts'
import { type FullResources, fillResources, type Resources, sleep } from './resources.ts'
import { decide, neverConnected, type Outcome, type RequestKind, retryAfter, type WaitReason } from './retry.ts'

/** Something is being waited for; not an error. */
export interface Waiting {
  /** `rate` and `pool`: here, for a free minute or a free place; the others: on the service or the network. */
  reason: WaitReason | RateLimitWait['reason']
  /** About how long; a place in a pool may be free sooner or later. */
  delayMs: number
  attempt: number
  serviceCode?: number
}

export interface TransportOptions {
  apiKey: string
  base: ServiceBase
  resources: Resources
  /** The account's budget, which every attempt asks first; without it nothing is held back. */
  rateLimiter?: RateLimiter
  onWaiting?: (waiting: Waiting) => void
}

export interface RequestOptions {
  /** `creation` for a POST that may be billed. */
  kind?: RequestKind
  /** The pool a creation takes its place in. */
  pool?: Pool
  /**
   * Called before the first byte of each attempt of a creation, when it is its turn: the last moment at which nothing
   * can be billed. A rejection ends the request, unsent.
   */
  beforeSend?: () => Promise<void> | void
  signal?: AbortSignal
  /** At most this many attempts. */
  attempts?: number
  headersMs?: number
  onWaiting?: (waiting: Waiting) => void
  /** An attempt leaves now: whatever was waited for is over. */
  onSending?: () => void
}

export interface Answer {
  /** The envelope's `data`, not yet checked. */
  data: unknown
  traceId?: string
}

/** What one attempt came to: an answer, or an outcome with the error to throw if it is not repeated. */
type Attempt = { answer: Answer } | { outcome: Outcome; error: TripoError }

/** Characters of a trace id (the service's have 36), and of an answer that is looked at for a report. */
const LONGEST_ID = 128
const SHOWN = 2000

export class Transport {
  readonly base: ServiceBase
  readonly resources: FullResources
  /** Where files may be fetched from and sent to. */
  readonly addresses: Addresses
  /** Takes the key out of a text that is kept. */
  readonly hide: (text: string) => string
  /** The same for a text that is shown: without addresses' queries either, and short. */
  readonly redact: (text: string) => string

  readonly #options: TransportOptions

  constructor(options: TransportOptions) {
    this.#options = options

    // A header cannot carry anything else, and fetch would put the key into the message of its error.
    if (!/^[\x21-\x7e]+$/.test(options.apiKey)) {
      throw invalid('key.characters', 'The API key holds characters a key cannot have.', 'Set the key again.')
    }
    this.base = options.base
    this.resources = fillResources(options.resources)
    this.addresses = new Addresses(options.base, options.resources.resolveHost)
    this.hide = hider(options.apiKey)
    this.redact = redactor(options.apiKey)
  }

  /** The headers that carry the key, for sockets of this same service. */
  authorization(): Record<string, string> {
    return { Authorization: `Bearer ${this.#options.apiKey}` }
  }

  /** Whether sockets may carry the key to the base, which nothing looks up before they open. */
  get hasSockets(): boolean {
    return this.resources.openSocket !== undefined && !isLocalName(new URL(this.base.url).hostname)
  }

  get rateLimiter(): RateLimiter | undefined {
    return this.#options.rateLimiter
  }

  get(path: string, options?: RequestOptions): Promise<Answer> {
    return this.#send('GET', path, undefined, options)
  }

  /** @param body JSON value, or FormData for an upload */
  post(path: string, body: unknown, options?: RequestOptions): Promise<Answer> {
    return this.#send('POST', path, body, options)
  }

  /**
   * Sends, and repeats where docs/protocol.md#retries allows it.
   * A creation that is under way is not broken off by the signal: its answer names the task that was paid for.
   */
  async #send(method: string, path: string, body: unknown, options: RequestOptions = {}): Promise<Answer> {
    const { kind = 'read', signal, attempts } = options
    const { clock, random, log } = this.resources
    for (let count = 1; ; count++) {
      signal?.throwIfAborted()
      const fault = await this.addresses.baseProblem()
      if (fault !== undefined) throw badBase(`${fault}.`)
      const permit = await this.#turn(path, kind, count, options)
      const result = await this.#attempt(method, path, body, kind, options)
      if ('answer' in result) {
        const taskId = kind === 'creation' ? createdId(result.answer.data) : undefined
        permit?.end({ kind: 'answered', taskId })
        return result.answer
      }
      const { outcome, error } = result
      const decision = decide(outcome, kind, count, random, attempts)
      permit?.end(endingOf(outcome, error, decision.retry ? decision.delayMs : 0))
      log.debug(`${method} ${path}: ${error.code}${decision.retry ? `, again in ${decision.delayMs} ms` : ''}`)
      if (!decision.retry) throw error
      const { reason, delayMs } = decision
      this.#notify({ reason, delayMs, attempt: count, serviceCode: error.serviceCode }, options)
      await sleep(clock, delayMs, signal)
    }
  }

  #notify(waiting: Waiting, { onWaiting }: RequestOptions): void {
    onWaiting?.(waiting)
    this.#options.onWaiting?.(waiting)
  }

  /** Waits until the budget lets an attempt go. */
  async #turn(path: string, kind: RequestKind, attempt: number, options: RequestOptions) {
    const { signal, pool, beforeSend, onSending } = options
    const onWaiting = ({ reason, ms }: RateLimitWait) => this.#notify({ reason, delayMs: ms, attempt }, options)
    const ask: RateRequest = isUpload(path)
      ? { kind: 'upload' }
      : { kind, pool: kind === 'creation' ? pool : undefined }
    const permit: RequestPermit | undefined = await this.#options.rateLimiter?.acquire(ask, { signal, onWaiting })
    try {
      signal?.throwIfAborted()
      if (kind === 'creation') await beforeSend?.()
    } catch (error) {
      permit?.end({ kind: 'unsent' })
      throw error
    }
    onSending?.()
    return permit
  }

  async #attempt(
    method: string,
    path: string,
    body: unknown,
    kind: RequestKind,
    { signal, headersMs }: RequestOptions,
  ): Promise<Attempt> {
    const url = `${this.base.url}${path}`
    const isForm = body instanceof FormData
    const headers: Record<string, string> = { ...this.authorization(), Accept: 'application/json' }
    if (body !== undefined && !isForm) headers['Content-Type'] = 'application/json'
    const payload = body === undefined ? undefined : isForm ? body : JSON.stringify(body)
    const stop = kind === 'creation' ? undefined : signal
    let reply: Exchange | undefined
    try {
      const patience = (headersMs ?? PATIENCE) + sendingTime(body)
      reply = await exchange(this.resources, url, { method, headers, body: payload, signal: stop, headersMs: patience })
      const text = await readText(reply)
      return this.#judge(url, reply.response, text, kind)
    } catch (error) {
      stop?.throwIfAborted()
      return this.#lost(url, error, kind, reply?.response)
    }
  }

  /** An id of the service's, for reports. */
  #id(value: string | null | undefined): string | undefined {
    return value ? this.redact(value).slice(0, LONGEST_ID) : undefined
  }

  #trace({ headers }: Response): string | undefined {
    return this.#id(headers.get('x-tripo-trace-id')) ?? this.#id(headers.get('x-request-id'))
  }

  /** No whole answer came. */
  #lost(url: string, error: unknown, kind: RequestKind, response: Response | undefined): Attempt {
    const cause = error instanceof TripoError ? error : new Error(this.redact(describeCause(error)))
    if (!response && neverConnected(error)) {
      return { outcome: { kind: 'never-connected' }, error: offline(url, cause) }
    }
    const traceId = response ? this.#trace(response) : undefined
    if (kind === 'creation') return { outcome: { kind: 'lost' }, error: unconfirmed(cause, traceId) }
    const shown = cause instanceof TripoRequestError ? cause : interrupted(url, cause)
    return { outcome: { kind: 'lost' }, error: shown }
  }

  /** A whole answer came; is it the service's, and does it say yes? */
  #judge(url: string, response: Response, text: string, kind: RequestKind): Attempt {
    const { status, headers } = response
    const envelope = readEnvelope(readJson(text, this.hide))
    const traceId = this.#trace(response) ?? this.#id(envelope?.requestId)
    if (response.ok && envelope?.code === 0) return { answer: { data: envelope.data, traceId } }

    const outcome: Outcome = { kind: 'answer', status, retryAfter: retryAfter(headers, this.resources.clock.now()) }
    const isOthers = status < 400 && envelope?.code === undefined
    if (isOthers || (!envelope && !isKnownStatus(status))) {
      const error = notJson(url, status, this.redact(text.slice(0, SHOWN)), traceId)
      // Accepted, but by whom? A creation may have been paid for.
      return { outcome, error: kind === 'creation' && isOthers ? unconfirmed(error, traceId) : error }
    }
    const { message, suggestion } = envelope ?? {}
    const error = refused({
      status,
      code: envelope?.code,
      message: message && this.redact(message),
      suggestion: suggestion && this.redact(suggestion),
      traceId,
      billed: kind === 'creation' && maybeAccepted(status, envelope?.code) ? 'unknown' : 'no',
    })
    return { outcome, error }
  }
}

const UPLOAD_PATHS: ReadonlySet<string> = new Set(
  Object.values(DIALECTS).flatMap(({ uploads: { multipart, presign, credentials } }) =>
    [multipart.path, presign, credentials].filter((path) => path !== undefined),
  ),
)
const isUpload = (path: string) => UPLOAD_PATHS.has(path)

/** The service's code for a full pool. Source: docs/protocol.md#error-codes. */
export const POOL_FULL = 2000
/** Milliseconds that a refusal for too many requests holds, when nothing else is known. */
const REST = 1000

/** What an attempt without success means for the budget. */
function endingOf(outcome: Outcome, error: TripoError, delayMs: number): RequestOutcome {
  if (outcome.kind === 'never-connected') return { kind: 'unsent' }
  if (outcome.kind === 'lost') return { kind: 'lost' }
  if (outcome.status === 429) {
    const retryMs = Math.max(delayMs, (outcome.retryAfter ?? 0) * 1000) || REST
    return { kind: 'busy', of: error.serviceCode === POOL_FULL ? 'pool' : 'requests', retryMs }
  }
  // A creation that was perhaps accepted keeps its place.
  return error.billed === 'unknown' ? { kind: 'lost' } : { kind: 'answered' }
}

/** Statuses whose meaning stands without the service's envelope. */
const isKnownStatus = (status: number) => status === 401 || status === 408 || status === 429 || status >= 500

/** Answers to a creation after which it may have been accepted all the same (docs/protocol.md#retries). */
const maybeAccepted = (status: number, code: number | undefined) =>
  status === 408 ||
  status === 425 ||
  (status >= 500 && status !== 503) ||
  (status < 400 && (code === 1000 || code === 1001))

/**
 * Extra milliseconds until the headers while a file is being sent, at 32 KB a second: the standard fetch does not tell
 * how far it is, and a slow line must not be cut off.
 */
function sendingTime(body: unknown): number {
  if (!(body instanceof FormData)) return 0
  let bytes = 0
  for (const [, value] of body) bytes += typeof value === 'string' ? value.length : value.size
  return (bytes / 32_768) * 1000
}
