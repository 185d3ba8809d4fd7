// Files that clients upload: checked by content, kept by digest, named by token, gone after a day.
import { checkImage, IMAGE_LIMITS, type ImageProblem, readImageHeader } from '../tripo/catalogue/index.ts'
import type { Clock } from './clock.ts'
import { type ServiceCode, ServiceError } from './codes.ts'
import { sha256 } from './digest.ts'
import { type InputRecord, readUploadRecord, type SimulatorStore, type UploadRecord } from './store.ts'

/** How long a token lives (protocol sheet, section 2). */
const TOKEN_LIFETIME = 24 * 3600 * 1000
/** v3 shows tokens with this prefix; both dialects take both spellings. */
export const V3_TOKEN = 'file_'
/** The service's bucket, as it shows in echoes (protocol sheet, section 2). */
export const BUCKET = 'tripo-data'

const PROBLEM_CODES: Record<ImageProblem['code'], ServiceCode> = {
  empty: 2003,
  'too-large': 2021,
  'not-an-image': 2004,
  'too-small': 2022,
  'too-wide': 2022,
}

const bare = (token: string) => (token.startsWith(V3_TOKEN) ? token.slice(V3_TOKEN.length) : token)

/** Checks an image as the service does and tells its format. */
export function acceptImage(bytes: Uint8Array): string {
  const header = readImageHeader(bytes)
  const problem = checkImage(bytes.length, header)
  if (problem) throw new ServiceError(PROBLEM_CODES[problem.code], problem.message)
  return header?.format ?? 'png'
}

/** The storage path an echo names for an input: `tcli_<account>/<yyyymmdd>/<upload>/file.<format>`. */
export const objectKey = (account: string, createdAt: number, input: InputRecord): string =>
  `tcli_${account}/${new Date(createdAt).toISOString().slice(0, 10).replaceAll('-', '')}/${input.upload}/file.${input.format}`

export interface Uploads {
  /** Keeps an image, after checking it; gives its token (a bare UUID). */
  add(account: string, bytes: Uint8Array): Promise<InputRecord>
  /** Promises a token whose bytes come later through `fill`. */
  reserve(account: string, format: string): Promise<string>
  /** Takes the bytes of a reserved token; they are checked when a task uses them, as S3 knows nothing of images. */
  fill(token: string, bytes: Uint8Array): Promise<void>
  /** Finds the image behind a token; undefined when there is none of this account, or it has expired. */
  find(account: string, token: string): Promise<InputRecord | undefined>
  /** Finds the image behind an object reference that an echo named. */
  findObject(account: string, key: string): Promise<InputRecord | undefined>
}

export function createUploads(store: SimulatorStore, clock: Clock): Uploads {
  const load = async (token: string) => readUploadRecord(await store.records.read(bare(token)))
  const save = (record: UploadRecord) => store.records.write(record.id, record)
  const uploads: Uploads = {
    async add(account, bytes) {
      const format = acceptImage(bytes)
      const digest = await sha256(bytes)
      const id = crypto.randomUUID()
      await store.files.write(digest, bytes)
      await save({ kind: 'upload', id, account, createdAt: clock.now(), format, digest })
      return { upload: id, digest, format }
    },
    async reserve(account, format) {
      const id = crypto.randomUUID()
      await save({ kind: 'upload', id, account, createdAt: clock.now(), format })
      return id
    },
    async fill(token, bytes) {
      const record = await load(token)
      if (!record) throw new ServiceError(2019)
      const digest = await sha256(bytes)
      await store.files.write(digest, bytes)
      await save({ ...record, digest })
    },
    async find(account, token) {
      const record = await load(token)
      if (!record?.digest || record.account !== account) return undefined
      if (clock.now() - record.createdAt > TOKEN_LIFETIME) return undefined
      const bytes = await store.files.read(record.digest)
      if (!bytes) return undefined
      return { upload: record.id, digest: record.digest, format: acceptImage(bytes) }
    },
    async findObject(account, key) {
      const id = /\/([^/]+)\/file\.\w+$/.exec(key)?.[1]
      return id === undefined ? undefined : uploads.find(account, id)
    },
  }
  return uploads
}

/** Formats a presigned upload may announce; `jpg` must be written `jpeg` (protocol sheet, section 2). */
export function readFormat(format: unknown): string {
  const known = IMAGE_LIMITS.formats.find((entry) => entry === format)
  if (known) return known
  throw new ServiceError(1004, `format: must be one of ${IMAGE_LIMITS.formats.join(', ')}.`)
}
