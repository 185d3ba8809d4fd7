// One rate limiter for an account: every request waits here until the minute and the pool have room. Waiting is not an error. All
// clients of a window share one limiter; windows share its record.

import { capabilityOfType, type Dialect, type Pool } from './catalogue/index.ts'
import {
  defaultLimits,
  emptyLedger,
  forecast,
  type LedgerRecord,
  type Limits,
  learnAccepted,
  learnFull,
  MINUTE,
  PLACE_REFRESH,
  type RateForecast,
  type RateLimitWait,
  type RateRequest,
  type RequestKind,
  readLedger,
  requestId,
  waitFor,
} from './rate-ledger.ts'
import type { Clock, Logger } from './resources.ts'
import { isFinal, type Task } from './task.ts'

/** Where the windows of one person keep an account's record together. */
export interface SharedRecord {
  /**
   * Replaces the record by what `change` makes of it, with no other window in between. `change` gets undefined when
   * there is none, and is called once.
   */
  update(change: (record: unknown) => unknown): Promise<void>
}

/** A record for the windows, or clients, of one process. */
export function sharedInMemory(): SharedRecord {
  let record: unknown
  return {
    async update(change) {
      record = change(record)
    },
  }
}

export interface RateLimiterOptions {
  clock: Clock
  /** Sets the limit of uploads. */
  dialect: Dialect
  /** Default: 50 requests a minute, 20 of them kept for reading, and the service's pools. */
  limits?: Partial<Limits>
  /** Default: this Budget alone. */
  shared?: SharedRecord
  log?: Logger
}

/** What became of a request that was let through. */
export type RequestOutcome =
  /** Nothing was sent. */
  | { kind: 'unsent' }
  /** Answered, also with a refusal. `taskId`: the task it created. */
  | { kind: 'answered'; taskId?: string }
  /** 429: the account's requests (1007) or a pool (2000) are used up, by other clients too. */
  | { kind: 'busy'; of: 'requests' | 'pool'; retryMs: number }
  /** No whole answer: a creation may hold its place all the same. */
  | { kind: 'lost' }

/** A request that may be sent now. */
export interface RequestPermit {
  /** Tells once what became of it. */
  end(ending: RequestOutcome): void
}

export interface AcquireOptions {
  /** Ends the waiting; nothing counts then. */
  signal?: AbortSignal
  /** It has to wait: for the minute, or for a place in the pool. Called again when the reason changes. */
  onWaiting?: (wait: RateLimitWait) => void
}

interface Waiter extends AcquireOptions {
  ask: RateRequest
  grant(id: string): void
  told?: RateLimitWait['reason']
}

/** Lanes in the order they are served: creation first; the ledger keeps reading its share. */
const ORDER: readonly RequestKind[] = ['creation', 'upload', 'read']

export class RateLimiter {
  readonly #limits: Limits
  readonly #name = crypto.randomUUID().slice(0, 8)
  /** Waiting requests, first come first served, by kind and pool: a full pool does not hold up another. */
  readonly #lanes = new Map<string, Waiter[]>()
  /** Changes not yet in the record. */
  #edits: ((ledger: LedgerRecord, now: number) => void)[] = []
  #seen: LedgerRecord = emptyLedger()
  #isPumping = false
  #mustPump = false
  #count = 0
  #cancelTimer: (() => void) | undefined
  readonly #shared: SharedRecord
  #aloneUntil = Number.NEGATIVE_INFINITY

  readonly #options: RateLimiterOptions

  constructor(options: RateLimiterOptions) {
    this.#options = options

    const { dialect, limits, shared = sharedInMemory() } = options
    this.#limits = { ...defaultLimits(dialect), ...limits }
    this.#shared = shared
  }

  /** Waits until a request may be sent. Rejects only with the signal's reason. */
  acquire(ask: RateRequest, options: AcquireOptions = {}): Promise<RequestPermit> {
    return new Promise((resolve, reject) => {
      const { signal } = options
      if (signal?.aborted) {
        reject(signal.reason)
        return
      }
      const lane = this.#laneOf(ask)
      const abort = () => {
        const index = lane.indexOf(waiter)
        if (index >= 0) lane.splice(index, 1)
        reject(signal?.reason)
      }
      const waiter: Waiter = {
        ...options,
        ask,
        grant: (id) => {
          signal?.removeEventListener('abort', abort)
          const permit = this.#permit(id, ask)
          // Let through at the very moment it was given up.
          if (signal?.aborted) permit.end({ kind: 'unsent' })
          resolve(permit)
        },
      }
      signal?.addEventListener('abort', abort, { once: true })
      lane.push(waiter)
      this.#pump()
    })
  }

  /** A task of this account was read: until it is final it holds a place in its pool, also after a restart. */
  observe(task: Task): void {
    const { taskId } = task
    const known = this.#seen.places[taskId]
    if (isFinal(task)) {
      if (known) this.#edit((ledger) => delete ledger.places[taskId])
      return
    }
    const now = this.#now()
    if (known && now - known.at < PLACE_REFRESH) return
    const pool = known?.pool ?? capabilityOfType(task.type)?.pool(task.input)
    if (pool === undefined) return
    const place = { pool, at: now }
    this.#seen.places[taskId] = place
    this.#edit((ledger) => {
      ledger.places[taskId] = place
    })
  }

  /** What reading may use, for the schedule of polls. */
  forecast(): RateForecast {
    // What waits for a place in a pool does not use the minute up.
    const isCrowded = [...this.#lanes.values()].some(([first]) => first?.ask.kind !== 'read' && first?.told === 'rate')
    return forecast(this.#seen, this.#limits, { now: this.#now(), window: this.#name, isCrowded })
  }

  /** Requests waiting here. */
  get waiting(): number {
    return [...this.#lanes.values()].reduce((sum, lane) => sum + lane.length, 0)
  }

  #now(): number {
    return this.#options.clock.now()
  }

  #laneOf({ kind, pool }: RateRequest): Waiter[] {
    const key = pool === undefined ? kind : `${kind} ${pool}`
    const lane = this.#lanes.get(key) ?? []
    this.#lanes.set(key, lane)
    return lane
  }

  #permit(id: string, { pool }: RateRequest): RequestPermit {
    let isEnded = false
    return {
      end: (ending) => {
        if (isEnded) return
        isEnded = true
        const now = this.#now()
        this.#edit((ledger) => settle(ledger, { id, pool, ending, now }))
      },
    }
  }

  #edit(change: (ledger: LedgerRecord, now: number) => void): void {
    this.#edits.push(change)
    this.#pump()
  }

  /** Brings the record up to date and lets through what may go; one at a time. */
  #pump(): void {
    this.#mustPump = true
    if (this.#isPumping) return
    this.#isPumping = true
    void this.#work().finally(() => {
      this.#isPumping = false
      if (this.#mustPump) this.#pump()
    })
  }

  async #work(): Promise<void> {
    this.#mustPump = false
    this.#cancelTimer?.()
    const edits = this.#edits
    this.#edits = []
    let pass: Pass = { granted: [], wait: undefined }
    const change = (record: unknown) => {
      const now = this.#now()
      const ledger = readLedger(record, now)
      for (const edit of edits) edit(ledger, now)
      pass = this.#admit(ledger, now)
      this.#seen = ledger
      return ledger
    }
    try {
      if (this.#now() < this.#aloneUntil) change(this.#seen)
      else await this.#shared.update(change)
    } catch (error) {
      // Sharing is a courtesy to other windows; without it this one keeps to the budget alone for a while.
      this.#options.log?.warn(`rateLimiter: not shared, ${error instanceof Error ? error.message : String(error)}`)
      this.#aloneUntil = this.#now() + MINUTE
      if (pass.granted.length === 0) change(this.#seen)
    }
    for (const { waiter, id } of pass.granted) waiter.grant(id)
    this.#notifyWaiting()
    const { wait } = pass
    if (wait !== undefined)
      this.#cancelTimer = this.#options.clock.after(Math.max(1, Math.ceil(wait)), () => this.#pump())
  }

  /** Lets through what may go now, and says after how many milliseconds to look again. */
  #admit(ledger: LedgerRecord, now: number): Pass {
    const granted: Pass['granted'] = []
    const waits: number[] = []
    for (const kind of ORDER) {
      for (const [key, lane] of this.#lanes) {
        if (key !== kind && !key.startsWith(`${kind} `)) continue
        for (let waiter = lane[0]; waiter; waiter = lane[0]) {
          const refusal = waitFor(ledger, waiter.ask, this.#limits, now)
          if (refusal) {
            waits.push(refusal.ms)
            break
          }
          lane.shift()
          this.#count += 1
          const id = requestId(this.#name, this.#count)
          enter(ledger, id, waiter.ask, now)
          granted.push({ waiter, id })
        }
        if (lane.length === 0) this.#lanes.delete(key)
      }
    }
    return { granted, wait: waits.length > 0 ? Math.min(...waits) : undefined }
  }

  #notifyWaiting(): void {
    const now = this.#now()
    for (const lane of this.#lanes.values()) {
      const [first] = lane
      const refusal = first && waitFor(this.#seen, first.ask, this.#limits, now)
      if (!refusal) continue
      for (const waiter of lane) {
        if (waiter.told === refusal.reason) continue
        waiter.told = refusal.reason
        waiter.onWaiting?.(refusal)
      }
    }
  }
}

interface Pass {
  granted: { waiter: Waiter; id: string }[]
  wait: number | undefined
}

function enter(ledger: LedgerRecord, id: string, { kind, pool }: RateRequest, now: number): void {
  ledger.requests.push({ id, kind, at: now })
  if (pool !== undefined) ledger.places[id] = { pool, at: now }
}

interface Settlement {
  id: string
  pool: Pool | undefined
  ending: RequestOutcome
  now: number
}

/** Writes down what became of a request. */
function settle(ledger: LedgerRecord, { id, pool, ending, now }: Settlement): void {
  if (ending.kind === 'unsent') ledger.requests = ledger.requests.filter((entry) => entry.id !== id)
  for (const entry of ledger.requests) if (entry.id === id) entry.ended = now
  const place = ledger.places[id]
  if (place && ending.kind !== 'lost') delete ledger.places[id]
  if (place && ending.kind === 'answered' && ending.taskId !== undefined) {
    ledger.places[ending.taskId] = place
    if (pool !== undefined) learnAccepted(ledger, pool)
  }
  if (ending.kind !== 'busy') return
  const of = ending.of === 'pool' && pool !== undefined ? pool : 'all'
  if (of !== 'all') learnFull(ledger, of, now)
  ledger.paused[of] = Math.max(ledger.paused[of] ?? 0, now + ending.retryMs)
}
