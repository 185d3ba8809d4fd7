// The journal: one record per job in the injected store, written before each action. A record moves from one revision to the next
// exactly once: a window that was suspended fails instead of overwriting newer revisions. An unreadable record is set aside and
// reported; the others are not affected.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { codeOf } from '../../text/problem-codes.ts'
import type { Clock } from '../../tripo/resources.ts'
import { elsewhere } from '../problems.ts'
import { Attempts } from '../run/attempts.ts'
import { canBecome } from '../states.ts'
import { type JobRecord, type Reading, readRecord } from './record.ts'
import { salvage } from './salvage.ts'
import type { RecordStore } from './store.ts'
import { isWindowId } from './windows.ts'

export interface Damage {
  id: string
  reason: string
}

/** Marks of windows that are at work on something that need not be done twice. */
const TAKE = 'take-'

/** Records read side by side: years of jobs must not exhaust the system's file handles. */
const AT_ONCE = 64
/** Times that a change is made anew because another window was faster: each time, that one has got further. */
const MOST_CHANGES = 1000
/** Where it is noted which job has a task that was not made for it. */
const BINDINGS = 'tasks'

/** What tells one state of a record from another, at a glance. */
const Stamp = Type.Object({ revision: Type.Integer() })

const revisionOf = (record: JobRecord | undefined) => record?.revision ?? 0
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
/** The system's failures have a code, and say nothing about a record. */
const isSystems = (error: unknown) => codeOf(error) !== undefined

export class Journal {
  /** Writes in progress by id: a job's records reach the disk in the order they were written. */
  readonly #writing = new Map<string, Promise<void>>()
  readonly attempts: Attempts
  /** Records that the disk does not give, which was told. */
  readonly #told = new Set<string>()

  readonly #store: RecordStore
  readonly #clock: Clock
  /** Milliseconds after which a mark was left by a window that is gone. */
  readonly #stale: number

  constructor(
    store: RecordStore,
    clock: Clock,

    stale: number,
  ) {
    this.#store = store
    this.#clock = clock
    this.#stale = stale

    this.attempts = new Attempts(store)
  }

  /** All readable records but known ones, and what could not be read. Never throws because of a single record. */
  async load(
    known: Pick<ReadonlySet<string>, 'has'> = new Set(),
  ): Promise<{ records: JobRecord[]; damaged: Damage[] }> {
    const records: JobRecord[] = []
    const damaged: Damage[] = []
    const ids = (await this.#store.list()).filter((id) => !isWindowId(id) && !known.has(id))
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const some = ids.slice(start, start + AT_ONCE)
      const readings = await Promise.all(some.map(async (id) => ({ id, reading: await this.#read(id) })))
      for (const { id, reading } of readings) {
        if (reading?.kind === 'record') records.push(reading.record)
        if (reading?.kind === 'unreadable' && !this.#told.has(id)) {
          this.#told.add(id)
          damaged.push({ id, reason: reading.reason })
        }
        if (reading?.kind !== 'damaged') continue
        damaged.push({ id, reason: reading.reason })
        const record = await this.#repair(id, reading.value)
        if (record) records.push(record)
      }
    }
    return { records, damaged }
  }

  /** Keeps a damaged record aside; gives what is known of its job all the same. */
  async #repair(id: string, value: unknown): Promise<JobRecord | undefined> {
    const text = value === undefined ? await this.#store.readDamaged?.(id).catch(() => undefined) : undefined
    const isAside = await this.#store.setAside?.(id).then(
      () => true,
      () => false,
    )
    if (!isAside) return undefined
    const before = await this.#read(id)
    if (before?.kind === 'record') return before.record
    const record = before === undefined ? salvage(id, value ?? text, this.#clock.now()) : undefined
    const isWritten =
      record &&
      (await this.write(record)
        .then(() => true)
        .catch(() => false))
    return isWritten ? record : undefined
  }

  /** One record as it is on disk now; undefined when there is none, or none that can be read. */
  async find(id: string): Promise<JobRecord | undefined> {
    const reading = await this.#read(id)
    return reading?.kind === 'record' ? reading.record : undefined
  }

  /** A record as it is on disk now, when it is another one than is known here: looking often must cost little. */
  async findNewer(known: JobRecord): Promise<JobRecord | undefined> {
    const value = await this.#store.read(known.id).catch(() => undefined)
    if (Check(Stamp, value) && value.revision === known.revision) return undefined
    const reading = readRecord(known.id, value)
    return reading.kind === 'record' ? reading.record : undefined
  }

  async #read(id: string): Promise<Reading | undefined> {
    try {
      const value = await this.#store.read(id)
      return value === undefined ? undefined : readRecord(id, value)
    } catch (error) {
      return { kind: isSystems(error) ? 'unreadable' : 'damaged', reason: messageOf(error) }
    }
  }

  /**
   * Writes a record that is new. Resolves when it is safe on disk, also when another window has gone on with it at once,
   * as after this one was asleep; rejects when there is another one of its id.
   */
  write(record: JobRecord): Promise<void> {
    return this.#inTurn(record.id, async () => {
      if (await this.#store.write(record.id, checked(record), 1)) return
      const written = await this.find(record.id)
      if (written?.createdAt !== record.createdAt || written.window === record.window) throw elsewhere()
    })
  }

  /**
   * Replaces a record by what `make` gives for the one on disk, in one step: when another window writes meanwhile, it
   * begins anew with what that one has written. What `make` throws leaves the record as it is. A record of a newer
   * version of the extension is left alone.
   * @param taken told as soon as the new one is safe on disk
   */
  change(
    id: string,
    make: (written: JobRecord | undefined) => JobRecord,
    taken: (record: JobRecord) => void,
  ): Promise<void> {
    return this.#inTurn(id, async () => {
      for (let count = 0; count < MOST_CHANGES; count++) {
        const reading = await this.#read(id)
        // Another window, with a newer version of the extension, has it by now.
        if (reading?.kind === 'newer') throw elsewhere()
        if (reading?.kind === 'unreadable') throw new Error(reading.reason)
        if (reading?.kind === 'damaged' && this.#store.setAside) {
          await this.#store.setAside(id)
          continue
        }
        const written = reading?.kind === 'record' ? reading.record : undefined
        const made = make(written)
        if (written && !canBecome(written.state, made.state))
          throw new TypeError(`A job that is ${written.state} cannot become ${made.state}`)
        const revision = Math.max(revisionOf(written), revisionOf(made)) + 1
        const next = checked({ ...made, revision })
        if (!(await this.#store.write(id, next, revision))) continue
        taken(next)
        return
      }
      throw elsewhere()
    })
  }

  #inTurn(id: string, work: () => Promise<void>): Promise<void> {
    const before = this.#writing.get(id) ?? Promise.resolve()
    const now = before.catch(() => undefined).then(work)
    this.#writing.set(id, now)
    const forget = () => {
      if (this.#writing.get(id) === now) this.#writing.delete(id)
    }
    now.then(forget, forget)
    return now
  }

  /** Whether an earlier version of the extension was sending a job's request. */
  isMarked(id: string): Promise<boolean> {
    return this.#store.isClaimed?.(id) ?? Promise.resolve(false)
  }

  /** Removes such a mark: the record itself says by now what became of it. Never fails. */
  async unmark(id: string): Promise<void> {
    await this.#store.release?.(id).catch(() => undefined)
  }

  /**
   * Does something about a record that one window may do at a time; false when another one is doing it. Only for what
   * does no harm when it is done twice: a window that sleeps longer than its lease loses its turn.
   */
  async alone(id: string, work: () => Promise<void>): Promise<boolean> {
    const mark = `${TAKE}${id}`
    if (!((await this.#store.claim?.(mark, this.#stale)) ?? true)) return false
    try {
      await work()
      return true
    } finally {
      await this.unmark(mark)
    }
  }

  /** Notes for good which job a task belongs to; false when there is such a note. */
  bind(name: string, job: string, window: string): Promise<boolean> {
    return this.#store.createNote(BINDINGS, name, { job, window })
  }

  /** Whom a task belongs to. */
  findBinding(name: string): Promise<unknown> {
    return this.#store.readNote(BINDINGS, name)
  }

  /** Resolves when nothing is being written. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#writing.values())
  }
}

/** A record as it can be read again. Throws when it could not: it must not be written then. */
function checked(record: JobRecord): JobRecord {
  const reading = readRecord(record.id, JSON.parse(JSON.stringify(record)))
  if (reading.kind !== 'record') throw new TypeError('The record could not be read again')
  return reading.record
}
