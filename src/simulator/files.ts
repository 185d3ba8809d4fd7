// The files of finished tasks: built once, kept while there is room, and built again, byte for byte, when asked for later.
import type { BuildJob, BuiltFile } from './build.ts'
import type { Builder } from './options.ts'
import type { FileStore, TaskRecord } from './store.ts'

/** What builds read besides their input files: everything of a task that its files depend on. */
async function jobOf(task: TaskRecord, files: FileStore): Promise<BuildJob> {
  const inputs: Record<string, Uint8Array> = {}
  for (const [name, { digest }] of Object.entries(task.inputs)) {
    const bytes = await files.read(digest)
    if (!bytes) throw new Error(`The input ${name} is no longer stored.`)
    inputs[name] = bytes
  }
  return { capability: task.capability, params: task.params, inputs }
}

export interface BuiltFiles {
  /** The files of a task; concurrent calls share one build. */
  get(task: TaskRecord): Promise<BuiltFile[]>
}

/** @param capacity bytes to keep; the files used longest ago go first */
export function createBuiltFiles(build: Builder, files: FileStore, capacity: number): BuiltFiles {
  /** In the order of use, oldest first. */
  const cache = new Map<string, { files: Promise<BuiltFile[]>; size: number }>()

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

  async function start(task: TaskRecord): Promise<BuiltFile[]> {
    try {
      const built = await build(await jobOf(task, files))
      const entry = cache.get(task.id)
      if (entry) entry.size = built.reduce((sum, file) => sum + file.bytes.length, 0)
      evict()
      return built
    } catch (error) {
      cache.delete(task.id)
      throw error
    }
  }

  return {
    get(task) {
      const entry = cache.get(task.id) ?? { files: start(task), size: 0 }
      cache.delete(task.id)
      cache.set(task.id, entry)
      return entry.files
    },
  }
}
