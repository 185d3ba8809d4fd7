// Replaces a person's file by new content, completely or not at all, and keeps the old one as a backup.
import { chmod, copyFile, realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { replaceFile } from './atomic.ts'
import { createFolder } from './create-folder.ts'

/** Letters of a file's name that a backup's ends with, so that it is no longer than a disk allows. */
const MOST_NAME = 60
/** Permission to write, of anybody. */
const WRITABLE = 0o222

/**
 * Replaces the file that a path leads to: a link stays a link, and the file keeps its permissions.
 * @throws Node's error, EACCES for a file that may not be written: a rename would not notice
 */
async function replaceAt(path: string, content: Uint8Array | ((temporary: string) => Promise<unknown>)): Promise<void> {
  const target = await realpath(path)
  const { mode } = await stat(target)
  if ((mode & WRITABLE) === 0) throw Object.assign(new Error(`${target} may not be written`), { code: 'EACCES' })
  await replaceFile(target, content)
  // A disk without permissions refuses, and has none to keep.
  await chmod(target, mode & 0o777).catch(() => undefined)
}

/** @param folder where old files are kept */
export function createReplacer(folder: string) {
  let count = 0
  const keep = async (path: string): Promise<string> => {
    await createFolder(folder)
    const backup = join(folder, `${Date.now()}-${process.pid}-${count++}-${basename(path).slice(-MOST_NAME)}`)
    await copyFile(path, backup)
    return backup
  }
  return {
    /** Differs once somebody has written the file. @throws Node's error */
    async stamp(path: string): Promise<string> {
      const { ino, mtimeMs, size } = await stat(path)
      return [ino, mtimeMs, size].join(' ')
    },
    /** @returns where the old file is kept. @throws Node's error; then the file is as it was */
    async replace(path: string, bytes: Uint8Array): Promise<string> {
      const backup = await keep(path)
      await replaceAt(path, bytes)
      return backup
    },
    /** Puts a kept file back, also where the other is gone. @returns where the other is kept, if it was there. @throws Node's error */
    restore: async (path: string, backup: string): Promise<string | undefined> => {
      const isThere = await stat(path).then(
        () => true,
        () => false,
      )
      const copy = (temporary: string) => copyFile(backup, temporary)
      const kept = isThere ? await keep(path) : undefined
      await (isThere ? replaceAt(path, copy) : replaceFile(path, copy))
      return kept
    },
  }
}
