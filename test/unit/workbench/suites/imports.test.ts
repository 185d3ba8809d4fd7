// Which tests a module leads to: along the imports that are there when the code runs, and along what pages are bundled of.
import { expect, it } from 'vitest'
import { testsOf } from '../../../../workbench/suites/imports.mjs'

const OWN = 'test/unit/workbench/suites/imports.test.ts'

it('a test leads to itself, and a module to the tests that import it, however far away', () => {
  expect(testsOf([OWN])).toEqual({ tests: [OWN], slow: [] })
  expect(testsOf(['workbench/suites/imports.mjs']).tests).toContain(OWN)
  expect(testsOf(['workbench/paths.mjs']).tests).toContain(OWN)
  expect(testsOf(['no/such/module.ts'])).toEqual({ tests: [], slow: [] })
})

it('a module of a page leads to the tests that open the page', () => {
  const { tests, slow } = testsOf(['webview/studio/pictures-field.ts'])
  expect(tests).toEqual([])
  expect(slow).toContain('test/unit/scenarios/webview/studio/page.test.ts')
})

it('types lead nowhere: they are gone when the code runs', () => {
  const { tests } = testsOf(['src/vscode/generate.ts'])
  expect(tests).toContain('test/unit/vscode/generate.test.ts')
  // The host of jobs imports a type of it.
  expect(tests).not.toContain('test/unit/vscode/jobs.test.ts')
})

it('leaves what opens a page, and short forms of long runs, to those who name them, unless tests were changed', () => {
  const walk = 'test/unit/scenarios/conformance/walk.test.ts'
  const faults = 'test/unit/scenarios/jobs/faults.test.ts'
  const { tests, slow } = testsOf(['src/tripo/retry.ts'])
  expect(tests).not.toContain(walk)
  expect(slow).toContain(walk)
  expect(tests).not.toContain(faults)
  expect(slow).toContain(faults)
  expect(testsOf(['test/bench/soak/faults.ts']).tests).toContain(faults)
  for (const path of [walk, 'test/support/open-in-three.ts']) expect(testsOf([path]).tests).toContain(walk)
})
