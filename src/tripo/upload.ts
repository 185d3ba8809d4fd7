// Uploads: checked first, sent in the way that suits kind and size, and remembered so that the same file is not sent twice.
// Pictures are sent as multipart; models and large files go directly to the service's storage.
import { checkImage, type FileInput, IMAGE_EXTENSIONS, type ImageHeader, readImageHeader } from './catalogue/index.ts'
import type { DialectSpec } from './dialects/index.ts'
import { sha256 } from './digest.ts'
import { isAbort, TripoError } from './errors.ts'
import { imageRefused, malformed, modelRefused } from './failures.ts'
import { checkModel } from './model-file.ts'
import { uploadToStorage } from './storage.ts'
import type { RequestOptions, Transport } from './transport.ts'

/** Tokens live about a day at the service; half of that is safe. Source: docs/protocol.md#uploads. */
const TOKEN_LIFE = 12 * 3600 * 1000
/** Files remembered at once. */
const REMEMBERED = 200
/** From this size on a file goes into storage: multipart has no progress, and bodies have a limit of 20 MB. */
export const LARGE_FILE = 10 * 1024 * 1024

export type UploadOptions = Pick<RequestOptions, 'signal' | 'onWaiting' | 'onSending'> & {
  /** Bytes sent so far, of all. */
  onProgress?: (sent: number, total: number) => void
  /** SHA-256 of the bytes in lower-case hex, from a caller who knows it. */
  sha256?: string
}

/** An uploaded file, ready for a task's `file`: with a token, or on v2 sometimes with its place in storage. */
export type UploadedFile = Pick<FileInput, 'type' | 'file_token' | 'object'>

/** A checked file on its way. */
interface Sending {
  kind: 'image' | 'model'
  bytes: Uint8Array<ArrayBuffer>
  name: string
  /** As the service names it: `jpeg`, `glb` ... */
  format: string
}

type UploadMethod = { kind: 'multipart' } | { kind: 'presign' | 'credentials'; path: string }

/** The last part of a path or address, without what header fields cannot carry, with an ending of the real format. */
function fileName(name: string, kind: string, endings: readonly string[]): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const plain = last.replace(/[^\p{L}\p{N}._ -]/gu, '_').slice(-100)
  const stem = plain.replace(/\.[^.]*$/, '').replace(/^[. ]+/, '') || kind
  const ending = plain.includes('.') ? plain.split('.').at(-1)?.toLowerCase() : undefined
  return `${stem}.${ending && endings.includes(ending) ? ending : endings[0]}`
}

/** The same bytes for interfaces that do not take shared memory; copied only when they are in it. */
const unshared = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes)

/** What an image is. Throws TripoCheckError `image.*` when the service would refuse it. */
function checked(bytes: Uint8Array, header: ImageHeader | undefined): ImageHeader {
  const problem = checkImage(bytes.length, header)
  if (problem || !header) throw imageRefused(problem ?? { code: 'not-an-image', message: 'This is not an image.' })
  return header
}

export class Uploader {
  readonly #known = new Map<string, { file: UploadedFile; until: number }>()

  readonly #transport: Transport
  readonly #dialect: DialectSpec

  constructor(transport: Transport, dialect: DialectSpec) {
    this.#transport = transport
    this.#dialect = dialect
  }

  /**
   * Uploads an image. Throws TripoCheckError `image.*` when the service would refuse it; nothing is sent then.
   * @param bytes the whole file
   * @param name its name or path; the ending is corrected to what the bytes are
   */
  uploadImage(bytes: Uint8Array, name: string, options: UploadOptions = {}): Promise<UploadedFile> {
    return this.#image(bytes, readImageHeader(bytes), name, options)
  }

  /** The image as a person sees it: the service may look at nothing but its pixels. */
  async #plain(bytes: Uint8Array, header: ImageHeader): Promise<{ bytes: Uint8Array; format: ImageHeader['format'] }> {
    const prepare = this.#transport.resources.prepareImage
    if (!header.needsPreparing || !prepare) return { bytes, format: header.format }
    const prepared = await prepare(bytes).catch((error: unknown) => {
      throw imageRefused({ code: 'unsupported', message: error instanceof Error ? error.message : String(error) })
    })
    return { bytes: prepared, format: checked(prepared, readImageHeader(prepared)).format }
  }

  /**
   * Uploads a model for an import. Throws TripoCheckError `model.*` when the service would refuse it.
   * @param bytes the whole file: GLB, OBJ, FBX or STL
   * @param name its name or path; OBJ is known by it
   */
  uploadModel(bytes: Uint8Array, name: string, options: UploadOptions = {}): Promise<UploadedFile> {
    return this.#model(bytes, checkModel(bytes, name), name, options)
  }

  /** Uploads a file of either kind, by what its bytes are. */
  upload(bytes: Uint8Array, name: string, options: UploadOptions = {}): Promise<UploadedFile> {
    const header = readImageHeader(bytes)
    const model = header ? undefined : checkModel(bytes, name)
    if (model && !model.problem) return this.#model(bytes, model, name, options)
    return this.#image(bytes, header, name, options)
  }

  async #image(bytes: Uint8Array, header: ImageHeader | undefined, name: string, options: UploadOptions) {
    const read = checked(bytes, header)
    return this.#once(bytes, options, async () => {
      const { bytes: plain, format } = await this.#plain(bytes, read)
      return { kind: 'image', bytes: unshared(plain), name: fileName(name, 'image', IMAGE_EXTENSIONS[format]), format }
    })
  }

  async #model(bytes: Uint8Array, model: ReturnType<typeof checkModel>, name: string, options: UploadOptions) {
    if (model.problem) throw modelRefused(model.problem)
    const { format } = model
    const sending = async (): Promise<Sending> => ({
      ...{ kind: 'model', format },
      ...{ bytes: unshared(bytes), name: fileName(name, 'model', [format]) },
    })
    return this.#once(bytes, options, sending)
  }

  /** Forgets tokens that the service says it no longer has. */
  forget(): void {
    this.#known.clear()
  }

  /** Sends a file unless it is there already, by the hash of the bytes that the caller has. */
  async #once(bytes: Uint8Array, options: UploadOptions, prepare: () => Promise<Sending>): Promise<UploadedFile> {
    const digest = options.sha256 ?? (await sha256(unshared(bytes)))
    const now = this.#transport.resources.clock.now()
    const earlier = this.#known.get(digest)
    if (earlier && earlier.until > now) return earlier.file
    const file = await this.#sendSomeWay(await prepare(), options)
    this.#remember(digest, file, now + TOKEN_LIFE)
    return file
  }

  /** The ways for a file, the best first: a deployment need not have each of them. */
  #waysFor({ kind, bytes }: Sending): readonly UploadMethod[] {
    const { presign, credentials, modelsByMultipart } = this.#dialect.uploads
    const byStorage: UploadMethod[] = [
      ...(presign === undefined ? [] : [{ kind: 'presign', path: presign } as const]),
      { kind: 'credentials', path: credentials },
    ]
    const multipart: UploadMethod = { kind: 'multipart' }
    if (kind === 'model' && !modelsByMultipart) return byStorage
    return bytes.length >= LARGE_FILE ? [...byStorage, multipart] : [multipart]
  }

  async #sendSomeWay(sending: Sending, options: UploadOptions): Promise<UploadedFile> {
    const { bytes, format } = sending
    let failure: unknown
    for (const way of this.#waysFor(sending)) {
      try {
        return way.kind === 'multipart'
          ? await this.#sendMultipart(sending, options)
          : await uploadToStorage(this.#transport, way, { bytes, format, options })
      } catch (error) {
        // Another way does not mend a stop, nor a key that is refused.
        if (isAbort(error) || !(error instanceof TripoError) || error.httpStatus === 401) throw error
        options.signal?.throwIfAborted()
        failure = error
        this.#transport.resources.log.debug(`upload by ${way.kind}: ${error.code}`)
      }
    }
    throw failure
  }

  async #sendMultipart({ kind, bytes, name, format }: Sending, options: UploadOptions): Promise<UploadedFile> {
    const { path, token: field } = this.#dialect.uploads.multipart
    const form = new FormData()
    const type = kind === 'image' ? `image/${format}` : 'application/octet-stream'
    form.append('file', new Blob([bytes], { type }), name)
    options.onProgress?.(0, bytes.length)
    const { data, traceId } = await this.#transport.post(path, form, options)
    const token = readToken(data, field)
    if (!token) throw malformed('upload token', traceId)
    options.onProgress?.(bytes.length, bytes.length)
    return { type: format === 'jpeg' ? 'jpg' : format, file_token: token }
  }

  #remember(digest: string, file: UploadedFile, until: number): void {
    this.#known.delete(digest)
    this.#known.set(digest, { file, until })
    const oldest = this.#known.keys().next().value
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest)
  }
}

function readToken(data: unknown, name: string): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  const token: unknown = Object.getOwnPropertyDescriptor(data, name)?.value
  return typeof token === 'string' && token !== '' ? token : undefined
}
