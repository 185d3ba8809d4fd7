// The lint suite: each tool is one test. (The rules of the layers that are tests run with the unit suite.)
import { join } from 'node:path'
import { root } from '../paths.mjs'
import { run } from '../processes.mjs'
import { tail } from './results.mjs'

const bin = (/** @type {string} */ path) => join(root, 'node_modules', path)

/**
 * One checker after the other, since other suites run beside it: the compiler's four check the same libraries each for itself,
 * which is twice the processor time (measured: 17 s instead of 34 s for both projects).
 */
const types = (/** @type {string} */ project) => [
  bin('typescript/bin/tsc'),
  ...['--pretty', 'false', '--singleThreaded', '-p', project],
]

/** @type {[name: string, args: string[]][]} */
const TOOLS = [
  ['biome check', [bin('@biomejs/biome/bin/biome'), 'check', '--colors=off', '.']],
  ['types of host, tests and workbench (tsc)', types('tsconfig.json')],
  ['types of webview (tsc)', types('webview/tsconfig.json')],
]

/** @returns {Promise<Omit<import('./results.mjs').SuiteResult, 'seconds'>>} */
export async function lint() {
  const failures = []
  for (const [name, args] of TOOLS) {
    const { code, stdout, stderr } = await run(process.execPath, args, { cwd: root, check: false })
    if (code !== 0) failures.push({ name, message: tail(`${stdout}\n${stderr}`, 40) })
  }
  return { suite: 'lint', passed: TOOLS.length - failures.length, failures }
}
