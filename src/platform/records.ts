// Records and files in a directory: one file each, replaced atomically, shared by every window that opens it.
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing } from '../text/system-errors.ts'
import { replaceFile } from './atomic.ts'
import { createFolder } from './create-folder.ts'

const SUFFIX = '.json'
/** Names come from ids and digests; anything else must not become a path. */
const NAME = /^[\w-]{1,128}$/

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(path))
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function replace(directory: string, name: string, content: string | Uint8Array): Promise<void> {
  await createFolder(directory)
  await replaceFile(join(directory, name), content)
}

/** JSON records by id in one directory. A damaged record reads as undefined. */
export function openRecords(directory: string) {
  return {
    async list(): Promise<string[]> {
      try {
        const names = await readdir(directory)
        return names
          .filter((name) => name.endsWith(SUFFIX) && !name.startsWith('.'))
          .map((name) => name.slice(0, -SUFFIX.length))
      } catch (error) {
        if (isMissing(error)) return []
        throw error
      }
    },
    async read(id: string): Promise<unknown> {
      const bytes = NAME.test(id) ? await readIfThere(join(directory, id + SUFFIX)) : undefined
      if (!bytes) return undefined
      try {
        return JSON.parse(new TextDecoder().decode(bytes))
      } catch {
        return undefined
      }
    },
    async write(id: string, record: unknown): Promise<void> {
      if (!NAME.test(id)) throw new RangeError(`“${id}” is no name for a record`)
      await replace(directory, id + SUFFIX, JSON.stringify(record))
    },
    async remove(id: string): Promise<void> {
      if (NAME.test(id)) await rm(join(directory, id + SUFFIX), { force: true })
    },
  }
}

/** Bytes by name in one directory. */
export function openFiles(directory: string) {
  return {
    read: async (name: string): Promise<Uint8Array | undefined> =>
      NAME.test(name) ? readIfThere(join(directory, name)) : undefined,
    async write(name: string, bytes: Uint8Array): Promise<void> {
      if (!NAME.test(name)) throw new RangeError(`“${name}” is no name for a file`)
      await replace(directory, name, bytes)
    },
    async remove(name: string): Promise<void> {
      if (NAME.test(name)) await rm(join(directory, name), { force: true })
    },
  }
}

/** A simulator's store on disk: `records/` and `files/` below a directory, which is made when first written to. */
export const openStore = (directory: string) => ({
  records: openRecords(join(directory, 'records')),
  files: openFiles(join(directory, 'files')),
})
