// What can go wrong between client and service at one step of a job's way: each kind of fault that the simulator can be
// told, and what only happens on the line, for one request or until it is healed.
import type { Fault, FaultAction } from '../../../src/simulator/faults.ts'
import type { Fetch } from '../../../src/tripo/resources.ts'

/** The steps of a request's way that talk to the service; `watch`: the websocket of v2. */
export const STEPS = ['upload', 'create', 'read', 'download', 'watch'] as const
export type Step = (typeof STEPS)[number]
type Dialect = 'v2' | 'v3'

/** Which step a request belongs to. */
export function stepOf(url: string, method = 'GET'): Step | undefined {
  const { pathname } = new URL(url)
  if (pathname.startsWith('/cdn/')) return 'download'
  if (/\/(files|upload)(\/|$)/.test(pathname)) return 'upload'
  if (/\/tasks?\/(list|batch)$/.test(pathname)) return 'read'
  if (method === 'GET') return /\/tasks?\//.test(pathname) ? 'read' : undefined
  return 'create'
}

/** The same for the simulator's list of faults. */
const ROUTES: Readonly<Record<Step, Readonly<Record<Dialect, NonNullable<Fault['match']>>>>> = {
  upload: { v2: { route: '/upload' }, v3: { route: '/files' } },
  create: { v2: { route: '/task' }, v3: { route: '/generation/*' } },
  read: { v2: { route: '/task/*' }, v3: { route: '/tasks/*' } },
  download: { v2: { route: '/cdn/*' }, v3: { route: '/cdn/*' } },
  watch: { v2: { route: '/task/watch/*', method: 'WATCH' }, v3: { method: 'WATCH' } },
}

/** The simulator's list for one fault. */
export const planOf = (action: FaultAction, step: Step, dialect: Dialect, isOnce: boolean): Fault[] => [
  { match: { ...ROUTES[step][dialect], ...(isOnce ? { times: 1 } : {}) }, action },
]

const connection = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
const drain = async (response: Promise<Response>) => void (await (await response).arrayBuffer())

/** What happens on the line instead of a request; `send` carries it out. */
type Mishap = (send: () => Promise<Response>) => Promise<Response>

export interface FaultKind {
  name: string
  steps: readonly Step[]
  /** What the simulator is told; absent: the line's doing. */
  action?(step: Step): FaultAction
  mishap?: Mishap
  /** Milliseconds after which the client gives an answer up, when not as always. */
  patience?: number
}

const ASKED: readonly Step[] = ['upload', 'create', 'read', 'download']
const ALL: readonly Step[] = STEPS
const always = (action: FaultAction) => () => action
/** An answer's first bytes: of a file so many that its header is whole. */
const someBytes = (step: Step) => (step === 'download' ? 20_000 : 40)

const refusals: Readonly<Record<string, FaultAction>> = {
  '401 wrong key': { type: 'error', code: 1002 },
  '403 expired or no access': { type: 'error', code: 1005 },
  '403 no credits': { type: 'error', code: 2010 },
  '404 not found': { type: 'error', code: 2001 },
  '429 too many': { type: 'error', code: 1007, retryAfter: 1 },
  '429 no free place': { type: 'error', code: 2000, retryAfter: 2 },
  '500 failed': { type: 'error', code: 1000 },
  '503 unavailable': { type: 'answer', status: 503, body: { code: 1000, message: 'try later' } },
}
const endings = ['failed', 'banned', 'expired', 'cancelled'] as const

export const FAULTS: readonly FaultKind[] = [
  {
    ...{ name: 'connection refused', steps: ASKED },
    mishap: async () => {
      throw connection('ECONNREFUSED')
    },
  },
  {
    ...{ name: '500 after it was done', steps: ASKED },
    mishap: async (send) => {
      await drain(send())
      return new Response(JSON.stringify({ code: 1000, message: 'failed', suggestion: 'none' }), { status: 500 })
    },
  },
  { name: 'dropped before it was done', steps: ALL, action: always({ type: 'drop', when: 'before' }) },
  { name: 'dropped after it was done', steps: ASKED, action: always({ type: 'drop', when: 'after' }) },
  { name: 'answer cut', steps: ASKED, action: (step) => ({ type: 'cut', bytes: someBytes(step) }) },
  {
    name: 'answer cut quietly',
    steps: ASKED,
    action: (step) => ({ type: 'cut', bytes: someBytes(step), honest: true }),
  },
  { name: 'answer trickles', steps: ASKED, action: (step) => ({ type: 'trickle', bytes: someBytes(step) / 4, ms: 5 }) },
  { name: 'answer late', steps: ASKED, action: always({ type: 'delay', ms: 300 }) },
  { name: 'answer too late', steps: ASKED, action: always({ type: 'delay', ms: 2000 }), patience: 1000 },
  { name: 'done too late', steps: ASKED, action: always({ type: 'delay', ms: 2000, when: 'before' }), patience: 1000 },
  { name: 'answer is a page', steps: ASKED, action: always({ type: 'html', status: 200 }) },
  { name: '502 with a page', steps: ALL, action: always({ type: 'html' }) },
  { name: 'answer is garbage', steps: ASKED, action: always({ type: 'garbage' }) },
  {
    ...{ name: 'answer is something else', steps: ASKED },
    action: always({ type: 'answer', status: 200, body: { code: 0, data: { something: 'else' } } }),
  },
  ...Object.entries(refusals).map(([name, action]) => ({ name, steps: ASKED, action: always(action) })),
  { name: 'addresses expire', steps: ['read', 'download'], action: always({ type: 'expire' }) },
  ...endings.map((status): FaultKind => {
    return { name: `task ends ${status}`, steps: ['create'], action: always({ type: 'task', status }) }
  }),
  { name: 'socket closed', steps: ['watch'], action: always({ type: 'close', frames: 1 }) },
  { name: 'socket broken', steps: ['watch'], action: always({ type: 'close', code: 1006, frames: 2 }) },
]

/** A fetch that counts the requests of a step, and lets them suffer a mishap, the first or all until it is healed. */
export function faulty(fetch: Fetch, step: Step, { mishap }: FaultKind, isOnce: boolean) {
  const state = { hits: 0, isHealed: false }
  const suffering: Fetch = async (url, init) => {
    const send = () => fetch(url, init)
    const isHit = !state.isHealed && stepOf(url, init?.method) === step && !(isOnce && state.hits > 0)
    if (!isHit) return send()
    state.hits += 1
    return mishap ? mishap(send) : send()
  }
  return { fetch: suffering, state }
}
