// `npm test`: installs what is missing, builds, runs the suites, and ends with `N passed, N failed`.
// `npm test -- unit` runs one suite, `npm test -- --changed [ref]` what a change can break. A suite that cannot run counts as failed and says what it needs.
import { build } from './build.mjs'
import { ensureModules } from './install.mjs'
import { readOptions, UsageError } from './options.mjs'
import { main, messageOf } from './report.mjs'
import { changedSince, chooseFor } from './suites/changed.mjs'
import { e2e } from './suites/e2e.mjs'
import { games } from './suites/games.mjs'
import { host } from './suites/host.mjs'
import { testsOf } from './suites/imports.mjs'
import { lint } from './suites/lint.mjs'
import { notRun, printSuite } from './suites/results.mjs'
import { unit } from './suites/unit.mjs'

/** In the order in which they begin. */
const SUITES = { lint, unit, games, host, e2e }

/** They run side by side: games and host wait more than they work. The editors of e2e have both cores to themselves. */
const SIDE_BY_SIDE = ['lint', 'unit', 'games', 'host']

/** @param {string} name @returns {name is keyof typeof SUITES} */
const isSuite = (name) => Object.hasOwn(SUITES, name)

await main(async () => {
  const names = Object.keys(SUITES).join(', ')
  const options = readOptions(
    `npm test -- [suite ...] | --changed [ref] [suite ...]   suites: ${names}`,
    {
      changed: {
        help: 'lint and the unit tests that import what differs from a git ref (HEAD when left out), new files too; host and e2e only when named',
      },
    },
    { positionals: true },
  )
  const isChanged = options.on('changed')
  const named = [...options.positionals]
  // The first word after --changed that is no suite is the ref.
  const ref = isChanged && named[0] !== undefined && !isSuite(named[0]) ? named.shift() : 'HEAD'
  for (const name of named) if (!isSuite(name)) throw new UsageError(`There is no suite "${name}"; there are ${names}.`)
  const choice = isChanged ? chooseFor(await changedSince(ref ?? 'HEAD')) : undefined
  const usual = choice ? ['lint', ...(choice.unit === 'none' ? [] : ['unit'])] : Object.keys(SUITES)
  const chosen = (named.length > 0 ? named : usual).filter(isSuite)
  const related = choice && Array.isArray(choice.unit) ? testsOf(choice.unit) : undefined
  if (related && related.slow.length > 0)
    process.stdout.write(
      `Not run, though the change may concern them: ${related.slow.length} files of tests that open a page or are the short form of a long run (npm test -- unit).\n`,
    )
  const left = choice?.alsoConcerned.filter((name) => !chosen.includes(name)) ?? []
  if (left.length > 0)
    process.stdout.write(`Not run, though the change may concern it: ${left.join(', ')}. Name it to run it.\n`)

  await ensureModules()
  /** @type {string | undefined} */
  let broken
  if (chosen.includes('host') || chosen.includes('e2e')) {
    await build('--tests').catch((error) => {
      broken = messageOf(error)
    })
  }
  /** @param {keyof typeof SUITES} name */
  const runSuite = async (name) => {
    const start = Date.now()
    const needsBuild = name === 'host' || name === 'e2e'
    const result =
      broken && needsBuild
        ? notRun(name, `The build failed. ${broken}`)
        : await (name === 'unit' ? unit(related?.tests) : SUITES[name]()).catch((error) =>
            notRun(name, messageOf(error)),
          )
    const suite = { ...result, seconds: (Date.now() - start) / 1000 }
    printSuite(suite)
    return suite
  }
  let passed = 0
  let failed = 0
  /** @type {Promise<Awaited<ReturnType<typeof runSuite>>>[]} */
  const started = []
  for (const [at, name] of chosen.entries()) {
    started.push(runSuite(name))
    const next = chosen[at + 1]
    if (SIDE_BY_SIDE.includes(name) && next !== undefined && SIDE_BY_SIDE.includes(next)) continue
    await Promise.all(started)
  }
  for (const suite of await Promise.all(started)) {
    passed += suite.passed
    failed += suite.failures.length
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  return failed > 0 ? 1 : 0
})
