// `npm test`: installs what is missing, builds, runs the suites one after another, and ends with `N passed, N failed`.
// `npm test -- unit` runs one suite. A suite that cannot run counts as failed and says what it needs.
import { build } from './build.mjs'
import { ensureModules } from './install.mjs'
import { readOptions, UsageError } from './options.mjs'
import { main, messageOf } from './report.mjs'
import { e2e } from './suites/e2e.mjs'
import { host } from './suites/host.mjs'
import { lint } from './suites/lint.mjs'
import { notRun, printSuite } from './suites/results.mjs'
import { unit } from './suites/unit.mjs'

/** In the order in which they run: the quickest to fail first. */
const SUITES = { lint, unit, host, e2e }

/** @param {string} name @returns {name is keyof typeof SUITES} */
const isSuite = (name) => Object.hasOwn(SUITES, name)

await main(async () => {
  const names = Object.keys(SUITES).join(', ')
  const options = readOptions(`npm test -- [suite ...]   suites: ${names}`, {}, { positionals: true })
  for (const name of options.positionals)
    if (!isSuite(name)) throw new UsageError(`There is no suite "${name}"; there are ${names}.`)
  const chosen = (options.positionals.length > 0 ? options.positionals : Object.keys(SUITES)).filter(isSuite)

  await ensureModules()
  /** @type {string | undefined} */
  let broken
  if (chosen.includes('host') || chosen.includes('e2e')) {
    await build('--tests').catch((error) => {
      broken = messageOf(error)
    })
  }
  let passed = 0
  let failed = 0
  for (const name of chosen) {
    const start = Date.now()
    const needsBuild = name === 'host' || name === 'e2e'
    const result =
      broken && needsBuild
        ? notRun(name, `The build failed. ${broken}`)
        : await SUITES[name]().catch((error) => notRun(name, messageOf(error)))
    printSuite({ ...result, seconds: (Date.now() - start) / 1000 })
    passed += result.passed
    failed += result.failures.length
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  return failed > 0 ? 1 : 0
})
