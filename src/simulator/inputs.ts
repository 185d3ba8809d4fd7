// From what a request says about an input file (token, address, storage object) to the stored image it means.
import { type FileInput, IMAGE_LIMITS } from '../tripo/catalogue/index.ts'
import { readBytes } from './body.ts'
import { ServiceError } from './codes.ts'
import type { SimulatorOptions } from './options.ts'
import type { InputRecord } from './store.ts'
import type { Uploads } from './uploads.ts'

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

/**
 * Finds the image a checked input names, fetching it when it is an address.
 * @param isTask whether an id is one of the account's tasks: those are no images (2006), unlike unknown ones (2019)
 */
export async function resolveInput(
  account: string,
  input: FileInput,
  uploads: Uploads,
  options: InputOptions,
  isTask: (id: string) => Promise<boolean>,
): Promise<InputRecord> {
  if (input.url !== undefined) return uploads.add(account, await fetchImage(input.url, options))
  const found =
    input.file_token !== undefined
      ? await uploads.find(account, input.file_token)
      : await uploads.findObject(account, input.object?.key ?? '')
  if (found) return found
  if (input.file_token !== undefined && (await isTask(input.file_token))) {
    throw new ServiceError(2006, 'The source task has made no image.')
  }
  throw new ServiceError(2019)
}
