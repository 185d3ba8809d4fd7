// A task as the service reports it. Both dialects' answers become one Task, checked at run time: unknown fields
// pass, an unknown status is kept and never taken for final. Source: protocol sheet, section 4 and section 6.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { type OutputKind, VIEWS } from './catalogue/index.ts'

/** The states of a task that are known. */
export const TaskStatus = {
  QUEUED: 'queued',
  RUNNING: 'running',
  SUCCESS: 'success',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  UNKNOWN: 'unknown',
  BANNED: 'banned',
  EXPIRED: 'expired',
} as const
export type KnownTaskStatus = (typeof TaskStatus)[keyof typeof TaskStatus]
export const TASK_STATUSES: readonly KnownTaskStatus[] = Object.values(TaskStatus)
/** A status of the list, or a newer one of the service, kept as it came. */
export type TaskStatus = KnownTaskStatus | (string & {})

const FINAL: ReadonlySet<string> = new Set<KnownTaskStatus>(['success', 'failed', 'cancelled', 'banned', 'expired'])
const ONGOING: ReadonlySet<string> = new Set<KnownTaskStatus>(['queued', 'running'])

/** Results. Addresses are signed and short-lived: download at once, read the task again for fresh ones. */
export interface TaskOutput {
  model?: string
  baseModel?: string
  pbrModel?: string
  renderedImage?: string
  generatedImage?: string
  /** v3 only, when the result has several files. */
  modelUrls?: readonly string[]
  multiviewImages?: Readonly<Partial<Record<(typeof VIEWS)[number], string>>>
  riggable?: boolean
  rigType?: string
  topology?: string
}

export interface Task {
  taskId: string
  type: string
  status: TaskStatus
  input: Readonly<Record<string, unknown>>
  output: TaskOutput
  /** 0..100 */
  progress: number
  /** Unix seconds. */
  createTime: number
  createdAt: Date
  /** Seconds the service expects to need still. */
  runningLeftTime?: number
  /** Place in the queue. */
  queuingNum?: number
  errorCode?: number
  errorMsg?: string
  consumedCredit?: number
  finishedAt?: Date
}

export interface Balance {
  balance: number
  frozen: number
}

/** One row of the account's usage (v3). */
export interface UsageRow {
  taskId: string
  type: string
  status: TaskStatus
  createdAt?: Date
  credits: number
}
export interface Usage {
  items: readonly UsageRow[]
  total?: number
}

/** Whether nothing more will happen to a task. `unknown` and unlisted statuses are never final. */
export const isFinal = (task: Pick<Task, 'status'>): boolean => FINAL.has(task.status)
/** Whether the status is neither final nor one of an ongoing task. */
export const isUnknownStatus = (task: Pick<Task, 'status'>): boolean =>
  !FINAL.has(task.status) && !ONGOING.has(task.status)

const Fields = Type.Record(Type.String(), Type.Unknown())
const isFields = (value: unknown): value is Record<string, unknown> => Check(Fields, value) && !Array.isArray(value)

/** The least that an answer must have to be a task. */
const WireTask = Type.Object({ task_id: Type.String({ minLength: 1 }), status: Type.String({ minLength: 1 }) })

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)
const notNegative = (value: unknown) => {
  const known = number(value)
  return known === undefined || known < 0 ? undefined : known
}

/** ISO 8601 (v3) or Unix seconds (v2), as a Date. An ISO text without a zone is UTC. */
function date(value: unknown): Date | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return new Date(value * 1000)
  if (typeof value !== 'string') return undefined
  const zoned = /(?:z|[+-]\d\d:?\d\d)$/i.test(value) || !value.includes('T') ? value : `${value}Z`
  const time = Date.parse(zoned)
  return Number.isNaN(time) ? undefined : new Date(time)
}

function decodeViews(value: unknown): TaskOutput['multiviewImages'] {
  if (!isFields(value)) return undefined
  const { front_view_url: front, left_view_url: left, back_view_url: back, right_view_url: right } = value
  return { front: text(front), left: text(left), back: text(back), right: text(right) }
}

/** `result {model {type, url}, ...}`, seen on v2 beside or instead of `output`. */
function resultUrl(result: unknown, kind: string): string | undefined {
  if (!isFields(result)) return undefined
  const entry = result[kind]
  return isFields(entry) ? text(entry.url) : undefined
}

function decodeOutput(output: unknown, result: unknown): TaskOutput {
  const fields = isFields(output) ? output : {}
  const urls = Array.isArray(fields.model_urls) ? fields.model_urls.filter((url) => text(url) !== undefined) : []
  const pick = (kind: string) => text(fields[kind]) ?? text(fields[`${kind}_url`]) ?? resultUrl(result, kind)
  return {
    model: pick('model') ?? text(urls[0]),
    baseModel: pick('base_model'),
    pbrModel: pick('pbr_model'),
    renderedImage: pick('rendered_image'),
    generatedImage: pick('generated_image'),
    modelUrls: urls.length > 0 ? urls : undefined,
    multiviewImages: decodeViews(fields.generate_multiview_image),
    riggable: typeof fields.riggable === 'boolean' ? fields.riggable : undefined,
    rigType: text(fields.rig_type),
    topology: text(fields.topology),
  }
}

/** The error code behind statuses that v3 reports as `failed` (protocol sheet, section 6). */
const STATUS_CODES: Readonly<Record<string, number>> = { banned: 2008, expired: 2018 }

/**
 * Reads a task from an answer of either dialect.
 * @param id the id when the answer keeps it outside, as in a map of tasks
 * @returns undefined when it is no task
 */
export function decodeTask(value: unknown, id?: string): Task | undefined {
  if (!isFields(value)) return undefined
  const wire = id === undefined || text(value.task_id) ? value : { ...value, task_id: id }
  if (!Check(WireTask, wire)) return undefined
  const fields: Record<string, unknown> = wire
  const createdAt = date(fields.create_time) ?? date(fields.created_at) ?? new Date(0)
  const progress = number(fields.progress) ?? (wire.status === 'success' ? 100 : 0)
  return {
    taskId: wire.task_id,
    type: text(fields.type) ?? '',
    status: wire.status,
    input: isFields(fields.input) ? fields.input : {},
    output: decodeOutput(fields.output, fields.result),
    progress: Math.min(100, Math.max(0, progress)),
    createTime: Math.floor(createdAt.getTime() / 1000),
    createdAt,
    runningLeftTime: notNegative(fields.running_left_time),
    queuingNum: notNegative(fields.queuing_num),
    errorCode: number(fields.error_code) || STATUS_CODES[wire.status],
    errorMsg: text(fields.error_msg) ?? text(fields.error_message),
    consumedCredit: notNegative(fields.consumed_credit) ?? notNegative(fields.credits_consumed),
    finishedAt: date(fields.completed_at) ?? date(fields.finish_time),
  }
}

/** Reads many tasks: `{tasks: {id: task} | [task], missed: [id]}` or a bare list (protocol sheet, section 6). */
export function decodeTasks(value: unknown): { tasks: readonly Task[]; missed: readonly string[] } | undefined {
  const holder = isFields(value) ? value : undefined
  const list: unknown = Array.isArray(value) ? value : (holder?.tasks ?? holder?.items)
  let entries: (Task | undefined)[]
  if (Array.isArray(list)) entries = list.map((entry) => decodeTask(entry))
  else if (isFields(list)) entries = Object.entries(list).map(([id, entry]) => decodeTask(entry, id))
  else return undefined
  const missed: unknown = holder?.missed
  return {
    tasks: entries.filter((task) => task !== undefined),
    missed: Array.isArray(missed) ? missed.filter((id) => typeof id === 'string') : [],
  }
}

const WireBalance = Type.Object({ balance: Type.Number(), frozen: Type.Optional(Type.Number()) })

export const decodeBalance = (value: unknown): Balance | undefined =>
  Check(WireBalance, value) ? { balance: value.balance, frozen: value.frozen ?? 0 } : undefined

/** Reads usage rows: `{items, total}` or a bare list; rows without a task id are left out. */
export function decodeUsage(value: unknown): Usage | undefined {
  const holder = isFields(value) ? value : {}
  const list: unknown = Array.isArray(value) ? value : holder.items
  if (!Array.isArray(list)) return undefined
  const items = list.filter(isFields).flatMap((row): UsageRow[] => {
    const taskId = text(row.task_id)
    if (!taskId) return []
    return [
      {
        taskId,
        type: text(row.type) ?? '',
        status: text(row.status) ?? 'unknown',
        createdAt: date(row.created_at),
        credits: number(row.credits_consumed) ?? 0,
      },
    ]
  })
  return { items, total: number(holder.total) }
}

/** The catalogue's output kinds with their place in a TaskOutput, the best model first. */
const FILE_KINDS = [
  ['pbr_model', 'pbrModel'],
  ['model', 'model'],
  ['base_model', 'baseModel'],
  ['rendered_image', 'renderedImage'],
  ['generated_image', 'generatedImage'],
] as const satisfies readonly (readonly [OutputKind, keyof TaskOutput])[]

/** Results by kind: models, `model_2` and more where a task made several, pictures, and views by their side. */
export type FileKind = (typeof FILE_KINDS)[number][0] | `model_${number}` | `${(typeof VIEWS)[number]}_view`
export interface OutputFile {
  kind: FileKind
  url: string
}

/** Addresses are signed anew for each list, so that the same file has several. */
const withoutQuery = (url: string) => url.replace(/[?#].*$/, '')

/** The files a task offers, the best model first, then pictures. */
export function outputFiles({ output }: Task): readonly OutputFile[] {
  const offer = (kind: FileKind, url: string | undefined): OutputFile[] => (url === undefined ? [] : [{ kind, url }])
  const first = output.model && withoutQuery(output.model)
  const others = (output.modelUrls ?? []).filter((url) => withoutQuery(url) !== first)
  return [
    ...FILE_KINDS.flatMap(([kind, key]) => offer(kind, output[key])),
    ...others.flatMap((url, index) => offer(`model_${index + 2}`, url)),
    ...VIEWS.flatMap((view) => offer(`${view}_view`, output.multiviewImages?.[view])),
  ]
}

/** Whether a kind is a model, not a picture. */
export const isModelKind = (kind: FileKind): boolean => /(?:^|_)model(?:_\d+)?$/.test(kind)
