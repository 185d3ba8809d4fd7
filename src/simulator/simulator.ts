// The stand-in for the service: one state behind both dialects, as a fetch-shaped handler.
import { type Dialect, findCapability } from '../tripo/catalogue/index.ts'
import { authenticate } from './accounts.ts'
import { createAnswers } from './answers.ts'
import { createArchive } from './archive.ts'
import { readBytes } from './body.ts'
import { systemClock } from './clock.ts'
import { ServiceError } from './codes.ts'
import { createDownloads, createUrlSigner, DOWNLOAD_PATH, PUT_PATH, refuseUnsigned, storageError } from './downloads.ts'
import { errorResponse, successResponse } from './envelope.ts'
import { createBuiltFiles } from './files.ts'
import { createLedger } from './ledger.ts'
import { DEFAULTS, type Simulator, type SimulatorOptions } from './options.ts'
import { createRandom, drawSeed } from './random.ts'
import { findRoute, type Route } from './routes.ts'
import { createService } from './service.ts'
import { createMemoryStore } from './store.ts'
import { createUploads } from './uploads.ts'
import { V2_BASE, v2Routes } from './v2.ts'
import { V3_BASE, v3Routes } from './v3.ts'
import { readTarget, startWatch } from './watch.ts'

interface DialectRoutes {
  dialect: Dialect
  base: string
  routes: readonly Route[]
  /** The refusal of a path that is none, and of a path with another method. */
  unknown(): ServiceError
  wrongMethod(method: string): ServiceError
}

const WATCH = `${V2_BASE}/task/watch/`

/** Starts a simulator. Its state lives in `options.store`; nothing happens before the first request. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const clock = options.clock ?? systemClock
  const random = options.random ?? createRandom(drawSeed())
  const store = options.store ?? createMemoryStore()
  const urlLifetime = options.urlLifetime ?? DEFAULTS.urlLifetime
  const signer = createUrlSigner(crypto.getRandomValues(new Uint8Array(32)), clock, urlLifetime)
  const archive = createArchive(store, clock, options.keep ?? DEFAULTS.keep)
  const files = createBuiltFiles({
    ...{ build: options.build, files: store.files, find: archive.find },
    capacity: options.cacheBytes ?? DEFAULTS.cacheBytes,
  })
  const uploads = createUploads(store, clock)
  const ledger = createLedger({
    ...{ archive, files, clock, pools: options.pools },
    timeScale: options.timeScale ?? DEFAULTS.timeScale,
    credits: options.credits ?? DEFAULTS.credits,
    poolOf: (task) => findCapability(task.capability)?.pool(task.params) ?? 'other',
  })
  const answers = createAnswers(ledger, clock, signer)
  const inputs = {
    fetch: options.fetch ?? ((url: string, init: { signal: AbortSignal }) => fetch(url, init)),
    remote: options.remoteInputs ?? false,
  }
  const service = createService({ ledger, uploads, answers, random, inputs, priority: options.priority ?? false })
  const download = createDownloads(signer, files, (id) => archive.find(id))
  const watches = new Set<() => void>()

  const v2: DialectRoutes = {
    ...{ dialect: 'v2', base: V2_BASE, routes: v2Routes(service, ledger) },
    unknown: () => new ServiceError(9404),
    wrongMethod: () => new ServiceError(9404),
  }
  const v3: DialectRoutes = {
    ...{ dialect: 'v3', base: V3_BASE, routes: v3Routes({ service, ledger, uploads, signer, clock, urlLifetime }) },
    unknown: () => new ServiceError(4001),
    wrongMethod: (method) => new ServiceError(1003, `This route does not take ${method}.`),
  }

  /** Takes the bytes of a presigned upload, as the storage host does. */
  async function put(request: Request, url: URL): Promise<Response> {
    if (request.method !== 'PUT') return storageError(405, 'MethodNotAllowed', 'Upload with PUT.')
    const refusal = await refuseUnsigned(request, signer)
    if (refusal) {
      await readBytes(request, 0).catch(() => undefined)
      return refusal
    }
    try {
      const token = url.pathname.slice(PUT_PATH.length)
      await uploads.fill(token, await readBytes(request, await uploads.roomOf(token)))
      return new Response(null, { status: 200 })
    } catch (error) {
      if (error instanceof ServiceError) return storageError(400, 'EntityTooLarge', error.message)
      return storageError(500, 'InternalError', 'We encountered an internal error. Please try again.')
    }
  }

  async function call(api: DialectRoutes, request: Request, url: URL, traceId: string): Promise<Response> {
    const headers: Record<string, string> = {}
    try {
      const found = findRoute(api.routes, request.method, url.pathname.slice(api.base.length))
      if (found === undefined) throw api.unknown()
      const account = await authenticate(request)
      if (found === 'method') throw api.wrongMethod(request.method)
      const data = await found.route.handle({ request, url, account, names: found.names, headers })
      return successResponse(api.dialect, data, { traceId, extra: headers })
    } catch (error) {
      // what the client is still sending is read, or it would never look at the answer
      if (!request.bodyUsed) await readBytes(request, 0).catch(() => undefined)
      return errorResponse(api.dialect, error, { traceId, extra: headers })
    }
  }

  async function storage(request: Request, url: URL, traceId: string): Promise<Response> {
    let response: Response
    try {
      response = await (url.pathname.startsWith(PUT_PATH) ? put(request, url) : download(request))
    } catch {
      response = storageError(500, 'InternalError', 'We encountered an internal error. Please try again.')
    }
    response.headers.set('X-Tripo-Trace-ID', traceId)
    return response
  }

  return {
    fetch(request) {
      const traceId = crypto.randomUUID()
      const url = new URL(request.url)
      if (url.pathname.startsWith(DOWNLOAD_PATH) || url.pathname.startsWith(PUT_PATH)) {
        return storage(request, url, traceId)
      }
      const isV3 = url.pathname === V3_BASE || url.pathname.startsWith(`${V3_BASE}/`)
      const isV2 = url.pathname.startsWith(`${V2_BASE}/`)
      return call(isV3 ? v3 : isV2 ? v2 : { ...v2, routes: [] }, request, url, traceId)
    },
    async watch(request, socket) {
      const traceId = crypto.randomUUID()
      const url = new URL(request.url)
      try {
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
      } catch (error) {
        return errorResponse('v2', error, { traceId })
      }
    },
    dispose() {
      for (const stop of watches) stop()
      watches.clear()
      ledger.dispose()
    },
  }
}

export type { Builder, Simulator, SimulatorOptions, WatchSocket } from './options.ts'
