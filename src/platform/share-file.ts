// Gives a finished file a second name in one of our folders, from which the panel may read it: the folder of the result is
// outside the workspace, and the page must not get access to it.
import { copyFile, link, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createFolder } from './create-folder.ts'

/** Makes `to` the same file as `from`, by a link where the disk allows it, else by a copy; an older one is replaced. */
export async function shareFile(from: string, to: string): Promise<void> {
  await createFolder(dirname(to))
  const [old, now] = await Promise.all([stat(to).catch(() => undefined), stat(from)])
  if (old && old.size === now.size && old.mtimeMs >= now.mtimeMs) return
  await rm(to, { force: true })
  await link(from, to).catch(() => copyFile(from, to))
}

/** Removes what has lain in a folder of ours for longer than so many milliseconds; a folder that is not there is empty. */
export async function sweepFolder(folder: string, age: number): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    if (found && Date.now() - found.ctimeMs > age) await rm(path, { recursive: true, force: true })
  }
}
