// From what a request says about an input file (token, address, storage object, task) to the stored file it means.
import { type FileInput, findCapability, IMAGE_LIMITS } from '../tripo/catalogue/index.ts'
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

/** Fetches an image named by URL; what cannot be had or is a web page is the caller's mistake: 1004. */
async function fetchImage(address: string, options: InputOptions): Promise<Uint8Array> {
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
    bytes = await readBytes(response, IMAGE_LIMITS.maxBytes)
  } catch (error) {
    if (error instanceof ServiceError) throw error
    throw new ServiceError(1004, `url: ${url.host} broke off while sending the image.`)
  }
  const start = new TextDecoder().decode(bytes.subarray(0, 256)).trimStart().toLowerCase()
  if (/^(<!doctype html|<html)/.test(start) || response.headers.get('content-type')?.startsWith('text/html')) {
    throw new ServiceError(1004, 'url: the address answers a web page (HTML), not an image.')
  }
  return bytes
}

/** A stored file, or the task that drew it. */
export type ResolvedInput = { file: InputRecord } | { task: string }

export interface InputFinder {
  uploads: Uploads
  options: InputOptions
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
 * An id that is one of the account's tasks means the picture it drew; any other unknown id is 2019.
 */
export async function resolveInput(
  account: string,
  input: FileInput,
  purpose: Purpose,
  { uploads, options, find }: InputFinder,
): Promise<ResolvedInput> {
  if (input.url !== undefined) {
    if (purpose === 'model') throw new ServiceError(1004, 'file: upload the model; addresses are not taken here.')
    return { file: await uploads.add(account, await fetchImage(input.url, options), purpose) }
  }
  const { file_token: token, object } = input
  const file =
    token !== undefined
      ? await uploads.find(account, token, purpose)
      : await uploads.findObject(account, object?.key ?? '', purpose)
  if (file && (token !== undefined || object?.bucket === BUCKET)) return { file }
  const task = token !== undefined && purpose === 'image' ? await find(token) : undefined
  if (task) return drawnBy(task)
  throw new ServiceError(2019)
}
