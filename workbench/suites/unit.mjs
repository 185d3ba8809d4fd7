// The unit suite: vitest, read through its JSON report; whole, or the tests that import certain modules.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from '../install.mjs'
import { root } from '../paths.mjs'
import { run } from '../processes.mjs'
import { readVitest } from './results.mjs'

/**
 * @param {readonly string[]} [modules] only the tests that these lead to; left out: all
 * @returns {Promise<Omit<import('./results.mjs').SuiteResult, 'seconds'>>}
 */
export async function unit(modules) {
  const folder = mkdtempSync(join(tmpdir(), 'tripo-unit-'))
  try {
    const report = join(folder, 'unit.json')
    const chosen = modules ? ['related', ...modules, '--run', '--passWithNoTests'] : ['run']
    const args = [...chosen, '--config', 'test/vitest.config.ts', '--reporter=json', `--outputFile=${report}`]
    const env = { CHROMIUM_PATH: await ensureChromium(), TRIPO_API_KEY: undefined }
    const ended = await run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], {
      cwd: root,
      env,
      check: false,
    })
    return readVitest(report, { code: ended.code, output: `${ended.stdout}\n${ended.stderr}` })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
