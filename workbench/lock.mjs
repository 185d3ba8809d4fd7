// A lock between processes, for installs that must not run twice at once: a file that holds the owner's process id.
// A lock whose owner is dead, or that is older than any install takes, is taken over.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { note } from './report.mjs'

const OLDEST = 30 * 60_000

/** @param {number} pid */
function alive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, and belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** @param {string} file */
function abandoned(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    if (Date.now() - statSync(file).mtimeMs > OLDEST) return true
    // An empty file is being written this very moment.
    return pid > 0 && !alive(pid)
  } catch {
    return false
  }
}

/**
 * Does some work while no other process holds the same lock.
 * @template T
 * @param {string} file the lock; its folder is made when missing
 * @param {string} what said while waiting
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function locked(file, what, work) {
  mkdirSync(dirname(file), { recursive: true })
  for (let waits = 0; ; waits += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    if (abandoned(file)) {
      rmSync(file, { force: true })
      continue
    }
    if (waits === 0) note(`Waiting for another process: ${what} (lock: ${file})`)
    await sleep(500)
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}
