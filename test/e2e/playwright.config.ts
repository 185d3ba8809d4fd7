// The end-to-end suite's settings. `npm test -- e2e` installs and builds what it needs; for one file while developing:
//   npx playwright test -c test/e2e/playwright.config.ts panel --headed
import { defineConfig } from '@playwright/test'
import { CHROMIUM_ARGS } from '../../workbench/browser.mjs'
import { ensureChromium } from '../../workbench/install.mjs'

export default defineConfig({
  testDir: '.',
  testMatch: '*.test.ts',
  outputDir: '../../test-results',
  // Two cores carry a workbench, its extension host and a software-rendered Chromium, not two of each.
  workers: 2,
  // Several things are walked through in one window, and a busy machine takes several times as long.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  forbidOnly: true,
  // A real editor on two busy cores sometimes misses a beat; a test that fails twice is broken.
  retries: process.env.CI ? 1 : 0,
  use: {
    actionTimeout: 60_000,
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: await ensureChromium(), args: [...CHROMIUM_ARGS] },
  },
})
