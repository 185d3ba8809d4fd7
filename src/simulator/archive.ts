// Task records in memory and in the store behind them. Other windows may share the store: their tasks are read when
// an id is asked for or a list is wanted. Old records are pruned with the input files that no other record needs.
import type { Clock } from './clock.ts'
import { readTaskRecord, readUploadRecord, type SimulatorStore, type TaskRecord } from './store.ts'

/** How long and how many records are kept. */
export interface KeepLimits {
  days: number
  tasks: number
}
/** How often a list looks at the store again, so that a polling client does not read a directory each time. */
const REFRESH_INTERVAL = 1000
const DAY = 24 * 3600 * 1000

export interface TaskArchive {
  add(task: TaskRecord): Promise<void>
  save(task: TaskRecord): Promise<void>
  find(id: string): Promise<TaskRecord | undefined>
  /** An account's tasks known so far, oldest first. */
  of(account: string): TaskRecord[]
  /** Learns tasks that others have put into the store. */
  refresh(): Promise<void>
  /** Credits of an account's successful tasks that were pruned since the start: they stay spent. */
  forgotten(account: string): number
}

export function createArchive(store: SimulatorStore, clock: Clock, keep: KeepLimits): TaskArchive {
  const { records, files } = store
  const tasks = new Map<string, TaskRecord>()
  const others = new Set<string>()
  const forgotten = new Map<string, number>()
  let refreshed = Number.NEGATIVE_INFINITY
  let refreshing: Promise<void> | undefined
  let added = 0

  /** Reads a record into memory. Two readers at once must end with one and the same object. */
  async function load(id: string): Promise<TaskRecord | undefined> {
    const record = readTaskRecord(await records.read(id))
    const known = tasks.get(id)
    if (known) return known
    if (record) tasks.set(id, record)
    return record
  }

  async function remove(ids: readonly string[], digests: Iterable<string>): Promise<void> {
    for (const id of ids) {
      tasks.delete(id)
      others.delete(id)
      await records.remove(id)
    }
    for (const digest of digests) await files.remove(digest)
  }

  /** Takes out of a list what tasks outside of it work on: their files could not be made again. */
  function keepSources(gone: TaskRecord[]): void {
    const ids = new Set(gone.map((task) => task.id))
    const keep = (task: TaskRecord) => {
      for (const id of Object.values(task.sources ?? {})) {
        const source = tasks.get(id)
        if (ids.delete(id) && source) keep(source)
      }
    }
    for (const task of tasks.values()) if (!ids.has(task.id)) keep(task)
    gone.splice(0, gone.length, ...gone.filter((task) => ids.has(task.id)))
  }

  async function prune(): Promise<void> {
    const now = clock.now()
    const old = now - keep.days * DAY
    const done = [...tasks.values()].filter((task) => task.outcome || task.createdAt < old)
    done.sort((a, b) => b.createdAt - a.createdAt)
    const gone = done.filter((task, index) => index >= keep.tasks || task.createdAt < old)
    keepSources(gone)
    for (const task of gone) {
      if (task.outcome?.status !== 'success') continue
      forgotten.set(task.account, (forgotten.get(task.account) ?? 0) + task.price)
    }
    const goneIds = new Set(gone.map((task) => task.id))
    const needed = new Set<string>()
    const unneeded = new Set(gone.flatMap((task) => Object.values(task.inputs).map((input) => input.digest)))
    for (const task of tasks.values()) {
      if (!goneIds.has(task.id)) for (const { digest } of Object.values(task.inputs)) needed.add(digest)
    }
    // an upload's token lives for a day
    for (const id of await records.list()) {
      if (tasks.has(id)) continue
      const upload = readUploadRecord(await records.read(id))
      if (!upload) continue
      if (upload.createdAt < now - DAY) {
        goneIds.add(id)
        if (upload.digest) unneeded.add(upload.digest)
      } else if (upload.digest) needed.add(upload.digest)
    }
    for (const digest of needed) unneeded.delete(digest)
    await remove([...goneIds], unneeded)
  }

  async function readNew(): Promise<void> {
    const first = refreshed === Number.NEGATIVE_INFINITY
    for (const id of await records.list()) {
      if (tasks.has(id) || others.has(id)) continue
      // what is no task now never becomes one
      if (!(await load(id))) others.add(id)
    }
    refreshed = clock.now()
    if (first) await prune()
  }

  const archive: TaskArchive = {
    async add(task) {
      // known at once, so that two requests at the same moment count each other
      tasks.set(task.id, task)
      try {
        await records.write(task.id, task)
      } catch (error) {
        tasks.delete(task.id)
        throw error
      }
      added += 1
      if (added % 100 === 0) await prune()
    },
    save: (task) => records.write(task.id, task),
    find: async (id) => tasks.get(id) ?? (await load(id)),
    of: (account) => [...tasks.values()].filter((task) => task.account === account),
    refresh() {
      if (clock.now() - refreshed < REFRESH_INTERVAL) return Promise.resolve()
      refreshing ??= readNew().finally(() => {
        refreshing = undefined
      })
      return refreshing
    },
    forgotten: (account) => forgotten.get(account) ?? 0,
  }
  return archive
}
