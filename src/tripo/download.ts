// Downloads results: streamed to a temporary file, checked for length and header, resumed or restarted after an interruption,
// with a new URL when the old one has expired. The key is never sent here.

import { english } from '../text/index.ts'
import { isOfDisk, isOfDownload } from '../text/problem-codes.ts'
import type { Addresses } from './addresses.ts'
import { type Billed, isAbort, TripoError } from './errors.ts'
import { type Exchange, exchange } from './exchange.ts'
import {
  diskFailed,
  downloadAddress,
  downloadBroken,
  downloadExpired,
  downloadFailed,
  downloadIncomplete,
  downloadNotTheFile,
  downloadRefused,
  downloadTooLarge,
} from './failures.ts'
import { fileType, glbFault, isMarkup, isPicture } from './file-type.ts'
import { type FileSink, type FileWriter, type FullResources, sleep, type WrittenFile } from './resources.ts'
import { ResumableDownload, type ResumePoint } from './resumable-download.ts'
import { backoff } from './retry.ts'

export interface DownloadRequest {
  url: string
  /** The folder of the temporary file; it must exist. */
  folder: string
  expect: 'model' | 'picture'
  /** Where files may be fetched from. */
  addresses: Pick<Addresses, 'problem'>
  /** More bytes are not taken, whatever the server announces; without it: 500 MB. */
  mostBytes?: number
  /** What is known of the credits of the task, for whoever reads of a failure. */
  billed?: Billed
  /** Reads the task again for a fresh address; undefined when there is none. */
  refresh?: () => Promise<string | undefined>
  signal?: AbortSignal
  /**
   * Goes on with what an earlier run has left under this name in the folder, and leaves something itself when it is
   * stopped; `onKept` says so.
   */
  keep?: { name: string; onKept?(): void }
  /** Bytes so far, and in all when the server says so. */
  onProgress?: (received: number, total: number | undefined) => void
}

/** A whole, checked file under a temporary name. */
export interface DownloadedFile extends WrittenFile {
  extension: string
  mediaType: string
}

/** Attempts that may fail without progress, and fresh addresses, for one file. */
const ATTEMPTS = 5
const REFRESHES = 3
/** Bytes of one result that are fetched unasked: the largest models with every texture have some 200 MB. */
export const MOST_BYTES = 500_000_000
/** Enough for every header looked at. */
const HEAD = 512

/** What is known of a download across its attempts. */
interface State extends ResumePoint {
  url: string
  resumable: ResumableDownload
}

type Step = 'done' | 'again' | 'refresh'

/**
 * Downloads one file of a task to a temporary file.
 * Throws TripoFileError `download.*` or `disk.*`, or the signal's reason; the temporary file is gone then, unless it
 * was stopped and is to be kept.
 */
export async function download(
  resources: FullResources,
  files: FileSink,
  request: DownloadRequest,
): Promise<DownloadedFile> {
  const { url, folder, keep, billed } = request
  const writer = await onDisk(files.open(folder, keep?.name), billed)
  const resumable = new ResumableDownload(writer, keep && files.checkpointEvery)
  try {
    const state: State = { url, ...(await onDisk(resumable.begin(), billed)), resumable }
    await fetchWhole(resources, writer, request, state)
    const type = fileType(state.head, state.received, state.url)
    const isExpected = type.extension !== 'bin' && isPicture(type) === (request.expect === 'picture')
    if (!isExpected) {
      throw downloadNotTheFile(`expected a ${request.expect}, got a ${type.extension} file`, billed)
    }
    return { ...(await onDisk(writer.close(), billed)), ...type }
  } catch (error) {
    if (request.signal?.aborted && (await resumable.leave())) keep?.onKept?.()
    else await writer.discard()
    throw error
  }
}

async function fetchWhole(resources: FullResources, writer: FileWriter, request: DownloadRequest, state: State) {
  let attempts = 0
  let refreshes = 0
  let furthest = 0
  let lastError: TripoError | undefined
  while (true) {
    let step: Step
    try {
      step = await attempt(resources, writer, request, state)
    } catch (error) {
      request.signal?.throwIfAborted()
      if (isAbort(error) || isFinalFailure(error)) throw error
      lastError = error instanceof TripoError && isOfDownload(error) ? error : downloadFailed(error, request.billed)
      step = 'again'
    }
    if (step === 'done') return
    if (step === 'refresh') {
      refreshes += 1
      const fresh = refreshes <= REFRESHES ? await request.refresh?.() : undefined
      if (!fresh) throw downloadExpired(403, request.billed)
      state.url = fresh
      continue
    }
    attempts = state.received > furthest ? 1 : attempts + 1
    furthest = Math.max(furthest, state.received)
    if (attempts >= ATTEMPTS)
      throw lastError ?? downloadIncomplete(state.received, state.total, undefined, request.billed)
    await sleep(resources.clock, backoff(attempts, resources.random), request.signal)
  }
}

const FINAL: ReadonlySet<string> = new Set(
  ['not-a-file', 'refused', 'address', 'too-large'].map((end) => `download.${end}`),
)

/** Failures that no other attempt can mend: the disk's, and those already decided on. */
const isFinalFailure = (error: unknown) => error instanceof TripoError && (isOfDisk(error) || FINAL.has(error.code))

async function attempt(
  resources: FullResources,
  writer: FileWriter,
  request: DownloadRequest,
  state: State,
): Promise<Step> {
  const headers: Record<string, string> = { Accept: '*/*' }
  if (state.received > 0 && state.etag) {
    headers.Range = `bytes=${state.received}-`
    headers['If-Range'] = state.etag
  }
  const reply = await openFile(resources, state.url, headers, request)
  const { status } = reply.response
  if (status !== 200 && status !== 206) {
    reply.drop()
    if (status === 401 || status === 403) return 'refresh'
    if (status === 416) await restart(writer, request, state)
    else if (status !== 408 && status !== 429 && status < 500) throw downloadRefused(status, request.billed)
    return 'again'
  }
  try {
    await begin(reply.response, writer, request, state)
  } catch (error) {
    reply.drop()
    throw error
  }
  await receive(reply, writer, request, state)
  return await judge(writer, request, state)
}

/** Follows redirects by hand, a few, each to an address that is allowed. */
async function openFile(
  resources: FullResources,
  url: string,
  headers: Record<string, string>,
  { addresses, signal, billed }: DownloadRequest,
): Promise<Exchange> {
  let at = url
  let status = 0
  for (let hops = 0; hops < 4; hops++) {
    const why = await addresses.problem(at)
    if (why !== undefined)
      throw hops === 0 ? downloadAddress(at, why, billed) : downloadRefused(status, billed, english(why))
    const reply = await exchange(resources, at, { headers, signal })
    const target = reply.response.headers.get('location')
    status = reply.response.status
    if (status < 300 || status >= 400 || !target || !URL.canParse(target, at)) return reply
    reply.drop()
    at = new URL(target, at).href
  }
  throw downloadRefused(310, billed)
}

/** Prepares for the body: continues where the server does, else begins again. */
async function begin(response: Response, writer: FileWriter, request: DownloadRequest, state: State): Promise<void> {
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '')
  const etag = response.headers.get('etag')
  if (response.status === 206 && range && Number(range[1]) === state.received) {
    const total = range[2] === '*' ? state.total : Number(range[2])
    // A server that does not heed If-Range would splice two files together.
    const isSame = (etag === null || etag === state.etag) && (state.total === undefined || total === state.total)
    state.total = total
    if (isSame) return checkSize(total ?? 0, request)
  }
  await restart(writer, request, state)
  if (response.status === 206) throw downloadFailed(new Error('the server sent another part than was asked for'))
  const length = Number(response.headers.get('content-length') ?? Number.NaN)
  // The length is that of the packed body when the server packs it, while we count unpacked bytes.
  const isPacked = (response.headers.get('content-encoding') ?? 'identity') !== 'identity'
  state.total = isPacked || Number.isNaN(length) ? undefined : length
  state.etag = isPacked || etag?.startsWith('W/') ? undefined : (etag ?? undefined)
  checkSize(state.total ?? 0, request)
}

/** Of what is too large nothing more is taken: what is announced, and what has come, unpacked. */
function checkSize(bytes: number, { mostBytes = MOST_BYTES, billed }: DownloadRequest): void {
  if (bytes > mostBytes) throw downloadTooLarge(mostBytes, billed)
}

async function receive(reply: Exchange, writer: FileWriter, request: DownloadRequest, state: State): Promise<void> {
  request.onProgress?.(state.received, state.total)
  for await (const chunk of reply.chunks()) {
    if (state.head.length < HEAD) {
      const head = new Uint8Array(Math.min(HEAD, state.head.length + chunk.length))
      head.set(state.head)
      head.set(chunk.subarray(0, head.length - state.head.length), state.head.length)
      state.head = head
      if (isMarkup(head)) throw downloadNotTheFile(new TextDecoder().decode(head).slice(0, 120), request.billed)
    }
    checkSize(state.received + chunk.length, request)
    await onDisk(writer.write(chunk), request.billed)
    state.received += chunk.length
    await onDisk(state.resumable.advance(state), request.billed)
    request.onProgress?.(state.received, state.total)
  }
}

/** The body has ended; is it whole? */
async function judge(writer: FileWriter, request: DownloadRequest, state: State): Promise<Step> {
  const { received, total } = state
  if (received === 0 || (total !== undefined && received < total)) {
    throw downloadIncomplete(received, total, undefined, request.billed)
  }
  const fault =
    total !== undefined && received > total ? `${received} of ${total} bytes` : glbFault(state.head, received)
  if (fault === undefined) return 'done'
  await restart(writer, request, state)
  throw downloadBroken(english(fault), request.billed)
}

async function restart(writer: FileWriter, { billed }: DownloadRequest, state: State): Promise<void> {
  if (state.received > 0) await onDisk(writer.restart(), billed)
  state.resumable.forget()
  state.received = 0
  state.total = undefined
  state.head = new Uint8Array()
  state.etag = undefined
}

/** Names the disk as the culprit, so that it is not taken for the network. */
async function onDisk<Value>(work: Promise<Value>, billed: Billed = 'unknown'): Promise<Value> {
  try {
    return await work
  } catch (error) {
    throw error instanceof TripoError ? error : diskFailed(error, billed)
  }
}
