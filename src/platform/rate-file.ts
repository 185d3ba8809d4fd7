// A small record that all windows of a person change in turn: the rate limit of an account, in the extension's global storage. A
// lock file makes each change atomic; the lock of a window that is gone is taken over.
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isMissing } from '../text/system-errors.ts'
import { replaceFile } from './atomic.ts'
import { createFolder } from './create-folder.ts'
import { tryLock, unlock } from './lock-file.ts'

/** Milliseconds: between two tries for the lock, the longest wait for it, and when its owner is taken for gone. */
const LOCK = { again: 15, patience: 3000, gone: 2000 }
/** Milliseconds after which a file is of no use: a record is about the last minutes. */
const WORTHLESS = 24 * 3_600_000

const rest = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))

async function read(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    // Missing or damaged: the budget begins anew, which is safe within a minute.
    if (isMissing(error) || error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Removes the records of keys that are no longer used, and what a window that was killed has left half written. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path)
    if (Date.now() - mtimeMs > WORTHLESS) await rm(path, { force: true })
  }
}

/**
 * Opens the record; nothing is on disk before the first change.
 * @param path its file, one for each account, in a folder that has nothing else
 * @returns `update`, which rejects when the disk fails or the lock is not to be had within 3 s
 */
export function openSharedRecord(path: string) {
  const lock = `${path}.lock`
  let turn: Promise<unknown> = Promise.resolve()
  let isSwept = false

  async function replace(change: (record: unknown) => unknown): Promise<void> {
    await createFolder(dirname(path))
    // Another window may be at it too; what it has removed is no trouble.
    if (!isSwept) await sweep(dirname(path)).catch(() => undefined)
    isSwept = true
    const began = Date.now()
    while (!(await tryLock(lock, { stale: LOCK.gone }))) {
      if (Date.now() - began > LOCK.patience) throw new Error('Another window holds the request budget.')
      await rest(LOCK.again * (0.5 + Math.random()))
    }
    try {
      await replaceFile(path, JSON.stringify(change(await read(path))))
    } finally {
      await unlock(lock)
    }
  }

  return {
    update(change: (record: unknown) => unknown): Promise<void> {
      const own = turn.then(() => replace(change))
      turn = own.catch(() => undefined)
      return own
    },
  }
}
