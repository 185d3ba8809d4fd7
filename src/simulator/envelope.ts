// The two dialects' envelopes around an answer. Source: docs/protocol.md#envelope.
import type { Dialect } from '../tripo/catalogue/index.ts'
import { CODES, ServiceError } from './codes.ts'

export interface ResponseHeaders {
  traceId: string
  /** Headers of one answer, such as Retry-After. */
  extra?: Readonly<Record<string, string>>
}

/** Headers every answer carries; X-Request-ID came with v3. */
const commonHeaders = (dialect: Dialect, { traceId, extra }: ResponseHeaders) => ({
  'Content-Type': 'application/json; charset=utf-8',
  'X-Tripo-Trace-ID': traceId,
  ...(dialect === 'v3' ? { 'X-Request-ID': traceId } : {}),
  ...extra,
})

function jsonResponse(dialect: Dialect, status: number, body: unknown, headers: ResponseHeaders): Response {
  const bytes = new TextEncoder().encode(JSON.stringify(body))
  const length = { 'Content-Length': String(bytes.length) }
  return new Response(bytes, { status, headers: { ...commonHeaders(dialect, headers), ...length } })
}

/** The answer to a request that went well. */
export function successResponse(dialect: Dialect, data: unknown, headers: ResponseHeaders): Response {
  const body = dialect === 'v3' ? { code: 0, status: 'success', data } : { code: 0, data }
  return jsonResponse(dialect, 200, body, headers)
}

/** The answer to a request that was refused, or that broke the simulator itself (500/1000, without its inner words). */
export function errorResponse(dialect: Dialect, error: unknown, headers: ResponseHeaders): Response {
  const known = error instanceof ServiceError ? error : undefined
  const { code, message, suggestion, status } = known ?? { code: 1000, ...CODES[1000] }
  const extra: Record<string, string> = { ...headers.extra }
  if (known?.retryAfter !== undefined) extra['Retry-After'] = String(known.retryAfter)
  const body =
    dialect === 'v3'
      ? { code, status: 'error', message, suggestion, request_id: headers.traceId }
      : { code, message, suggestion }
  return jsonResponse(dialect, status, body, { traceId: headers.traceId, extra })
}
