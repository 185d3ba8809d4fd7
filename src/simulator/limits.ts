// How many requests an account may send in a period, and how large they may be. Rate limits are off by default; their windows
// shrink with the time scale, while Retry-After states real seconds. Source: docs/protocol.md#envelope (20 MB),
// docs/protocol.md#error-codes (1007), docs/protocol.md#uploads, docs/protocol.md#assumed.
import type { Dialect } from '../tripo/catalogue/index.ts'
import { MAX_BODY } from './body.ts'
import type { Clock } from './clock.ts'
import { ServiceError } from './codes.ts'

/** So many requests in so many seconds of the service's time. */
interface Rate {
  count: number
  seconds: number
}

/** Uploads per account by dialect: 10 a second on v2, 10 a minute on v3. */
const UPLOADS: Readonly<Record<Dialect, Rate>> = { v2: { count: 10, seconds: 1 }, v3: { count: 10, seconds: 60 } }

export interface LimitOptions {
  clock: Clock
  timeScale: number
  /** Requests per minute and account; absent: no limit. */
  rate?: number
  /** Whether uploads are limited as the service limits them. */
  uploadRate?: boolean
  /** Bytes of a JSON body, and of an image uploaded on v2. Default 20 MB. */
  bodyLimit?: number
}

export interface Limits {
  /** The most bytes of a body. */
  readonly body: number
  /** Counts a request, or refuses it with 429/1007. */
  request(account: string): void
  /** Counts an upload. */
  upload(account: string, dialect: Dialect): void
}

export function createLimits(options: LimitOptions): Limits {
  const { clock, timeScale, rate, uploadRate = false, bodyLimit = MAX_BODY } = options
  const seen = new Map<string, number[]>()

  function countRequest(name: string, { count, seconds }: Rate): void {
    const now = clock.now()
    const window = (seconds * 1000) / timeScale
    const times = (seen.get(name) ?? []).filter((time) => time > now - window)
    seen.set(name, times)
    const [first] = times
    if (times.length >= count) {
      const wait = (first ?? now) + window - now
      throw new ServiceError(1007, undefined, Math.max(1, Math.ceil(wait / 1000)))
    }
    times.push(now)
  }

  return {
    body: bodyLimit,
    request(account) {
      if (rate !== undefined) countRequest(account, { count: rate, seconds: 60 })
    },
    upload(account, dialect) {
      if (uploadRate) countRequest(`${account} ${dialect} upload`, UPLOADS[dialect])
    },
  }
}
