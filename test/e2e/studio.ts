// What every end-to-end test stands on: one simulator for all, a served VS Code of its own with the built extension, a fresh copy of the
// example game, and a page that watches for console errors and policy violations.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import { openWorkbench, type Watch, watchConsole } from '../../workbench/browser.mjs'
import { ensureVscode } from '../../workbench/install.mjs'
import { root } from '../../workbench/paths.mjs'
import { type Served, serve } from '../../workbench/serve.mjs'
import { type Simulator, simulatorSettings, startSimulator } from '../../workbench/simulator.mjs'
import { copyGame } from '../../workbench/workspace.mjs'

interface Options {
  /** Whom the extension talks to: the simulator with a key in the environment, or nobody (no key), so that it offers the sandbox. */
  service: 'simulator' | 'none'
}

interface Fixtures {
  /** Absolute path of this test's workspace folder. */
  workspace: string
  served: Served
  /** What the console said; every test ends with the check that no policy was violated. */
  watch: Watch
  /** Opens the workspace and waits for the workbench; call it once at a test's start. */
  open: () => Promise<void>
}

export const test = base.extend<Fixtures & Options, { simulator: Simulator }>({
  service: ['simulator', { option: true }],

  simulator: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const simulator = await startSimulator(['--time-scale', '10'])
      await use(simulator)
      await simulator.stop()
    },
    { scope: 'worker' },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  workspace: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'tripo-e2e-'))
    await use(copyGame(join(folder, 'game')))
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  },

  served: async ({ simulator, service }, use) => {
    const vscode = await ensureVscode()
    const settings = service === 'simulator' ? simulatorSettings(simulator) : { env: { TRIPO_API_KEY: undefined } }
    const served = await serve({ vscode, linked: root, ...settings })
    await use(served)
    await served.stop()
  },

  watch: async ({ page }, use) => {
    const watch = watchConsole(page)
    await use(watch)
    expect(watch.violations, 'violations of the content security policy').toEqual([])
    expect(watch.errors, 'errors in the console').toEqual([])
  },

  open: async ({ page, served, workspace, watch: _ }, use) => {
    await use(() => openWorkbench(page, served.url(workspace)))
  },
})

export { expect }
