// Which URLs the client downloads from and uploads to. The service names them, and a faulty service, or somebody who impersonates
// it, must not gain access to this machine or its network through us. https only, since the host must then prove its name; plain
// http only to the host of a loopback `tripo.baseUrl`.
import { literals, phrase, type Words } from '../text/index.ts'
import type { ServiceBase } from './bases.ts'

/** The addresses of a host name, as numbers. Rejects when there are none. */
export type ResolveHost = (name: string) => Promise<readonly string[]>

/** Where a host is, seen from here. `private`: also what no public host can have. */
export type Reach = 'public' | 'loopback' | 'link-local' | 'private'

/** IPv4 networks that are not public, as first octets. Source: RFC 6890. 198.18/15 is left out: local proxies use it. */
function reachOfV4([a = 0, b = 0, c = 0]: readonly number[]): Reach {
  if (a === 127 || a === 0) return 'loopback'
  if (a === 169 && b === 254) return 'link-local'
  const isPrivate =
    a === 10 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 192 && b === 0 && c === 0) ||
    (a === 100 && b >= 64 && b < 128) ||
    a >= 224
  return isPrivate ? 'private' : 'public'
}

const octets = (text: string): number[] | undefined =>
  /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) ? text.split('.').map(Number) : undefined

/** The eight groups of an IPv6 address; undefined when it is none. */
function groups(text: string): number[] | undefined {
  const [plain = ''] = text.split('%')
  const dotted = /^(.*:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(plain)
  const [a = 0, b = 0, c = 0, d = 0] = octets(dotted?.[2] ?? '') ?? []
  const hex = dotted ? `${dotted[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}` : plain
  if (!/^[0-9a-f:]+$/i.test(hex) || !hex.includes(':')) return undefined
  const [head = '', tail, more] = hex.split('::')
  const read = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)))
  const [first, last] = [read(head), read(tail ?? '')]
  const gap = tail === undefined ? 0 : 8 - first.length - last.length
  const all = [...first, ...Array.from({ length: Math.max(0, gap) }, () => 0), ...last]
  return all.length === 8 && more === undefined ? all : undefined
}

function reachOfV6(parts: readonly number[]): Reach {
  const [a = 0, b = 0, c = 0, , , f = 0, g = 0, h = 0] = parts
  const isZero = (until: number) => parts.slice(0, until).every((part) => part === 0)
  const v4 = (high: number, low: number) => reachOfV4([high >> 8, high & 255, low >> 8, low & 255])
  if (isZero(7)) return h <= 1 ? 'loopback' : v4(g, h)
  // IPv4 in its guises: mapped, compatible, translated (NAT64), 6to4.
  if ((isZero(5) && f === 0xffff) || isZero(6) || (a === 0x64 && b === 0xff9b)) return v4(g, h)
  if (a === 0x2002) return v4(b, c)
  if ((a & 0xffc0) === 0xfe80) return 'link-local'
  return (a & 0xfe00) === 0xfc00 || (a & 0xffc0) === 0xfec0 || (a & 0xff00) === 0xff00 ? 'private' : 'public'
}

/** Where an address in numbers is; undefined for a name. @param host as in a URL: IPv6 may stand in brackets */
export function reachOfAddress(host: string): Reach | undefined {
  const plain = host.replace(/^\[|\]$/g, '')
  const v4 = octets(plain)
  if (v4) return reachOfV4(v4)
  const v6 = groups(plain)
  return v6 && reachOfV6(v6)
}

/** Names that the system must resolve before they can be taken for this machine. Source: RFC 6761, 6.3. */
export const isLocalName = (host: string): boolean => /\.localhost\.?$/i.test(host)

/** A parsed address; undefined when it is none. */
const parse = (url: string) => (URL.canParse(url) ? new URL(url) : undefined)

export class Addresses {
  readonly #base: Pick<ServiceBase, 'url'>
  readonly #resolve: ResolveHost | undefined

  constructor(base: Pick<ServiceBase, 'url'>, resolve: ResolveHost | undefined) {
    this.#base = base
    this.#resolve = resolve
  }

  /** Why the key must not go to the base, in words; undefined: it may. */
  async baseProblem(): Promise<Words | undefined> {
    const { protocol, hostname } = new URL(this.#base.url)
    if (protocol === 'https:' || !isLocalName(hostname)) return undefined
    const found = await this.#resolved(hostname)
    const isHere = found.length > 0 && found.every((address) => reachOfAddress(address) === 'loopback')
    return isHere ? undefined : phrase('http is for this machine only, and {0} is not known to be it', hostname)
  }

  /** Why nothing may be fetched from or sent to an address, in words; undefined: it may. */
  async problem(url: string): Promise<Words | undefined> {
    const target = parse(url)
    if (!target) return literals('it is no address')
    const base = new URL(this.#base.url)
    if (target.username !== '' || target.password !== '') return literals('it holds a user name')
    const isOwn = target.protocol === base.protocol && target.host === base.host
    if (target.protocol === 'http:') {
      if (!isOwn) return literals('it is not https')
      return this.baseProblem()
    }
    if (target.protocol !== 'https:') return phrase('it is not https, but {0}', target.protocol.slice(0, 20))
    if (isOwn) return undefined
    const reach = await this.#reach(target.hostname)
    if (reach === 'public' || reach === (await this.#reach(base.hostname))) return undefined
    return reach === 'loopback' ? literals('it is on this machine') : literals('it is inside a local network')
  }

  /** Where a host is. A name that does not resolve here counts as public: a proxy may know it. */
  async #reach(host: string): Promise<Reach> {
    const own = reachOfAddress(host)
    if (own) return own
    if (host === 'localhost' || isLocalName(host)) return 'loopback'
    const found = (await this.#resolved(host)).flatMap((address) => reachOfAddress(address) ?? [])
    return found.find((reach) => reach !== 'public') ?? 'public'
  }

  async #resolved(host: string): Promise<readonly string[]> {
    return (await this.#resolve?.(host).catch(() => [])) ?? []
  }
}
