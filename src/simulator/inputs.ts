// Resolves an input file of a request (token, URL, storage object, task) to the stored file.
import {
  type Dialect,
  type FileInput,
  findCapability,
  IMAGE_LIMITS,
  IMPORT_MAX_BYTES,
} from '../tripo/catalogue/index.ts'
import { readBytes } from './body.ts'
import { ServiceError } from './codes.ts'
import type { SimulatorOptions } from './options.ts'
import type { InputRecord, TaskRecord } from './store.ts'
import { BUCKET, type Purpose, type Uploads } from './uploads.ts'

const FETCH_TIMEOUT = 10_000
const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i

export interface InputOptions {
  fetch: NonNullable<SimulatorOptions['fetch']>
  /** Whether hosts other than this machine may be asked. */
  remote: boolean
}

/** Fetches a file named by URL; what cannot be had or is a web page is the caller's mistake: 1004. */
async function fetchFile(address: string, purpose: Purpose, options: InputOptions): Promise<Uint8Array> {
  if (!URL.canParse(address)) throw new ServiceError(1004, 'url: this is no address.')
  const url = new URL(address)
  if (!options.remote && !LOOPBACK.test(url.hostname)) {
    throw new ServiceError(1004, `url: ${url.host} cannot be reached; this simulator fetches from this machine only.`)
  }
  let response: Response
  try {
    response = await options.fetch(url.href, { signal: AbortSignal.timeout(FETCH_TIMEOUT) })
  } catch {
    throw new ServiceError(1004, `url: ${url.host} cannot be reached.`)
  }
  if (!response.ok) {
    await response.body?.cancel()
    throw new ServiceError(1004, `url: ${url.host} answered HTTP ${response.status}.`)
  }
  let bytes: Uint8Array
  try {
    bytes = await readBytes(response, purpose === 'model' ? IMPORT_MAX_BYTES : IMAGE_LIMITS.maxBytes)
  } catch (error) {
    if (error instanceof ServiceError) throw error
    throw new ServiceError(1004, `url: ${url.host} broke off while sending the file.`)
  }
  const start = new TextDecoder().decode(bytes.subarray(0, 256)).trimStart().toLowerCase()
  if (/^(<!doctype html|<html)/.test(start) || response.headers.get('content-type')?.startsWith('text/html')) {
    throw new ServiceError(
      1004,
      `url: the address answers a web page (HTML), not ${purpose === 'model' ? 'a model' : 'an image'}.`,
    )
  }
  return bytes
}

/** A stored file, or the task that drew it. */
export type ResolvedInput = { file: InputRecord } | { task: string }

export interface InputFinder {
  uploads: Uploads
  options: InputOptions
  dialect: Dialect
  /** One of the account's tasks. */
  find(id: string): Promise<TaskRecord | undefined>
}

/** A task in the place of an image must have drawn one. */
function drawnBy(task: TaskRecord): ResolvedInput {
  if (!findCapability(task.capability)?.outputs.includes('generated_image')) {
    throw new ServiceError(2006, 'The source task has made no image.')
  }
  if (task.outcome?.status !== 'success') throw new ServiceError(2007)
  return { task: task.id }
}

/**
 * Finds the file a checked input names, fetching it when it is an address.
 * On v3 a bare id means the picture that task drew, and a token is a token; v2 was seen to take such an id for a token.
 * Anything else unknown is 2019.
 */
export async function resolveInput(
  account: string,
  input: FileInput,
  purpose: Purpose,
  { uploads, options, find, dialect }: InputFinder,
): Promise<ResolvedInput> {
  const { url, file_token: token, object, task_id: id } = input
  if (url !== undefined) return { file: await uploads.add(account, await fetchFile(url, purpose, options), purpose) }
  if (id !== undefined) {
    const task = purpose === 'image' ? await find(id) : undefined
    if (!task) throw new ServiceError(2019)
    return drawnBy(task)
  }
  const file =
    token !== undefined
      ? await uploads.find(account, token, purpose)
      : await uploads.findObject(account, object?.key ?? '', purpose)
  if (file && (token !== undefined || object?.bucket === BUCKET)) return { file }
  const task = token !== undefined && purpose === 'image' && dialect === 'v2' ? await find(token) : undefined
  if (task) return drawnBy(task)
  throw new ServiceError(2019)
}
