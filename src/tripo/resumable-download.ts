// Resumes a download that an earlier run of the extension did not finish: what must be known of its beginning to trust it, and
// how often that is recorded. Only a file that the server identifies by a strong validator can be resumed.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import type { FileWriter } from './resources.ts'

/** What is known of a file that is being received. */
export interface ResumePoint {
  received: number
  total: number | undefined
  /** A strong validator of what was received, needed to resume. */
  etag: string | undefined
  /** Enough of the first bytes for every header looked at. */
  head: Uint8Array
}

const Note = Type.Object({
  /** It becomes a request header. */
  etag: Type.String({ pattern: '^"[\\x21\\x23-\\x7e]{1,200}"$' }),
  total: Type.Optional(Type.Number()),
})

const nothing = (): ResumePoint => ({ received: 0, total: undefined, etag: undefined, head: new Uint8Array() })

function readNote(text: string): Type.Static<typeof Note> | undefined {
  try {
    const note: unknown = JSON.parse(text)
    return Check(Note, note) ? note : undefined
  } catch {
    return undefined
  }
}

/** Checkpoints of a file that is being received, one each so many bytes. */
export class ResumableDownload {
  #saved = 0

  readonly #writer: FileWriter
  /** Absent: none. */
  readonly #every: number

  constructor(
    writer: FileWriter,

    every = Number.POSITIVE_INFINITY,
  ) {
    this.#writer = writer
    this.#every = every
  }

  /** What an earlier run has left in the writer's file; what cannot be gone on with is thrown away. */
  async begin(): Promise<ResumePoint> {
    const { partial } = this.#writer
    if (!partial) return nothing()
    const note = readNote(partial.note)
    if (note && (note.total === undefined || partial.bytes < note.total)) {
      this.#saved = partial.bytes
      return { received: partial.bytes, total: note.total, etag: note.etag, head: partial.head }
    }
    await this.#writer.restart()
    return nothing()
  }

  /** To be called after each write. */
  async advance({ received, total, etag }: ResumePoint): Promise<void> {
    if (etag === undefined || received - this.#saved < this.#every) return
    await this.#writer.checkpoint?.(JSON.stringify({ etag, total }))
    this.#saved = received
  }

  /** The file has begun again: its checkpoints do not hold any more. */
  forget(): void {
    this.#saved = 0
  }

  /** Leaves the file as it was at its last checkpoint; false when it has none. */
  async leave(): Promise<boolean> {
    if (this.#saved === 0 || !this.#writer.leave) return false
    await this.#writer.leave()
    return true
  }
}
