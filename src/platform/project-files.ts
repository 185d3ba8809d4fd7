// The files of a workspace folder as src/engines reads them, on Node: only below the folder, links followed and checked, large
// files and disk errors treated as missing files. Structurally a `ProjectFiles` of src/engines.
import { open, readdir, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'

/** Names of one folder that are looked at. */
const MOST_NAMES = 20_000

/**
 * A reader of one folder.
 * @param root absolute path
 * @param most bytes of the largest file that is read
 */
export function projectFiles(root: string, most = 1_000_000) {
  let real: Promise<string> | undefined
  /** The absolute path of what lies in the folder after following links; undefined for anything else. */
  const inside = async (path: string): Promise<string | undefined> => {
    if (path.split('/').includes('..') || path.includes('\0')) return undefined
    real ??= realpath(root)
    const [top, found] = await Promise.all([real, realpath(join(root, path))])
    return found === top || found.startsWith(top.endsWith(sep) ? top : top + sep) ? found : undefined
  }
  return {
    read: async (path: string): Promise<string | undefined> => {
      try {
        const file = await inside(path)
        // A named pipe would be waited for without an end.
        if (file === undefined || !(await stat(file)).isFile()) return undefined
        const handle = await open(file)
        try {
          const { size } = await handle.stat()
          return size > most ? undefined : await handle.readFile('utf8')
        } finally {
          await handle.close()
        }
      } catch {
        return undefined
      }
    },
    list: async (path: string): Promise<readonly { name: string; isFolder: boolean }[]> => {
      try {
        const folder = await inside(path)
        if (folder === undefined) return []
        const entries = (await readdir(folder, { withFileTypes: true })).slice(0, MOST_NAMES)
        return await Promise.all(
          entries.map(async (entry) => {
            if (!entry.isSymbolicLink()) return { name: entry.name, isFolder: entry.isDirectory() }
            const target = await inside(`${path}/${entry.name}`).catch(() => undefined)
            const isFolder = target !== undefined && (await stat(target)).isDirectory()
            // Followed once more it could lead round in a circle: a link to a folder above is none.
            return { name: entry.name, isFolder: isFolder && !`${folder}${sep}`.startsWith(`${target}${sep}`) }
          }),
        )
      } catch {
        return []
      }
    },
  }
}
