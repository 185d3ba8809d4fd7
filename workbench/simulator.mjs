// `npm run simulator`: the stand-in service over HTTP, with its options passed through (`-- --help` lists them; faults
// on demand are described at the top of src/simulator/faults.ts). Builds what it needs; standard output is the simulator's alone.
// Others start it through `startSimulator`.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from './build.mjs'
import { ensureModules } from './install.mjs'
import { root } from './paths.mjs'
import { keep, onInterrupt, servesUntilInterrupted, stop } from './processes.mjs'
import { main, step, WorkbenchError } from './report.mjs'

const PROGRAM = join(root, 'out/simulator.cjs')

/** A key that the simulator takes: any `tsk_...` has an account of its own. */
export const SIMULATOR_KEY = 'tsk_workbench0123456789'

/**
 * @typedef {object} Simulator a running simulator
 * @property {string} url its origin
 * @property {string} v2 base address of the v2 dialect
 * @property {string} v3 base address of the v3 dialect
 * @property {(seconds: number) => void} advance moves its clock on, so that tasks that would have ended by then end now
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the built simulator on a free loopback port.
 * @param {string[]} [args] options on top of `--port 0`
 * @returns {Promise<Simulator>}
 */
export function startSimulator(args = []) {
  return step('Start the simulator', () => {
    if (!existsSync(PROGRAM)) throw new WorkbenchError(`${PROGRAM} is missing.`, 'Run `npm run build` first.')
    const child = keep(process.execPath, [PROGRAM, '--port', '0', ...args], { stdio: 'pipe' })
    let said = ''
    return new Promise((done, fail) => {
      const timer = setTimeout(
        () => fail(new WorkbenchError('The simulator did not listen within 20 s.', said)),
        20_000,
      )
      child.stderr?.setEncoding('utf8').on('data', (text) => {
        said += text
      })
      child.stdout?.setEncoding('utf8').on('data', (text) => {
        said += text
        const line = /^\{.*\}$/m.exec(said)?.[0]
        if (!line) return
        clearTimeout(timer)
        done({
          ...JSON.parse(line),
          advance: (seconds) => child.stdin?.write(`advance ${seconds}\n`),
          stop: () => stop(child),
        })
      })
      child.once('exit', (code) => {
        clearTimeout(timer)
        fail(new WorkbenchError(`The simulator ended with code ${code}.`, said.trim()))
      })
    })
  })
}

/** What points a served extension at a simulator: the machine's settings and the environment. @param {Simulator} simulator */
export function simulatorSettings(simulator) {
  return { machineSettings: { 'tripo.baseUrl': simulator.v3 }, env: { TRIPO_API_KEY: SIMULATOR_KEY } }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(async () => {
    await ensureModules()
    await build()
    servesUntilInterrupted()
    // Its own process group hears no Ctrl+C of the terminal, so that signals are handed on here, once.
    const child = keep(process.execPath, [PROGRAM, ...process.argv.slice(2)], {
      stdio: ['pipe', 'inherit', 'inherit'],
    })
    // Its group has no terminal to read from, so that lines are handed on, too (`advance SECONDS`).
    if (child.stdin) process.stdin.pipe(child.stdin.on('error', () => process.stdin.destroy()))
    child.once('close', () => process.stdin.destroy())
    onInterrupt(() => stop(child))
    return new Promise((done, fail) => {
      child.once('error', fail)
      child.once('exit', (code) => done(code ?? 1))
    })
  })
}
