// The download host: signed URLs with a lifetime, HEAD, ranges and entity tags. It needs no key; one that is sent is ignored,
// since official SDKs send theirs, but it is logged. Source: docs/protocol.md#downloads, docs/protocol.md#assumed.

import { createSigner, sha256 } from '../tripo/digest.ts'
import type { Clock } from './clock.ts'
import type { BuiltFiles } from './files.ts'
import { fileName } from './ledger.ts'
import type { TaskRecord } from './store.ts'
import type { WorkFile } from './work.ts'

export const DOWNLOAD_PATH = '/cdn/'
export const PUT_PATH = '/put/'
const CHUNK = 64 * 1024

/** Signs paths of this simulator with an end of validity (milliseconds since 1970, in the query). */
export interface UrlSigner {
  /** @param life seconds, when not the usual ones */
  sign(origin: string, path: string, life?: number): Promise<string>
  /** Whether a URL was signed here, is unchanged, and still lives. */
  verify(url: URL): Promise<boolean>
}

export function createUrlSigner(secret: Uint8Array, clock: Clock, lifetime: number): UrlSigner {
  const sign = createSigner(secret)
  const digest = (path: string, expires: string, nonce: string) => sign(`${path}\n${expires}\n${nonce}`)
  return {
    async sign(origin, path, life = lifetime) {
      const expires = String(Math.round(clock.now() + life * 1000))
      const nonce = crypto.randomUUID().slice(0, 8)
      return `${origin}${path}?Expires=${expires}&Nonce=${nonce}&Signature=${await digest(path, expires, nonce)}`
    },
    async verify(url) {
      const expires = url.searchParams.get('Expires') ?? ''
      const nonce = url.searchParams.get('Nonce') ?? ''
      const good = (await digest(url.pathname, expires, nonce)) === url.searchParams.get('Signature')
      return good && clock.now() < Number(expires)
    },
  }
}

/** The path of a task's file on the download host, as the service lays them out. */
export const downloadPath = (task: TaskRecord, name: string): string => {
  const day = new Date(task.createdAt).toISOString().slice(0, 10).replaceAll('-', '')
  return `${DOWNLOAD_PATH}tcli_${task.account}/${day}/${task.id}/${name}`
}

/** A storage host's refusal: XML, as S3 words it. */
export const storageError = (status: number, code: string, message: string): Response =>
  new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    {
      status,
      headers: { 'Content-Type': 'application/xml' },
    },
  )

/** Refuses a bad or expired signature. */
export async function refuseUnsigned(request: Request, signer: UrlSigner): Promise<Response | undefined> {
  if (await signer.verify(new URL(request.url))) return undefined
  return storageError(403, 'AccessDenied', 'Request has expired.')
}

/** Tells the log of a key that has no business on a file host. */
export type Leaks = (where: string) => void

type Range = { start: number; end: number } | 'unsatisfiable' | undefined

/** A single byte range (RFC 9110, 14.2), `end` exclusive. Several ranges or bad syntax mean the whole file. */
export function readRange(header: string | null, size: number): Range {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  const [, first = '', last = ''] = match ?? []
  if (!match || (first === '' && last === '')) return undefined
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size }
  }
  const start = Number(first)
  const end = last === '' ? size : Math.min(Number(last) + 1, size)
  if (last !== '' && Number(last) < start) return undefined
  return start >= size ? 'unsatisfiable' : { start, end }
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      // a copy: a reader may transfer the chunk's buffer, the cached file must stay whole
      if (at < bytes.length) controller.enqueue(bytes.slice(at, at + CHUNK))
      at += CHUNK
      if (at >= bytes.length) controller.close()
    },
  })
}

const matches = (header: string | null, tag: string) =>
  header?.split(',').some((entry) => entry.trim().replace(/^W\//, '') === tag || entry.trim() === '*') ?? false

async function serve(request: Request, file: WorkFile): Promise<Response> {
  const { bytes } = file
  const tag = `"${(await sha256(bytes)).slice(0, 32)}"`
  const headers = new Headers({
    'Accept-Ranges': 'bytes',
    ETag: tag,
    'Cache-Control': 'private, max-age=300',
    'Access-Control-Allow-Origin': '*',
  })
  if (matches(request.headers.get('if-none-match'), tag)) return new Response(null, { status: 304, headers })
  const ifRange = request.headers.get('if-range')
  const range = ifRange === null || ifRange === tag ? readRange(request.headers.get('range'), bytes.length) : undefined
  if (range === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${bytes.length}`)
    return new Response(null, { status: 416, headers })
  }
  const { start, end } = range ?? { start: 0, end: bytes.length }
  if (range) headers.set('Content-Range', `bytes ${start}-${end - 1}/${bytes.length}`)
  headers.set('Content-Type', file.mediaType)
  headers.set('Content-Length', String(end - start))
  const body = request.method === 'HEAD' ? null : streamOf(bytes.subarray(start, end))
  return new Response(body, { status: range ? 206 : 200, headers })
}

/**
 * Answers the download host's requests.
 * @param find the task with an id, whoever's it is: the signature is the permission
 */
export function createDownloads(
  signer: UrlSigner,
  files: BuiltFiles,
  find: (id: string) => Promise<TaskRecord | undefined>,
  leaked: Leaks,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return storageError(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.')
    }
    if (request.headers.has('authorization')) leaked('download')
    const refusal = await refuseUnsigned(request, signer)
    if (refusal) return refusal
    const [id = '', name = ''] = new URL(request.url).pathname.split('/').slice(-2)
    const task = await find(id)
    if (task?.outcome?.status !== 'success') return storageError(404, 'NoSuchKey', 'The specified key does not exist.')
    const built = await files.get(task)
    const file = built.files.find((entry) => fileName(task, entry) === name)
    return file ? serve(request, file) : storageError(404, 'NoSuchKey', 'The specified key does not exist.')
  }
}
