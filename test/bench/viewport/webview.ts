// The same models in the real webview: VS Code's model editor, in the browser that also shows the bare page, each with a picture
// of one size. Nothing of the product is changed for it: a script that every frame begins with notes when the model was asked
// for, when it was first drawn, and when a pixel of that could be read. So both show what they show to a person, the editor in
// the light of its room.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { extensionKnown, launchBrowser, openWorkbench, runCommand, webviewFrame } from '../../../workbench/browser.mjs'
import { ensureChromium, ensureVscode } from '../../../workbench/install.mjs'
import { root } from '../../../workbench/paths.mjs'
import { serve } from '../../../workbench/serve.mjs'
import { TOOLBAR } from '../../unit/webview/viewport/page/opened.ts'
import { ViewportPage } from '../../unit/webview/viewport/page/serve.ts'
import type { BenchFile } from './files.ts'
import { median } from './ratios.ts'

/** Pairs in the order A B B A, of which the first does not count. */
const PAIRS = 6
/** CSS pixels of VS Code's window. */
const WINDOW = { width: 640, height: 600 }

/** The files that are opened there, with their triangles, all of one mesh. */
const TRIANGLES: Readonly<Record<string, number>> = { '10k.glb': 10_000, '100k.glb': 100_000, '1M.glb': 1_000_000 }

/** Milliseconds since the model was asked for. */
export interface WebviewMarks {
  lastByte: number
  submitted: number
  shown: number
}

export interface WebviewRow {
  file: string
  ratio: number
  webview: WebviewMarks
  bare: WebviewMarks
}

/** Notes the first draw of at least so many corners, and when it was done. Text, since it runs in every frame. */
const noted = (corners: number) => `(() => {
  if (typeof WebGL2RenderingContext !== 'function') return
  const { drawElements } = WebGL2RenderingContext.prototype
  WebGL2RenderingContext.prototype.drawElements = function (mode, count, ...rest) {
    drawElements.call(this, mode, count, ...rest)
    if (count < ${corners} || globalThis.firstDraw) return
    const note = { submitted: performance.now(), shown: 0 }
    globalThis.firstDraw = note
    // After what is drawn in the same go.
    queueMicrotask(() => {
      this.readPixels(0, 0, 1, 1, this.RGBA, this.UNSIGNED_BYTE, new Uint8Array(4))
      note.shown = performance.now()
    })
  }
})()`

/** What a frame has noted of a file; undefined until it is shown. Text, since it runs there. */
const marksOf = (name: string) => `(() => {
  const note = globalThis.firstDraw
  const asked = performance.getEntriesByType('resource').find(({ name }) => name.includes(${JSON.stringify(name)}))
  if (!note?.shown || !asked) return undefined
  const { startTime, responseEnd } = asked
  return { lastByte: responseEnd - startTime, submitted: note.submitted - startTime, shown: note.shown - startTime }
})()`

const isMarks = (value: unknown): value is WebviewMarks =>
  typeof value === 'object' && value !== null && 'submitted' in value

/** Opens the model in the editor and closes it again. */
async function inWebview(page: Page, name: string): Promise<WebviewMarks> {
  await runCommand(page, 'View: Close All Editors')
  await page.keyboard.press('Control+P')
  await page.keyboard.insertText(name)
  await page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: name }).first().click()
  const frame = await webviewFrame(page, '.tv-canvas')
  for (;;) {
    const marks = await frame.evaluate<unknown>(marksOf(name))
    if (isMarks(marks)) return marks
    await page.waitForTimeout(50)
  }
}

async function inBarePage(bare: ViewportPage, name: string): Promise<WebviewMarks> {
  await bare.reload('#bare')
  const marks = await bare.page.evaluate<unknown>(
    `measureModel(${JSON.stringify(`/models/${name}`)}, ${JSON.stringify(name)})`,
  )
  if (!isMarks(marks)) throw new Error(`${name} was not measured`)
  return marks
}

/** The middle of each mark. */
function middle(all: readonly WebviewMarks[]): WebviewMarks {
  const of = (mark: keyof WebviewMarks) => median(all.map((one) => one[mark]))
  return { lastByte: of('lastByte'), submitted: of('submitted'), shown: of('shown') }
}

/** Measures those files that can be, one after the other. */
export async function measureWebview(
  files: AsyncIterable<BenchFile>,
  told: (row: WebviewRow) => void,
): Promise<WebviewRow[]> {
  const browser = await launchBrowser(await ensureChromium())
  const folder = mkdtempSync(join(tmpdir(), 'tripo-bench-'))
  const userSettings = { 'workbench.editorAssociations': { '*.glb': 'tripo.modelEditor' }, 'git.enabled': false }
  const served = await serve({ vscode: await ensureVscode(), linked: root, builtin: ['theme-defaults'], userSettings })
  const rows: WebviewRow[] = []
  try {
    for await (const file of files) {
      const triangles = TRIANGLES[file.name]
      if (triangles === undefined) continue
      writeFileSync(join(folder, file.name), file.bytes)
      const page = await browser.newPage({ viewport: WINDOW })
      await page.addInitScript(noted(1.5 * triangles))
      await openWorkbench(page, served.url(folder))
      await extensionKnown(page)
      await runCommand(page, 'View: Close Primary Side Bar')
      const row = await compare(browser, page, file)
      rows.push(row)
      told(row)
      await page.goto('about:blank')
      await page.close()
    }
  } finally {
    await browser.close()
    await served.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return rows
}

/** @param page VS Code with the file's folder */
async function compare(browser: Browser, page: Page, { name, bytes }: BenchFile): Promise<WebviewRow> {
  // The first one tells how large the picture is.
  await inWebview(page, name)
  const canvas = (await webviewFrame(page, '.tv-canvas')).locator('.tv-canvas')
  const { width, height } = (await canvas.boundingBox()) ?? WINDOW
  // The bare page leaves the toolbar's place free.
  const viewport = { width: Math.round(width), height: Math.round(height) + TOOLBAR }
  const bare = await ViewportPage.start({ browser: async () => browser, viewport })
  bare.put(name, bytes)
  const [ratios, own, theirs]: [number[], WebviewMarks[], WebviewMarks[]] = [[], [], []]
  for (let pair = 0; pair < PAIRS; pair++) {
    const isOwnFirst = pair % 2 === 0
    const before = isOwnFirst ? undefined : await inBarePage(bare, name)
    const webview = await inWebview(page, name)
    const plain = before ?? (await inBarePage(bare, name))
    if (pair === 0) continue
    ratios.push(webview.shown / plain.shown)
    own.push(webview)
    theirs.push(plain)
  }
  await bare.stop()
  return { file: name, ratio: median(ratios), webview: middle(own), bare: middle(theirs) }
}
