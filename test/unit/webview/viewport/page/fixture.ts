// The viewport's page for a file of tests: open before the first of them, closed after the last.
import { afterAll, beforeAll } from 'vitest'
import { sharedBrowser } from '../../../../support/shared-browser.ts'
import { type PageOptions, ViewportPage } from './serve.ts'

/** Milliseconds until the page is open, on a machine that is busy with other things. */
const OPEN_TIME = 240_000

/** @param options without them: in the browser of all tests of the thread */
export function useViewportPage(options: PageOptions = { browser: sharedBrowser }): ViewportPage {
  const page = new ViewportPage(options)
  beforeAll(() => page.begin(), OPEN_TIME)
  afterAll(() => page.stop())
  return page
}
