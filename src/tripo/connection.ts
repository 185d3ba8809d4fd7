// The client's options, and what is derived from them: the service it connects to, and the key.
import { KNOWN_BASES, type Region, type ServiceBase } from './bases.ts'
import type { Dialect } from './catalogue/index.ts'
import type { Durations } from './durations.ts'
import { invalid } from './failures.ts'
import type { FollowHealth } from './follow.ts'
import { explainKey } from './key.ts'
import type { RateLimiter } from './rate-limiter.ts'
import type { Resources } from './resources.ts'
import type { Waiting } from './transport.ts'

/** Where the key is looked for when none is given. Source: docs/protocol.md#bases-and-keys. */
const KEY_VARIABLE = 'TRIPO_API_KEY'

export interface TripoClientOptions {
  /** Without it `TRIPO_API_KEY` of the environment counts, where one is among the resources. */
  apiKey?: string
  /** A known region of a dialect, v3 global when nothing is said, or another deployment's full base. */
  base?: ServiceBase
  dialect?: Dialect
  region?: Exclude<Region, 'custom'>
  resources: Resources
  /** The account's request budget, shared by all its clients; without it nothing is held back. */
  rateLimiter?: RateLimiter
  /** How long tasks took before, so that following asks when an end is near. */
  durations?: Durations
  /** Something is being waited for: a busy service, a network that is away. Not an error. */
  onWaiting?: (waiting: Waiting) => void
  /** After every poll: when the service was last heard of, and what is in the way. */
  onHealth?: (health: FollowHealth) => void
}

/** The service that the options name. @throws TripoCheckError settings.service */
export function baseOf({ base, dialect = 'v3', region = 'global' }: TripoClientOptions): ServiceBase {
  const found = base ?? KNOWN_BASES.find((known) => known.dialect === dialect && known.region === region)
  if (!found) throw invalid('settings.service', 'No service fits the settings.', 'Check the region and API version.')
  return found
}

/** The key to send; other deployments may have keys of their own kind. @throws TripoCheckError key.missing, key.unreadable */
export function keyOf({ apiKey, resources }: TripoClientOptions, base: ServiceBase): string {
  const given = apiKey ?? resources.env?.[KEY_VARIABLE] ?? ''
  if (given.trim() === '')
    throw invalid('key.missing', 'There is no API key.', 'Give the client a key, or set TRIPO_API_KEY.')
  if (base.region === 'custom') return given.trim()
  const { key, problem } = explainKey(given)
  if (key === undefined)
    throw invalid('key.unreadable', problem ?? 'This is not an API key.', 'Copy the key from the API key page.')
  return key
}
