// All tasks of all accounts and their states: queued, running, success or failed, with their credits. A task's state follows from
// the clock and from whether its files are built; timers only trigger the update. Balances are derived from the tasks: running
// ones are frozen, successful ones are spent, failed ones cost nothing.
import { type Capability, type Params, POOLS, type Pool } from '../tripo/catalogue/index.ts'
import type { TaskArchive } from './archive.ts'
import type { Clock } from './clock.ts'
import { ServiceError } from './codes.ts'
import type { BuiltFiles } from './files.ts'
import type { SimulatorOptions } from './options.ts'
import { plan, secondsUntilFree } from './schedule.ts'
import type { InputRecord, Outcome, TaskFailure, TaskRecord } from './store.ts'
import type { WorkFile } from './work.ts'

/** What file names begin with, by kind (docs/protocol.md#downloads). */
const FILE_NAMES: Readonly<Record<string, string>> = { model: 'tripo_draft', rendered_image: 'rendered_image' }

/** The name a built file is downloaded under. */
export const fileName = (task: TaskRecord, { kind, extension }: Pick<WorkFile, 'kind' | 'extension'>): string =>
  /(?:image|view)$/.test(kind)
    ? `${FILE_NAMES[kind] ?? kind}.${extension}`
    : `${FILE_NAMES[kind] ?? `tripo_${kind}`}_${task.id}.${extension}`

export interface NewTask {
  account: string
  capability: Capability
  /** As asked, for the price and the pool. */
  asked: Params
  /** Complete, without input files. */
  params: Record<string, unknown>
  inputs: Record<string, InputRecord>
  /** Tasks it works on, by parameter name. */
  sources?: Record<string, string>
  /** How it must end, whatever is made. */
  failure?: TaskFailure
}

export interface Balance {
  balance: number
  frozen: number
}

export interface Ledger {
  /** Accepts a task, or refuses it with 429/2000 or 403/2010. */
  create(task: NewTask): Promise<TaskRecord>
  /** An account's task, brought up to date; undefined when there is none. */
  find(account: string, id: string): Promise<TaskRecord | undefined>
  /** All tasks of an account, newest first, brought up to date. */
  list(account: string): Promise<readonly TaskRecord[]>
  balance(account: string): Promise<Balance>
  /** How many of a pool's tasks wait before this one, counting itself; -1 when it does not wait. */
  place(task: TaskRecord): number
  /** How many more tasks the pool takes now. */
  remaining(account: string, pool: Pool): number
  /** Calls back whenever a task is created or changes its status. */
  onChange(listener: (task: TaskRecord) => void): () => void
  dispose(): void
}

export interface LedgerOptions {
  archive: TaskArchive
  files: BuiltFiles
  clock: Clock
  timeScale: number
  credits: number
  pools: SimulatorOptions['pools']
  poolOf(task: TaskRecord): Pool
  log: SimulatorOptions['log']
}

export function createLedger(options: LedgerOptions): Ledger {
  const { archive, files, clock, timeScale, credits, poolOf, log } = options
  const limits = { ...POOLS, ...options.pools }
  const building = new Set<string>()
  const built = new Map<string, Pick<Outcome, 'files' | 'facts'>>()
  const timers = new Set<() => void>()
  const listeners = new Set<(task: TaskRecord) => void>()

  const changed = (task: TaskRecord) => {
    for (const listener of listeners) listener(task)
  }

  function end(task: TaskRecord, outcome: Outcome): void {
    if (task.outcome) return
    task.outcome = outcome
    built.delete(task.id)
    building.delete(task.id)
    // a record that cannot be written is reckoned anew, with the same result, by whoever reads it next
    archive.save(task).catch(() => undefined)
    changed(task)
  }

  /** @param why for whoever keeps the stand-in's log; the answer says no more than the service's would */
  function fail(task: TaskRecord, why: unknown): void {
    log?.(`Task ${task.id} (${task.capability}) could not be carried out: ${why instanceof Error ? why.message : why}`)
    const errorMessage = 'The model could not be made. Nothing was charged.'
    end(task, { status: 'failed', at: clock.now(), files: [], errorCode: 1001, errorMessage })
  }

  function build(task: TaskRecord): void {
    building.add(task.id)
    changed(task)
    files.get(task).then(
      (result) => {
        const outputs = result.files.map((file) => ({
          kind: file.kind,
          name: fileName(task, file),
          mediaType: file.mediaType,
        }))
        built.set(task.id, { files: outputs, ...(result.facts ? { facts: result.facts } : {}) })
        drive(task)
      },
      (why: unknown) => fail(task, why),
    )
  }

  /** Brings a task to where the clock says it is. */
  function drive(task: TaskRecord): TaskRecord {
    const now = clock.now()
    if (task.outcome || now < task.startAt) return task
    if (task.failure) {
      if (!building.has(task.id)) {
        building.add(task.id)
        changed(task)
      }
      if (now >= task.endAt) end(task, { ...task.failure, at: now, files: [] })
      return task
    }
    if (!building.has(task.id)) build(task)
    const outputs = built.get(task.id)
    if (outputs && now >= task.endAt) end(task, { status: 'success', at: now, ...outputs })
    return task
  }

  function wake(task: TaskRecord, at: number): void {
    const cancel = clock.setTimer(() => {
      timers.delete(cancel)
      drive(task)
    }, at - clock.now())
    timers.add(cancel)
  }

  const activeIn = (account: string, pool: Pool) =>
    archive.of(account).filter((task) => !task.outcome && poolOf(task) === pool)

  function sums(account: string): Balance {
    let frozen = 0
    let spent = 0
    for (const task of archive.of(account)) {
      if (!task.outcome) frozen += task.price
      else if (task.outcome.status === 'success') spent += task.price
    }
    return { balance: credits - archive.forgotten(account) - spent - frozen, frozen }
  }

  return {
    async create({ account, capability, asked, params, inputs, sources, failure }) {
      await archive.refresh()
      for (const task of archive.of(account)) drive(task)
      const pool = capability.pool(asked)
      const active = activeIn(account, pool)
      const now = clock.now()
      if (active.length >= limits[pool]) throw new ServiceError(2000, undefined, secondsUntilFree(now, active))
      const price = capability.price(asked).total
      const { balance } = sums(account)
      if (price > balance) {
        throw new ServiceError(2010, `This task costs ${price} credits; the account has ${balance}.`)
      }
      const times = plan(now, active, limits[pool], capability.nominalSeconds, timeScale)
      const id = crypto.randomUUID()
      const task: TaskRecord = {
        ...{ kind: 'task', id, account, capability: capability.id, params, inputs, price, createdAt: now },
        ...times,
        ...(sources && Object.keys(sources).length > 0 ? { sources } : {}),
        ...(failure ? { failure } : {}),
      }
      await archive.add(task)
      wake(task, task.startAt)
      wake(task, task.endAt)
      changed(task)
      return task
    },
    async find(account, id) {
      const task = await archive.find(id)
      return task?.account === account ? drive(task) : undefined
    },
    async list(account) {
      await archive.refresh()
      return archive
        .of(account)
        .map(drive)
        .reverse()
        .sort((a, b) => b.createdAt - a.createdAt)
    },
    async balance(account) {
      await archive.refresh()
      for (const task of archive.of(account)) drive(task)
      return sums(account)
    },
    place(task) {
      if (task.outcome || clock.now() >= task.startAt) return -1
      // those planned for the same moment go in the order they came
      const queue = activeIn(task.account, poolOf(task)).filter((other) => clock.now() < other.startAt)
      return queue.sort((a, b) => a.startAt - b.startAt).indexOf(task) + 1
    },
    remaining: (account, pool) => Math.max(0, limits[pool] - activeIn(account, pool).length),
    onChange(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    dispose() {
      for (const cancel of timers) cancel()
      timers.clear()
      listeners.clear()
    },
  }
}
