// Uploads to the service's storage: with a presigned URL, or temporary credentials and a signature. The service's key is never
// sent to the storage host.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import type { FileInput } from './catalogue/index.ts'
import { TripoError } from './errors.ts'
import { exchange } from './exchange.ts'
import { malformed, uploadAddress, uploadInterrupted, uploadRefused } from './failures.ts'
import { type FullResources, type PutFile, sleep } from './resources.ts'
import { backoff } from './retry.ts'
import { encodePath, regionOf, sign } from './sigv4.ts'
import type { RequestOptions, Transport } from './transport.ts'

export interface StorageUpload {
  bytes: Uint8Array<ArrayBuffer>
  /** As the service names it: `jpeg`, `glb` ... */
  format: string
  options: Pick<RequestOptions, 'signal' | 'onWaiting' | 'onSending'> & {
    onProgress?: (sent: number, total: number) => void
  }
}

/** Where one PUT goes, and what the service will call the file afterwards. */
interface UploadTarget {
  url: string
  headers(): Promise<Record<string, string>>
  file: Pick<FileInput, 'file_token' | 'object'>
}

/** Attempts of one PUT, and upload targets for one file. */
const ATTEMPTS = 4
const TARGETS = 2

const Filled = Type.String({ minLength: 1 })
const Presigned = Type.Object({
  upload_url: Type.Optional(Filled),
  presigned_url: Type.Optional(Filled),
  file_token: Filled,
})
const Credentials = Type.Object({
  s3_host: Filled,
  resource_bucket: Filled,
  resource_uri: Filled,
  session_token: Filled,
  sts_ak: Filled,
  sts_sk: Filled,
  file_token: Type.Optional(Filled),
})

/** Storage must not be a way to read uploads on the line, nor to write to this machine or its network. */
async function checkPlace({ addresses }: Transport, url: string): Promise<void> {
  const why = await addresses.problem(url)
  if (why !== undefined) throw uploadAddress(url, why)
}

async function presigned(
  transport: Transport,
  path: string,
  { format, options }: StorageUpload,
): Promise<UploadTarget> {
  const { data, traceId } = await transport.post(path, { format }, options)
  // Both names are seen (docs/protocol.md#uploads).
  const url = Check(Presigned, data) ? (data.upload_url ?? data.presigned_url) : undefined
  if (!Check(Presigned, data) || url === undefined) throw malformed('upload address', traceId)
  await checkPlace(transport, url)
  return { url, headers: async () => ({}), file: { file_token: data.file_token } }
}

async function credentialed(
  transport: Transport,
  path: string,
  { format, options }: StorageUpload,
): Promise<UploadTarget> {
  const { data, traceId } = await transport.post(path, { format }, options)
  if (!Check(Credentials, data)) throw malformed('storage credentials', traceId)
  const { s3_host: host, resource_bucket: bucket, resource_uri: key } = data
  const origin = /^https?:\/\//.test(host) ? host.replace(/\/+$/, '') : `https://${host}`
  const url = `${origin}/${encodePath(bucket)}/${encodePath(key)}`
  await checkPlace(transport, url)
  return {
    url,
    headers: () =>
      sign({
        method: 'PUT',
        url: new URL(url),
        region: regionOf(new URL(url).host),
        credentials: { accessKey: data.sts_ak, secretKey: data.sts_sk, sessionToken: data.session_token },
        now: transport.resources.clock.now(),
      }),
    file: data.file_token === undefined ? { object: { bucket, key } } : { file_token: data.file_token },
  }
}

/** A PUT without progress, where nothing better was passed in. */
const putByFetch =
  (resources: FullResources): PutFile =>
  async ({ url, headers, bytes, signal, onProgress }) => {
    // The standard fetch does not tell how far it is, so that a slow line gets time by size: 32 KB a second.
    const headersMs = 60_000 + (bytes.length / 32_768) * 1000
    const body = new Uint8Array(bytes)
    const reply = await exchange(resources, url, { method: 'PUT', headers, body, signal, headersMs })
    // Only the status counts, and what storage says may have no end.
    reply.drop()
    onProgress?.(bytes.length, bytes.length)
    return { status: reply.response.status, text: '' }
  }

const mayPass = (status: number) => status === 408 || status === 429 || status >= 500

/** Sends the bytes to one upload target; what may pass is tried again, since a PUT of the same bytes is the same. */
async function put(resources: FullResources, target: UploadTarget, upload: StorageUpload): Promise<number> {
  const send = resources.put ?? putByFetch(resources)
  const { bytes, options } = upload
  for (let attempt = 1; ; attempt++) {
    options.signal?.throwIfAborted()
    let failure: TripoError
    try {
      const headers = await target.headers()
      const { signal, onProgress } = options
      const { status } = await send({ url: target.url, headers, bytes, signal, onProgress })
      if (!mayPass(status)) return status
      failure = uploadRefused(target.url, status)
    } catch (error) {
      options.signal?.throwIfAborted()
      failure = error instanceof TripoError ? error : uploadInterrupted(target.url, error)
    }
    if (attempt >= ATTEMPTS) throw failure
    await sleep(resources.clock, backoff(attempt, resources.random), options.signal)
  }
}

/**
 * Uploads into storage. Throws TripoApiError when the service gives no place, TripoRequestError `upload.*` when
 * storage does not take the file, or the signal's reason.
 * @param way how the place is asked for, and where
 */
export async function uploadToStorage(
  transport: Transport,
  way: { kind: 'presign' | 'credentials'; path: string },
  upload: StorageUpload,
): Promise<FileInput> {
  for (let count = 1; ; count++) {
    const target = await (way.kind === 'presign' ? presigned : credentialed)(transport, way.path, upload)
    const status = await put(transport.resources, target, upload)
    if (status >= 200 && status < 300) return { type: upload.format === 'jpeg' ? 'jpg' : upload.format, ...target.file }
    // 401 and 403: the address or the credentials have expired; fresh ones are free.
    if (count >= TARGETS || (status !== 401 && status !== 403)) throw uploadRefused(target.url, status)
  }
}
