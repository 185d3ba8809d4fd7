// `npm run test:desktop`: the host suite in a desktop VS Code that @vscode/test-electron downloads, for machines that can.
// The suite is the one that `npm test -- host` runs in the served VS Code.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.mjs'
import { ensureModules } from './install.mjs'
import { readOptions } from './options.mjs'
import { root } from './paths.mjs'
import { environment } from './processes.mjs'
import { main, messageOf, step } from './report.mjs'
import { startSimulator } from './simulator.mjs'
import { hostEnvironment, hostTests } from './suites/host.mjs'
import { printSuite, readHostResults } from './suites/results.mjs'
import { copyGame } from './workspace.mjs'

await main(async () => {
  const options = readOptions('npm run test:desktop -- [options]', {
    'vscode-version': { value: 'VERSION', help: 'which VS Code to test in; stable unless told' },
  })
  await ensureModules()
  await build('--tests')
  const { runTests } = await import('@vscode/test-electron')
  const folder = mkdtempSync(join(tmpdir(), 'tripo-desktop-'))
  const results = join(folder, 'results.json')
  const simulator = await startSimulator(['--time-scale', '20'])
  const start = Date.now()
  let log = ''
  try {
    // A failed test ends VS Code with a code; the results file says which.
    await step('Run the host suite in desktop VS Code', () =>
      runTests({
        version: options.text('vscode-version') ?? 'stable',
        extensionDevelopmentPath: root,
        extensionTestsPath: hostTests,
        extensionTestsEnv: environment(hostEnvironment(simulator, results)),
        launchArgs: [
          copyGame(join(folder, 'game')),
          '--disable-extensions',
          '--disable-workspace-trust',
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
          `--user-data-dir=${join(folder, 'user')}`,
        ],
      }),
    ).catch((error) => {
      log = messageOf(error)
    })
    const suite = readHostResults(results, (Date.now() - start) / 1000, log)
    printSuite(suite)
    process.stdout.write(`${suite.passed} passed, ${suite.failures.length} failed\n`)
    return suite.failures.length > 0 ? 1 : 0
  } finally {
    await simulator.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
