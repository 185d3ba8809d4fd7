// Child processes: run one to its end, or keep one and stop it with everything it started.
// Children that are kept lead a process group of their own, so that no grandchild survives us.
import { spawn, spawnSync } from 'node:child_process'
import { WorkbenchError } from './report.mjs'

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/** @typedef {Record<string, string | undefined>} Environment a name set to undefined is taken away */

const windows = process.platform === 'win32'
/** @type {Set<ChildProcess>} */
const kept = new Set()

/**
 * Our own environment with changes, without what `npm run` adds about this package (a nested npm would believe it).
 * @param {Environment} [changes]
 */
export function environment(changes = {}) {
  /** @type {NodeJS.ProcessEnv} */
  const env = {}
  for (const [name, value] of Object.entries({ ...process.env, ...changes })) {
    if (value !== undefined && !/^npm_(package|lifecycle|config_local_prefix|command)/.test(name)) env[name] = value
  }
  return env
}

/**
 * Runs a command to its end and gives what it wrote. A non-zero exit is an error with the end of its output, unless `check` is false.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Environment, check?: boolean, timeout?: number, quiet?: boolean }} [options] timeout in milliseconds
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = keep(command, args, { cwd: options.cwd, env: options.env })
    let stdout = ''
    let stderr = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    const timer = options.timeout ? setTimeout(() => void stop(child), options.timeout) : undefined
    child.once('error', (error) => {
      clearTimeout(timer)
      reject(new WorkbenchError(`${command} could not be started: ${error.message}.`, 'Install it and try again.'))
    })
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      const exit = code ?? 1
      if (exit === 0 || options.check === false) resolve({ code: exit, stdout, stderr })
      else {
        const tail = `${stdout}\n${stderr}`.trim().split('\n').slice(-25).join('\n')
        const how = signal ? `was stopped by ${signal}` : `ended with code ${exit}`
        reject(new WorkbenchError(`\`${[command, ...args].join(' ')}\` ${how}.`, `Its output ends with:\n${tail}`))
      }
    })
  })
}

/**
 * Starts a process that runs until `stop`, or until this process ends.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Environment, stdio?: import('node:child_process').StdioOptions }} [options]
 */
export function keep(command, args, options = {}) {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: environment(options.env),
    stdio: options.stdio ?? ['ignore', 'pipe', 'pipe'],
    detached: !windows,
    // npm and its like are .cmd files on Windows, which only a shell can start.
    shell: windows && /\.(cmd|bat)$/i.test(command),
  })
  kept.add(child)
  child.once('close', () => kept.delete(child))
  child.once('error', () => kept.delete(child))
  return child
}

/** @param {ChildProcess} child @param {NodeJS.Signals} signal */
function signalGroup(child, signal) {
  if (child.pid === undefined) return
  if (windows) spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' })
  else {
    try {
      process.kill(-child.pid, signal)
    } catch {
      // The group is gone already.
    }
  }
}

/**
 * Stops a kept process and its children: asks first, insists after `patience` milliseconds.
 * @param {ChildProcess} child
 * @param {number} [patience]
 */
export async function stop(child, patience = 4000) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
    signalGroup(child, 'SIGKILL')
    return
  }
  const ended = new Promise((resolve) => child.once('exit', resolve))
  signalGroup(child, 'SIGTERM')
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), patience)
  await ended
  clearTimeout(timer)
  signalGroup(child, 'SIGKILL')
}

/** @type {Set<() => unknown>} */
const atEnd = new Set()

/**
 * Does something before the process ends because of Ctrl+C or a termination signal.
 * @param {() => unknown} work
 * @returns {() => void} forgets it
 */
export function onInterrupt(work) {
  atEnd.add(work)
  return () => atEnd.delete(work)
}

let serving = false
/** For a program that runs until it is told to stop: being told so is success. */
export function servesUntilInterrupted() {
  serving = true
}

let interrupted = false
for (const [name, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])) {
  process.on(name, async () => {
    if (interrupted) process.exit(code)
    interrupted = true
    await Promise.allSettled([...atEnd].map(async (work) => work()))
    await Promise.allSettled([...kept].map((child) => stop(child)))
    process.exit(serving ? 0 : code)
  })
}
// Whatever way this process ends, nothing it started stays behind.
process.on('exit', () => {
  for (const child of kept) signalGroup(child, 'SIGKILL')
})
