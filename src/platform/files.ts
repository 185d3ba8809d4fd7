// Files on Node: the few operations with which results are placed so that a crash, a full disk or another program never leaves a
// partial file under a final name. Structurally an `AssetFiles` of src/assets.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, link, lstat, open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { isNowhere } from '../text/system-errors.ts'
import { flushFolder, replaceFile, writeNewWhole } from './atomic.ts'
import { createFolder } from './create-folder.ts'

/** What `ask` says, or undefined when nothing is at the path. */
async function ifThere<Answer>(ask: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask
  } catch (error) {
    if (isNowhere(error)) return undefined
    throw error
  }
}

/** Flushes a file's content to the disk. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Size in bytes and SHA-256 in lower-case hex of a file, read as a stream. */
export async function hashFile(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { bytes, sha256: hash.digest('hex') }
}

async function identify(path: string): Promise<{ id: string; bytes: number } | undefined> {
  const found = await ifThere(stat(path, { bigint: true }))
  return found && { id: `${found.dev}:${found.ino}`, bytes: Number(found.size) }
}

async function kindOf(path: string): Promise<'folder' | 'file' | undefined> {
  const found = await ifThere(stat(path))
  if (!found) return (await ifThere(lstat(path))) ? 'file' : undefined
  return found.isDirectory() ? 'folder' : 'file'
}

async function write(path: string, text: string): Promise<void> {
  const handle = await open(path, 'w')
  try {
    await handle.writeFile(text, 'utf8')
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Files of the machine that the extension host runs on. Each function fails with Node's error and its `code`. */
export const nodeFiles = {
  separator: sep,
  join,
  kindOf,
  identify,
  hash: hashFile,
  write,
  flushFolder,
  // The native variant gives the true letter case on Windows and macOS.
  realPath: (path: string): Promise<string> => realpath(path),
  names: async (folder: string) => (await ifThere(readdir(folder))) ?? [],
  isLink: async (path: string) => (await ifThere(lstat(path)))?.isSymbolicLink() ?? false,
  createFolder: async (path: string): Promise<void> => {
    await createFolder(path)
  },
  link,
  create: writeNewWhole,
  rename,
  copy: async (from: string, to: string) => {
    await copyFile(from, to)
    await flush(to)
  },
  replace: (path: string, text: string) => replaceFile(path, text, { flush: true }),
  readText: (path: string) => readFile(path, 'utf8'),
  remove: (path: string) => rm(path, { force: true }),
  removeFolder: (path: string) => rm(path, { force: true, recursive: true }),
}
