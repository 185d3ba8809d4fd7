// Injects a fault into one request: instead of handling it, before it, or into the response body.
import type { Dialect } from '../tripo/catalogue/index.ts'
import type { Clock } from './clock.ts'
import { isServiceCode, ServiceError } from './codes.ts'
import { storageError } from './downloads.ts'
import { errorResponse } from './envelope.ts'
import type { FaultAction } from './faults.ts'

/** The end of a connection without an answer: the server cuts the socket, a caller in the process sees a rejection. */
export class ConnectionDropped extends TypeError {
  override readonly name = 'ConnectionDropped'
  constructor() {
    super('fetch failed: the connection was dropped (a fault that was asked for).')
  }
}

const PAGE = '<!DOCTYPE html>\n<html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>\n'
/** Looks like the start of an answer, and is none. */
const GARBAGE = '{"code":0,"data":{"task_id":\u0000\u0007<<<garbage'

/** Milliseconds by the simulator's clock. */
const wait = (clock: Clock, ms: number) =>
  new Promise<void>((resolve) => {
    clock.setTimer(resolve, ms)
  })

const CHUNK = 64 * 1024

/** Wall-clock milliseconds between the last bytes and the break, so that they are on their way. */
const BEFORE_BREAK = 30

/** The first bytes of a body, then its end: an orderly one, or a broken connection. */
function cutBody(body: Uint8Array, bytes: number, honest: boolean): ReadableStream<Uint8Array> {
  const length = Math.min(bytes, body.length)
  let at = 0
  return new ReadableStream({
    async pull(controller) {
      if (at < length) {
        const end = Math.min(length, at + CHUNK)
        controller.enqueue(body.slice(at, end))
        at = end
      } else if (honest || length === body.length) controller.close()
      else {
        await new Promise((resolve) => setTimeout(resolve, BEFORE_BREAK))
        controller.error(new ConnectionDropped())
      }
    },
  })
}

function trickleBody(body: Uint8Array, bytes: number, ms: number, clock: Clock): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream({
    async pull(controller) {
      if (at > 0) await wait(clock, ms)
      controller.enqueue(body.slice(at, at + bytes))
      at += bytes
      if (at >= body.length) controller.close()
    },
  })
}

async function reshape(response: Response, action: FaultAction, clock: Clock): Promise<Response> {
  if (!response.body || (action.type !== 'cut' && action.type !== 'trickle')) return response
  const body = new Uint8Array(await response.arrayBuffer())
  const { status } = response
  const headers = new Headers(response.headers)
  if (action.type === 'trickle') {
    if (body.length === 0) return new Response(null, { status, headers })
    return new Response(trickleBody(body, action.bytes, action.ms, clock), { status, headers })
  }
  const length = action.honest ? Math.min(action.bytes, body.length) : body.length
  headers.set('Content-Length', String(length))
  return new Response(cutBody(body, action.bytes, action.honest ?? false), { status, headers })
}

export interface FaultContext {
  /** Undefined for the download and storage hosts. */
  dialect: Dialect | undefined
  traceId: string
  clock: Clock
  /** Reads what the client still sends, so that it looks at the answer. */
  drain(): Promise<void>
  /** Does what was asked. */
  respond(): Promise<Response>
}

/** Answers a request with a fault. @throws ConnectionDropped */
export async function injectFault(action: FaultAction, context: FaultContext): Promise<Response> {
  const { dialect, traceId, clock, drain, respond } = context
  const headers = { 'X-Tripo-Trace-ID': traceId }
  switch (action.type) {
    case 'answer': {
      await drain()
      const { status, body } = action
      const isText = typeof body === 'string'
      const type = { 'Content-Type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8' }
      const text = body === undefined || status === 204 || status === 304 ? null : isText ? body : JSON.stringify(body)
      return new Response(text, { status, headers: { ...(text === null ? {} : type), ...headers, ...action.headers } })
    }
    case 'error': {
      await drain()
      const code = isServiceCode(action.code) ? action.code : 1000
      return errorResponse(dialect ?? 'v2', new ServiceError(code, undefined, action.retryAfter), { traceId })
    }
    case 'html':
      await drain()
      return new Response(PAGE, {
        status: action.status ?? 502,
        headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers },
      })
    case 'garbage': {
      const { status } = await respond()
      return new Response(GARBAGE, { status, headers: { 'Content-Type': 'application/json', ...headers } })
    }
    case 'drop':
      if (action.when === 'after') await respond()
      throw new ConnectionDropped()
    case 'delay': {
      if (action.when === 'before') await wait(clock, action.ms)
      const response = await respond()
      if (action.when !== 'before') await wait(clock, action.ms)
      return response
    }
    case 'expire':
      if (dialect !== undefined) return respond()
      await drain()
      return storageError(403, 'AccessDenied', 'Request has expired.')
    default:
      return reshape(await respond(), action, clock)
  }
}
