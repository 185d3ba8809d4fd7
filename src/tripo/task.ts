// A task as the service reports it. Both dialects' responses become one Task, checked at run time: unknown fields are ignored, an
// unknown status is kept and never considered final. Source: docs/protocol.md#tasks, docs/protocol.md#task-states.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { decodeOutput, type TaskOutput } from './output-files.ts'
import { credits, date, integer, number, text, upTo } from './values.ts'

export * from './account.ts'
export * from './output-files.ts'

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

/** Whether nothing more will happen to a task. `unknown` and unlisted statuses are never final. */
export const isFinal = (task: Pick<Task, 'status'>): boolean => FINAL.has(task.status)
/** Whether the status is neither final nor one of an ongoing task. */
export const isUnknownStatus = (task: Pick<Task, 'status'>): boolean =>
  !FINAL.has(task.status) && !ONGOING.has(task.status)

const Fields = Type.Record(Type.String(), Type.Unknown())
const isFields = (value: unknown): value is Record<string, unknown> => Check(Fields, value) && !Array.isArray(value)

/** The least that an answer must have to be a task. */
const WireTask = Type.Object({ task_id: Type.String({ minLength: 1 }), status: Type.String({ minLength: 1 }) })

/** More than a month left, or a million before it, is a mistake and not said. */
const LONGEST_SECONDS = 31 * 24 * 3600
const LONGEST_QUEUE = 1_000_000

/** The error code behind statuses that v3 reports as `failed` (docs/protocol.md#task-states). */
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
    runningLeftTime: upTo(LONGEST_SECONDS, fields.running_left_time),
    queuingNum: upTo(LONGEST_QUEUE, fields.queuing_num),
    errorCode: integer(fields.error_code) || STATUS_CODES[wire.status],
    errorMsg: text(fields.error_msg) ?? text(fields.error_message),
    consumedCredit: credits(fields.consumed_credit) ?? credits(fields.credits_consumed),
    finishedAt: date(fields.completed_at) ?? date(fields.finish_time),
  }
}

/** Reads many tasks: `{tasks: {id: task} | [task], missed: [id]}` or a bare list (docs/protocol.md#tasks). */
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
