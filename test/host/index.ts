// The host suite's entry point: VS Code calls `run()` inside its extension host. It runs every *.test.js that was bundled beside it with mocha
// and writes the outcome to the file that TRIPO_TEST_RESULTS names, which the launcher waits for (workbench/suites/host.mjs, workbench/desktop.mjs).
import { readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface Outcome {
  name: string
  state: 'passed' | 'failed' | 'pending'
  /** Milliseconds, without hooks. */
  ms?: number
  message?: string
}

/** Runs the suite; rejects when a test failed, so that desktop VS Code ends with a code of its own. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true)
  const tests: Outcome[] = []
  try {
    await runTests(tests)
    report({ tests })
  } catch (error) {
    report({ tests, error: textOf(error) })
    throw error
  }
  const failed = tests.filter((test) => test.state !== 'passed')
  if (failed.length > 0) throw new Error(`${failed.length} of ${tests.length} host tests did not pass`)
}

async function runTests(tests: Outcome[]): Promise<void> {
  // mocha is an ES module and stays outside the bundle.
  const { default: Mocha } = await import('mocha')
  const mocha = new Mocha({ ui: 'bdd', timeout: 480_000, color: false, forbidOnly: true })
  const files = readdirSync(__dirname).filter((name) => name.endsWith('.test.js'))
  for (const name of files.sort()) mocha.addFile(join(__dirname, name))
  await mocha.loadFilesAsync()
  return new Promise((resolve) => {
    const runner = mocha.run(() => resolve())
    runner.on('pass', (test) => tests.push({ name: test.fullTitle(), state: 'passed', ms: test.duration ?? 0 }))
    runner.on('pending', (test) => tests.push({ name: test.fullTitle(), state: 'pending' }))
    // A failed hook comes here too, under the hook's title.
    runner.on('fail', (test, error) => tests.push({ name: test.fullTitle(), state: 'failed', message: textOf(error) }))
  })
}

function report(outcome: { tests: Outcome[]; error?: string }): void {
  const file = process.env['TRIPO_TEST_RESULTS']
  if (!file) throw new Error('TRIPO_TEST_RESULTS names no file; start the suite with `npm test -- host`.')
  writeFileSync(`${file}.tmp`, JSON.stringify(outcome))
  renameSync(`${file}.tmp`, file)
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
