// The host suite: test/host, bundled, run inside the real extension host of a served VS Code with a headless page that opens it.
// The tests write their results to a file, since nothing else leaves the extension host.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureChromium, ensureVscode } from '../install.mjs'
import { root } from '../paths.mjs'
import { messageOf } from '../report.mjs'
import { FEW_EXTENSIONS, NO_SHELL, serve, TEST_SETTINGS } from '../serve.mjs'
import { SIMULATOR_KEY, startSimulator } from '../simulator.mjs'
import { copyGame } from '../workspace.mjs'
import { notRun, readHostResults } from './results.mjs'

/** Milliseconds. A busy machine takes several times the minute and a half that a quiet one does. */
const LIMIT = 30 * 60_000

/** The bundled test module; exports `run()`. */
export const hostTests = join(root, 'out/test/host/index.js')

/**
 * What the tests find in their environment: a simulator to talk to, a key that it takes, and where to put the results.
 * No key is set for the extension itself: the tests set and remove it.
 * @param {import('../simulator.mjs').Simulator} simulator
 * @param {string} results
 */
export function hostEnvironment(simulator, results) {
  return {
    TRIPO_API_KEY: undefined,
    TRIPO_TEST_KEY: SIMULATOR_KEY,
    TRIPO_TEST_RESULTS: results,
    TRIPO_TEST_SIMULATOR: JSON.stringify({ url: simulator.url, v2: simulator.v2, v3: simulator.v3 }),
  }
}

/** @returns {Promise<import('./results.mjs').SuiteResult>} */
export async function host() {
  if (!existsSync(hostTests))
    return notRun('host', `${hostTests} is missing: \`node esbuild.mjs --tests\` builds it from test/host/index.ts.`)
  const { AT_REST, launchBrowser, PATIENCE } = await import('../browser.mjs')
  const [vscode, chromium] = [await ensureVscode(), await ensureChromium()]
  const folder = mkdtempSync(join(tmpdir(), 'tripo-host-'))
  const results = join(folder, 'results.json')
  /** @type {(() => Promise<unknown>)[]} undone in reverse order */
  const started = [async () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })]
  const start = Date.now()
  try {
    const simulator = await startSimulator(['--time-scale', '60', '--picture-side', '128'])
    started.unshift(simulator.stop)
    const env = { ...NO_SHELL, ...hostEnvironment(simulator, results) }
    const surroundings = { env, builtin: FEW_EXTENSIONS, userSettings: TEST_SETTINGS }
    const served = await serve({ vscode, development: root, tests: hostTests, ...surroundings })
    started.unshift(served.stop)
    const browser = await launchBrowser(chromium)
    started.unshift(() => browser.close())
    // Nobody looks at it: what is drawn in software takes as long as it has pixels and moves.
    const viewport = { width: 1280, height: 800 }
    const page = await browser.newPage({ viewport, deviceScaleFactor: 0.5, reducedMotion: 'reduce' })
    await page.addInitScript(AT_REST)
    await page.goto(served.url(copyGame(join(folder, 'game'))), { waitUntil: 'domcontentloaded', timeout: PATIENCE })
    while (!existsSync(results) && Date.now() - start < LIMIT) await sleep(200)
    return readHostResults(results, (Date.now() - start) / 1000, served.log())
  } catch (error) {
    return { ...notRun('host', messageOf(error)), seconds: (Date.now() - start) / 1000 }
  } finally {
    for (const end of started) await end().catch(() => {})
  }
}
