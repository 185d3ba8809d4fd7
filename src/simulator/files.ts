// The files of finished tasks: built once, kept while there is room, and rebuilt byte for byte on a later request. The inputs of
// a task are built first in the same way, so that whole chains are reproduced from their parameters.
import { findCapability } from '../tripo/catalogue/index.ts'
import type { Builder } from './options.ts'
import type { FileStore, TaskRecord } from './store.ts'
import type { WorkFile, WorkJob, WorkResult, WorkSource } from './work.ts'

/** Models by kind, the best first. */
const MODEL_KINDS: readonly WorkFile['kind'][] = ['pbr_model', 'model', 'base_model']
const VIEW = /^(front|left|back|right)_view$/

/** The model a task made, when it made one. */
export const modelOf = (files: readonly WorkFile[]): WorkFile | undefined =>
  MODEL_KINDS.map((kind) => files.find((file) => file.kind === kind)).find((file) => file !== undefined)

export interface BuiltFilesOptions {
  build: Builder
  /** Where input files are kept. */
  files: FileStore
  /** The task with an id: what another one works on. */
  find(id: string): Promise<TaskRecord | undefined>
  /** Bytes to keep; the files used longest ago go first. */
  capacity: number
}

export interface BuiltFiles {
  /** What a task made; concurrent calls share one build. */
  get(task: TaskRecord): Promise<WorkResult>
}

export function createBuiltFiles({ build, files, find, capacity }: BuiltFilesOptions): BuiltFiles {
  /** In the order of use, oldest first. */
  const cache = new Map<string, { result: Promise<WorkResult>; size: number }>()

  function evict(): void {
    let total = 0
    for (const { size } of cache.values()) total += size
    for (const [id, { size }] of cache) {
      if (total <= capacity) return
      if (size === 0) continue
      cache.delete(id)
      total -= size
    }
  }

  async function sourceOf(task: TaskRecord): Promise<WorkSource> {
    const made = (await get(task)).files
    const views = made.flatMap((file): [string, Uint8Array][] => {
      const name = VIEW.exec(file.kind)?.[1]
      return name === undefined ? [] : [[name, file.bytes]]
    })
    const main = modelOf(made) ?? made[0]
    if (!main) throw new Error(`The task ${task.id} has made nothing to work on.`)
    return {
      ...{ capability: task.capability, params: task.params, bytes: main.bytes, extension: main.extension },
      ...(views.length > 0 ? { views: Object.fromEntries(views) } : {}),
    }
  }

  /** Everything that a task's files depend on; ids of tasks are not part of it. */
  async function jobOf(task: TaskRecord): Promise<WorkJob> {
    const inputs: Record<string, Uint8Array> = {}
    for (const [name, { digest }] of Object.entries(task.inputs)) {
      const bytes = await files.read(digest)
      if (!bytes) throw new Error(`The input ${name} is no longer stored.`)
      inputs[name] = bytes
    }
    const params: Record<string, unknown> = { ...task.params }
    const field = findCapability(task.capability)?.source?.field
    let source: WorkSource | undefined
    for (const [name, id] of Object.entries(task.sources ?? {})) {
      const made = await find(id)
      if (!made) throw new Error(`The task ${id} is no longer stored.`)
      const found = await sourceOf(made)
      if (name === field) source = found
      else inputs[name] = found.bytes
    }
    if (field !== undefined) delete params[field]
    return { capability: task.capability, params, inputs, ...(source ? { source } : {}) }
  }

  async function start(task: TaskRecord): Promise<WorkResult> {
    try {
      const built = await build(await jobOf(task))
      const result: WorkResult = 'files' in built ? built : { files: built }
      const entry = cache.get(task.id)
      if (entry) entry.size = result.files.reduce((sum, file) => sum + file.bytes.length, 0)
      evict()
      return result
    } catch (error) {
      cache.delete(task.id)
      throw error
    }
  }

  function get(task: TaskRecord): Promise<WorkResult> {
    const entry = cache.get(task.id) ?? { result: start(task), size: 0 }
    cache.delete(task.id)
    cache.set(task.id, entry)
    return entry.result
  }
  return { get }
}
