// How many requests an account may send in a time. Off unless asked for; the windows shrink with the time scale, while
// Retry-After tells true seconds. Source: protocol sheet, sections 1 (1007), 2 (uploads) and 9.
import type { Dialect } from '../tripo/catalogue/index.ts'
import type { Clock } from './clock.ts'
import { ServiceError } from './codes.ts'

/** So many requests in so many seconds of the service's time. */
interface Rate {
  count: number
  seconds: number
}

/** Uploads per account by dialect: 10 a second on v2, 10 a minute on v3. */
const UPLOADS: Readonly<Record<Dialect, Rate>> = { v2: { count: 10, seconds: 1 }, v3: { count: 10, seconds: 60 } }

export interface RateOptions {
  clock: Clock
  timeScale: number
  /** Requests per minute and account; absent: no limit. */
  rate?: number
  /** Whether uploads are limited as the service limits them. */
  uploadRate?: boolean
}

export interface RateLimits {
  /** Counts a request, or refuses it with 429/1007. */
  request(account: string): void
  /** Counts an upload. */
  upload(account: string, dialect: Dialect): void
}

export function createRateLimits({ clock, timeScale, rate, uploadRate = false }: RateOptions): RateLimits {
  const seen = new Map<string, number[]>()

  function take(name: string, { count, seconds }: Rate): void {
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
    request(account) {
      if (rate !== undefined) take(account, { count: rate, seconds: 60 })
    },
    upload(account, dialect) {
      if (uploadRate) take(`${account} ${dialect} upload`, UPLOADS[dialect])
    },
  }
}
