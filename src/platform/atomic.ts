// Writes a file completely or not at all. Everything that the extension writes under a final name on this machine is written
// here: the content goes to a temporary file in the same folder first, so that the last step is a rename or a link.
import { constants, copyFile, link, open, rename, rm } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { codeOf } from '../text/problem-codes.ts'
import { isTaken, mayLackLinks } from '../text/system-errors.ts'
import { createFolder } from './create-folder.ts'

/** How many names are tried when one is taken. */
const MOST_NAMES = 10_000

/** Something has the name, or is just being removed, for which Windows says EPERM. */
const isInTheWay = (error: unknown) => isTaken(error) || (process.platform === 'win32' && codeOf(error) === 'EPERM')

/** Flushes a folder's names to the disk; Windows and some file systems cannot, which is no failure. */
export async function flushFolder(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY).catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close().catch(() => undefined)
}

/** Writes a file that must not exist. @param flush whether its content must have reached the disk. @throws EEXIST */
export async function writeNew(path: string, content: string | Uint8Array, flush = false): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    await handle.writeFile(content)
    if (flush) await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes a file if nothing has its name; false when something has. */
export async function createFile(path: string, content: string | Uint8Array, flush = false): Promise<boolean> {
  try {
    await writeNew(path, content, flush)
    return true
  } catch (error) {
    if (isInTheWay(error)) return false
    throw error
  }
}

/**
 * A name that no other write has, whichever process or machine: a hundred random bits, which nobody need be unable to guess.
 * Node's cryptography would give them, too, and load forty modules that a short run of the command line needs for nothing else.
 */
const hiddenBeside = (path: string) => join(dirname(path), `.tripo-${randomWord()}${randomWord()}.tmp`)
const randomWord = () => Math.random().toString(36).slice(2)

export interface ReplaceOptions {
  /** Flush content and name to the disk before the promise resolves, for what must survive a power cut. */
  readonly flush?: boolean
  /**
   * Path of the temporary file, on the same volume. Left out: a hidden file beside the target, whose ending is no
   * model's, so that file watchers ignore it.
   */
  readonly temporary?: string
}

/**
 * Puts a file in place of what has its name, if anything; a reader sees the old content or the new, never a part.
 * @param content the content, or a function that writes it to the temporary path
 * @throws Node's error; then the target is as it was and the temporary file is removed
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array | ((temporary: string) => Promise<unknown>),
  { flush = false, temporary = hiddenBeside(path) }: ReplaceOptions = {},
): Promise<void> {
  try {
    if (typeof content === 'function') await content(temporary)
    else await writeNew(temporary, content, flush)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
  if (flush) await flushFolder(dirname(path))
}

/** The same for a file of our own storage: makes the folders above it first. @throws Node's error */
export async function storeFile(path: string, bytes: Uint8Array): Promise<void> {
  await createFolder(dirname(path))
  await replaceFile(path, bytes)
}

/**
 * Writes a file that must not exist; a reader sees nothing or all of it.
 * @throws EEXIST when something has the name, Node's error; then nothing is left
 */
export async function writeNewWhole(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = hiddenBeside(path)
  try {
    await writeNew(temporary, content)
    if (!(await linkNew(temporary, path))) throw Object.assign(new Error(`${path} exists`), { code: 'EEXIST' })
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}

/**
 * Gives a finished file another name that must be free, by a hard link, or by a copy where there are no links. The
 * first name stays.
 * @param makeLink for tests: a file system without hard links
 * @returns false when something has the name
 */
export async function linkNew(from: string, target: string, makeLink = link): Promise<boolean> {
  try {
    await makeLink(from, target).catch(async (error: unknown) => {
      if (!mayLackLinks(error)) throw error
      await copyFile(from, target, constants.COPYFILE_EXCL)
    })
    return true
  } catch (error) {
    if (isInTheWay(error)) return false
    throw error
  }
}

/**
 * Tries `chair.glb`, `chair-2.glb`, `chair-3.glb` and so on.
 * @param create tries to create the path; false when something has the name
 * @param ending what the number goes before
 * @returns the path that was created. @throws EEXIST when every name is taken
 */
export async function takeFreeName(
  folder: string,
  name: string,
  create: (target: string) => Promise<boolean>,
  ending = extname(name),
): Promise<string> {
  const stem = name.slice(0, name.length - ending.length)
  for (let number = 1; number <= MOST_NAMES; number++) {
    const target = join(folder, number === 1 ? name : `${stem}-${number}${ending}`)
    if (await create(target)) return target
  }
  throw Object.assign(new Error(`every name like ${name} is taken`), { code: 'EEXIST' })
}
