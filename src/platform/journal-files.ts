// The journal's records on disk. Each revision of a record is a file, `<id>/<revision>.json`, which is linked into place and
// therefore never replaces another: if two processes write the same revision one fails, however long it was suspended. Notes,
// which are written once and never removed, are stored beside the revisions. Data without such requirements is one file,
// `<id>.json`, replaced atomically, and so are records of earlier versions.
import { randomUUID } from 'node:crypto'
import { link, lstat, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isMissing, isNowhere } from '../text/system-errors.ts'
import { flushFolder, linkNew, replaceFile, writeNew } from './atomic.ts'
import { createFolder } from './create-folder.ts'
import { tryLock, unlock } from './lock-file.ts'

const SUFFIX = '.json'
/** Ids become file names; nothing else may. */
const ID = /^[\w-]{1,64}$/
const NOTE = /^[a-z][\w-]{0,99}$/
const REVISION = /^(\d{1,15})\.json$/
/** What lives for a moment: `.<id>.<uuid>`, a file that is being written, and marks of who is at work on a record. */
const TEMPORARY = /^\.[\w-]{1,64}\.[0-9a-f-]{36}$|^(?:take|hold)-.*\.sending$/
/** Bytes of the largest record that is read; a record has some thousand. */
const MOST_BYTES = 16 * 1024 * 1024
/** How often a record is read again whose revision was replaced while it was looked for. */
const READINGS = 20

/** A temporary file that is older than this, in milliseconds, was left by a process that died while writing it. */
const STALE = 60_000

/** Milliseconds; a time that is yet to come is from before the clock was set back. */
const ageOf = ({ mtimeMs }: { mtimeMs: number }) => Math.abs(Date.now() - mtimeMs)

/** A file's text; something else under its name (a pipe would never end) is damage. */
async function readWhole(path: string): Promise<string> {
  const found = await lstat(path)
  if (!found.isFile()) throw new SyntaxError('not a file')
  if (found.size > MOST_BYTES) throw new SyntaxError(`${found.size} bytes`)
  return readFile(path, 'utf8')
}

/**
 * Opens the journal in a directory, which is made when first written to. A damaged record throws a SyntaxError when it
 * is read. Structurally a `RecordStore` of src/jobs.
 * @param stale milliseconds after which an unfinished file is taken for left over and removed
 * @param makeLink for tests: a file system without hard links
 */
export function openJournal(directory: string, stale = STALE, makeLink = link) {
  const folderOf = (id: string) => {
    if (!ID.test(id)) throw new RangeError(`“${id}” is no name for a record`)
    return join(directory, id)
  }
  const plainOf = (id: string) => folderOf(id) + SUFFIX
  const revisionOf = (id: string, revision: number) => join(folderOf(id), `${revision}${SUFFIX}`)
  const noteOf = (id: string, name: string) => {
    if (!NOTE.test(name)) throw new RangeError(`“${name}” is no name for a note`)
    return join(folderOf(id), name + SUFFIX)
  }
  const markOf = (id: string) => `${folderOf(id)}.sending`
  const temporaryOf = (id: string) => join(directory, `.${basename(folderOf(id))}.${randomUUID()}`)

  /** The revisions that are there, newest first. */
  async function revisionsOf(id: string): Promise<number[]> {
    const names = await readdir(folderOf(id)).catch((error: unknown) => {
      if (isNowhere(error)) return []
      throw error
    })
    const revisions = names.flatMap((name) => REVISION.exec(name)?.[1] ?? []).map(Number)
    return revisions.sort((a, b) => b - a)
  }

  /** Creates a file in the record's folder that must not be there yet; false when it is. */
  async function createNew(id: string, path: string, value: unknown): Promise<boolean> {
    const isFirst = (await createFolder(folderOf(id))) !== undefined
    const temporary = temporaryOf(id)
    try {
      await writeNew(temporary, JSON.stringify(value), true)
      if (!(await linkNew(temporary, path, makeLink))) return false
    } finally {
      await rm(temporary, { force: true }).catch(() => undefined)
    }
    await flushFolder(folderOf(id))
    if (isFirst) await flushFolder(directory)
    return true
  }

  async function replace(id: string, record: unknown): Promise<void> {
    await createFolder(directory)
    await replaceFile(plainOf(id), JSON.stringify(record), { flush: true, temporary: temporaryOf(id) })
  }

  /**
   * A revision is written when it is there and the newest: a process that slept may have put it into the gap that was
   * left by the sweeping of what others have written since. The one before stays, for the case that this one is damaged.
   */
  async function writeRevision(id: string, record: unknown, revision: number): Promise<boolean> {
    const path = revisionOf(id, revision)
    if (!(await createNew(id, path, record))) return false
    const all = await revisionsOf(id)
    const isNewest = all.every((other) => other <= revision)
    const swept = isNewest ? all.filter((other) => other < revision - 1).map((other) => revisionOf(id, other)) : [path]
    if (isNewest && revision === 1) swept.push(plainOf(id))
    for (const old of swept) await rm(old, { force: true }).catch(() => undefined)
    return isNewest
  }

  /** Removes what processes that died while writing have left; never fails. */
  async function sweep(names: readonly string[]): Promise<void> {
    for (const name of names.filter((entry) => TEMPORARY.test(entry))) {
      const path = join(directory, name)
      const found = await lstat(path).catch(() => undefined)
      if (found && ageOf(found) >= stale) await rm(path, { force: true }).catch(() => undefined)
    }
  }

  return {
    async list(): Promise<string[]> {
      const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
        if (isMissing(error)) return []
        throw error
      })
      await sweep(entries.map(({ name }) => name))
      const ids = entries.flatMap((entry) => {
        if (entry.isDirectory()) return [entry.name]
        return entry.name.endsWith(SUFFIX) ? [entry.name.slice(0, -SUFFIX.length)] : []
      })
      return [...new Set(ids.filter((id) => ID.test(id)))]
    },

    /** The newest revision; a plain file counts as older than all. */
    async read(id: string): Promise<unknown> {
      for (let reading = 1; ; reading++) {
        const [newest] = await revisionsOf(id)
        try {
          return JSON.parse(await readWhole(newest === undefined ? plainOf(id) : revisionOf(id, newest)))
        } catch (error) {
          if (!isMissing(error)) throw error
          // Replaced by a newer one between the two looks.
          if (newest === undefined && (await revisionsOf(id)).length === 0) return undefined
          if (reading === READINGS) throw error
        }
      }
    },

    /**
     * Writes a record. With a revision: false, and nothing is changed, when there is that revision or a later one.
     * Without: replaces the plain file.
     */
    async write(id: string, record: unknown, revision?: number): Promise<boolean> {
      if (revision !== undefined) return writeRevision(id, record, revision)
      await replace(id, record)
      return true
    },

    remove: (id: string): Promise<void> => rm(plainOf(id), { force: true }),

    /** Notes something for good; false when there is a note of that name. */
    async createNote(id: string, name: string, value: unknown): Promise<boolean> {
      return createNew(id, noteOf(id, name), value)
    },

    /** What a note says; undefined when there is none, null for one that cannot be read. */
    async readNote(id: string, name: string): Promise<unknown> {
      try {
        return JSON.parse(await readWhole(noteOf(id, name)))
      } catch (error) {
        if (isNowhere(error)) return undefined
        if (error instanceof SyntaxError) return null
        throw error
      }
    },

    /** Sets a mark for one process alone, by creating a file that must not be there. */
    async claim(id: string, stale?: number): Promise<boolean> {
      await createFolder(directory)
      if (!(await tryLock(markOf(id), { stale, aside: temporaryOf(id) }))) return false
      // One that goes stale says nothing that must survive a power cut.
      if (stale === undefined) await flushFolder(directory)
      return true
    },
    isClaimed: (id: string): Promise<boolean> =>
      stat(markOf(id)).then(
        () => true,
        () => false,
      ),
    release: (id: string): Promise<void> => unlock(markOf(id)),

    /** Keeps the newest revision, which is damaged, under another name: what was written before it counts again. */
    async setAside(id: string): Promise<void> {
      const [newest] = await revisionsOf(id)
      const path = newest === undefined ? plainOf(id) : revisionOf(id, newest)
      await rename(path, `${plainOf(id)}.damaged-${randomUUID().slice(0, 8)}`)
    },

    /** The damaged record's text, as much as can be had of it. */
    async readDamaged(id: string): Promise<string> {
      const [newest] = await revisionsOf(id)
      return readWhole(newest === undefined ? plainOf(id) : revisionOf(id, newest)).catch(() => '')
    },
  }
}
