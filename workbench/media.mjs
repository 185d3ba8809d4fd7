// `npm run media`: the README's pictures and its short animation, taken from the real product: VS Code with the packaged
// extension against the simulator, clicked as in the demo. They go to media/ and are committed.
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { animatedWebp } from './animated-webp.mjs'
import { ensureChromium, ensureModules, ensureVscode } from './install.mjs'
import { readOptions } from './options.mjs'
import { MEDIA_BYTES, makePackage } from './package.mjs'
import { root } from './paths.mjs'
import { decodeScreenshot } from './pictures.mjs'
import { main, step, WorkbenchError } from './report.mjs'
import { scaledJpeg } from './scaled.mjs'
import { serve } from './serve.mjs'
import { simulatorSettings, startSimulator } from './simulator.mjs'
import { gameWorkspace } from './workspace.mjs'

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').Frame} Frame */
/** @typedef {{ x: number, y: number, width: number, height: number }} Clip */

const PROMPT = 'a wooden dining chair with a curved back'
/** Where the model of that prompt lands. */
const MODEL = ['public', 'assets', 'wooden-dining-chair.glb']
/** A picture and the code of the example game. */
const PICTURE = ['props', 'lantern.png']
const CODE = ['src', 'main.ts']
/** Pixels: the walkthrough's column is about half as wide, on a screen of two pixels a point. */
const WALKTHROUGH_WIDTH = 720
const FILM_PROMPT = 'a small red metal barrel'
/** A screenshot as pixels. @param {Buffer} png @returns {import('./animated-webp.mjs').Frame} */
function pixels(png) {
  const { width, height, channels, data } = decodeScreenshot(png)
  const rgba = new Uint8Array(width * height * 4).fill(255)
  for (let i = 0; i < width * height; i++) {
    for (let k = 0; k < 3; k++) rgba[i * 4 + k] = data[i * channels + k] ?? 0
  }
  return { width, height, data: rgba }
}

/** Films the main job: a prompt typed, a model made, and turned. @param {Page} page @param {Frame} frame */
async function film(page, frame) {
  const { PANEL } = await import('./steps.mjs')
  /** @type {import('./animated-webp.mjs').Shot[]} */
  const shots = []
  /** @param {number} milliseconds */
  const shoot = async (milliseconds) => {
    shots.push({ picture: pixels(await page.screenshot({ animations: 'disabled', caret: 'hide' })), milliseconds })
  }
  const field = frame.locator(PANEL.field('prompt'))
  await field.fill('')
  await shoot(600)
  for (let end = 3; end < FILM_PROMPT.length + 3; end += 3) {
    await field.fill(FILM_PROMPT.slice(0, end))
    await shoot(120)
  }
  await shoot(500)
  const ready = frame.locator(`${PANEL.task}[data-state=delivered]`)
  const before = await ready.count()
  await frame.locator(PANEL.generateOn).click()
  for (let at = 0; at < 24 && (await ready.count()) <= before; at++) {
    await shoot(250)
    await page.waitForTimeout(300)
  }
  await ready.nth(before).waitFor()
  await frame
    .locator(PANEL.viewport)
    .getByText(/\d\s*tris/)
    .waitFor()
  await page.waitForTimeout(2000)
  await shoot(900)
  const box = await frame.locator(PANEL.viewport).boundingBox()
  if (!box) throw new WorkbenchError('The viewport is not to be seen.', '')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let at = 1; at <= 12; at++) {
    await page.mouse.move(x + at * 14, y - at * 2)
    await page.waitForTimeout(120)
    await shoot(110)
  }
  await page.mouse.up()
  await shoot(1800)
  return shots
}

/** @param {string} name @param {Buffer} bytes @param {number} most */
function save(name, bytes, most) {
  const path = join(root, 'media', name)
  writeFileSync(path, bytes)
  const { size } = statSync(path)
  process.stderr.write(`${(size / 1024).toFixed(0).padStart(6)} KB  media/${name}\n`)
  if (size > most) throw new WorkbenchError(`media/${name} is too large for the package.`, 'Lower quality or size.')
}

/**
 * Takes the pictures of the walkthrough's steps.
 * @param {import('@playwright/test').Browser} browser
 */
function stepShooter(browser) {
  /** @param {Page} page @param {string} name @param {{ keepsPointer?: boolean, clip?: Clip }} [options] */
  return async (page, name, { keepsPointer = false, clip } = {}) => {
    if (!keepsPointer) await page.mouse.move(2, 2)
    await page.waitForTimeout(500)
    const whole = await page.screenshot({ animations: 'disabled', ...(clip ? { clip } : {}) })
    save(`walkthrough-${name}.jpg`, await scaledJpeg(browser, whole, WALKTHROUGH_WIDTH), MEDIA_BYTES.walkthrough)
  }
}

/**
 * What somebody sees who has no key yet: the question before the first model.
 * @param {import('@playwright/test').Browser} browser
 * @param {import('./serve.mjs').ServeOptions} options
 */
async function shootChoice(browser, options) {
  const { openWorkbench } = await import('./browser.mjs')
  const { generateFromText, openStudio } = await import('./steps.mjs')
  const served = await serve({ ...options, machineSettings: {}, env: { TRIPO_API_KEY: undefined } })
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 720 } })
    await openWorkbench(page, served.url(gameWorkspace()))
    await generateFromText(await openStudio(page), PROMPT)
    await page.locator('.monaco-dialog-box').waitFor()
    await stepShooter(browser)(page, 'account', { clip: { x: 200, y: 120, width: 800, height: 480 } })
    await page.close()
  } finally {
    await served.stop()
  }
}

async function run() {
  readOptions('npm run media', {})
  await ensureModules()
  const vscode = await ensureVscode()
  const ui = await import('./browser.mjs')
  const { clearNotifications } = await import('./notifications.mjs')
  const steps = await import('./steps.mjs')
  const vsix = await step('Package the extension', makePackage)
  const workspace = gameWorkspace()
  const simulator = await startSimulator(['--time-scale', '6'])
  const userSettings = { 'workbench.colorTheme': ui.THEMES.dark }
  const served = await serve({ vscode, vsix, userSettings, ...simulatorSettings(simulator) })
  const browser = await ui.launchBrowser(await ensureChromium())
  try {
    await step('The question for an account', () => shootChoice(browser, { vscode, vsix, userSettings }))
    const page = await browser.newPage({ viewport: { width: 1200, height: 720 } })
    /** @param {string} name */
    const shoot = async (name) => {
      await page.mouse.move(2, 2)
      await page.waitForTimeout(500)
      const jpeg = await page.screenshot({ type: 'jpeg', quality: 82, animations: 'disabled' })
      save(name, jpeg, MEDIA_BYTES.picture)
    }
    await step('Open the workbench', () => ui.openWorkbench(page, served.url(workspace)))
    const frame = await step('Tripo: Open Studio', () => steps.openStudio(page))
    await ui.runCommand(page, 'View: Toggle Primary Side Bar Visibility')
    await step('Make a chair', async () => {
      await steps.generateFromText(frame, PROMPT)
      await steps.taskInState(frame, 'delivered')
      await steps.modelShown(frame)
    })
    await shoot('studio.jpg')
    const shootStep = stepShooter(browser)
    await shootStep(page, 'studio')
    await step('Film the main job', async () => {
      save('studio.webp', await animatedWebp(await film(page, frame), 68), MEDIA_BYTES.animation)
    })
    await step('Next steps, in the light theme', async () => {
      await ui.useTheme(page, 'light')
      await frame.locator(steps.PANEL.steps).click()
      for (const id of ['smart_lowpoly', 'rig_model']) {
        await frame.locator(steps.PANEL.addStep).click()
        await frame.locator(`[data-testid=add-${id}]`).click()
      }
      await shoot('steps.jpg')
    })
    await step('The picture, the code and the model editor', async () => {
      await ui.useTheme(page, 'dark')
      await ui.runCommand(page, 'View: Show Explorer')
      await (await ui.revealInExplorer(page, PICTURE)).dblclick()
      await page.locator('.editor-instance').first().waitFor()
      await (await ui.revealInExplorer(page, PICTURE)).click({ button: 'right' })
      await page.locator('.monaco-menu').getByRole('menuitem', { name: 'Make 3D Model with Tripo' }).hover()
      await shootStep(page, 'picture', { keepsPointer: true })
      await page.keyboard.press('Escape')
      await (await ui.revealInExplorer(page, CODE)).dblclick()
      const code = page.locator('.editor-instance .monaco-editor .view-lines').first()
      await code.click()
      await page.keyboard.press('Control+End')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Enter')
      await ui.explorerMenu(page, MODEL, 'Insert Code')
      await page.locator('.quick-input-widget .monaco-list-row').first().waitFor()
      await page.keyboard.press('Enter')
      await code.getByText('woodenDiningChair').first().waitFor()
      // What the first inserted code offers to do about reloading lies over it.
      await page.locator('.notification-toast').first().waitFor()
      await clearNotifications(page)
      await shootStep(page, 'scene')
      await ui.explorerMenu(page, MODEL, 'Open in Model Editor')
      const editor = await ui.webviewFrame(page, '.model-page')
      await editor.locator('.tv-statistics span').first().waitFor()
      await page.waitForTimeout(2000)
      await shootStep(page, 'editor')
    })
  } finally {
    await browser.close()
    await served.stop()
    await simulator.stop()
  }
}

await main(async () => {
  await run()
  return 0
})
