// The stand-in for the service: one state behind both dialects and the file hosts, as a fetch-like handler.
import { CATALOGUE, findCapability } from '../tripo/catalogue/index.ts'
import { authenticate } from './accounts.ts'
import { createAnswers } from './answers.ts'
import { createApi, dialectOf, drain } from './api.ts'
import { createArchive } from './archive.ts'
import { readJson } from './body.ts'
import { systemClock } from './clock.ts'
import { ServiceError } from './codes.ts'
import { createDownloads, createUrlSigner } from './downloads.ts'
import { errorResponse } from './envelope.ts'
import { createFaultPlan, type Fault, type FaultAction, type FaultPlan } from './faults.ts'
import { createBuiltFiles } from './files.ts'
import { createHosts } from './hosts.ts'
import { injectFault } from './inject-fault.ts'
import { createLedger } from './ledger.ts'
import { createLimits } from './limits.ts'
import { DEFAULTS, type Simulator, type SimulatorOptions, type WatchSocket } from './options.ts'
import { createRandom, drawSeed } from './random.ts'
import type { CallExtras } from './routes.ts'
import { createService } from './service.ts'
import { createStorage } from './storage.ts'
import { createMemoryStore } from './store.ts'
import { createUploads } from './uploads.ts'
import { V2_BASE, v2Routes } from './v2.ts'
import { v3Routes } from './v3.ts'
import { readTarget, startWatch } from './watch.ts'

const WATCH = `${V2_BASE}/task/watch/`
const CREATE_V2 = '/task'

/** The capability that a creation is about; undefined for any other request. The body stays readable. */
async function capabilityOf(request: Request, path: string): Promise<string | undefined> {
  const place = dialectOf(path)
  if (request.method !== 'POST' || !place) return undefined
  if (place.dialect === 'v3') return CATALOGUE.find((entry) => entry.v3.path === place.route)?.id
  if (place.route !== CREATE_V2) return undefined
  const body = await readJson(request.clone()).catch(() => undefined)
  return CATALOGUE.find((entry) => entry.v2.type === body?.type)?.id
}

/** What a fault changes about acting, rather than about the answer. */
function extrasOf(action: FaultAction | undefined): CallExtras {
  if (action?.type === 'expire') return { life: action.seconds ?? 0 }
  if (action?.type !== 'task') return {}
  const { status, code = status === 'banned' ? 2008 : 1001, message = 'The task was made to end like this.' } = action
  return { failure: { status, errorCode: code, errorMessage: message } }
}

/** A socket that is closed after some frames; `closed` says so first. */
function closingSocket(socket: WatchSocket, code: number, frames: number, closed: () => void): WatchSocket {
  let left = frames
  let ended = false
  const end = () => {
    ended = true
    closed()
    socket.close(code, 'closed by a fault')
  }
  return {
    send(text) {
      if (ended) return
      if (left > 0) socket.send(text)
      left -= 1
      if (left <= 0) end()
    },
    close(...reason) {
      if (!ended) socket.close(...reason)
    },
  }
}

/** Starts a simulator. Its state lives in `options.store`; nothing happens before the first request. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const clock = options.clock ?? systemClock
  const timeScale = options.timeScale ?? DEFAULTS.timeScale
  const store = options.store ?? createMemoryStore()
  const urlLifetime = options.urlLifetime ?? DEFAULTS.urlLifetime
  const secret = crypto.getRandomValues(new Uint8Array(32))
  const signer = createUrlSigner(secret, clock, urlLifetime)
  const archive = createArchive(store, clock, options.keep ?? DEFAULTS.keep)
  const files = createBuiltFiles({
    ...{ build: options.build, files: store.files, find: archive.find },
    capacity: options.cacheBytes ?? DEFAULTS.cacheBytes,
  })
  const uploads = createUploads(store, clock)
  const ledger = createLedger({
    ...{ archive, files, clock, timeScale, pools: options.pools, log: options.log },
    credits: options.credits ?? DEFAULTS.credits,
    poolOf: (task) => findCapability(task.capability)?.pool(task.params) ?? 'other',
  })
  const answers = createAnswers(ledger, clock, signer)
  const { rate, uploadRate, bodyLimit } = options
  const limits = createLimits({ clock, timeScale, rate, uploadRate, bodyLimit })
  const service = createService({
    ...{ ledger, uploads, answers, limits, clock },
    random: options.random ?? createRandom(drawSeed()),
    inputs: {
      fetch: options.fetch ?? ((url: string, init: { signal: AbortSignal }) => fetch(url, init)),
      remote: options.remoteInputs ?? false,
    },
    priority: options.priority ?? false,
    moderation: options.moderation ?? 'on',
    storage: createStorage(secret, clock, uploads),
  })
  const api = createApi(
    { v2: v2Routes(service, ledger), v3: v3Routes({ service, ledger, signer, clock, urlLifetime }) },
    limits,
  )
  const hosts = createHosts({
    ...{ signer, uploads, storage: service.storage },
    download: createDownloads(
      signer,
      files,
      (id) => archive.find(id),
      (where) => options.log?.(`A key was sent to the file host (${where}) and ignored.`),
    ),
  })
  const watches = new Set<() => void>()
  let plan: FaultPlan = createFaultPlan(options.faults ?? [])

  async function pick(request: Request, method: string, path: string): Promise<FaultAction | undefined> {
    const place = dialectOf(path)
    return plan.pick({
      ...{ method, path, dialect: place?.dialect, route: place?.route ?? path },
      capability: plan.wantsCapability ? await capabilityOf(request, path) : undefined,
    })
  }

  async function watch(request: Request, socket: WatchSocket, url: URL): Promise<() => void> {
    if (!url.pathname.startsWith(WATCH)) throw new ServiceError(9404)
    const account = await authenticate(request)
    const target = readTarget(url.pathname.slice(WATCH.length).split('/'))
    if (!target) throw new ServiceError(9404)
    if ('task' in target && !(await ledger.find(account, target.task))) throw new ServiceError(2001)
    const stop = await startWatch({ ledger, answers, clock }, { account, target, origin: url.origin, socket })
    watches.add(stop)
    return () => {
      watches.delete(stop)
      stop()
    }
  }

  return {
    async fetch(request) {
      const traceId = crypto.randomUUID()
      const url = new URL(request.url)
      const action = await pick(request, request.method, url.pathname)
      const respond = () => hosts(request, url, traceId) ?? api(request, url, traceId, extrasOf(action))
      if (!action) return respond()
      const dialect = dialectOf(url.pathname)?.dialect
      return injectFault(action, { dialect, traceId, clock, drain: () => drain(request), respond })
    },
    async watch(request, socket) {
      const traceId = crypto.randomUUID()
      const url = new URL(request.url)
      const action = await pick(request, 'WATCH', url.pathname)
      if (action && action.type !== 'close') {
        const goOn = new Response(null)
        const respond = async () => goOn
        const answer = await injectFault(action, { dialect: 'v2', traceId, clock, drain: async () => {}, respond })
        if (answer !== goOn) return answer
      }
      try {
        if (action?.type !== 'close') return await watch(request, socket, url)
        const { code = 1011, frames = 0 } = action
        let end = () => {}
        end = await watch(
          request,
          closingSocket(socket, code, frames, () => end()),
          url,
        )
        if (frames === 0) {
          end()
          socket.close(code, 'closed by a fault')
        }
        return end
      } catch (error) {
        return errorResponse('v2', error, { traceId })
      }
    },
    setFaults(faults: readonly Fault[]) {
      plan = createFaultPlan(faults)
    },
    dispose() {
      for (const stop of watches) stop()
      watches.clear()
      ledger.dispose()
    },
  }
}

export type { Builder, Simulator, SimulatorOptions, WatchSocket } from './options.ts'
