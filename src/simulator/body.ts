// Reading request bodies: bounded, and parsed as the two kinds the service takes, JSON and multipart.
import { ServiceError } from './codes.ts'
import { readMultipart } from './multipart.ts'

/** The service's limit on a body (docs/protocol.md#envelope). */
export const MAX_BODY = 20 * 1024 * 1024
/** What multipart's own lines may add to a file of the largest size. */
const MULTIPART_SLACK = 64 * 1024

/**
 * Reads a whole body. One that is too large is read to its end all the same, without being kept:
 * most clients only look at an answer after they have sent everything.
 */
export async function readBytes(message: Request | Response, limit: number): Promise<Uint8Array> {
  if (!message.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of message.body) {
    length += chunk.length
    if (length <= limit) chunks.push(chunk)
    else chunks.length = 0
  }
  if (length > limit) throw new ServiceError(2021, `The body has ${length} bytes; at most ${limit} are allowed.`)
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The media type a request names, in lower case, without its parameters. */
export const mediaType = (request: Request): string =>
  (request.headers.get('content-type')?.split(';')[0] ?? '').trim().toLowerCase()

/** Reads a JSON object; anything that is not JSON is 1003, JSON that is no object is 1004. @param limit bytes of the body */
export async function readJson(request: Request, limit = MAX_BODY): Promise<Record<string, unknown>> {
  const bytes = await readBytes(request, limit)
  const type = mediaType(request)
  if (type !== '' && type !== 'application/json') {
    throw new ServiceError(1003, `Content-Type is ${type}; this route takes application/json.`)
  }
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new ServiceError(1003, 'The body is not valid JSON.')
  }
  if (!isObject(value)) throw new ServiceError(1004, 'The body must be a JSON object.')
  return value
}

/** Reads the part named `file` of a multipart body; @param limit the most bytes the file may have */
export async function readFilePart(request: Request, limit: number): Promise<Uint8Array> {
  const type = mediaType(request)
  if (type !== 'multipart/form-data') {
    throw new ServiceError(1003, `Content-Type is ${type || 'missing'}; this route takes multipart/form-data.`)
  }
  const bytes = await readBytes(request, limit + MULTIPART_SLACK)
  const parts = readMultipart(bytes, request.headers.get('content-type') ?? '')
  if (!parts) throw new ServiceError(1003, 'The multipart body is malformed.')
  const file = parts.find((part) => part.name === 'file')
  if (!file) throw new ServiceError(1004, 'file: the multipart part named "file" is missing.')
  return file.bytes
}
