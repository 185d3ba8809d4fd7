// Files that clients upload: checked by content, stored by digest, named by token, removed after a day.
import {
  checkImage,
  IMAGE_LIMITS,
  IMPORT_FORMATS,
  IMPORT_MAX_BYTES,
  type ImageProblem,
  readImageHeader,
} from '../tripo/catalogue/index.ts'
import { sha256 } from '../tripo/digest.ts'
import { checkModel, type ModelProblem, modelFormat } from '../tripo/model-file.ts'
import type { Clock } from './clock.ts'
import { type ServiceCode, ServiceError } from './codes.ts'
import { type InputRecord, readUploadRecord, type SimulatorStore, type UploadRecord } from './store.ts'

/** How long a token lives (docs/protocol.md#uploads). */
const TOKEN_LIFETIME = 24 * 3600 * 1000
/** v3 shows tokens with this prefix; both dialects take both spellings. */
export const V3_TOKEN = 'file_'
/** The service's bucket, as it shows in echoes (docs/protocol.md#uploads). */
export const BUCKET = 'tripo-data'

const PROBLEM_CODES: Record<ImageProblem['code'], ServiceCode> = {
  empty: 2003,
  'too-large': 2021,
  'not-an-image': 2004,
  unsupported: 2004,
  'too-small': 2022,
  'too-wide': 2022,
}

const MODEL_PROBLEMS: Record<ModelProblem['code'], ServiceCode> = {
  empty: 2003,
  'too-large': 2021,
  'not-a-model': 2004,
  broken: 2004,
}

const bare = (token: string) => (token.startsWith(V3_TOKEN) ? token.slice(V3_TOKEN.length) : token)

/** Checks an image as the service does and tells its format. */
export function acceptImage(bytes: Uint8Array): string {
  const header = readImageHeader(bytes)
  const problem = checkImage(bytes.length, header)
  if (problem) throw new ServiceError(PROBLEM_CODES[problem.code], problem.message)
  return header?.format ?? 'png'
}

/** What a file is for, and so what it must be. */
export type Purpose = 'image' | 'model'

/** Checks a model file as the service does and tells its format. */
function acceptModel(bytes: Uint8Array): string {
  const checked = checkModel(bytes, '')
  if (checked.problem) throw new ServiceError(MODEL_PROBLEMS[checked.problem.code], checked.problem.message)
  return checked.format
}

/** Checks a file for what it is used for; where that is not known yet, it may be either. */
function accept(bytes: Uint8Array, purpose: Purpose | 'either'): string {
  const isModel = purpose === 'model' || (purpose === 'either' && modelFormat(bytes, '') !== undefined)
  return isModel ? acceptModel(bytes) : acceptImage(bytes)
}

/** The storage path an echo names for an input: `tcli_<account>/<yyyymmdd>/<upload>/file.<format>`. */
export const objectKey = (account: string, createdAt: number, input: InputRecord): string =>
  `tcli_${account}/${new Date(createdAt).toISOString().slice(0, 10).replaceAll('-', '')}/${input.upload}/file.${input.format}`

/** A promised upload: what a task names it by. */
export interface Reservation {
  token: string
  /** Its path in the bucket. */
  key: string
}

export interface Uploads {
  /** Keeps a file, after checking it; gives its token (a bare UUID). */
  add(account: string, bytes: Uint8Array, purpose: Purpose | 'either'): Promise<InputRecord>
  /** Promises a token whose bytes come later through `fill`. */
  reserve(account: string, format: string): Promise<Reservation>
  /** Takes the bytes of a reserved token; they are checked when a task uses them, as storage knows nothing of files. */
  fill(token: string, bytes: Uint8Array): Promise<void>
  /** The most bytes that a reserved token takes. */
  roomOf(token: string): Promise<number>
  /** Finds the file behind a token; undefined when there is none of this account, or it has expired. */
  find(account: string, token: string, purpose: Purpose): Promise<InputRecord | undefined>
  /** Finds the file behind a path in the bucket; one of another account is 403/1005. */
  findObject(account: string, key: string, purpose: Purpose): Promise<InputRecord | undefined>
}

/** The account and the token in a path of the bucket. */
export function readObjectKey(key: string): { account: string; token: string } | undefined {
  const [, account, token] = /^tcli_([^/]+)\/\d+\/([^/]+)\/file\.\w+$/.exec(key) ?? []
  return account !== undefined && token !== undefined ? { account, token } : undefined
}

export function createUploads(store: SimulatorStore, clock: Clock): Uploads {
  const load = async (token: string) => readUploadRecord(await store.records.read(bare(token)))
  const save = (record: UploadRecord) => store.records.write(record.id, record)
  const uploads: Uploads = {
    async add(account, bytes, purpose) {
      const format = accept(bytes, purpose)
      const digest = await sha256(bytes)
      const id = crypto.randomUUID()
      await store.files.write(digest, bytes)
      await save({ kind: 'upload', id, account, createdAt: clock.now(), format, digest })
      return { upload: id, digest, format }
    },
    async reserve(account, format) {
      const id = crypto.randomUUID()
      const createdAt = clock.now()
      await save({ kind: 'upload', id, account, createdAt, format })
      return { token: id, key: objectKey(account, createdAt, { upload: id, digest: '', format }) }
    },
    async fill(token, bytes) {
      const record = await load(token)
      if (!record) throw new ServiceError(2019)
      const digest = await sha256(bytes)
      await store.files.write(digest, bytes)
      await save({ ...record, digest })
    },
    async roomOf(token) {
      const format = (await load(token))?.format
      return IMPORT_FORMATS.some((entry) => entry === format) ? IMPORT_MAX_BYTES : IMAGE_LIMITS.maxBytes
    },
    async find(account, token, purpose) {
      const record = await load(token)
      if (!record?.digest || record.account !== account) return undefined
      if (clock.now() - record.createdAt > TOKEN_LIFETIME) return undefined
      const bytes = await store.files.read(record.digest)
      if (!bytes) return undefined
      return { upload: record.id, digest: record.digest, format: accept(bytes, purpose) }
    },
    async findObject(account, key, purpose) {
      const named = readObjectKey(key)
      if (named && named.account !== account) throw new ServiceError(1005, 'object: this belongs to another account.')
      return named && uploads.find(account, named.token, purpose)
    },
  }
  return uploads
}

const FORMATS: readonly string[] = [...IMAGE_LIMITS.formats, ...IMPORT_FORMATS]

/** Formats that an upload to storage may announce; `jpg` must be written `jpeg` (docs/protocol.md#uploads). */
export function readFormat(format: unknown): string {
  const known = FORMATS.find((entry) => entry === format)
  if (known !== undefined) return known
  throw new ServiceError(1004, `format: must be one of ${FORMATS.join(', ')}.`)
}
