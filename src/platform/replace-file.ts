// A file replaced by new content, whole or not at all, with the old one kept.
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** @param folder where old files are kept */
export function createReplacer(folder: string) {
  let count = 0
  /** Beside the target first, so that the last step is a rename. */
  const swap = async (path: string, fill: (temporary: string) => Promise<void>) => {
    const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${count++}.tmp`)
    try {
      await fill(temporary)
      await rename(temporary, path)
    } finally {
      await rm(temporary, { force: true })
    }
  }
  return {
    /** @returns where the old file is kept. @throws Node's error; then the file is as it was */
    async replace(path: string, bytes: Uint8Array): Promise<string> {
      await mkdir(folder, { recursive: true })
      const backup = join(folder, `${Date.now()}-${process.pid}-${count++}-${basename(path)}`)
      await copyFile(path, backup)
      await swap(path, (temporary) => writeFile(temporary, bytes, { flag: 'wx' }))
      return backup
    },
    /** Puts a kept file back. @throws Node's error */
    restore: (path: string, backup: string): Promise<void> => swap(path, (temporary) => copyFile(backup, temporary)),
  }
}
