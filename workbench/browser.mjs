// Drives the served workbench in a headless Chromium as a person would: palette, clicks, notifications, webviews. Used by the
// demo and the end-to-end tests.
import { actUntil, press, pressIfThere } from './press.mjs'
import { WorkbenchError } from './report.mjs'

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').Frame} Frame */
/** @typedef {import('@playwright/test').Locator} Locator */
/** @typedef {import('@playwright/test').Browser} Browser */

/**
 * The last three give WebGL 2 in software. Everything else is composited without OpenGL: through the software's OpenGL each
 * change of the workbench costs as much as drawing a model (measured: 3 s of processor time a start instead of 0.3 s).
 */
export const CHROMIUM_ARGS = Object.freeze([
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu-compositing',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
])

/** For tests, none of which looks at edges: smooth ones are a fifth of what drawing in software costs. */
export const JAGGED = '--webgl-antialiasing-mode=none'

/**
 * Lets what moves for ever in the workbench come to rest after one turn, also where it does not heed that less motion is asked
 * for: a spinner in the tree of tasks has the window drawn twenty times a second. What moves once still does, and says that it
 * has. Our own pages stand still by themselves. Text, since it runs in the page.
 */
export const AT_REST = `if (window === window.top) {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('*, *::before, *::after { animation-iteration-count: 1 !important }')
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}`

/**
 * Lets WebGL draw a quarter of the pixels along each side, which the browser stretches: without a graphics card what is drawn
 * takes as long as it has pixels, and is most of what a page with a model costs. Text, layout and pictures that are saved stay
 * as they are. Text, since it runs in the page.
 */
export const COARSE = "Object.defineProperty(window, 'devicePixelRatio', { get: () => 0.25, configurable: true })"

/** Milliseconds that a browser, a page or what is looked for on it may take to come: on a busy machine they come late. */
export const PATIENCE = 180_000

/** @param {string} executablePath @returns {Promise<Browser>} */
export async function launchBrowser(executablePath) {
  // Not before it is needed: who only loads this module may be about to install packages.
  const { chromium } = await import('@playwright/test')
  return chromium.launch({ executablePath, args: [...CHROMIUM_ARGS], timeout: PATIENCE })
}

/**
 * @typedef {object} Watch what the pages said while they were watched
 * @property {string[]} errors console errors and uncaught exceptions of our own webviews
 * @property {string[]} violations violations of a webview's content security policy
 */

/** Errors that this workbench makes by itself: names it cannot resolve, files its packaging leaves out, sign-ins nobody asked for. */
const WORKBENCH_NOISE =
  /net::ERR_|Failed to load resource|Service ?Worker|\[AgentHost|AccountPolicy|bad HTTP response code|ERR color: #f33|Extension Host.*Unable to resolve|getServerKeyPart|Manifest fetch from|Activating extension 'vscode\.|typescript-language-features|tsserver/i
const POLICY =
  /Content Security Policy|Content-Security-Policy|Refused to (load|execute|apply|connect|create|frame|evaluate)/i

/** The workbench also writes every error notification to the console; ours begin with a title of a task, or say this. */
const NOTIFICATION = /^“|^The balance could not be read\./

/** Collects console errors from now on. @param {Page} page @returns {Watch} */
export function watchConsole(page) {
  /** @type {Watch} */
  const watch = { errors: [], violations: [] }
  /** @param {string} text */
  const hear = (text) => {
    if (POLICY.test(text)) watch.violations.push(text)
    else if (!WORKBENCH_NOISE.test(text) && !NOTIFICATION.test(text)) watch.errors.push(text)
  }
  page.on('console', (message) => {
    if (message.type() === 'error') hear(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => hear(String(error)))
  return watch
}

/**
 * Opens a workbench address and waits until it takes commands: about 4 s.
 * @param {Page} page
 * @param {string} url
 */
export async function openWorkbench(page, url) {
  page.setDefaultTimeout(PATIENCE)
  await page.goto(url, { waitUntil: 'domcontentloaded' })
  await workbenchReady(page)
}

/** Waits for a (re)loading workbench: drawn, and its extension host connected. @param {Page} page */
export async function workbenchReady(page) {
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: PATIENCE })
  await page.locator('.monaco-workbench .part.activitybar').waitFor({ timeout: PATIENCE })
}

/** Waits until the workbench knows our commands and menus, which come with our icon: one that is open does not hear of them. @param {Page} page */
export async function extensionKnown(page) {
  const icon = page.locator('.part.activitybar').getByLabel(/^Tripo/)
  await icon.first().waitFor({ timeout: PATIENCE })
}

/**
 * Reloads the window by the workbench's own command, before which it writes down what is open: by itself it does so every
 * 5 s when it is idle, and the browser's reload forgets what is newer.
 * @param {Page} page
 */
export async function reloadWindow(page) {
  const loaded = page.waitForEvent('domcontentloaded', { timeout: PATIENCE })
  await runCommand(page, 'Developer: Reload Window')
  await loaded
  await workbenchReady(page)
  await extensionKnown(page)
}

const PALETTE = '.quick-input-widget:not([style*="display: none"])'

/**
 * Runs a command through the palette by its full title, once, waiting for an extension that is still being read.
 * @param {Page} page
 * @param {string} title such as `Tripo: Open Studio`
 * @param {number} [timeout] milliseconds
 */
export async function runCommand(page, title, timeout = 120_000) {
  const end = Date.now() + timeout
  for (let patience = 1000; ; patience = Math.min(4000, patience * 1.5)) {
    await page.keyboard.press('Escape')
    await page.keyboard.press('F1')
    if (await choose(page, title, patience)) return
    if (Date.now() > end) throw new WorkbenchError(`The palette has no command "${title}".`, 'Is the extension loaded?')
  }
}

/**
 * Types a command's title into the palette and picks it. False when it was not there in time, or the palette closed on the
 * way: anything that takes the focus closes it, and a person would open it again.
 * @param {Page} page
 * @param {string} title
 * @param {number} patience milliseconds
 */
async function choose(page, title, patience) {
  const input = page.locator(`${PALETTE} input`).first()
  const row = page.locator(`${PALETTE} .monaco-list-row[aria-label^="${title}"]`).first()
  try {
    await input.waitFor({ timeout: patience })
    await input.fill(`>${title}`, { timeout: 2 * patience })
    await row.waitFor({ timeout: patience })
  } catch {
    return false
  }
  return pressIfThere(page, { in: `${PALETTE} .monaco-list-row`, says: new RegExp(`^${escaped(title)}`) })
}

/** @param {string} text */
const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** Answers an input box or quick pick: types the text, or picks the row of that name. @param {Page} page @param {string} text */
export async function answerInput(page, text) {
  const input = page.locator(`${PALETTE} input`).first()
  await input.waitFor()
  await input.fill(text)
  await page.keyboard.press('Enter')
}

/** @param {RegExp} says what a row's label starts with or holds */
const rowThat = (says) => ({ in: `${PALETTE} .monaco-list-row`, says, label: '.label-name' })

/** Picks a row of the quick pick once it is there. @param {Page} page @param {RegExp} label what its label starts with or holds */
export const pickRow = (page, label) => press(page, rowThat(label))

/**
 * Opens a list and picks a row of it. Whatever takes the focus closes a list, such as an editor that comes to be drawn; a person
 * would open it again. Not for questions about a price: who asks twice may pay twice.
 * @param {Page} page
 * @param {() => Promise<unknown>} open may be done again
 * @param {RegExp} label what the row's label starts with or holds
 */
export async function pickFrom(page, open, label) {
  let isPicked = false
  await actUntil(open, async () => {
    isPicked ||= await pressIfThere(page, rowThat(label))
    return isPicked
  })
}

/**
 * The webview frame whose document holds the selector; a webview's own document is the inner one of two frames.
 * @param {Page} page
 * @param {string} selector
 * @param {number} [timeout] milliseconds
 * @returns {Promise<Frame>}
 */
export async function webviewFrame(page, selector, timeout = 150_000) {
  const end = Date.now() + timeout
  for (;;) {
    const frames = page.frames().filter((frame) => frame.url().includes('/fake.html'))
    const counts = await Promise.all(
      frames.map((frame) =>
        frame
          .locator(selector)
          .count()
          .catch(() => 0),
      ),
    )
    const found = frames.filter((_, i) => (counts[i] ?? 0) > 0)
    // More than one: what one page shows is about to be another's.
    if (found.length === 1 && found[0]) return found[0]
    if (Date.now() > end) throw new WorkbenchError(`No webview holds ${selector}.`, 'Is the panel open?')
    await page.waitForTimeout(150)
  }
}

/** Dialogs, open inputs and notifications of the workbench as text, for the report of a failure. @param {Page} page @returns {Promise<string>} */
export async function onScreen(page) {
  const parts = ['.monaco-dialog-box', PALETTE, '.notification-list-item', '.statusbar-item[id*=tripo]']
  const texts = await Promise.all(
    parts.map((part) =>
      page
        .locator(part)
        .allInnerTexts()
        .catch(() => []),
    ),
  )
  const shown = texts.flat().map((text) => text.replace(/\s+/g, ' ').trim())
  return `The workbench showed: ${shown.filter(Boolean).join(' | ') || 'no dialog and no notification'}\n`
}

/**
 * Chooses one entry of a file's context menu in the explorer.
 * @param {Page} page
 * @param {string[]} path folders, then the file
 * @param {string | RegExp} entry
 * @param {string[]} [from] another file, from which on all files down to this one are selected
 */
export async function explorerMenu(page, path, entry, from) {
  await showExplorer(page)
  const first = from && (await revealInExplorer(page, from))
  const file = await revealInExplorer(page, path)
  if (first) {
    const select = () => first.click({ timeout: 5000 }).then(() => file.click({ modifiers: ['Shift'], timeout: 5000 }))
    const selected = page.locator('.explorer-folders-view .monaco-list-row.selected')
    await actUntil(select, async () => (await selected.count()) > 1)
  }
  await chooseInMenu(page, file, entry)
}

/**
 * Chooses one entry of the menu that a right click opens.
 * @param {Page} page
 * @param {Locator} target what is clicked
 * @param {string | RegExp} entry
 */
export async function chooseInMenu(page, target, entry) {
  const item = page.locator('.monaco-menu').getByRole('menuitem', { name: entry }).first()
  let isChosen = false
  await actUntil(
    async () => {
      // Whatever takes the focus closes a menu, and a person would open it again.
      if (!(await item.isVisible())) {
        if (await page.locator('.monaco-menu').count()) await page.keyboard.press('Escape')
        await target.click({ button: 'right', timeout: 10_000 })
      }
      await item.hover({ timeout: 10_000 })
      // A menu takes no click in the moment after it opened, so that the press that opened it cannot choose.
      await page.waitForTimeout(400)
      await item.click({ timeout: 10_000 })
      isChosen = true
    },
    async () => isChosen && (await item.count()) === 0,
  )
}

/** Shows the explorer, unless it is there. @param {Page} page */
export async function showExplorer(page) {
  if (await page.locator('.explorer-folders-view').isVisible()) return
  await runCommand(page, 'View: Show Explorer')
}

/** Opens folders one by one and gives the file's row. @param {Page} page @param {string[]} path */
export async function revealInExplorer(page, path) {
  const tree = page.locator('.explorer-folders-view')
  await tree.waitFor()
  for (const [i, name] of path.entries()) {
    // A folder with one child folder is shown as "public/assets" in one row.
    const row = tree
      .locator('.monaco-list-row')
      .filter({ has: page.getByText(name, { exact: true }) })
      .first()
    await row.waitFor()
    if (i === path.length - 1) return row
    const isOpen = async () => (await row.getAttribute('aria-expanded')) === 'true'
    await actUntil(async () => !(await isOpen()) && (await row.click({ timeout: 10_000 })), isOpen)
  }
  throw new WorkbenchError('revealInExplorer was given an empty path.', 'Give it folders and a file.')
}

/** What `useTheme` can set. */
export const THEMES = Object.freeze({
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Dark High Contrast',
})

/** Changes the color theme through its picker, as a person does. @param {Page} page @param {keyof typeof THEMES} theme */
export async function useTheme(page, theme) {
  await runCommand(page, 'Preferences: Color Theme')
  const input = page.locator(`${PALETTE} input`).first()
  await input.waitFor()
  await input.fill(THEMES[theme])
  await press(page, { in: `${PALETTE} .monaco-list-row`, says: new RegExp(THEMES[theme]) })
  const kind = { dark: 'vs-dark', light: 'vs', 'high-contrast': 'hc-black' }[theme]
  await page.locator(`.monaco-workbench.${kind}`).waitFor()
}

/**
 * A settled picture of the whole window.
 * @param {Page} page
 * @param {string} path the PNG to write
 */
export async function screenshot(page, path) {
  await page.mouse.move(2, 2)
  await page.waitForTimeout(300)
  await page.screenshot({ path, animations: 'disabled' })
  return path
}
