// Creates folders, with the disk's own reason when it refuses. It is all that makes a folder together with those above it
// (test/unit/scenarios/layers.test.ts): Node's own way says ENOENT where a disk cannot be written (libuv's EROFS, then looked
// for), and never ends where a folder is there that takes none, such as /proc.
import { mkdir, rmdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isMissing } from '../text/system-errors.ts'

/**
 * Creates a folder and those above it; fine when it exists.
 * @param make for tests: a disk that cannot be written
 * @returns the uppermost folder that was created; undefined when all were there
 * @throws Node's error with the disk's code; none of what was created is left then
 */
export async function createFolder(
  path: string,
  make: (path: string) => Promise<unknown> = mkdir,
): Promise<string | undefined> {
  const failure = await failureOf(path, make)
  if (failure === undefined) return path
  if (await isFolder(path)) return undefined
  const above = dirname(path)
  if (!isMissing(failure) || above === path) throw failure
  const first = await createFolder(above, make)
  const again = await failureOf(path, make)
  if (again === undefined) return first ?? path
  // Another program may have been faster.
  if (await isFolder(path)) return first
  await removeEmpty(above, first)
  throw again
}

/** Does something in a folder, which is created for it; where that fails, none of what was created is left empty. */
export async function inFolder<T>(path: string, work: () => Promise<T>): Promise<T> {
  const first = await createFolder(path)
  try {
    return await work()
  } catch (error) {
    await removeEmpty(path, first)
    throw error
  }
}

/**
 * Takes back what `createFolder` created, as far as nothing is in it.
 * @param first what it returned
 */
export async function removeEmpty(path: string, first: string | undefined): Promise<void> {
  if (first === undefined) return
  const isRemoved = await rmdir(path).then(
    () => true,
    () => false,
  )
  if (isRemoved && path !== first) await removeEmpty(dirname(path), first)
}

const failureOf = (path: string, make: (path: string) => Promise<unknown>): Promise<unknown> =>
  make(path).then(
    () => undefined,
    (error: unknown) => error ?? new Error(`${path} was refused`),
  )

/** Also through a link. */
const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
