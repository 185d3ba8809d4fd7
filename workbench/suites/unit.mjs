// The unit suite: vitest, read through its JSON report.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../paths.mjs'
import { run } from '../processes.mjs'
import { readVitest } from './results.mjs'

/** @returns {Promise<Omit<import('./results.mjs').SuiteResult, 'seconds'>>} */
export async function unit() {
  const folder = mkdtempSync(join(tmpdir(), 'tripo-unit-'))
  try {
    const report = join(folder, 'unit.json')
    const args = ['run', '--config', 'test/vitest.config.ts', '--reporter=json', `--outputFile=${report}`]
    const env = { TRIPO_API_KEY: undefined }
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
