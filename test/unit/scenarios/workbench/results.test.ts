// How `npm test` reads the results of its tools: what counts as failed, and what is told.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readHostResults, readPlaywright, readVitest } from '../../../../workbench/suites/results.mjs'

const folder = mkdtempSync(join(tmpdir(), 'tripo-results-'))
afterAll(() => rmSync(folder, { recursive: true }))

function report(content: unknown): string {
  const file = join(folder, 'report.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}
const ended = (code: number) => ({ code, output: 'the end of its output' })
const names = (result: { failures: { name: string }[] }) => result.failures.map((failure) => failure.name)

describe('readVitest', () => {
  const file = (assertions: object[], status = 'passed', message = '') => ({
    testResults: [{ name: 'a.test.ts', status, message, assertionResults: assertions }],
  })
  const passed = { fullName: 'adds', status: 'passed', failureMessages: [] }

  it('counts what passed', () => {
    expect(readVitest(report(file([passed])), ended(0))).toEqual({ suite: 'unit', passed: 1, failures: [] })
  })

  it('passes on what tests have measured', () => {
    const measured = { ...passed, meta: { figures: ['kills 300', 'lost 0'] } }
    expect(readVitest(report(file([passed, measured])), ended(0))).toMatchObject({
      passed: 2,
      figures: ['adds', 'kills 300', 'lost 0'],
    })
  })

  it('names the files that take longest, without their folder and ending', () => {
    const [result] = file([passed]).testResults
    const times = [
      { ...result, name: '/home/x/test/unit/jobs/kill.test.ts', startTime: 1000, endTime: 61_000 },
      { ...result, name: '/home/x/test/unit/cli/run.test.ts', startTime: 0, endTime: 4000 },
    ]
    expect(readVitest(report({ testResults: times }), ended(0)).figures).toEqual([
      'slowest: jobs/kill 60 s, cli/run 4 s',
    ])
  })

  it.each(['failed', 'skipped', 'pending', 'todo'])('counts a test that was %s as failed', (status) => {
    const result = readVitest(report(file([passed, { fullName: 'b', status, failureMessages: [] }])), ended(0))
    expect([result.passed, names(result)]).toEqual([1, ['b']])
  })

  it('counts a file that could not be loaded', () => {
    const result = readVitest(report(file([], 'failed', 'Cannot find module')), ended(1))
    expect(result.failures).toEqual([{ name: 'a.test.ts', message: 'Cannot find module' }])
  })

  it('counts an unhandled error after tests that all passed', () => {
    expect(names(readVitest(report(file([passed])), ended(1)))).toEqual(['vitest'])
  })

  it('says first what ended the run where tests were left', () => {
    const [left] = file([{ ...passed, status: 'pending' }]).testResults
    const [none] = file([], 'failed').testResults
    const result = readVitest(report({ testResults: [none, left] }), ended(1))
    expect(result.failures[0]).toEqual({ name: 'vitest', message: 'the end of its output' })
    expect(names(result)).toEqual(['vitest', 'a.test.ts', 'adds'])
  })

  it.each(['', '{"testResults":[', undefined])('counts a report that is %j as a suite that did not run', (content) => {
    const path = content === undefined ? join(folder, 'none.json') : report(content)
    const result = readVitest(path, ended(0))
    expect(result.failures).toEqual([{ name: 'unit did not run', message: 'the end of its output' }])
  })
})

describe('readHostResults', () => {
  it('counts passed, failed and pending tests', () => {
    const tests = [
      { name: 'a', state: 'passed' },
      { name: 'b', state: 'failed', message: 'no' },
      { name: 'c', state: 'pending' },
    ]
    const result = readHostResults(report({ tests }), 3)
    expect([result.passed, result.failures, result.seconds]).toEqual([
      1,
      [
        { name: 'b', message: 'no' },
        { name: 'c', message: 'was pending' },
      ],
      3,
    ])
  })

  it('counts an error outside of the tests, an empty suite and a missing report', () => {
    expect(names(readHostResults(report({ tests: [{ name: 'a', state: 'passed' }], error: 'broke' }), 1))).toEqual([
      'host suite',
    ])
    expect(names(readHostResults(report({ tests: [] }), 1))).toEqual(['host suite'])
    expect(names(readHostResults(join(folder, 'none.json'), 1, 'log'))).toEqual(['host did not run'])
  })
})

describe('readPlaywright', () => {
  const spec = (title: string, ...statuses: string[]) => ({
    title,
    tests: [
      { status: 'expected', results: statuses.map((status) => ({ status, error: { message: `${title} broke` } })) },
    ],
  })

  it('walks nested suites and names a test by its path', () => {
    const suites = [
      {
        title: 'a.test.ts',
        specs: [spec('one', 'passed')],
        suites: [{ title: 'panel', specs: [spec('two', 'failed')] }],
      },
    ]
    const result = readPlaywright(report({ suites }), ended(1))
    expect(result).toEqual({
      suite: 'e2e',
      passed: 1,
      failures: [{ name: 'a.test.ts > panel > two', message: 'two broke' }],
    })
  })

  it('counts a skipped test as failed, and the last attempt of several', () => {
    const suites = [
      {
        title: 'a',
        specs: [
          spec('skipped', 'skipped'),
          spec('second try', 'failed', 'passed'),
          { ...spec('never'), tests: [{ status: 'skipped', results: [] }] },
        ],
      },
    ]
    const result = readPlaywright(report({ suites }), ended(0))
    expect([result.passed, names(result)]).toEqual([1, ['a > skipped', 'a > never']])
    expect(result.figures).toEqual(['ran 2 times: a > second try'])
  })

  it('counts errors outside of tests, and a bad end without any', () => {
    expect(names(readPlaywright(report({ suites: [], errors: [{ message: 'No tests found' }] }), ended(1)))).toEqual([
      'playwright',
    ])
    expect(names(readPlaywright(report({ suites: [] }), ended(1)))).toEqual(['playwright'])
  })
})
