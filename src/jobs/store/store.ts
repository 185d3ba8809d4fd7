// What src/jobs needs from the place where records are stored. Injected: a disk that windows share, or memory in tests.

/** Records by id. Reading an id that is not there gives undefined; a broken one throws an error without a `code`. */
export interface RecordStore {
  list(): Promise<string[]>
  read(id: string): Promise<unknown>
  /**
   * Writes a record, whole or not at all. With a revision: only when that one, and every later one, is still free; that
   * check and the write are one step, also for a process that sleeps in between. Without: replaces what is there.
   * @returns whether it was written
   */
  write(id: string, record: unknown, revision?: number): Promise<boolean>
  remove(id: string): Promise<void>
  /** Notes something for good beside a record; false when there is a note of that name. Of several processes one gets true. */
  createNote(id: string, name: string, value: unknown): Promise<boolean>
  /** What a note says; undefined when there is none, null when it cannot be read. */
  readNote(id: string, name: string): Promise<unknown>
  /** Moves a broken revision out of the way without destroying it: the one before counts again, if there is one. */
  setAside?(id: string): Promise<void>
  /** The text of a broken record, as far as it can be had. */
  readDamaged?(id: string): Promise<string>
  /**
   * Sets a mark so that one process alone, of all that share the store, gets true, until it is released: for work that
   * may be done twice, but need not. A store without marks is used by one process.
   * @param stale milliseconds after which a mark was left by a process that died, and can be had by another
   */
  claim?(id: string, stale?: number): Promise<boolean>
  /** Whether an earlier version of the extension has marked the record as being sent. */
  isClaimed?(id: string): Promise<boolean>
  release?(id: string): Promise<void>
}
