// The journal's records on disk: one JSON file each, flushed before it takes its name, so that after a crash a record
// is either the old or the new one. Structurally a `RecordStore` of src/jobs.
import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeFiles } from './files.ts'

const SUFFIX = '.json'
/** Ids become file names; nothing else may. */
const ID = /^[\w-]{1,64}$/

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Opens the journal in a directory, which is made when first written to. A damaged record throws when it is read. */
export function openJournal(directory: string) {
  const pathOf = (id: string) => {
    if (!ID.test(id)) throw new RangeError(`“${id}” is no name for a record`)
    return join(directory, id + SUFFIX)
  }
  return {
    async list(): Promise<string[]> {
      const names = await readdir(directory).catch((error: unknown) => {
        if (isMissing(error)) return []
        throw error
      })
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
    /** Keeps a damaged record under another name, out of the list. */
    async setAside(id: string): Promise<void> {
      await rename(pathOf(id), `${pathOf(id)}.damaged-${randomUUID().slice(0, 8)}`)
    },
  }
}
