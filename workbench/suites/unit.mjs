// The unit suite: vitest, read through its JSON report; whole, or certain files of tests.
import { accessSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from '../install.mjs'
import { root } from '../paths.mjs'
import { run } from '../processes.mjs'
import { readVitest } from './results.mjs'

/** Where Linux keeps files in memory, and the bytes that must be free there: the suite's own are far fewer. */
const MEMORY = '/dev/shm'
const ROOM = 2e9

/**
 * Where the tests' temporary files go. They write thousands of small ones and wait until each is on the disk: in memory those
 * tests take a quarter less processor time, and do not wait.
 */
function temporaryFolder() {
  try {
    accessSync(MEMORY, constants.W_OK | constants.X_OK)
    const { bavail, bsize } = statfsSync(MEMORY)
    if (bavail * bsize > ROOM) return MEMORY
  } catch {
    // Another system, or a container without.
  }
  return tmpdir()
}

/**
 * @param {readonly string[]} [tests] only these files; left out: all
 * @returns {Promise<Omit<import('./results.mjs').SuiteResult, 'seconds'>>}
 */
export async function unit(tests) {
  if (tests?.length === 0) return { suite: 'unit', passed: 0, failures: [] }
  const folder = mkdtempSync(join(temporaryFolder(), 'tripo-unit-'))
  try {
    const report = join(folder, 'unit.json')
    const args = [
      // Tests of models make much that is thrown away at once; with the usual space for it, collecting takes a tenth of the time.
      '--max-semi-space-size=64',
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...(tests ?? []),
      '--config',
      'test/vitest.config.ts',
      '--reporter=json',
      `--outputFile=${report}`,
    ]
    const env = { CHROMIUM_PATH: await ensureChromium(), TRIPO_API_KEY: undefined, TMPDIR: folder }
    const ended = await run(process.execPath, args, {
      cwd: root,
      env,
      check: false,
    })
    return readVitest(report, { code: ended.code, output: `${ended.stdout}\n${ended.stderr}` })
  } finally {
    // What a browser that ends still writes is gone a moment later.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}
