// The service's base URLs: its four known ones, and the one other deployment that `tripo.baseUrl` may name. The key is sent to
// these and nowhere else. Source: docs/protocol.md#bases-and-keys.
import { part, phrase, type Words } from '../text/index.ts'
import { isLocalName } from './addresses.ts'
import type { Dialect } from './catalogue/index.ts'
import { invalid } from './failures.ts'

export type Region = 'global' | 'china' | 'custom'

export interface ServiceBase {
  dialect: Dialect
  region: Region
  /** Without a slash at the end. */
  url: string
}

/** The known bases in the order in which they are asked. */
export const KNOWN_BASES: readonly ServiceBase[] = [
  { dialect: 'v3', region: 'global', url: 'https://openapi.tripo3d.ai/v3' },
  { dialect: 'v3', region: 'china', url: 'https://openapi.tripo3d.com/v3' },
  { dialect: 'v2', region: 'global', url: 'https://api.tripo3d.ai/v2/openapi' },
  { dialect: 'v2', region: 'china', url: 'https://api.tripo3d.com/v2/openapi' },
]

/** The day on which the service closed its own v2; other deployments still speak it. Source: docs/protocol.md#october-2026. */
export const V2_CLOSED = '31 October 2026'

/** Whether a base is one of the service's own that has closed. */
export const isClosed = ({ dialect, region }: ServiceBase): boolean => dialect === 'v2' && region !== 'custom'

/** The path under which each dialect is served, in the order in which they are asked. */
const DIALECT_PATHS = [
  ['v3', '/v3'],
  ['v2', '/v2/openapi'],
] as const satisfies readonly (readonly [Dialect, string])[]

/** Choices of the settings `tripo.apiVersion`, `tripo.region` and `tripo.baseUrl`. */
export interface BaseChoice {
  apiVersion?: 'auto' | Dialect
  region?: 'auto' | 'global' | 'china'
  baseUrl?: string
}

/** Whether a host name means this machine itself. */
const isLoopback = (name: string): boolean =>
  name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name)

export const badBase = (why: Words) =>
  invalid(
    'settings.base-url',
    phrase('tripo.baseUrl cannot be used: {0}', part(why)),
    'Correct tripo.baseUrl in the user settings.',
  )

/**
 * The deployments behind a `tripo.baseUrl`: an origin (and a path before the dialects') or the full base of one
 * dialect, which then is the only one.
 */
function customBases(text: string): readonly ServiceBase[] {
  if (!URL.canParse(text)) throw badBase(phrase('it is not an address.'))
  const url = new URL(text)
  // A name under localhost is looked up before the key goes there, see addresses.ts.
  if (
    url.protocol !== 'https:' &&
    !(url.protocol === 'http:' && (isLoopback(url.hostname) || isLocalName(url.hostname)))
  ) {
    throw badBase(phrase('only https is allowed, or http to this machine itself.'))
  }
  if (url.username || url.password || url.search || url.hash) {
    throw badBase(phrase('it must have no user name, query or fragment.'))
  }
  const whole = `${url.origin}${url.pathname}`.replace(/\/+$/, '')
  const known = KNOWN_BASES.find((base) => base.url === whole)
  if (known) return [known]
  const fixed = DIALECT_PATHS.find(([, path]) => whole.endsWith(path))
  if (fixed) return [{ dialect: fixed[0], region: 'custom', url: whole }]
  return DIALECT_PATHS.map(([dialect, path]) => ({ dialect, region: 'custom', url: `${whole}${path}` }))
}

/**
 * The bases to ask, in order: v3 in both regions, the closed v2 only when it is asked for by name. With a `baseUrl` only
 * that deployment is asked, nothing elsewhere.
 * Throws TripoCheckError `settings.base-url` for an address that must not get the key.
 */
export function candidateBases({ apiVersion = 'auto', region = 'auto', baseUrl }: BaseChoice): readonly ServiceBase[] {
  const custom = baseUrl?.trim()
  const all = custom ? customBases(custom) : KNOWN_BASES
  if (custom && all.length === 1) return all
  return all.filter(
    (base) =>
      (apiVersion === 'auto' ? !isClosed(base) : base.dialect === apiVersion) &&
      (custom !== undefined && custom !== '' ? true : region === 'auto' || base.region === region),
  )
}
