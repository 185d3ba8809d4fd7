// Reads tasks: one by its id, or many with one request if the service offers that.
import { isOfAnswer } from '../text/problem-codes.ts'
import type { DialectSpec } from './dialects/index.ts'
import { TripoApiError, type TripoError, TripoRequestError } from './errors.ts'
import { badTaskId, malformed } from './failures.ts'
import { decodeTask, decodeTasks, type Task } from './task.ts'
import type { RequestOptions, Transport } from './transport.ts'
import { isTaskId } from './values.ts'

/** Ids per batch request. Source: docs/protocol.md#tasks. */
const BATCH = 100

/** What is known about each asked id: the task, or why it could not be read. */
export type TaskReadings = ReadonlyMap<string, Task | TripoError>

/** Throws TripoCheckError `check.task-id` for what is none. */
export function checkTaskId(taskId: string): void {
  if (!isTaskId(taskId)) throw badTaskId()
}

export class TaskReader {
  #hasBatch = true

  readonly #transport: Transport
  readonly #dialect: DialectSpec

  constructor(transport: Transport, dialect: DialectSpec) {
    this.#transport = transport
    this.#dialect = dialect
  }

  /** How many tasks one request can be about. */
  get perRequest(): number {
    return this.#hasBatch ? BATCH : 1
  }

  /** Reads one task. */
  async one(taskId: string, options?: RequestOptions): Promise<Task> {
    checkTaskId(taskId)
    const { data, traceId } = await this.#transport.get(this.#dialect.taskPath(taskId), options)
    const task = decodeTask(data, taskId)
    if (!task) throw malformed('task', traceId)
    this.#transport.rateLimiter?.observe(task)
    return task
  }

  /**
   * Reads many tasks; what the batch misses is read singly. Throws when the service cannot be reached or refuses the
   * key; anything about a single task is in its reading.
   */
  async many(taskIds: readonly string[], options?: RequestOptions): Promise<TaskReadings> {
    const readings = new Map<string, Task | TripoError>()
    for (let start = 0; start < taskIds.length; start += BATCH) {
      const ids = taskIds.slice(start, start + BATCH)
      for (const task of await this.#batch(ids, options)) {
        if (!ids.includes(task.taskId)) continue
        readings.set(task.taskId, task)
        this.#transport.rateLimiter?.observe(task)
      }
    }
    for (const id of taskIds) {
      if (!readings.has(id)) readings.set(id, await this.#single(id, options))
    }
    return readings
  }

  async #batch(ids: readonly string[], options?: RequestOptions): Promise<readonly Task[]> {
    // v2's batch route is known from one source only, so a lone task is read the way that is sure.
    if (!this.#hasBatch || (ids.length === 1 && this.#dialect.id === 'v2')) return []
    try {
      const { data, traceId } = await this.#transport.post(this.#dialect.batchPath, { task_ids: ids }, options)
      const decoded = decodeTasks(data)
      if (!decoded) throw malformed('task list', traceId)
      return decoded.tasks
    } catch (error) {
      if (!isMissingRoute(error)) throw error
      this.#hasBatch = false
      return []
    }
  }

  async #single(id: string, options?: RequestOptions): Promise<Task | TripoError> {
    try {
      return await this.one(id, options)
    } catch (error) {
      const isAboutTask = error instanceof TripoApiError && !error.retryable && error.httpStatus !== 401
      if (isAboutTask) return error
      throw error
    }
  }
}

/** A deployment without the batch route answers in one of these ways; single reads then do. */
const isMissingRoute = (error: unknown) =>
  (error instanceof TripoApiError && [400, 404, 405].includes(error.httpStatus ?? 0)) ||
  (error instanceof TripoRequestError && isOfAnswer(error) && !error.retryable)
