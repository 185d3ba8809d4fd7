// Which windows are alive. Windows share one journal, and a closed browser tab leaves its extension host running for hours: a job
// is run by one window at a time, and taken over when that window is gone.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import type { Clock } from '../../tripo/resources.ts'
import type { RecordStore } from './store.ts'

/** The rhythm of windows that share a journal, in milliseconds. */
export interface Lease {
  /** Between two signs of life of a window. */
  beat: number
  /** After which a silent window counts as gone. */
  gone: number
  /** Between two looks at jobs that other windows run. */
  look: number
  /** After which the tasks of unconfirmed jobs are looked for, one search after the other. */
  reconcile: readonly number[]
}
export const LEASE: Lease = { beat: 4000, gone: 15_000, look: 1000, reconcile: [3000, 30_000] }

const PREFIX = 'window-'
const Sign = Type.Object({ until: Type.Number() })

/** Whether a record of the store is a window's sign of life and no job. */
export const isWindowId = (id: string) => id.startsWith(PREFIX)

export class Windows {
  #cancelBeat: (() => void) | undefined
  /** The sign that is being written; a slow disk gets one at a time. */
  #beating: Promise<void> | undefined
  #isBeatDue = false

  readonly #store: RecordStore

  constructor(
    store: RecordStore,
    readonly clock: Clock,
    readonly lease: Lease = LEASE,
    /** This window's name. */
    readonly own = PREFIX + crypto.randomUUID(),
  ) {
    this.#store = store
  }

  /** Gives the first sign of life, and goes on; can be called again. */
  async begin(): Promise<void> {
    if (this.#cancelBeat) return
    this.#beat()
    await this.#beating
  }

  /** Whether a window may still be running its jobs. */
  async isAlive(id: string | undefined): Promise<boolean> {
    if (id === undefined) return false
    if (id === this.own) return true
    const sign = await this.#store.read(id).catch(() => undefined)
    // A sign from the far future is a clock that jumped back, and no life.
    const now = this.clock.now()
    return Check(Sign, sign) && sign.until > now && sign.until <= now + this.lease.gone
  }

  /** Says that this window runs nothing any more. */
  async end(): Promise<void> {
    this.#cancelBeat?.()
    this.#cancelBeat = undefined
    this.#isBeatDue = false
    await this.#beating
    await this.#store.remove(this.own).catch(() => undefined)
  }

  /** Clears up after windows that are gone. */
  async sweep(): Promise<void> {
    for (const id of await this.#store.list()) {
      if (isWindowId(id) && !(await this.isAlive(id))) await this.#store.remove(id).catch(() => undefined)
    }
  }

  #beat(): void {
    this.#cancelBeat = this.clock.after(this.lease.beat, () => this.#beat())
    this.#isBeatDue = true
    this.#beating ??= this.#write()
  }

  /** Writes the sign that is due, and the one that has become due meanwhile: those in between would say nothing. */
  async #write(): Promise<void> {
    while (this.#isBeatDue) {
      this.#isBeatDue = false
      const sign = { until: this.clock.now() + this.lease.gone }
      // A journal that cannot be written is reported where it matters: when a job is noted.
      await this.#store.write(this.own, sign).catch(() => undefined)
    }
    this.#beating = undefined
  }
}
