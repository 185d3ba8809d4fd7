// A page whose files do not come says so, in a real Chromium, and is shown again a few times.
import type { Page } from '@playwright/test'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as vscode from 'vscode'
import { showPage } from '../../../../src/vscode/views/show-page.ts'
import { sharedBrowser } from '../../../support/shared-browser.ts'

const ORIGIN = 'https://page.test'

describe('a page', { timeout: 120_000 }, () => {
  let page: Page
  let close: () => Promise<void>
  /** Paths that are not found, and how often each path was asked for. */
  let missing: Set<string>
  let asked: string[]
  beforeEach(async () => {
    missing = new Set()
    asked = []
    const context = await (await sharedBrowser()).newContext()
    close = () => context.close()
    page = await context.newPage()
  })
  afterEach(() => close())

  /** Shows the page as VS Code would; answers what is on it in the end, once as many loads have begun. */
  async function shown(loads: number): Promise<string | null> {
    let tell: (message: unknown) => void = () => {}
    const set: string[] = []
    const webview = {
      cspSource: ORIGIN,
      asWebviewUri: ({ path }: vscode.Uri) => `${ORIGIN}${path}`,
      onDidReceiveMessage: (listener: (message: unknown) => void) => {
        tell = listener
        return { dispose: () => {} }
      },
      get html() {
        return set.at(-1) ?? ''
      },
      set html(text) {
        set.push(text)
        void page.goto(`${ORIGIN}/?${set.length}`).catch(() => undefined)
      },
    }
    await page.exposeFunction('tell', (message: unknown) => tell(message))
    await page.addInitScript(`{
      let isGiven = false
      globalThis.acquireVsCodeApi = () => {
        if (isGiven) throw new Error('The API is given out once.')
        isGiven = true
        return { postMessage: (message) => tell(message) }
      }
    }`)
    await page.route('**/*', (route) => {
      const { pathname } = new URL(route.request().url())
      if (pathname === '/') return route.fulfill({ body: webview.html, contentType: 'text/html' })
      asked.push(pathname)
      if (missing.has(pathname)) return route.fulfill({ status: 408 })
      const body = pathname.endsWith('.js')
        ? "document.getElementById('app').textContent = 'Here.'; acquireVsCodeApi().postMessage({ kind: 'request' })"
        : ''
      return route.fulfill({ body, contentType: pathname.endsWith('.js') ? 'text/javascript' : 'text/css' })
    })
    Reflect.apply(showPage, undefined, [webview, vscode.Uri.file('/web'), { name: 'model', title: 'A model' }])
    await expect.poll(() => set.length).toBe(loads)
    await page.waitForURL(`**/?${loads}`)
    return page.locator('#app').textContent()
  }

  it('is shown once where its files come', async () => {
    await shown(1)
    await page.getByText('Here.').waitFor()
    expect(asked.sort()).toEqual(['/web/model.css', '/web/model.js'])
  })

  it('is shown again where its script did not come', async () => {
    missing.add('/web/model.js')
    const again = shown(2)
    await expect.poll(() => asked).toContain('/web/model.js')
    missing.clear()
    await again
    await page.getByText('Here.').waitFor()
  })

  it('says that it could not be loaded where its script never comes', async () => {
    missing.add('/web/model.js')
    await shown(4)
    await page.getByText('The page could not be loaded. Close it and open it again.').waitFor()
    expect(asked.filter((path) => path === '/web/model.js')).toHaveLength(4)
  })

  it('is there in the end, if bare, where only its stylesheet never comes', async () => {
    missing.add('/web/model.css')
    await shown(4)
    await page.getByText('Here.').waitFor()
  })
})
