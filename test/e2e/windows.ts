// Windows of the workbench, one for all tests of a file: to open one costs 6 s of processor time before the first click. A test finds
// it tidied up and with what those before it have made, and works in a fresh one, too: after a failure the worker is another
// one, with windows of its own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import {
  AT_REST,
  COARSE,
  extensionKnown,
  openWorkbench,
  runCommand,
  showExplorer,
  type Watch,
  watchConsole,
} from '../../workbench/browser.mjs'
import { ensureVscode } from '../../workbench/install.mjs'
import { clearNotifications } from '../../workbench/notifications.mjs'
import { root } from '../../workbench/paths.mjs'
import {
  FEW_EXTENSIONS,
  NO_SHELL,
  PortTaken,
  type Served,
  type ServeOptions,
  serve,
  TEST_SETTINGS,
} from '../../workbench/serve.mjs'
import { copyGame } from '../../workbench/workspace.mjs'

/** What differs between workbenches: settings and environment. */
export type Surroundings = Pick<ServeOptions, 'machineSettings' | 'env' | 'userSettings'>

/** What a test has in its hands once its window is open. */
export interface Opened {
  served: Served
  /** Moves the service's time on, in seconds of the real one, where the service is held. */
  goOn(seconds: number): void
}

/** Everything a file's tests may leave in the browser but the caches of files. */
const STORAGE = 'cookies,file_systems,indexeddb,local_storage,service_workers,cache_storage'

export async function serveIn(surroundings: Surroundings, port = 0): Promise<Served> {
  const userSettings = { ...TEST_SETTINGS, ...surroundings.userSettings }
  const env = { ...NO_SHELL, ...surroundings.env }
  const own = { ...surroundings, env, userSettings }
  const options = { vscode: await ensureVscode(), linked: root, builtin: FEW_EXTENSIONS, ...own }
  // Where another run has the port, caches do not hold, and all else does.
  return serve({ ...options, port }).catch((error: unknown) => {
    if (error instanceof PortTaken) return serve(options)
    throw error
  })
}

/** Opens a workbench with the extension in it. */
export const openAt = (page: Page, url: string): Promise<void> =>
  test.step('open the workbench', async () => {
    await openWorkbench(page, url)
    await extensionKnown(page)
  })

/** No policy was violated, and no error said on the console. */
export function expectQuiet(watch: Watch): void {
  expect(watch.violations, 'violations of the content security policy').toEqual([])
  expect(watch.errors, 'errors in the console').toEqual([])
}

export class TestWindow {
  readonly page: Page
  /** The test file whose window it is. */
  readonly file: string
  /** Absolute path of its workspace folder. */
  readonly workspace: string
  readonly watch: Watch
  readonly #folder: string
  readonly #port: number
  readonly #ends: (() => Promise<void>)[] = []
  #opened: { kind: string; as: Opened } | undefined

  /** @param port for a workbench in surroundings of its own: the browser has it in its caches by this address */
  constructor(page: Page, file: string, port: number) {
    this.page = page
    this.file = file
    this.watch = watchConsole(page)
    this.#port = port
    this.#folder = mkdtempSync(join(tmpdir(), 'tripo-e2e-'))
    this.workspace = copyGame(join(this.#folder, 'game'))
  }

  /**
   * Opens the window for the first test that asks, and tidies it up for each after it.
   * @param kind in which surroundings: those of a file are the same
   */
  async openOnce(kind: string, open: () => Promise<Opened>): Promise<Opened> {
    if (!this.#opened) {
      this.#opened = { kind, as: await open() }
      return this.#opened.as
    }
    expect(kind, 'The tests of a file share a window, and its surroundings.').toBe(this.#opened.kind)
    await test.step('tidy the window up', () => tidyUp(this.page))
    return this.#opened.as
  }

  /** Serves a workbench of this window's own and opens it. */
  async openIn(surroundings: Surroundings, options?: { folder?: false }): Promise<Opened> {
    const served = await serveIn(surroundings, this.#port)
    this.atEnd(served.stop)
    await openAt(this.page, served.url(options?.folder === false ? undefined : this.workspace))
    return { served, goOn: () => {} }
  }

  /** What is to be done once the window is closed, the last first. */
  atEnd(end: () => Promise<unknown>): void {
    this.#ends.unshift(async () => void (await end()))
  }

  /** @throws when something was said on the console on the way out */
  async close(): Promise<void> {
    const { page, watch } = this
    // Leaving tells the server that this window's extension host may end.
    await page.goto('about:blank')
    const session = await page.context().newCDPSession(page)
    await session.send('Storage.clearDataForOrigin', { origin: '*', storageTypes: STORAGE })
    await page.context().clearPermissions()
    await page.close()
    for (const end of this.#ends) await end()
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    expectQuiet(watch)
  }
}

/** As a person would before something else: nothing open, nothing said, nothing unfolded. */
async function tidyUp(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await clearNotifications(page)
  await runCommand(page, 'View: Close All Editors')
  await expect(page.locator('.tab')).toHaveCount(0)
  await showExplorer(page)
  // Rows that are scrolled out of sight are not there.
  await runCommand(page, 'Collapse Folders in Explorer')
}

/** The windows of a worker, of which one is open at a time. */
export class Windows {
  readonly #profile: BrowserContext
  readonly #port: number
  #window: TestWindow | undefined

  constructor(profile: BrowserContext, port: number) {
    this.#profile = profile
    this.#port = port
  }

  /** The window of a file's tests. The one of the file before is closed. */
  async of(file: string): Promise<TestWindow> {
    if (this.#window?.file === file) return this.#window
    await this.close()
    const page = await this.#profile.newPage()
    await page.addInitScript(AT_REST)
    // In our own pages; the workbench measures its letters by it.
    if (!process.env.PICTURES) await page.addInitScript(`if (window !== window.top) ${COARSE}`)
    this.#window = new TestWindow(page, file, this.#port)
    return this.#window
  }

  async close(): Promise<void> {
    const window = this.#window
    this.#window = undefined
    await window?.close()
  }
}
