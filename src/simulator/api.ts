// Both dialects as one function: finds the route, identifies the account, counts the request, responds in the envelope.
import type { Dialect } from '../tripo/catalogue/index.ts'
import { authenticate } from './accounts.ts'
import { readBytes, readJson } from './body.ts'
import { ServiceError } from './codes.ts'
import { errorResponse, successResponse } from './envelope.ts'
import type { Limits } from './limits.ts'
import { type CallExtras, findRoute, type Route } from './routes.ts'
import { V2_BASE } from './v2.ts'
import { V3_BASE } from './v3.ts'

/** What differs between the dialects outside of their routes. */
const DIALECTS: Readonly<
  Record<Dialect, { base: string; unknown: () => ServiceError; wrongMethod: (method: string) => ServiceError }>
> = {
  v2: { base: V2_BASE, unknown: () => new ServiceError(9404), wrongMethod: () => new ServiceError(9404) },
  v3: {
    base: V3_BASE,
    unknown: () => new ServiceError(4001),
    wrongMethod: (method) => new ServiceError(1003, `This route does not take ${method}.`),
  },
}

/** Which dialect a path belongs to, and what is left of it below the base. */
export function dialectOf(path: string): { dialect: Dialect; route: string } | undefined {
  for (const dialect of ['v2', 'v3'] as const) {
    const { base } = DIALECTS[dialect]
    if (path === base || path.startsWith(`${base}/`)) return { dialect, route: path.slice(base.length) }
  }
  return undefined
}

/** Reads what a client is still sending, without keeping it: or it would never look at the answer. */
export async function drain(request: Request): Promise<void> {
  if (!request.bodyUsed) await readBytes(request, 0).catch(() => undefined)
}

export type Api = (request: Request, url: URL, traceId: string, extras: CallExtras) => Promise<Response>

export function createApi(routes: Readonly<Record<Dialect, readonly Route[]>>, limits: Limits): Api {
  return async (request, url, traceId, extras) => {
    const place = dialectOf(url.pathname)
    const dialect = place?.dialect ?? 'v2'
    const { unknown, wrongMethod } = DIALECTS[dialect]
    const headers: Record<string, string> = {}
    try {
      const found = place && findRoute(routes[dialect], request.method, place.route)
      if (found === undefined) throw unknown()
      const account = await authenticate(request)
      limits.request(account)
      if (found === 'method') throw wrongMethod(request.method)
      const json = () => readJson(request, limits.body)
      const data = await found.route.handle({ ...extras, request, json, url, account, names: found.names, headers })
      return successResponse(dialect, data, { traceId, extra: headers })
    } catch (error) {
      await drain(request)
      return errorResponse(dialect, error, { traceId, extra: headers })
    }
  }
}
