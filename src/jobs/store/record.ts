// The record of a job: everything that is needed to finish it in another process, and nothing secret. Versioned: a newer
// extension migrates older records, an older one leaves newer records alone.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { GenerateRequest, Problem } from '../../protocol/index.ts'
import { JOB_STATES } from '../states.ts'

export const RECORD_VERSION = 1

/** Milliseconds since the epoch, as far as a date can be told. Source: ECMA-262, time values. */
const LAST_TIME = 8.64e15
const Time = Type.Number({ minimum: -LAST_TIME, maximum: LAST_TIME })
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/** Where the results go. All paths are absolute. */
export const Target = Type.Object({
  /** The workspace folder that the assets folder must lie in; absent: the person picked the folder freely. */
  workspace: Type.Optional(Type.String()),
  folder: Type.String({ minLength: 1 }),
  /** Whether to write the JSON beside the model. */
  provenance: Type.Boolean(),
  /** Another folder for that JSON. */
  provenanceFolder: Type.Optional(Type.String({ minLength: 1 })),
})
export type Target = Type.Static<typeof Target>

/** A local file that a parameter refers to. */
export const JobInput = Type.Object({
  /** Path of the parameter: `file`, `files.1`. */
  parameter: Type.String(),
  /** The reference that the host resolves. */
  upload: Type.String(),
  name: Type.String(),
  bytes: Type.Number(),
  sha256: Type.String(),
  /** What the service calls it, once uploaded, with its type. */
  token: Type.Optional(
    Type.Object({
      type: Type.Optional(Type.String()),
      file_token: Type.Optional(Type.String()),
      object: Type.Optional(Type.Object({ bucket: Type.String(), key: Type.String() })),
    }),
  ),
  uploadedAt: Type.Optional(Time),
})
export type JobInput = Type.Static<typeof JobInput>

/** A downloaded file: on its way at `path`, and later in its place. */
export const JobFileRecord = Type.Object({
  kind: Type.String(),
  path: Type.String(),
  extension: Type.String(),
  bytes: Type.Number(),
  sha256: Type.String(),
})
export type JobFileRecord = Type.Static<typeof JobFileRecord>

export const JobRecord = Type.Object({
  version: Type.Literal(RECORD_VERSION),
  /** How often it was written, see journal.ts; absent: by an earlier version of the extension. */
  revision: Type.Optional(Count),
  /** Part of file names. */
  id: Type.String({ pattern: '^[\\w-]{1,64}$' }),
  state: Type.Enum([...JOB_STATES]),
  createdAt: Time,
  updatedAt: Time,
  request: GenerateRequest,
  /** What a person calls it: the prompt, or the image's name. */
  title: Type.String(),
  /** File name without number and ending. */
  name: Type.String({ minLength: 1 }),
  /** The chain or batch it is a part of. */
  group: Type.Optional(
    Type.Object({ id: Type.String(), kind: Type.Enum(['chain', 'batch']), index: Type.Number(), of: Type.Number() }),
  ),
  /** The batch whose turns a chain's first request waits for, where a batch has chains. */
  batch: Type.Optional(Type.String()),
  /** The file name of what its model was first made as, for the names of further steps; absent: its own. */
  base: Type.Optional(Type.String({ minLength: 1 })),
  /** The job whose task this one works on. */
  after: Type.Optional(Type.String()),
  /** Credits that were announced. */
  estimate: Type.Number(),
  target: Target,
  /** Of a variation: where it goes when it is kept. */
  keptTarget: Type.Optional(Target),
  /** The workspace folder that asked; it stays when the result is placed elsewhere. Absent: none was open. */
  workspace: Type.Optional(Type.String()),
  /** The window that runs it, see windows.ts. */
  window: Type.Optional(Type.String()),
  service: Type.Enum(['sandbox', 'service']),
  /** Which account of which deployment it was sent to; known after connecting. */
  connection: Type.Optional(
    Type.Object({ dialect: Type.Enum(['v2', 'v3']), region: Type.String(), account: Type.String() }),
  ),
  inputs: Type.Array(JobInput),
  taskId: Type.Optional(Type.String({ minLength: 1 })),
  /** The service's id of the request that created the task. */
  traceId: Type.Optional(Type.String()),
  /** Tasks of earlier tries of the same request, which have failed. */
  pastTasks: Type.Optional(Type.Array(Type.String())),
  /** The attempt that was about to be claimed and sent, see attempts.ts. */
  attempt: Type.Optional(Count),
  /** Attempts up to this one may be followed by another whatever became of them: the person has said so. */
  resendAfter: Type.Optional(Count),
  /** When the creation was about to be sent, and when the service had taken it. */
  sentAt: Type.Optional(Time),
  submittedAt: Type.Optional(Time),
  /** When the service was done. */
  finishedAt: Type.Optional(Time),
  /** Credits that the service charged. */
  credits: Type.Optional(Type.Number()),
  seeds: Type.Optional(Type.Record(Type.String(), Type.Number())),
  files: Type.Array(JobFileRecord),
  /** The person wants the result however large it is. */
  anySize: Type.Optional(Type.Boolean()),
  /** What a task found out that makes no files. */
  facts: Type.Optional(Type.Object({ riggable: Type.Boolean(), rigType: Type.Optional(Type.String()) })),
  /** The name with number that was announced for placing, see `Placement.reserved`. */
  claimed: Type.Optional(Type.String()),
  /** Tells the files of a result that is delivered again from those of its first delivery, which has none. */
  delivery: Type.Optional(Type.String({ minLength: 1 })),
  /** Absolute path of the rendered picture in the extension's storage. */
  thumbnail: Type.Optional(Type.String()),
  /** The service has a picture that is not here yet. */
  thumbnailDue: Type.Optional(Type.Boolean()),
  deliveredAt: Type.Optional(Time),
  /** The earlier delivery, while the result is delivered again. */
  before: Type.Optional(Type.Object({ files: Type.Array(JobFileRecord), deliveredAt: Type.Optional(Time) })),
  /** Why it failed, or why it does not go on just now. */
  problem: Type.Optional(Problem),
})
export type JobRecord = Type.Static<typeof JobRecord>

const AnyVersion = Type.Object({ version: Type.Number() })

/** Steps from a version to the next one; none yet. */
const MIGRATIONS: Readonly<Record<number, (record: object) => object>> = {}

export type Reading =
  | { kind: 'record'; record: JobRecord }
  | { kind: 'newer' }
  /** `value`: what could be had of it. */
  | { kind: 'damaged'; reason: string; value?: unknown }
  /** The disk's fault, not the record's. */
  | { kind: 'unreadable'; reason: string }

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * A record without those of its optional fields that are not what they should be: the job can do without them. Undefined
 * when it is none even so.
 */
function withoutBad(value: unknown): JobRecord | undefined {
  if (!isFields(value)) return undefined
  const required: readonly string[] = JobRecord.required
  const bad = Object.entries(JobRecord.properties).flatMap(([name, schema]) =>
    name in value && !required.includes(name) && !Check(schema, value[name]) ? [name] : [],
  )
  const rest = Object.fromEntries(Object.entries(value).filter(([name]) => !bad.includes(name)))
  return Check(JobRecord, rest) ? rest : undefined
}

/**
 * Reads what the store holds under `id`; unknown fields pass and are kept, optional ones that are not what they should
 * be (a date that is none) are left out.
 */
export function readRecord(id: string, value: unknown): Reading {
  let current: unknown = value
  while (Check(AnyVersion, current) && current.version < RECORD_VERSION) {
    const migrate = MIGRATIONS[current.version]
    if (!migrate) return { kind: 'damaged', reason: `no way from version ${current.version}`, value }
    current = migrate(current)
  }
  if (Check(AnyVersion, current) && current.version > RECORD_VERSION) return { kind: 'newer' }
  // Once: records are read often, and checking is most of reading.
  const record = Check(JobRecord, current) ? current : withoutBad(current)
  if (record === undefined) return { kind: 'damaged', reason: 'fields are missing or of another kind', value }
  if (record.id !== id) return { kind: 'damaged', reason: `it says it is ${record.id}`, value }
  return { kind: 'record', record }
}
