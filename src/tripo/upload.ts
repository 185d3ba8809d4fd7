// Uploads of images: checked here first, sent as multipart, and remembered so that the same picture is not sent twice.
// Models and large files come through presigned addresses and STS later; they will join here as other routes.
import { checkImage, type FileInput, IMAGE_EXTENSIONS, type ImageFormat, readImageHeader } from './catalogue/index.ts'
import type { DialectSpec } from './dialects/index.ts'
import { imageRefused, malformed } from './failures.ts'
import type { RequestOptions, Transport } from './transport.ts'

/** Tokens live about a day at the service; half of that is safe. Source: protocol sheet, section 2. */
const TOKEN_LIFE = 12 * 3600 * 1000
/** Pictures remembered at once. */
const REMEMBERED = 200

export type UploadOptions = Pick<RequestOptions, 'signal' | 'onWaiting'>

/** An uploaded image, ready for a task's `file`. */
export type UploadedFile = Required<Pick<FileInput, 'type' | 'file_token'>>

/** The last part of a path or address, without what header fields cannot carry, with the ending of the real format. */
function fileName(name: string, format: ImageFormat): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const plain = last.replace(/[^\p{L}\p{N}._ -]/gu, '_').slice(-100)
  const stem = plain.replace(/\.[^.]*$/, '').replace(/^[. ]+/, '') || 'image'
  const endings = IMAGE_EXTENSIONS[format]
  const ending = plain.includes('.') ? plain.split('.').at(-1)?.toLowerCase() : undefined
  return `${stem}.${ending && endings.includes(ending) ? ending : endings[0]}`
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export class Uploader {
  private readonly known = new Map<string, { file: UploadedFile; until: number }>()

  constructor(
    private readonly transport: Transport,
    private readonly dialect: DialectSpec,
  ) {}

  /**
   * Uploads an image. Throws TripoCheckError `image.*` when the service would refuse it; nothing is sent then.
   * @param bytes the whole file
   * @param name its name or path; the ending is corrected to what the bytes are
   */
  async uploadImage(bytes: Uint8Array, name: string, options: UploadOptions = {}): Promise<UploadedFile> {
    const header = readImageHeader(bytes)
    const problem = checkImage(bytes.length, header)
    if (problem || !header) throw imageRefused(problem ?? { code: 'not-an-image', message: 'This is not an image.' })
    const copy = new Uint8Array(bytes)
    const digest = await sha256(copy)
    const now = this.transport.resources.clock.now()
    const earlier = this.known.get(digest)
    if (earlier && earlier.until > now) return earlier.file

    const form = new FormData()
    form.append('file', new Blob([copy], { type: `image/${header.format}` }), fileName(name, header.format))
    const { data, traceId } = await this.transport.post(this.dialect.uploadPath, form, options)
    const token = readToken(data, this.dialect.uploadToken)
    if (!token) throw malformed('upload token', traceId)
    const file = { type: header.format === 'jpeg' ? 'jpg' : header.format, file_token: token }
    this.remember(digest, file, now + TOKEN_LIFE)
    return file
  }

  /** Forgets tokens that the service says it no longer has. */
  forget(): void {
    this.known.clear()
  }

  private remember(digest: string, file: UploadedFile, until: number): void {
    this.known.delete(digest)
    this.known.set(digest, { file, until })
    const oldest = this.known.keys().next().value
    if (this.known.size > REMEMBERED && oldest !== undefined) this.known.delete(oldest)
  }
}

function readToken(data: unknown, name: string): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  const token: unknown = Object.getOwnPropertyDescriptor(data, name)?.value
  return typeof token === 'string' && token !== '' ? token : undefined
}
