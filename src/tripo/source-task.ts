// Looks up the task that a request works on before anything is paid for. Finished tasks do not change, so each is read once.
import { isOfAnswer } from '../text/problem-codes.ts'
import {
  type Capability,
  capabilityOfType,
  checkSource,
  findCapability,
  type Params,
  type RuleContext,
  type SourceTask,
} from './catalogue/index.ts'
import { checkFailed } from './failures.ts'
import { isFinal, isModelKind, outputFiles, type Task } from './task.ts'
import { checkTaskId, type TaskReader } from './task-reader.ts'
import type { RequestOptions } from './transport.ts'

/** Tasks remembered at once. */
const REMEMBERED = 200

/**
 * The capability of a task, from what it was asked for and has made where the answer does not name its type; a model of
 * no other kind counts as imported. Undefined for a type that is named and not known here.
 */
export function capabilityOfTask(task: Task): Capability | undefined {
  return task.type === '' ? findCapability(likelyCapability(task)) : capabilityOfType(task.type)
}

function likelyCapability({ input, output }: Task): string {
  const asked = (...names: readonly string[]) => names.some((name) => input[name] !== undefined && input[name] !== null)
  if (output.riggable !== undefined) return 'check_riggable'
  if (output.multiviewImages) return 'generate_multiview_image'
  const hasModel = outputFiles({ input, output }).some(({ kind }) => isModelKind(kind))
  if (!hasModel && output.generatedImage !== undefined)
    return asked('file', 'files', 'inputs') ? 'generate_image' : 'text_to_image'
  if (asked('animation', 'animations')) return 'retarget_animation'
  if (asked('original_model_task_id')) return asked('format') ? 'convert_model' : 'import_model'
  if (asked('files', 'inputs')) return 'multiview_to_model'
  if (asked('prompt')) return 'text_to_model'
  return asked('file', 'input', 'image') ? 'image_to_model' : 'import_model'
}

/** A task as the catalogue's rules look at it; undefined when its type is not known here. */
export function sourceOf(task: Task): SourceTask | undefined {
  const capability = capabilityOfType(task.type)
  return (
    capability && {
      capability: capability.id,
      params: task.input,
      status: task.status,
      outputs: outputFiles(task).map(({ kind }) => kind),
    }
  )
}

export class SourceTasks {
  readonly #known = new Map<string, Task>()

  readonly #reader: TaskReader

  constructor(reader: TaskReader) {
    this.#reader = reader
  }

  /** Remembers a task that was read for another reason. */
  remember(task: Task): void {
    if (!isFinal(task)) return
    this.#known.delete(task.taskId)
    this.#known.set(task.taskId, task)
    const oldest = this.#known.keys().next().value
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest)
  }

  /** Looks the task up that a checked request works on. @throws TripoCheckError for one that it cannot work on */
  async check(capability: Capability, params: Params, context: RuleContext, options?: RequestOptions): Promise<void> {
    const source = await this.find(capability, params, options)
    const finding = source && checkSource(capability, source, params, context)
    if (finding?.severity === 'error') throw checkFailed([finding])
  }

  /**
   * The task a request works on, as far as it can be known. Throws when the service does not know it or cannot be
   * reached: the paid request would fail in the same way.
   */
  async find(capability: Capability, params: Params, options?: RequestOptions): Promise<SourceTask | undefined> {
    const id = capability.source && params[capability.source.field]
    if (typeof id !== 'string' || id === '') return undefined
    checkTaskId(id)
    const known = this.#known.get(id)
    if (known) return sourceOf(known)
    try {
      const task = await this.#reader.one(id, options)
      this.remember(task)
      return sourceOf(task)
    } catch (error) {
      // An answer that cannot be read says nothing about the task; the service itself will judge.
      if (isOfAnswer(error)) return undefined
      throw error
    }
  }
}
