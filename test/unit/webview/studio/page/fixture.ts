// The studio page in a real Chromium for the tests of one file: the page loaded afresh for each test, and no error on its
// console. Without WebGL, which takes seconds to start in software: the viewport then still counts triangles. Browser, server and
// the browser's cache are those of the thread, so that the page's scripts are compiled once for all of its files.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContext, Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { COARSE, PATIENCE } from '../../../../../workbench/browser.mjs'
import { sharedBrowser } from '../../../../support/shared-browser.ts'
import { type PageWords, type ServedPage, servePage } from './serve.ts'

const themesFile = new URL('../../../../support/themes.json', import.meta.url)
/** Colors of real themes, see workbench/themes.mjs. */
export const THEMES: Readonly<Record<string, { kind: string; tokens: Readonly<Record<string, string>> }>> = JSON.parse(
  readFileSync(themesFile, 'utf8'),
)

/** What axe-core looks at that a theme alone can change: where only the theme is another one, nothing else is. */
export const COLOR_RULES: readonly string[] = ['color-contrast', 'link-in-text-block']

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export interface StudioPageFixture {
  readonly page: Page
  /** The element with this `data-testid`. */
  at(id: string): ReturnType<Page['getByTestId']>
  /** Opens the page and waits until it has its snapshot. @param query what the fake host is to do, see fake-host.ts */
  open(query?: string): Promise<void>
  /** Opens the compact panel of the side bar and waits until it has its snapshot. */
  openCompact(query?: string): Promise<void>
  /** Opens the page of history and usage and waits until it has read what the fake host has. */
  openHistory(query?: string): Promise<void>
  /** Opens the model editor's page on a file, once it is on the stage. Needs `isDrawn`. */
  openModel(file: { name: string; bytes: Uint8Array }, query?: string): Promise<void>
  /** Opens the page that compares two models, once both are on their stages. Needs `isDrawn`. */
  openComparison(before: Uint8Array, after: Uint8Array): Promise<void>
  /** Replaces the file that the model editor shows, and tells the page so. */
  replaceModel(file: { name: string; bytes: Uint8Array }): Promise<void>
  /** Gives the page the colors of a theme of THEMES. */
  useTheme(name: string): Promise<void>
  /**
   * What axe-core finds, by all its rules or by some: rule and elements, a line each.
   * @param within a selector: only what lies in it, without what is said of whole pages
   */
  axe(rules?: readonly string[], within?: string): Promise<string[]>
  /** A picture of the page for a person, `NAME.png` in the folder TRIPO_SHOTS; without that nothing. */
  shoot(name: string): Promise<void>
  /** Leaves for an empty page, where what the studio keeps can be changed: it keeps its own when it is left. */
  leave(): Promise<void>
  /** After a change that no load undoes, such as another clock, which its context has: the next test gets another. */
  spend(): void
  /** Drops texts by media type, and a file if one is given, onto an element. @param onto a selector; the form if left out */
  drop(texts: Record<string, string>, file?: { name: string; base64: string }, onto?: string): Promise<void>
  /** The parameters of the last request of this name that the page made; waits for one. */
  lastAsked(name: string): Promise<unknown>
}

const SHOTS = process.env['TRIPO_SHOTS']

let plain: Promise<ServedPage> | undefined
/** The page as it is, served for all files of a thread, so that its addresses stay the same. */
const servedPlain = () => {
  plain ??= servePage()
  return plain
}

let contexts: { [scale: number]: BrowserContext } = {}
/** The context that pages of a scale share, with its cache. */
async function contextFor(deviceScaleFactor: number): Promise<BrowserContext> {
  const browser = await sharedBrowser()
  if (Object.values(contexts).some((context) => context.browser() !== browser)) contexts = {}
  // Where it is drawn, flights of the camera are twenty pictures each; tests of the viewport fly.
  const reducedMotion = deviceScaleFactor < 1 ? 'reduce' : 'no-preference'
  const context = contexts[deviceScaleFactor] ?? (await browser.newContext({ deviceScaleFactor, reducedMotion }))
  contexts[deviceScaleFactor] = context
  return context
}

/** As in a browser without WebGL. */
function withoutWebgl() {
  const real = HTMLCanvasElement.prototype.getContext
  Object.assign(HTMLCanvasElement.prototype, {
    getContext(this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind.startsWith('webgl') ? null : Reflect.apply(real, this, [kind, ...rest])
    },
  })
}

/**
 * Call once in a `describe`. Fails where there is no Chromium; `npm test` installs one before.
 * @param words of another language
 * @param isDrawn with WebGL in software
 * @param madeUp a file that exports a further capability as `MADE_UP`
 */
export function useStudioPage(
  size = { width: 1000, height: 720 },
  words?: PageWords,
  isDrawn = false,
  madeUp?: string,
): StudioPageFixture {
  let served: ServedPage
  let page: Page
  let isSpent = true
  let isChanged = false
  let complaints: string[]
  beforeAll(async () => {
    served = await (madeUp === undefined ? servedPlain() : servePage(undefined, madeUp))
    served.speak(words)
  })
  afterAll(async () => {
    if (!isSpent) await page.close()
    if (madeUp !== undefined) await served?.stop()
  })
  const newPage = async () => {
    // What draws in software takes as long as it has pixels: half as many along each side do.
    page = await (await contextFor(isDrawn ? 0.5 : 1)).newPage()
    await page.setViewportSize(size)
    await page.addInitScript(isDrawn ? COARSE : withoutWebgl)
    page.setDefaultTimeout(PATIENCE)
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('WebGL')) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    isSpent = false
    isChanged = false
  }
  const leave = async () => {
    await page.goto(`${served.origin}/empty.txt`)
  }
  /** The page for the next test: empty, as large as at first, nothing remembered, and nothing under the pointer. */
  const empty = async () => {
    await page.unrouteAll()
    await leave()
    await page.evaluate('sessionStorage.clear()')
    await page.setViewportSize(size)
    await page.mouse.move(-1, -1)
  }
  beforeEach(async () => {
    complaints = []
    if (isSpent) await newPage()
  })
  afterEach(async () => {
    // A load in a page that is there takes four fifths of the time that it takes in a new one.
    await (isChanged ? page.context().close() : isSpent ? page.close() : empty())
    if (isChanged) contexts = {}
    expect(complaints).toEqual([])
  })
  return {
    get page() {
      return page
    },
    at: (id) => page.getByTestId(id),
    open: async (query = '') => {
      await page.goto(`${served.origin}/?${query}`)
      await page.getByTestId('account').filter({ hasText: /\S/ }).waitFor()
    },
    openCompact: async (query = '') => {
      await page.goto(`${served.origin}/compact?${query}`)
      await page.getByTestId('account').filter({ hasText: /\S/ }).waitFor()
    },
    openHistory: async (query = '') => {
      await page.goto(`${served.origin}/history?${query}`)
      await page.waitForFunction(() => window.fakeHost.asked.some(({ name }) => name === 'history'))
      await page.locator('.history-row, .usage-card, .history-empty *').first().waitFor()
    },
    openModel: async ({ name, bytes }, query = '') => {
      served.put(`/${name}`, bytes)
      await page.goto(`${served.origin}/model?file=${name}&${query}`)
      await page.locator('.tv-statistics span').first().waitFor()
    },
    openComparison: async (before, after) => {
      served.put('/before.glb', before)
      served.put('/after.glb', after)
      await page.goto(`${served.origin}/compare`)
      await page.locator('.compare-table tbody tr').first().waitFor()
    },
    replaceModel: async ({ name, bytes }) => {
      served.put(`/${name}`, bytes)
      await page.evaluate((file) => {
        const model = { url: `/${file}?again`, name: file, bytes: 1, place: 2, of: 3 }
        window.fakeHost.server.notify('modelChanged', { model })
      }, name)
    },
    shoot: async (name) => {
      if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}.png` })
    },
    useTheme: async (name) => {
      const theme = THEMES[name]
      if (!theme) throw new RangeError(`No theme ${name}`)
      await page.evaluate(({ kind, tokens }) => {
        document.body.className = kind === 'vscode-high-contrast-light' ? `${kind} vscode-high-contrast` : kind
        document.documentElement.removeAttribute('style')
        for (const [key, value] of Object.entries(tokens)) document.documentElement.style.setProperty(key, value)
      }, theme)
      // The toolkit's controls take their colors up a turn later.
      await page.evaluate('new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))')
    },
    axe: async (rules, within) => {
      const options = { resultTypes: ['violations'], preload: false, ...(rules ? { runOnly: rules } : {}) }
      if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axeSource)
      const found: unknown =
        await page.evaluate(`axe.run(${within === undefined ? 'document' : JSON.stringify(within)}, ${JSON.stringify(options)}).then(({ violations }) =>
        violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.html.slice(0, 160) + ' ' +
          node.any.map((check) => check.message).join(' ').slice(0, 160))))`)
      return Array.isArray(found) ? found.map(String) : [String(found)]
    },
    leave,
    spend: () => {
      isSpent = true
      isChanged = true
    },
    drop: (texts, file, onto = '.form') =>
      page.evaluate(
        ([data, dropped, selector]) => {
          const transfer = new DataTransfer()
          for (const [type, text] of Object.entries(data)) transfer.setData(type, text)
          if (dropped) {
            const bytes = Uint8Array.from(atob(dropped.base64), (character) => character.charCodeAt(0))
            transfer.items.add(new File([bytes], dropped.name, { type: 'image/png' }))
          }
          const event = new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
          document.querySelector(selector)?.dispatchEvent(event)
        },
        [texts, file, onto] as const,
      ),
    lastAsked: async (name) => {
      await page.waitForFunction((wanted) => window.fakeHost.asked.some((entry) => entry.name === wanted), name)
      return page.evaluate((wanted) => window.fakeHost.asked.findLast((entry) => entry.name === wanted)?.params, name)
    },
  }
}
