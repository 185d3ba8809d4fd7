// Which tests a module leads to: along the imports that are there when the code runs, and along what pages are bundled of.
import { expect, it } from 'vitest'
import { testsOf } from '../../../../workbench/suites/imports.mjs'

const OWN = 'test/unit/workbench/suites/imports.test.ts'

it('a test leads to itself, and a module to the tests that import it, however far away', () => {
  expect(testsOf([OWN])).toEqual({ tests: [OWN], pages: [] })
  expect(testsOf(['workbench/suites/imports.mjs']).tests).toContain(OWN)
  expect(testsOf(['workbench/paths.mjs']).tests).toContain(OWN)
  expect(testsOf(['no/such/module.ts'])).toEqual({ tests: [], pages: [] })
})

it('a module of a page leads to the tests that open the page', () => {
  const { tests, pages } = testsOf(['webview/studio/pictures-field.ts'])
  expect(tests).toEqual([])
  expect(pages).toContain('test/unit/scenarios/webview/studio/page.test.ts')
})

it('types lead nowhere: they are gone when the code runs', () => {
  const { tests } = testsOf(['src/vscode/generate.ts'])
  expect(tests).toContain('test/unit/vscode/generate.test.ts')
  // The host of jobs imports a type of it.
  expect(tests).not.toContain('test/unit/vscode/jobs.test.ts')
})

it('leaves what opens a page to those who name it, unless tests were changed', () => {
  const walk = 'test/unit/scenarios/conformance/walk.test.ts'
  const { tests, pages } = testsOf(['src/tripo/retry.ts'])
  expect(tests).not.toContain(walk)
  expect(pages).toContain(walk)
  for (const path of [walk, 'test/support/open-in-three.ts']) expect(testsOf([path]).tests).toContain(walk)
})
