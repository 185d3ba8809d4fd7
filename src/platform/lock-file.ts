// A lock shared by processes: a file that only one of them can create. Its content has no meaning; by its modification time other
// processes decide when its owner is considered gone.
import { randomUUID } from 'node:crypto'
import { rename, rm, stat } from 'node:fs/promises'
import { createFile } from './atomic.ts'

export interface LockOptions {
  /** Milliseconds after which the holder is taken for gone and the lock is taken over; left out: never. */
  readonly stale?: number | undefined
  /** Where a stale lock is moved before it is removed, on the same volume. */
  readonly aside?: string
}

/**
 * Takes the lock once, without waiting.
 * @returns false when another process has it
 * @throws Node's error when the file cannot be created
 */
export async function tryLock(
  path: string,
  { stale, aside = `${path}.${randomUUID()}` }: LockOptions = {},
): Promise<boolean> {
  if (await createFile(path, '')) return true
  return stale !== undefined && (await removeStale(path, stale, aside)) && (await createFile(path, ''))
}

/** Gives the lock back; fine when it is gone. */
export const unlock = (path: string): Promise<void> => rm(path, { force: true })

/**
 * Removes a lock that is too old; one from the future is from before the clock was set back. It is renamed first, which
 * only one of several processes can do.
 */
async function removeStale(path: string, stale: number, aside: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  if (!found || Math.abs(Date.now() - found.mtimeMs) < stale) return found === undefined
  const isRenamed = await rename(path, aside).then(
    () => true,
    () => false,
  )
  await rm(aside, { force: true })
  return isRenamed
}
