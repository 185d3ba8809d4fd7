// Downloading results: streamed to a temporary file, checked for length and header, resumed or begun again when cut,
// with a fresh address when the old one has expired. The key is never sent here.
import { isAbort, TripoError } from './errors.ts'
import { type Exchange, exchange } from './exchange.ts'
import {
  diskFailed,
  downloadBroken,
  downloadExpired,
  downloadFailed,
  downloadIncomplete,
  downloadNotTheFile,
  downloadRefused,
} from './failures.ts'
import { fileType, glbFault, isMarkup, isPicture } from './file-type.ts'
import { type Beginning, Marks } from './kept.ts'
import { type FileSink, type FileWriter, type FullResources, sleep, type WrittenFile } from './resources.ts'
import { backoff } from './retry.ts'

export interface DownloadRequest {
  url: string
  /** The folder of the temporary file; it must exist. */
  folder: string
  expect: 'model' | 'picture'
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
/** Enough for every header looked at. */
const HEAD = 512

/** What is known of a download across its attempts. */
interface State extends Beginning {
  url: string
  marks: Marks
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
  const { url, folder, keep } = request
  const writer = await onDisk(files.open(folder, keep?.name))
  const marks = new Marks(writer, keep && files.markEvery)
  try {
    const state: State = { url, ...(await onDisk(marks.begin())), marks }
    await fetchWhole(resources, writer, request, state)
    const type = fileType(state.head, state.received, state.url)
    const isExpected = type.extension !== 'bin' && isPicture(type) === (request.expect === 'picture')
    if (!isExpected) throw downloadNotTheFile(`expected a ${request.expect}, got a ${type.extension} file`)
    return { ...(await onDisk(writer.close())), ...type }
  } catch (error) {
    if (request.signal?.aborted && (await marks.leave())) keep?.onKept?.()
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
      lastError = error instanceof TripoError ? error : downloadFailed(error)
      step = 'again'
    }
    if (step === 'done') return
    if (step === 'refresh') {
      refreshes += 1
      const fresh = refreshes <= REFRESHES ? await request.refresh?.() : undefined
      if (!fresh) throw downloadExpired(403)
      state.url = fresh
      continue
    }
    attempts = state.received > furthest ? 1 : attempts + 1
    furthest = Math.max(furthest, state.received)
    if (attempts >= ATTEMPTS) throw lastError ?? downloadIncomplete(state.received, state.total)
    await sleep(resources.clock, backoff(attempts, resources.random), request.signal)
  }
}

/** Failures that no other attempt can mend: the disk's, and those already decided on. */
const isFinalFailure = (error: unknown) =>
  error instanceof TripoError &&
  (error.code.startsWith('disk.') || error.code === 'download.not-a-file' || error.code === 'download.refused')

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
  const reply = await openFile(resources, state.url, headers, request.signal)
  const { status } = reply.response
  if (status !== 200 && status !== 206) {
    reply.drop()
    if (status === 401 || status === 403) return 'refresh'
    if (status === 416) await restart(writer, state)
    else if (status !== 408 && status !== 429 && status < 500) throw downloadRefused(status)
    return 'again'
  }
  await begin(reply.response, writer, state)
  await receive(reply, writer, request, state)
  return await judge(writer, state)
}

/** Follows redirects by hand, a few and only between secure (or loopback) addresses. */
async function openFile(
  resources: FullResources,
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal | undefined,
): Promise<Exchange> {
  let at = url
  for (let hops = 0; hops < 4; hops++) {
    const reply = await exchange(resources, at, { headers, signal })
    const target = reply.response.headers.get('location')
    const { status } = reply.response
    if (status < 300 || status >= 400 || !target || !URL.canParse(target, at)) return reply
    reply.drop()
    const next = new URL(target, at)
    if (next.protocol !== 'https:' && next.protocol !== new URL(at).protocol) throw downloadRefused(status)
    at = next.href
  }
  throw downloadRefused(310)
}

/** Prepares for the body: continues where the server does, else begins again. */
async function begin(response: Response, writer: FileWriter, state: State): Promise<void> {
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '')
  const etag = response.headers.get('etag')
  if (response.status === 206 && range && Number(range[1]) === state.received) {
    const total = range[2] === '*' ? state.total : Number(range[2])
    // A server that does not heed If-Range would splice two files together.
    const isSame = (etag === null || etag === state.etag) && (state.total === undefined || total === state.total)
    state.total = total
    if (isSame) return
  }
  await restart(writer, state)
  if (response.status === 206) throw downloadFailed(new Error('the server sent another part than was asked for'))
  const length = Number(response.headers.get('content-length') ?? Number.NaN)
  // The length is that of the packed body when the server packs it, while we count unpacked bytes.
  const isPacked = (response.headers.get('content-encoding') ?? 'identity') !== 'identity'
  state.total = isPacked || Number.isNaN(length) ? undefined : length
  state.etag = isPacked || etag?.startsWith('W/') ? undefined : (etag ?? undefined)
}

async function receive(reply: Exchange, writer: FileWriter, request: DownloadRequest, state: State): Promise<void> {
  request.onProgress?.(state.received, state.total)
  for await (const chunk of reply.chunks()) {
    if (state.head.length < HEAD) {
      const head = new Uint8Array(Math.min(HEAD, state.head.length + chunk.length))
      head.set(state.head)
      head.set(chunk.subarray(0, head.length - state.head.length), state.head.length)
      state.head = head
      if (isMarkup(head)) throw downloadNotTheFile(new TextDecoder().decode(head).slice(0, 120))
    }
    await onDisk(writer.write(chunk))
    state.received += chunk.length
    await onDisk(state.marks.look(state))
    request.onProgress?.(state.received, state.total)
  }
}

/** The body has ended; is it whole? */
async function judge(writer: FileWriter, state: State): Promise<Step> {
  const { received, total } = state
  if (received === 0 || (total !== undefined && received < total)) {
    throw downloadIncomplete(received, total)
  }
  const fault =
    total !== undefined && received > total ? `${received} of ${total} bytes` : glbFault(state.head, received)
  if (fault === undefined) return 'done'
  await restart(writer, state)
  throw downloadBroken(fault)
}

async function restart(writer: FileWriter, state: State): Promise<void> {
  if (state.received > 0) await onDisk(writer.restart())
  state.marks.forget()
  state.received = 0
  state.total = undefined
  state.head = new Uint8Array()
  state.etag = undefined
}

/** Names the disk as the culprit, so that it is not taken for the network. */
async function onDisk<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work
  } catch (error) {
    throw error instanceof TripoError ? error : diskFailed(error)
  }
}
