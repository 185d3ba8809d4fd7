// Replaces a file by new content, completely or not at all, and keeps the old one as a backup.
import { copyFile, mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { replaceFile } from './atomic.ts'

/** @param folder where old files are kept */
export function createReplacer(folder: string) {
  let count = 0
  return {
    /** @returns where the old file is kept. @throws Node's error; then the file is as it was */
    async replace(path: string, bytes: Uint8Array): Promise<string> {
      await mkdir(folder, { recursive: true })
      const backup = join(folder, `${Date.now()}-${process.pid}-${count++}-${basename(path)}`)
      await copyFile(path, backup)
      await replaceFile(path, bytes)
      return backup
    },
    /** Puts a kept file back. @throws Node's error */
    restore: (path: string, backup: string): Promise<void> =>
      replaceFile(path, (temporary) => copyFile(backup, temporary)),
  }
}
