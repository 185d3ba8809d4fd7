// What a suite gives back, and how the runners' own reports become that. A test that did not run counts as failed: nothing is skipped silently.
import { existsSync, readFileSync } from 'node:fs'

/**
 * @typedef {{ name: string, message: string }} Failure
 * @typedef {{ suite: string, passed: number, failures: Failure[], seconds: number, figures?: string[] }} SuiteResult figures: what tests measured, as lines
 */

const COLOR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

/** @param {string} text @param {number} [lines] its last lines, without terminal colors */
export const tail = (text, lines = 30) => text.replace(COLOR, '').trim().split('\n').slice(-lines).join('\n')

/** How many of the slowest files or tests are named. */
const MOST_NAMED = 12

/**
 * Where a suite's time goes, as one line; nothing for a suite of a few seconds.
 * @param {{ name: string, ms: number }[]} parts
 */
function slowest(parts) {
  const named = [...parts].sort((a, b) => b.ms - a.ms).slice(0, MOST_NAMED)
  if ((named[0]?.ms ?? 0) < 5000) return []
  return [`slowest: ${named.map(({ name, ms }) => `${name} ${(ms / 1000).toFixed(0)} s`).join(', ')}`]
}

/** A suite that could not run is one failure. @param {string} suite @param {string} message @returns {SuiteResult} */
export function notRun(suite, message) {
  return { suite, passed: 0, failures: [{ name: `${suite} did not run`, message }], seconds: 0 }
}

/** @param {SuiteResult} result */
export function printSuite(result) {
  const { suite, passed, failures, seconds, figures = [] } = result
  for (const failure of failures) {
    process.stdout.write(`\nFAILED  ${suite}: ${failure.name}\n${failure.message.replace(/^/gm, '    ')}\n\n`)
  }
  for (const figure of figures) process.stdout.write(`${suite.padEnd(6)} ${figure}\n`)
  process.stdout.write(`${suite.padEnd(6)} ${passed} passed, ${failures.length} failed (${seconds.toFixed(1)} s)\n`)
}

/**
 * @template T the shape its writer gives it
 * @param {string} file
 * @returns {T | undefined} undefined when there is none or it is cut off
 */
function readJson(file) {
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * Vitest's JSON report.
 * @param {string} file
 * @param {{ code: number, output: string }} ended how the runner ended
 * @returns {Omit<SuiteResult, 'seconds'>}
 */
export function readVitest(file, ended) {
  /** @type {{ testResults: { name: string, startTime?: number, endTime?: number, status: string, message: string, assertionResults: { fullName: string, status: string, failureMessages: string[], meta?: { figures?: string[] } }[] }[] } | undefined} */
  const report = readJson(file)
  if (!report) return notRun('unit', tail(ended.output))
  let passed = 0
  /** @type {Failure[]} */
  const failures = []
  for (const result of report.testResults) {
    for (const test of result.assertionResults) {
      if (test.status === 'passed') passed += 1
      else
        failures.push({ name: test.fullName.trim(), message: test.failureMessages?.join('\n') || `was ${test.status}` })
    }
    const silent = result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed')
    if (silent || result.assertionResults.length === 0)
      failures.push({ name: result.name, message: result.message || 'holds no test' })
  }
  // It may have come to an end by itself, which no test tells: one that failed says why it did.
  const isTold = report.testResults.some(({ assertionResults }) =>
    assertionResults.some(({ status }) => status === 'failed'),
  )
  const isLoaded = report.testResults.every(({ status, message }) => status !== 'failed' || message === '')
  if (ended.code !== 0 && !isTold && isLoaded) failures.unshift({ name: 'vitest', message: tail(ended.output) })
  // See test/support/figures.ts.
  const measured = report.testResults.flatMap((result) =>
    result.assertionResults.flatMap(({ meta, fullName }) => (meta?.figures ? [fullName.trim(), ...meta.figures] : [])),
  )
  const times = report.testResults.map(({ name, startTime = 0, endTime = 0 }) => ({
    name: name.replace(/^.*test\/unit\/|\.test\.ts$/g, ''),
    ms: endTime - startTime,
  }))
  const figures = [...measured, ...slowest(times)]
  return { suite: 'unit', passed, failures, ...(figures.length > 0 ? { figures } : {}) }
}

/**
 * The report that test/host/index.ts writes.
 * @param {string} file
 * @param {number} seconds
 * @param {string} [log] shown when there is no report
 * @returns {SuiteResult}
 */
export function readHostResults(file, seconds, log = '') {
  /** @type {{ tests: { name: string, state: string, ms?: number, message?: string }[], error?: string } | undefined} */
  const report = readJson(file)
  if (!report) return { ...notRun('host', `The extension host gave no results. ${tail(log, 15)}`), seconds }
  const failures = report.tests
    .filter((test) => test.state !== 'passed')
    .map((test) => ({ name: test.name, message: test.message ?? `was ${test.state}` }))
  if (report.error) failures.push({ name: 'host suite', message: report.error })
  const passed = report.tests.length - report.tests.filter((test) => test.state !== 'passed').length
  if (passed + failures.length === 0) failures.push({ name: 'host suite', message: 'It holds no test.' })
  // A test that measures puts its figure into its title.
  const measured = report.tests.map((test) => test.name).filter((name) => /\d ms\b/.test(name))
  const figures = [...measured, ...slowest(report.tests.map(({ name, ms = 0 }) => ({ name, ms })))]
  return { suite: 'host', passed, failures, seconds, ...(figures.length > 0 ? { figures } : {}) }
}

/**
 * @typedef {{ status: string, results: { status: string, duration?: number, error?: { message?: string, stack?: string }, stdout?: { text?: string }[] }[] }} PlaywrightTest
 * @typedef {{ title: string, specs?: { title: string, tests: PlaywrightTest[] }[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 */

/**
 * Playwright's JSON report.
 * @param {string} file
 * @param {{ code: number, output: string }} ended
 * @returns {Omit<SuiteResult, 'seconds'>}
 */
export function readPlaywright(file, ended) {
  /** @type {{ suites: PlaywrightSuite[], errors?: { message?: string }[] } | undefined} */
  const report = readJson(file)
  if (!report) return notRun('e2e', tail(ended.output))
  let passed = 0
  /** @type {Failure[]} */
  const failures = []
  /** @type {{ name: string, ms: number }[]} */
  const times = []
  /** @type {string[]} */
  const again = []
  /** @param {PlaywrightSuite} suite @param {string[]} path */
  const visit = (suite, path) => {
    const here = [...path, suite.title].filter(Boolean)
    for (const spec of suite.specs ?? []) {
      const name = [...here, spec.title].join(' > ')
      for (const test of spec.tests) {
        const last = test.results.at(-1)
        times.push({ name, ms: test.results.reduce((sum, { duration = 0 }) => sum + duration, 0) })
        if (test.results.length > 1) again.push(`ran ${test.results.length} times: ${name}`)
        if (last?.status === 'passed') passed += 1
        else {
          const error = last?.error?.stack ?? last?.error?.message ?? `was ${last?.status ?? test.status}`
          const said = (last?.stdout ?? []).map(({ text = '' }) => text).join('')
          failures.push({ name, message: `${tail(error, 40)}\n${tail(said, 10)}`.trim() })
        }
      }
    }
    for (const child of suite.suites ?? []) visit(child, here)
  }
  for (const suite of report.suites) visit(suite, [])
  for (const error of report.errors ?? [])
    failures.push({ name: 'playwright', message: tail(error.message ?? 'failed') })
  if (ended.code !== 0 && failures.length === 0) failures.push({ name: 'playwright', message: tail(ended.output) })
  const figures = [...again, ...slowest(times)]
  return { suite: 'e2e', passed, failures, ...(figures.length > 0 ? { figures } : {}) }
}
