// The hosts beside the API: downloads, presigned uploads, and the bucket. They need no keys and respond in XML.
import { drain } from './api.ts'
import { readBytes } from './body.ts'
import { ServiceError } from './codes.ts'
import { DOWNLOAD_PATH, PUT_PATH, refuseUnsigned, storageError, type UrlSigner } from './downloads.ts'
import { BUCKET_PATH, type Storage } from './storage.ts'
import type { Uploads } from './uploads.ts'

/** A presigned upload has its permission in the address; storage takes no second one. */
function refuseKey(request: Request): Response | undefined {
  if (!request.headers.has('authorization')) return undefined
  const message = 'Only one auth mechanism allowed: this address is signed; send no Authorization header.'
  return storageError(400, 'InvalidArgument', message)
}

export interface HostParts {
  signer: UrlSigner
  uploads: Uploads
  storage: Storage
  download(request: Request): Promise<Response>
}

/** @returns a function that answers what these hosts serve, and gives undefined for anything else */
export function createHosts({ signer, uploads, storage, download }: HostParts) {
  /** Takes the bytes of a presigned upload, as the storage host does. */
  async function put(request: Request, url: URL): Promise<Response> {
    if (request.method !== 'PUT') return storageError(405, 'MethodNotAllowed', 'Upload with PUT.')
    const refusal = refuseKey(request) ?? (await refuseUnsigned(request, signer))
    if (refusal) {
      await drain(request)
      return refusal
    }
    try {
      const token = url.pathname.slice(PUT_PATH.length)
      await uploads.fill(token, await readBytes(request, await uploads.roomOf(token)))
      return new Response(null, { status: 200 })
    } catch (error) {
      if (error instanceof ServiceError) return storageError(400, 'EntityTooLarge', error.message)
      throw error
    }
  }

  async function answer(serve: () => Promise<Response>, traceId: string): Promise<Response> {
    const response = await serve().catch(() =>
      storageError(500, 'InternalError', 'We encountered an internal error. Please try again.'),
    )
    response.headers.set('X-Tripo-Trace-ID', traceId)
    return response
  }

  return (request: Request, url: URL, traceId: string): Promise<Response> | undefined => {
    const { pathname } = url
    if (pathname.startsWith(PUT_PATH)) return answer(() => put(request, url), traceId)
    if (pathname.startsWith(DOWNLOAD_PATH)) return answer(() => download(request), traceId)
    if (pathname.startsWith(BUCKET_PATH)) return answer(() => storage.handle(request), traceId)
    return undefined
  }
}
