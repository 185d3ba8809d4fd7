// A built game in Chromium: whether its model is seen, and moves. The model is red and nothing else is.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, sep } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { launchBrowser, PATIENCE } from '../browser.mjs'
import { ensureChromium } from '../install.mjs'
import { decodeScreenshot } from '../pictures.mjs'
import { messageOf, WorkbenchError } from '../report.mjs'

/** Milliseconds between two looks. */
const BETWEEN = 300
/** Milliseconds between frames: a page that draws as often as it can leaves a small machine no time for the picture. */
const FRAME = 60
/** In the page; text, as these files know nothing of the DOM. */
const SLOWER = `{
  const next = window.requestAnimationFrame
  window.requestAnimationFrame = (draw) => setTimeout(() => next(draw), ${FRAME})
  window.cancelAnimationFrame = (id) => clearTimeout(id)
}`
const SIZE = { width: 360, height: 240 }
/** Pixels that count as seen. */
const SEEN = 150
/**
 * The share of the model's pixels that has to be elsewhere than at the look before. The clip goes to and fro, so that two looks may
 * find the model at nearly the same place; a later one does not.
 */
const MOVED = 0.1

const TYPES = new Map(
  Object.entries({
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript',
    '.mjs': 'text/javascript',
    '.css': 'text/css',
    '.json': 'application/json',
    '.wasm': 'application/wasm',
    '.glb': 'model/gltf-binary',
  }),
)

/** Serves a folder on a free port. @param {string} folder */
export async function serveFolder(folder) {
  const server = createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname)
    let file = join(folder, name)
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html')
    if (!`${file}${sep}`.startsWith(`${folder}${sep}`) || !existsSync(file)) return void response.writeHead(404).end()
    const type = TYPES.get(extname(file)) ?? 'application/octet-stream'
    response.writeHead(200, { 'content-type': type }).end(readFileSync(file))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() }
}

/** Pixels of a picture that are the model's. @param {Buffer} png */
export function redPixels(png) {
  const { data, channels } = decodeScreenshot(png)
  /** @type {number[]} */
  const found = []
  for (let at = 0; at < data.length; at += channels) {
    const [red, green, blue] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]
    if (red > 90 && red > 2 * green && red > 2 * blue) found.push(at / channels)
  }
  return found
}

/** @returns {Promise<import('@playwright/test').Browser>} one for several looks */
export const openBrowser = async () => launchBrowser(await ensureChromium())

/**
 * Looks at a game until its model is seen and has moved.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @param {string} picture where the last look is kept
 * @param {{ moves?: boolean, isModel?: (png: Buffer) => number[], says?: string }} [options] `says`: an attribute of the body
 *   that the page has to set, besides
 * @returns {Promise<{ pixels: number, moved: number, elsewhere: string[] }>} elsewhere: addresses of other hosts that were asked
 */
export async function lookAt(browser, url, picture, options = {}) {
  const { moves = true, isModel = redPixels, says } = options
  const page = await browser.newPage({ viewport: SIZE })
  /** @type {string[]} */
  const errors = []
  /** @type {Set<string>} */
  const elsewhere = new Set()
  try {
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text())
    })
    page.on('request', (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(url)) elsewhere.add(request.url())
    })
    await page.addInitScript(SLOWER)
    await page.goto(url, { waitUntil: 'commit', timeout: PATIENCE })
    const end = Date.now() + PATIENCE
    /** @type {number[]} */
    let before = []
    let problem = ''
    while (Date.now() < end) {
      try {
        const now = isModel(await page.screenshot({ path: picture, timeout: 60_000 }))
        const same = new Set(before)
        const moved = now.filter((pixel) => !same.has(pixel)).length
        const isSeen = now.length > SEEN && (!moves || (before.length > SEEN && moved > MOVED * now.length))
        const hasSaid = says === undefined || (await page.locator(`body[${says}]`).count()) > 0
        if (isSeen && hasSaid) return { pixels: now.length, moved, elsewhere: [...elsewhere] }
        before = now
      } catch (error) {
        problem = messageOf(error)
      }
      await sleep(BETWEEN)
    }
    const seen = before.length > SEEN ? 'is seen but does not do all that it should' : 'is not seen'
    const said = [...new Set(errors)].slice(0, 8).join('\n')
    throw new WorkbenchError(`The model ${seen}. ${problem} ${said}`, `Look at ${picture}.`)
  } finally {
    await page.close().catch(() => undefined)
  }
}
