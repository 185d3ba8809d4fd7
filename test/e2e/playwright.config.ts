// The end-to-end suite's settings. `npm test -- e2e` installs and builds what it needs; for one file while developing:
//   npx playwright test -c test/e2e/playwright.config.ts panel --headed
import { defineConfig } from '@playwright/test'
import { CHROMIUM_ARGS, PATIENCE } from '../../workbench/browser.mjs'
import { ensureChromium } from '../../workbench/install.mjs'

export default defineConfig({
  testDir: '.',
  // In the order of their names, of which the two that take longest are the first.
  testMatch: '*.test.ts',
  outputDir: '../../test-results',
  // A file's tests share a window, one after the other.
  fullyParallel: false,
  // One window waits a good part of its time, for a task, a dialog, a file: on two cores another one works meanwhile. A third
  // only makes all of them wait longer.
  workers: 2,
  // Several things are walked through in one window, and a busy machine takes several times as long.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  forbidOnly: true,
  // In CI one more try, so that a busy machine's slip costs a minute and not the run; what fails twice is broken. At a
  // developer's desk a failure is looked at at once.
  retries: process.env.CI ? 1 : 0,
  use: {
    actionTimeout: 60_000,
    navigationTimeout: PATIENCE,
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: await ensureChromium(), args: [...CHROMIUM_ARGS], timeout: PATIENCE },
  },
})
