// The rate limiter and the learned durations of each account, created when a connection first needs them: nothing is read or
// written before.
import type * as vscode from 'vscode'
import type { ServiceBase } from '../tripo/bases.ts'
import { Durations } from '../tripo/durations.ts'
import type { Limits } from '../tripo/rate-ledger.ts'
import { RateLimiter, type SharedRecord } from '../tripo/rate-limiter.ts'
import type { Clock, Logger } from '../tripo/resources.ts'

export interface RateLimitersOptions {
  clock: Clock
  /** Opens the record of a name, which all windows share; a name is one part of a path. */
  record(name: string): SharedRecord
  /** Keeps what was learned of durations. */
  memory: Pick<vscode.Memento, 'get' | 'update'>
  log: Logger
}

/** What a client needs to keep to the limits, and to know when to ask. */
export interface Pacing {
  rateLimiter: RateLimiter
  durations: Durations
}

const DURATIONS = 'tripo.durations'

/**
 * The sandbox takes as many requests as come, as none leaves this machine, and no other window's count against it. A
 * budget of its own all the same: its pools are the service's, so that what does not fit waits here as it would there,
 * and following learns from it that requests are plenty.
 */
const SANDBOX_LIMITS: Partial<Limits> = { requests: 6000, reads: 3000, uploads: { count: 3000, ms: 60_000 } }

/** A deployment in a file name. The service's two API versions count one account's requests together. */
function placeOf({ region, url }: ServiceBase): string {
  if (region !== 'custom') return region
  return new URL(url).host.replace(/[^a-z0-9.-]/gi, '_').slice(0, 100)
}

export class RateLimiters {
  readonly #limiters = new Map<string, RateLimiter>()
  readonly #durations = new Map<string, Durations>()

  readonly #options: RateLimitersOptions

  constructor(options: RateLimitersOptions) {
    this.#options = options
  }

  /**
   * The budget of an account at a deployment, and what is known of its durations. The same for all clients of it in
   * this window; the budget's record is shared by all windows.
   * @param account the key's fingerprint
   */
  of(account: string, base: ServiceBase): Pacing {
    return { rateLimiter: this.limiterOf(account, base), durations: this.#durationsAt(base.region) }
  }

  /** The same for the sandbox, whose tasks take a tenth of the time. */
  sandbox({ dialect }: ServiceBase): Pacing {
    const rateLimiter = this.#keep('sandbox', { dialect, limits: SANDBOX_LIMITS })
    return { rateLimiter, durations: this.#durationsAt('sandbox') }
  }

  limiterOf(account: string, base: ServiceBase): RateLimiter {
    const name = `${account}-${placeOf(base)}`
    return this.#keep(name, { dialect: base.dialect, shared: () => this.#options.record(name) })
  }

  #keep(
    name: string,
    { dialect, limits, shared }: Pick<ServiceBase, 'dialect'> & { limits?: Partial<Limits>; shared?(): SharedRecord },
  ): RateLimiter {
    const { clock, log } = this.#options
    // The limit of uploads differs by dialect; the record is the same.
    const id = `${name} ${dialect}`
    const rateLimiter = this.#limiters.get(id) ?? new RateLimiter({ clock, dialect, limits, shared: shared?.(), log })
    this.#limiters.set(id, rateLimiter)
    return rateLimiter
  }

  /** Deployments differ in how fast they are. Of windows that learn at once what the last one learned stays. */
  #durationsAt(region: ServiceBase['region'] | 'sandbox'): Durations {
    const key = `${DURATIONS}.${region}`
    const { memory, log } = this.#options
    const durations =
      this.#durations.get(region) ??
      new Durations({
        load: () => memory.get<unknown>(key),
        save: (learned) => {
          memory.update(key, learned).then(undefined, (error: unknown) => log.warn(`durations: ${String(error)}`))
        },
      })
    this.#durations.set(region, durations)
    return durations
  }
}
