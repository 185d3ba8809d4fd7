// The journal: one record for each job in the injected store, written before each act. A record that cannot be read
// is kept aside and reported, and the others live on.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { type Clock, sleep } from '../tripo/resources.ts'
import { elsewhere } from './problems.ts'
import { type JobRecord, type Reading, readRecord } from './record.ts'
import { isWindowId } from './windows.ts'

/** Records by id, written atomically. Reading an id that is not there gives undefined; a broken one may throw. */
export interface RecordStore {
  list(): Promise<string[]>
  read(id: string): Promise<unknown>
  write(id: string, record: unknown): Promise<void>
  remove(id: string): Promise<void>
  /** Moves a broken record out of the way without destroying it; without it, it stays where it is. */
  setAside?(id: string): Promise<void>
  /**
   * Sets a mark so that one process alone, of all that share the store, gets true, until it is released. A store
   * without marks is used by one process.
   * @param stale milliseconds after which a mark was left by a process that died, and can be had by another
   */
  claim?(id: string, stale?: number): Promise<boolean>
  isClaimed?(id: string): Promise<boolean>
  release?(id: string): Promise<void>
}

export interface Damage {
  id: string
  reason: string
}

/** Marks of windows that are taking a job over, and of those that are writing a record. */
const TAKE = 'take-'
const HOLD = 'hold-'
/** Milliseconds between two looks at whether another window has written. */
const AGAIN = 5

/** Records read side by side: years of jobs must not exhaust the system's file handles. */
const AT_ONCE = 64

/** What tells one state of a record from another, at a glance. */
const Stamp = Type.Object({ updatedAt: Type.Number(), state: Type.String(), window: Type.Optional(Type.String()) })

export class Journal {
  /** Writes in progress by id: a job's records reach the disk in the order they were written. */
  private readonly writing = new Map<string, Promise<void>>()

  constructor(
    private readonly store: RecordStore,
    private readonly clock: Clock,
    /** Milliseconds after which a mark was left by a window that is gone. */
    private readonly stale: number,
  ) {}

  /** All readable records but known ones, and what could not be read. Never throws because of a single record. */
  async load(
    known: Pick<ReadonlySet<string>, 'has'> = new Set(),
  ): Promise<{ records: JobRecord[]; damaged: Damage[] }> {
    const records: JobRecord[] = []
    const damaged: Damage[] = []
    const ids = (await this.store.list()).filter((id) => !isWindowId(id) && !known.has(id))
    const readings: { id: string; reading: Reading | undefined }[] = []
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const some = ids.slice(start, start + AT_ONCE)
      readings.push(...(await Promise.all(some.map(async (id) => ({ id, reading: await this.read(id) })))))
    }
    for (const { id, reading } of readings) {
      if (reading?.kind === 'record') records.push(reading.record)
      if (reading?.kind !== 'damaged') continue
      damaged.push({ id, reason: reading.reason })
      await this.store.setAside?.(id).catch(() => undefined)
    }
    return { records, damaged }
  }

  /** One record as it is on disk now; undefined when there is none, or none that can be read. */
  async find(id: string): Promise<JobRecord | undefined> {
    const reading = await this.read(id)
    return reading?.kind === 'record' ? reading.record : undefined
  }

  /** A record as it is on disk now, when it is another one than is known here: looking often must cost little. */
  async findNewer(known: JobRecord): Promise<JobRecord | undefined> {
    const value = await this.store.read(known.id).catch(() => undefined)
    const isKnown = (stamp: Type.Static<typeof Stamp>) =>
      stamp.updatedAt === known.updatedAt && stamp.state === known.state && stamp.window === known.window
    if (Check(Stamp, value) && isKnown(value)) return undefined
    const reading = readRecord(known.id, value)
    return reading.kind === 'record' ? reading.record : undefined
  }

  private async read(id: string): Promise<Reading | undefined> {
    try {
      const value = await this.store.read(id)
      return value === undefined ? undefined : readRecord(id, value)
    } catch (error) {
      return { kind: 'damaged', reason: error instanceof Error ? error.message : String(error) }
    }
  }

  /** Writes a record that is new. Resolves when it is safe on disk. */
  write(record: JobRecord): Promise<void> {
    return this.inTurn(record.id, () => this.store.write(record.id, record))
  }

  /**
   * Replaces a record by what `make` gives for the one on disk, with no other window in between: a window that was
   * asleep must not write over what another has written since. What `make` throws leaves it as it is. A record of a
   * newer version of the extension is left alone.
   * @param taken told as soon as the new one is safe on disk
   */
  change(
    id: string,
    make: (written: JobRecord | undefined) => JobRecord,
    taken: (record: JobRecord) => void,
  ): Promise<void> {
    const change = async () => {
      const reading = await this.read(id)
      // Another window, with a newer version of the extension, has it by now.
      if (reading?.kind === 'newer') throw elsewhere()
      const next = make(reading?.kind === 'record' ? reading.record : undefined)
      await this.store.write(id, next)
      taken(next)
    }
    return this.inTurn(id, () => this.exclusively(id, change))
  }

  private async exclusively(id: string, work: () => Promise<void>): Promise<void> {
    const mark = `${HOLD}${id}`
    const claim = async () => (await this.store.claim?.(mark, this.stale)) ?? true
    // Whoever does not let go for so long is gone.
    for (let waited = 0; !(await claim()) && waited < this.stale; waited += AGAIN) await sleep(this.clock, AGAIN)
    await work().finally(() => this.release(mark))
  }

  private inTurn(id: string, work: () => Promise<void>): Promise<void> {
    const before = this.writing.get(id) ?? Promise.resolve()
    const now = before.catch(() => undefined).then(work)
    this.writing.set(id, now)
    const forget = () => {
      if (this.writing.get(id) === now) this.writing.delete(id)
    }
    now.then(forget, forget)
    return now
  }

  /** Takes the right to send a job's request; false when it was taken before, here or in another window. */
  claim(id: string): Promise<boolean> {
    return this.store.claim?.(id) ?? Promise.resolve(true)
  }

  isClaimed(id: string): Promise<boolean> {
    return this.store.isClaimed?.(id) ?? Promise.resolve(false)
  }

  /** Does something about a record that only one window may do at a time; false when another one is doing it. */
  async alone(id: string, work: () => Promise<void>): Promise<boolean> {
    const mark = `${TAKE}${id}`
    if (!((await this.store.claim?.(mark, this.stale)) ?? true)) return false
    try {
      await work()
      return true
    } finally {
      await this.release(mark)
    }
  }

  /** Gives the right back: the record itself says by now how far the request got. Never fails. */
  async release(id: string): Promise<void> {
    await this.store.release?.(id).catch(() => undefined)
  }

  /** Resolves when nothing is being written. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.writing.values())
  }
}
