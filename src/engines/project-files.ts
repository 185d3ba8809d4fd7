// What src/engines needs from a file system, and its paths. Injected, so that the extension reads through VS Code's file systems
// and the command line through Node's; nothing here can read outside the reader's folder.

/** A name in a folder. */
export interface Entry {
  name: string
  isFolder: boolean
}

/**
 * Reads of one workspace folder. Paths are below it, with slashes, `''` is the folder itself. Neither ever fails: what is
 * not there, cannot be read, leads out of the folder or is too large is nothing.
 */
export interface ProjectFiles {
  /** A text file of at most `MOST_TEXT` bytes. */
  read(path: string): Promise<string | undefined>
  /** The names in a folder, links not followed out of the workspace. */
  list(path: string): Promise<readonly Entry[]>
}

/** Bytes of the largest file that is read: configs and sources are small, and the rest is not ours to parse. */
export const MOST_TEXT = 1_000_000

/** The folder of a path; `''` at the top. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))
/** The last part of a path. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/**
 * Parts put together, `.` and `..` resolved.
 * @returns undefined when that climbs out of the workspace folder
 */
export function joinPath(...parts: readonly string[]): string | undefined {
  const result: string[] = []
  for (const part of parts.join('/').split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') result.push(part)
    else if (result.pop() === undefined) return undefined
  }
  return result.join('/')
}

/** Whether a path is a folder or lies in it. */
export const isBelow = (folder: string, path: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`)

/** The way from a folder to a path, as `../a/b`, without a leading `./`. */
export function relativePath(folder: string, path: string): string {
  const from = folder === '' ? [] : folder.split('/')
  const to = path.split('/')
  let same = 0
  while (same < from.length && same < to.length - 1 && from[same] === to[same]) same++
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/')
}

/** The folder of a path and those above it, nearest first; the workspace folder itself is last. */
export function foldersAbove(folder: string): string[] {
  const result = [folder]
  for (let at = folder; at !== ''; ) {
    at = folderOf(at)
    result.push(at)
  }
  return result
}
