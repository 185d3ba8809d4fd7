// What can go wrong between client and service, one request at a time: each fault of the line and of the service, as a
// fetch that suffers from it until it is healed.
import type { Fetch } from '../../../src/tripo/resources.ts'

/** The steps of a request's way that talk to the service. */
export const STEPS = ['upload', 'create', 'read', 'download'] as const
export type Step = (typeof STEPS)[number]

/** Which step a request belongs to. */
export function stepOf(url: string, method = 'GET'): Step | undefined {
  const { pathname } = new URL(url)
  if (pathname.startsWith('/cdn/')) return 'download'
  if (/\/(files|upload)(\/|$)/.test(pathname)) return 'upload'
  if (/\/tasks?\/(list|batch)$/.test(pathname)) return 'read'
  if (method === 'GET') return /\/tasks?\//.test(pathname) ? 'read' : undefined
  return 'create'
}

const connection = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })

const refusal = (status: number, code: number, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ code, message: `fault ${code}`, suggestion: 'none' }), { status, headers })

/** The answer with only half of its body; `isNoticed`: the connection breaks, else it ends as if all were there. */
async function half(response: Response, isNoticed: boolean): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytes.slice(0, bytes.length / 2)),
    pull: (controller) => (isNoticed ? controller.error(connection('ECONNRESET')) : controller.close()),
  })
  return new Response(body, { status: response.status, headers: response.headers })
}

/** What happens instead of a request; `send` carries it out. */
type Fault = (send: () => Promise<Response>) => Promise<Response>

export const FAULTS: Readonly<Record<string, Fault>> = {
  'connection refused': async () => {
    throw connection('ECONNREFUSED')
  },
  'lost before it arrived': async () => {
    throw connection('ECONNRESET')
  },
  'answer lost': async (send) => {
    await (await send()).arrayBuffer()
    throw connection('ECONNRESET')
  },
  'answer cut': async (send) => half(await send(), true),
  'answer cut quietly': async (send) => half(await send(), false),
  'answer is a page': async (send) => {
    await (await send()).arrayBuffer()
    return new Response('<!doctype html><title>Sign in to the network</title>', { status: 200 })
  },
  'answer is nonsense': async (send) => {
    await (await send()).arrayBuffer()
    return new Response('{"code":0,"data":{"something":"else"}}', { status: 200 })
  },
  '401 wrong key': async () => refusal(401, 1002),
  '403 expired or no access': async () => refusal(403, 1005),
  '403 no credits': async () => refusal(403, 2010),
  '404 not found': async () => refusal(404, 2001),
  '429 too many': async () => refusal(429, 1007, { 'Retry-After': '1' }),
  '429 no free place': async () => refusal(429, 2000, { 'Retry-After': '2' }),
  '500 after it was done': async (send) => {
    await (await send()).arrayBuffer()
    return refusal(500, 1000)
  },
  '503 unavailable': async () => refusal(503, 1000),
}

/** A fetch in which the requests of one step suffer a fault, the first or all of them, until it is healed. */
export function faulty(fetch: Fetch, step: Step, name: string, isOnce: boolean) {
  const fault = FAULTS[name]
  const state = { hits: 0, isHealed: false }
  const suffering: Fetch = async (url, init) => {
    const send = () => fetch(url, init)
    const isHit = fault && !state.isHealed && stepOf(url, init?.method) === step && !(isOnce && state.hits > 0)
    if (!isHit) return send()
    state.hits += 1
    return fault(send)
  }
  return { fetch: suffering, state }
}
