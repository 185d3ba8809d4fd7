// What every end-to-end test stands on: one simulator and one served VS Code with the built extension for all tests that want the same
// account; windows, each for all tests of a file; and a page that watches for console errors and policy violations.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type BrowserContext, test as base, chromium, expect } from '@playwright/test'
import { JAGGED, onScreen, type Watch } from '../../workbench/browser.mjs'
import { CODE_SERVER_VERSION, cacheFolder } from '../../workbench/paths.mjs'
import type { Served } from '../../workbench/serve.mjs'
import { type Simulator, simulatorSettings, startSimulator } from '../../workbench/simulator.mjs'
import { failingOnce } from './faults.ts'
import { expectQuiet, type Opened, openAt, type Surroundings, serveIn, type TestWindow, Windows } from './windows.ts'

interface Fixtures {
  /** The window of this test's file. */
  window: TestWindow
  /** Absolute path of the window's workspace folder. */
  workspace: string
  /** What the console said; every test ends with the check that no policy was violated. */
  watch: Watch
  /** Opens the workspace and waits for the workbench; call it once at a test's start. */
  open: () => Promise<void>
  /** The same in a workbench of the file's own, in other surroundings; `folder: false` opens no workspace. */
  openIn: (surroundings: Surroundings, options?: { folder?: false }) => Promise<Served>
  /** The same with a service of the file's own, whose tasks run until the test lets them end. */
  openHeld: () => Promise<Opened>
}

/** One for all tests of a worker. A workspace of its own keeps a file's tasks apart from the others'. */
interface Shared {
  /** Its first rig fails. */
  simulator: Simulator
  served: Served
  /** The browser with its caches: the workbench is 15 MB of script that each window would fetch and compile anew. */
  profile: BrowserContext
  windows: Windows
}

/** Divides the simulator's durations: a model takes about a second. Who looks at a task on its way opens a slow one. */
const TIME_SCALE = 40

/**
 * Nobody looks at the service's pictures and textures closely; pictures for people are taken of those that it has. Textures of
 * 512 texels are drawn, sent, hashed, checked, unpacked and filtered, here without a graphics card.
 */
export const SMALL_PICTURES: readonly string[] = process.env.PICTURES
  ? []
  : ['--picture-side', '192', '--texture-side', '128']

/** With nobody to talk to, so that the sandbox is offered, which is as quick and draws as small as the simulator. */
export const NO_KEY: Surroundings['env'] = {
  TRIPO_API_KEY: undefined,
  TRIPO_SANDBOX_SPEED: String(TIME_SCALE),
  ...(!process.env.PICTURES && { TRIPO_SANDBOX_SIDE: '192' }),
}

/** Multiplies the service's durations where a test looks at tasks on their way: by themselves they do not end in its life. */
const HELD = 1000

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

export const test = base.extend<Fixtures, Shared>({
  simulator: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const faults = failingOnce('rig_model')
      const options = ['--time-scale', String(TIME_SCALE), '--faults', faults.path]
      const simulator = await startSimulator([...options, ...SMALL_PICTURES])
      await use(simulator)
      await simulator.stop()
      faults.remove()
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

  windows: [
    async ({ profile }, use, { parallelIndex }) => {
      const windows = new Windows(profile, FIRST_PORT + 2 * parallelIndex + 1)
      await use(windows)
      await windows.close()
    },
    { scope: 'worker' },
  ],

  window: async ({ windows }, use, { file }) => use(await windows.of(file)),

  page: ({ window }, use) => use(window.page),

  workspace: ({ window }, use) => use(window.workspace),

  watch: async ({ window: { page, watch } }, use, testInfo) => {
    await use(watch)
    // A report has no pictures: what stood on the screen tells why something else did not.
    if (testInfo.status !== testInfo.expectedStatus) process.stdout.write(await onScreen(page))
    expectQuiet(watch)
  },

  open: async ({ window, served, watch: _ }, use) => {
    await use(() =>
      window
        .openOnce('as all', async () => {
          await openAt(window.page, served.url(window.workspace))
          return { served, goOn: () => {} }
        })
        .then(() => undefined),
    )
  },

  openIn: async ({ window, watch: _ }, use) => {
    await use(async (surroundings, options) => {
      const kind = JSON.stringify([surroundings, options])
      return (await window.openOnce(kind, () => window.openIn(surroundings, options))).served
    })
  },

  openHeld: async ({ window, watch: _ }, use) => {
    await use(() =>
      window.openOnce('held', async () => {
        const simulator = await startSimulator(['--time-scale', String(1 / HELD), ...SMALL_PICTURES])
        window.atEnd(simulator.stop)
        const { served } = await window.openIn(simulatorSettings(simulator))
        return { served, goOn: (seconds) => simulator.advance(seconds * HELD) }
      }),
    )
  },
})

export { expect, type Opened, openAt, type Surroundings }
