// The end-to-end suite: Playwright in test/e2e, read through its JSON report. Its fixtures serve VS Code and the simulator themselves.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium, ensureVscode } from '../install.mjs'
import { root } from '../paths.mjs'
import { run } from '../processes.mjs'
import { readPlaywright } from './results.mjs'

const LIMIT = 45 * 60_000

/** @returns {Promise<Omit<import('./results.mjs').SuiteResult, 'seconds'>>} */
export async function e2e() {
  await ensureVscode()
  const env = { CHROMIUM_PATH: await ensureChromium(), TRIPO_API_KEY: undefined }
  const folder = mkdtempSync(join(tmpdir(), 'tripo-e2e-'))
  try {
    const report = join(folder, 'e2e.json')
    const args = [
      join(root, 'node_modules/@playwright/test/cli.js'),
      'test',
      '-c',
      'test/e2e/playwright.config.ts',
      '--reporter=json',
    ]
    const ended = await run(process.execPath, args, {
      cwd: root,
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
      check: false,
      timeout: LIMIT,
    })
    return readPlaywright(report, { code: ended.code, output: `${ended.stdout}\n${ended.stderr}` })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
