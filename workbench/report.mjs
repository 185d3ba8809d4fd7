// What the workbench tells the person at the terminal: a line per step with its time, and errors with a next step.
import { performance } from 'node:perf_hooks'

/** A failure with what to do next; printed without a stack. */
export class WorkbenchError extends Error {
  /**
   * @param {string} message what happened, one sentence
   * @param {string} next what to do about it, one sentence
   */
  constructor(message, next) {
    super(`${message} ${next}`)
    this.name = 'WorkbenchError'
  }
}

/** @param {number} milliseconds */
export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`

/** @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error))

/**
 * Does one step and prints its name and time, also when it fails.
 * @template T
 * @param {string} title
 * @param {() => T | Promise<T>} work
 * @param {NodeJS.WritableStream} [out] standard error unless told
 * @returns {Promise<T>}
 */
export async function step(title, work, out = process.stderr) {
  const start = performance.now()
  try {
    const result = await work()
    out.write(`${seconds(performance.now() - start).padStart(8)}  ${title}\n`)
    return result
  } catch (error) {
    out.write(`${seconds(performance.now() - start).padStart(8)}  ${title}: failed\n`)
    throw error
  }
}

/** @param {string} line */
export const note = (line) => process.stderr.write(`          ${line}\n`)

/**
 * Runs a program's main function: a known failure is a sentence, an unknown one a stack; either way the exit code is 1.
 * @param {() => Promise<number | void>} program its number is the exit code
 */
export async function main(program) {
  try {
    process.exitCode = (await program()) || 0
  } catch (error) {
    const known = error instanceof WorkbenchError || (error instanceof Error && error.name === 'UsageError')
    process.stderr.write(`\n${known ? messageOf(error) : error instanceof Error ? error.stack : String(error)}\n`)
    process.exitCode = error instanceof Error && error.name === 'UsageError' ? 2 : 1
  }
}
