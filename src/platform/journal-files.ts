// The journal's records on disk: one JSON file each, flushed before it takes its name, so that after a crash a record
// is either the old or the new one. Structurally a `RecordStore` of src/jobs.
import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeFiles } from './files.ts'

const SUFFIX = '.json'
/** Ids become file names; nothing else may. */
const ID = /^[\w-]{1,64}$/
/** What lives for a moment: `.<id>.<uuid>`, a record that is being written, and marks of who is at work on one. */
const TEMPORARY = /^\.[\w-]{1,64}\.[0-9a-f-]{36}$|^(?:take|hold)-.*\.sending$/

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Windows says EPERM for a file that is just being removed. */
const TAKEN: readonly unknown[] = process.platform === 'win32' ? ['EEXIST', 'EPERM'] : ['EEXIST']
const isTaken = (error: unknown) => error instanceof Error && 'code' in error && TAKEN.includes(error.code)

/** A temporary file that is older than this, in milliseconds, was left by a process that died while writing it. */
const STALE = 60_000

/** Milliseconds; a time that is yet to come is from before the clock was set back. */
const ageOf = ({ mtimeMs }: { mtimeMs: number }) => Math.abs(Date.now() - mtimeMs)

/**
 * Opens the journal in a directory, which is made when first written to. A damaged record throws when it is read.
 * @param stale milliseconds after which an unfinished file is taken for left over and removed
 */
export function openJournal(directory: string, stale = STALE) {
  const pathOf = (id: string) => {
    if (!ID.test(id)) throw new RangeError(`“${id}” is no name for a record`)
    return join(directory, id + SUFFIX)
  }
  async function createMark(id: string): Promise<boolean> {
    try {
      await (await open(markOf(id), 'wx')).close()
      return true
    } catch (error) {
      if (isTaken(error)) return false
      throw error
    }
  }
  /** Removes a mark that is too old. Renamed first: of several processes one alone can do that. */
  async function removeStale(id: string, age: number): Promise<boolean> {
    const found = await stat(markOf(id)).catch(() => undefined)
    if (!found || ageOf(found) < age) return found === undefined
    const aside = join(directory, `.${id}.${randomUUID()}`)
    const isRenamed = await rename(markOf(id), aside).then(
      () => true,
      () => false,
    )
    await rm(aside, { force: true })
    return isRenamed
  }
  const markOf = (id: string) => `${pathOf(id).slice(0, -SUFFIX.length)}.sending`
  /** Removes what processes that died while writing have left; never fails. */
  async function sweep(names: readonly string[]): Promise<void> {
    for (const name of names.filter((entry) => TEMPORARY.test(entry))) {
      const path = join(directory, name)
      const found = await stat(path).catch(() => undefined)
      if (found && ageOf(found) >= stale) await rm(path, { force: true }).catch(() => undefined)
    }
  }
  return {
    async list(): Promise<string[]> {
      const names = await readdir(directory).catch((error: unknown) => {
        if (isMissing(error)) return []
        throw error
      })
      await sweep(names)
      const ids = names.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length))
      return ids.filter((id) => ID.test(id))
    },
    async read(id: string): Promise<unknown> {
      try {
        return JSON.parse(await readFile(pathOf(id), 'utf8'))
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
    async write(id: string, record: unknown): Promise<void> {
      const path = pathOf(id)
      await mkdir(directory, { recursive: true })
      const temporary = join(directory, `.${id}.${randomUUID()}`)
      try {
        const handle = await open(temporary, 'wx')
        try {
          await handle.writeFile(JSON.stringify(record))
          await handle.sync()
        } finally {
          await handle.close()
        }
        await rename(temporary, path)
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => undefined)
        throw error
      }
      await nodeFiles.flushFolder(directory)
    },
    remove: (id: string): Promise<void> => rm(pathOf(id), { force: true }),
    /** Sets a mark for one process alone, by creating a file that must not be there. */
    async claim(id: string, stale?: number): Promise<boolean> {
      await mkdir(directory, { recursive: true })
      if (!(await createMark(id)) && !(stale !== undefined && (await removeStale(id, stale)) && (await createMark(id))))
        return false
      // One that goes stale says nothing that must survive a power cut.
      if (stale === undefined) await nodeFiles.flushFolder(directory)
      return true
    },
    isClaimed: (id: string): Promise<boolean> =>
      stat(markOf(id)).then(
        () => true,
        () => false,
      ),
    release: (id: string): Promise<void> => rm(markOf(id), { force: true }),
    /** Keeps a damaged record under another name, out of the list. */
    async setAside(id: string): Promise<void> {
      await rename(pathOf(id), `${pathOf(id)}.damaged-${randomUUID().slice(0, 8)}`)
    },
  }
}
