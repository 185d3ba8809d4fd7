// What every end-to-end test stands on: one simulator and one served VS Code with the built extension for all tests that want the same
// account, a fresh copy of the example game for each, and a page that watches for console errors and policy violations.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type BrowserContext, test as base, chromium, expect, type Page } from '@playwright/test'
import { extensionKnown, JAGGED, onScreen, openWorkbench, type Watch, watchConsole } from '../../workbench/browser.mjs'
import { ensureVscode } from '../../workbench/install.mjs'
import { CODE_SERVER_VERSION, cacheFolder, root } from '../../workbench/paths.mjs'
import { type Served, type ServeOptions, serve } from '../../workbench/serve.mjs'
import { type Simulator, simulatorSettings, startSimulator } from '../../workbench/simulator.mjs'
import { copyGame } from '../../workbench/workspace.mjs'

/** What differs between workbenches: settings and environment. */
export type Surroundings = Pick<ServeOptions, 'machineSettings' | 'env' | 'userSettings'>

export interface Held {
  served: Served
  /** Moves the service's time on, in seconds of the real one: a task waits for one, a model takes thirty. */
  goOn(seconds: number): void
}

interface Fixtures {
  /** Absolute path of this test's workspace folder. */
  workspace: string
  /** What the console said; every test ends with the check that no policy was violated. */
  watch: Watch
  /** Opens the workspace and waits for the workbench; call it once at a test's start. */
  open: () => Promise<void>
  /** The same in a workbench of the test's own, in other surroundings; `folder: false` opens no workspace. */
  openIn: (surroundings: Surroundings, options?: { folder?: false }) => Promise<Served>
  /** The same with a service of the test's own, whose tasks run until the test lets them end. */
  openHeld: () => Promise<Held>
}

/** One for all tests of a worker. A workspace of its own keeps a test's tasks apart from the others'. */
interface Shared {
  simulator: Simulator
  served: Served
  /** The browser with its caches: the workbench is 15 MB of script that each test would fetch and compile anew. */
  profile: BrowserContext
}

/** With nobody to talk to, so that the sandbox is offered. */
export const NO_KEY: Surroundings = { env: { TRIPO_API_KEY: undefined } }

/** Divides the simulator's durations: a model takes about a second. Who looks at a task on its way opens a slow one. */
const TIME_SCALE = 40

/**
 * Nobody looks at the service's pictures and textures closely; pictures for people are taken of those that it has. Textures of
 * 512 texels are drawn, sent, hashed, checked, unpacked and filtered, here without a graphics card.
 */
const SMALL_PICTURES = process.env.PICTURES ? [] : ['--picture-side', '192', '--texture-side', '128']

/** Multiplies the service's durations where a test looks at tasks on their way: by themselves they do not end in its life. */
const HELD = 1000

/**
 * Lets what moves for ever in the workbench come to rest after one turn, also where it does not heed that less motion is asked
 * for: a spinner in the tree of tasks has the window drawn twenty times a second. What moves once still does, and says that it
 * has. Our own pages stand still by themselves. Text, since it runs in the page.
 */
const AT_REST = `if (window === window.top) {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('*, *::before, *::after { animation-iteration-count: 1 !important }')
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}`

/** Everything a test may leave in the browser but the caches of files. */
const STORAGE = 'cookies,file_systems,indexeddb,local_storage,service_workers,cache_storage'

/**
 * Switches a way of fetching scripts off that leaves the compiled ones in the browser's cache unread (Chromium 156: a
 * workbench opens with 3.5 s of processor time instead of 4.8). The switch takes the place of Playwright's own of that name, so
 * that what it has switched off and concerns pages like these is said again.
 */
const CACHED =
  '--disable-features=BackgroundResourceFetch,AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,PaintHolding,ThirdPartyStoragePartitioning'

/** Each worker's workbenches have two addresses, below those that systems give out by themselves: the shared one, and that of a test's own. */
const FIRST_PORT = 20_600

/** What a browser's profile keeps of the workbench's files, and of these compiled. */
const CACHES = ['Cache', 'Code Cache']

/** Where a run leaves these for the next, one for each worker, as addresses differ: the first two openings cost 3 s more each. */
const keptCaches = (worker: number): string =>
  join(cacheFolder(), 'e2e-browser', `${CODE_SERVER_VERSION}-${FIRST_PORT + 2 * worker}`)

/** Leaves a closed profile's caches for the next run; another run may have been quicker. */
function keepCaches(profile: string, kept: string): void {
  const fresh = mkdtempSync(join(tmpdir(), 'tripo-caches-'))
  try {
    for (const name of CACHES) cpSync(join(profile, 'Default', name), join(fresh, name), { recursive: true })
    mkdirSync(dirname(kept), { recursive: true })
    if (!existsSync(kept)) cpSync(fresh, kept, { recursive: true })
  } catch {
    // Without them a run is slower, and right.
  }
  rmSync(fresh, { recursive: true, force: true })
}

/** What tests see of VS Code's own extensions: themes, languages of files that they open, pictures in a tab, commits to compare with. */
const BUILTIN = [
  'git',
  'git-base',
  'javascript',
  'json',
  'media-preview',
  'theme-defaults',
  'theme-seti',
  'typescript-basics',
]

async function serveIn(surroundings: Surroundings, port = 0): Promise<Served> {
  const calm = {
    // The explorer selects what is open whenever it comes to it, on a busy machine between two clicks of a test.
    'explorer.autoReveal': false,
    // Files are saved by a second's silence in a browser, on a busy machine before a test has looked at what it changed.
    'files.autoSave': 'off',
    // Looked at by one test.
    'git.enabled': false,
    // A second extension host, with nothing to run.
    'extensions.webWorker': false,
  }
  const userSettings = { ...calm, ...surroundings.userSettings }
  const options = { vscode: await ensureVscode(), linked: root, builtin: BUILTIN, ...surroundings, userSettings }
  // Where another run has the port, caches do not hold, and all else does.
  return serve({ ...options, port: (await isFree(port)) ? port : 0 })
}

/** Whether a port of this machine can be listened on; VS Code does not end when it cannot. */
const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)))
  })

/** Opens a workbench with the extension in it. */
export const openAt = (page: Page, url: string): Promise<void> =>
  test.step('open the workbench', async () => {
    await openWorkbench(page, url)
    await extensionKnown(page)
  })

export const test = base.extend<Fixtures, Shared>({
  simulator: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const simulator = await startSimulator(['--time-scale', String(TIME_SCALE), ...SMALL_PICTURES])
      await use(simulator)
      await simulator.stop()
    },
    { scope: 'worker' },
  ],

  served: [
    async ({ simulator }, use, { parallelIndex }) => {
      const served = await serveIn(simulatorSettings(simulator), FIRST_PORT + 2 * parallelIndex)
      await use(served)
      await served.stop()
    },
    { scope: 'worker' },
  ],

  profile: [
    async ({ launchOptions }, use, { parallelIndex }) => {
      const folder = mkdtempSync(join(tmpdir(), 'tripo-profile-'))
      const kept = keptCaches(parallelIndex)
      const isKept = existsSync(kept)
      if (isKept) cpSync(kept, join(folder, 'Default'), { recursive: true })
      // Flights of the camera and the waiting box cost a software-rendered window most of its time; unit tests of the viewport move.
      const args = [...(launchOptions.args ?? []), CACHED, JAGGED]
      const options = {
        ...launchOptions,
        args,
        viewport: { width: 1440, height: 900 },
        // What is drawn in software takes as long as it has pixels; pictures for people have all of them.
        deviceScaleFactor: process.env.PICTURES ? 1 : 0.5,
        reducedMotion: 'reduce',
      } as const
      const profile = await chromium.launchPersistentContext(folder, options)
      // The empty page that it opens with would be in every picture of a failure.
      await profile.pages()[0]?.close()
      await use(profile)
      await profile.close()
      if (!isKept) keepCaches(folder, kept)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
    { scope: 'worker' },
  ],

  page: async ({ profile }, use) => {
    const page = await profile.newPage()
    await page.addInitScript(AT_REST)
    await use(page)
    const session = await profile.newCDPSession(page)
    await session.send('Storage.clearDataForOrigin', { origin: '*', storageTypes: STORAGE })
    await profile.clearPermissions()
    await page.close()
  },

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  workspace: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'tripo-e2e-'))
    await use(copyGame(join(folder, 'game')))
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  },

  watch: async ({ page }, use, testInfo) => {
    const watch = watchConsole(page)
    await use(watch)
    // A report has no pictures: what stood on the screen tells why something else did not.
    if (testInfo.status !== testInfo.expectedStatus) process.stdout.write(await onScreen(page))
    // Leaving tells the server that this window's extension host may end.
    await page.goto('about:blank')
    expect(watch.violations, 'violations of the content security policy').toEqual([])
    expect(watch.errors, 'errors in the console').toEqual([])
  },

  open: async ({ page, served, workspace, watch: _ }, use) => {
    await use(() => openAt(page, served.url(workspace)))
  },

  openIn: async ({ page, workspace, watch: _ }, use, { parallelIndex }) => {
    const started: Served[] = []
    await use(async (surroundings, options) => {
      // Always at one address, for which the browser has the workbench in its caches.
      const served = await serveIn(surroundings, FIRST_PORT + 2 * parallelIndex + 1)
      started.push(served)
      await openAt(page, served.url(options?.folder === false ? undefined : workspace))
      return served
    })
    if (started.length > 0) await page.goto('about:blank')
    for (const served of started) await served.stop()
  },

  openHeld: async ({ openIn }, use) => {
    const started: Simulator[] = []
    await use(async () => {
      const simulator = await startSimulator(['--time-scale', String(1 / HELD), ...SMALL_PICTURES])
      started.push(simulator)
      const served = await openIn(simulatorSettings(simulator))
      return { served, goOn: (seconds) => simulator.advance(seconds * HELD) }
    })
    for (const simulator of started) await simulator.stop()
  },
})

export { expect }
