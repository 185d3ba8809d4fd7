// The implementation shared by both dialects' routes: create a task, read tasks, accept an upload.
import {
  type Capability,
  type Dialect,
  fieldsOf,
  fileInput,
  fileKindOf,
  IMAGE_LIMITS,
  IMPORT_MAX_BYTES,
  isOffered,
} from '../tripo/catalogue/index.ts'
import type { Answers } from './answers.ts'
import { readFilePart } from './body.ts'
import type { Clock } from './clock.ts'
import { ServiceError } from './codes.ts'
import { type InputOptions, resolveInput } from './inputs.ts'
import type { Ledger } from './ledger.ts'
import type { Limits } from './limits.ts'
import { promptsOf, readParams } from './params.ts'
import { type Moderation, moderate } from './policy.ts'
import type { Random } from './random.ts'
import type { Call } from './routes.ts'
import { checkSource } from './sources.ts'
import type { Storage, StorageCredentials } from './storage.ts'
import type { InputRecord, TaskRecord } from './store.ts'
import { failureOf } from './task-failure.ts'
import { type Reservation, readFormat, type Uploads } from './uploads.ts'
import { fileFields, fileSlots } from './wire.ts'

/** Most tasks one batch request may name (docs/protocol.md#tasks). */
const MAX_BATCH = 100

export interface ServiceParts {
  ledger: Ledger
  uploads: Uploads
  answers: Answers
  random: Random
  inputs: InputOptions
  limits: Limits
  storage: Storage
  priority: boolean
  moderation: Moderation
  clock: Clock
}

export interface Service {
  readonly storage: Storage
  create(call: Call, dialect: Dialect, capability: Capability, body: Record<string, unknown>): Promise<TaskRecord>
  read(call: Call, dialect: Dialect): Promise<Record<string, unknown>>
  readMany(call: Call, dialect: Dialect, ids: unknown): Promise<{ tasks: Record<string, unknown>; missed: string[] }>
  /** Takes a multipart file; gives its token (a bare UUID). */
  upload(call: Call, dialect: Dialect): Promise<string>
  /** Promises a token for bytes of the format that the body names. */
  reserve(call: Call, dialect: Dialect): Promise<Reservation>
  /** Credentials for an upload to the bucket, with the token that stands for it. */
  credentials(call: Call, dialect: Dialect): Promise<{ token: string; credentials: StorageCredentials }>
}

export function createService(parts: ServiceParts): Service {
  const { ledger, uploads, answers, random, inputs, limits, storage, priority, moderation, clock } = parts
  function checkPriority(value: unknown): void {
    if (value === undefined || value === null || value === '' || value === -1) return
    if (value !== 1 && value !== 2 && value !== 3) throw new ServiceError(1004, 'priority: must be 1, 2 or 3.')
    if (!priority) throw new ServiceError(2013)
  }

  const service: Service = {
    storage,
    async create({ account, headers, failure }, dialect, capability, body) {
      checkPriority(body.priority)
      const now = clock.now()
      if (!isOffered(capability, dialect, now))
        throw new ServiceError(
          capability.dialects?.includes('v2') === false ? 2002 : 2016,
          `The task type ${capability.v2.type} is retired.`,
        )
      const { asked, full } = readParams(capability, body, dialect, random, now)
      for (const prompt of promptsOf(asked)) moderate(prompt, moderation)
      const params: Record<string, unknown> = { ...full }
      const find = (id: string) => ledger.find(account, id)
      const files: Record<string, InputRecord> = {}
      const sources: Record<string, string> = {}
      const source = await checkSource(capability, asked, dialect, { find, now })
      if (capability.source && source !== undefined) sources[capability.source.field] = source
      const fields = fieldsOf(capability)
      for (const [slot, value] of fileSlots(capability, params)) {
        const file = fileInput(value)
        const field = fields.find(({ name }) => name === slot.split('.')[0])
        if (!file || !field) continue
        const purpose = fileKindOf(field, params)
        const resolved = await resolveInput(account, file, purpose, { uploads, options: inputs, find, dialect })
        if ('task' in resolved) sources[slot] = resolved.task
        else files[slot] = resolved.file
      }
      for (const name of fileFields(capability)) delete params[name]
      const end = failure ?? failureOf(params)
      const task = await ledger.create({ account, capability, asked, params, inputs: files, sources, failure: end })
      if (dialect === 'v2')
        headers['X-ParallelismLimit-Remain'] = String(ledger.remaining(account, capability.pool(asked)))
      return task
    },
    async read({ account, names, url, life }, dialect) {
      const task = await ledger.find(account, names.id ?? '')
      if (!task) throw new ServiceError(2001)
      return answers.task(task, dialect, url.origin, life)
    },
    async readMany({ account, url, life }, dialect, ids) {
      if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) {
        throw new ServiceError(1004, 'task_ids: must be a list of task ids.')
      }
      if (ids.length > MAX_BATCH) throw new ServiceError(1004, `task_ids: at most ${MAX_BATCH} are allowed.`)
      const tasks: Record<string, unknown> = {}
      const missed: string[] = []
      for (const id of new Set<string>(ids)) {
        const task = await ledger.find(account, id)
        if (task) tasks[id] = await answers.task(task, dialect, url.origin, life)
        else missed.push(id)
      }
      return { tasks, missed }
    },
    async upload({ account, request }, dialect) {
      limits.upload(account, dialect)
      // v2 takes images only here, v3 models too
      const limit = dialect === 'v2' ? Math.min(limits.body, IMAGE_LIMITS.maxBytes) : IMPORT_MAX_BYTES
      const purpose = dialect === 'v2' ? 'image' : 'either'
      return (await uploads.add(account, await readFilePart(request, limit), purpose)).upload
    },
    async reserve({ account, json }, dialect) {
      limits.upload(account, dialect)
      return uploads.reserve(account, readFormat((await json()).format))
    },
    async credentials(call, dialect) {
      const { token, key } = await service.reserve(call, dialect)
      const { url } = call
      return { token, credentials: await storage.credentials(url.origin, key) }
    },
  }
  return service
}
