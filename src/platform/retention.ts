// Removes what is both old and beyond a number of newest entries in one of our folders: files, and folders with their contents.
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** What stays in a folder, whatever else is said. */
export interface Retention {
  /** Milliseconds since a file was written, or written again. */
  age: number
  /** The newest so many files. */
  count: number
}

/**
 * Removes files and folders that are older than `age` and not among the newest `count`. What cannot be looked at or removed stays.
 * @param kept the names that stay all the same; asked for only when something would go. What it rejects with is thrown,
 * and nothing is removed
 */
export async function sweepOld(
  folder: string,
  { age, count }: Retention,
  kept: () => Promise<(name: string) => boolean>,
): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  if (names.length <= count) return
  const found = await Promise.all(
    names.map(async (name) => {
      const info = await stat(join(folder, name)).catch(() => undefined)
      return info?.isFile() || info?.isDirectory() ? [{ name, at: info.mtimeMs }] : []
    }),
  )
  const newest = found.flat().sort((a, b) => b.at - a.at)
  const old = newest.slice(count).filter(({ at }) => Date.now() - at > age)
  if (old.length === 0) return
  const isKept = await kept()
  for (const { name } of old) {
    if (!isKept(name)) await rm(join(folder, name), { force: true, recursive: true }).catch(() => undefined)
  }
}
