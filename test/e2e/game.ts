// Into the game: an empty Vite and three.js game names a model that does not exist yet, a quick fix has it made at that very
// path, the game that Vite builds shows it, and Insert Code puts the code that loads it at the cursor.
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { explorerMenu, pickFrom, revealInExplorer, runCommand } from '../../workbench/browser.mjs'
import { lookAt, serveFolder } from '../../workbench/games/look.mjs'
import { glbFaults } from '../../workbench/glb.mjs'
import { root } from '../../workbench/paths.mjs'
import { decodeScreenshot } from '../../workbench/pictures.mjs'
import { actUntil } from '../../workbench/press.mjs'
import { run } from '../../workbench/processes.mjs'
import { shoot } from './look.ts'
import { expect, test } from './studio.ts'

const GAME = join(root, 'test/fixtures/games/three')
const CODE = readFileSync(join(GAME, 'src/main.ts'), 'utf8').replace(
  '/* INSERT */\n',
  "const barrel = await new GLTFLoader().loadAsync('/models/oak-barrel.glb')\nscene.add(barrel.scene)\n",
)
const LOADER = "import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'\n"

/** Pixels that are not the game's black. */
function litPixels(png: Buffer): number[] {
  const { data, channels } = decodeScreenshot(png)
  const found: number[] = []
  for (let at = 0; at < data.length; at += channels)
    if ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0) > 60) found.push(at / channels)
  return found
}

/** Builds the game with its own bundler and looks at it until something is seen. @returns the pixels of it */
async function seenInGame(folder: string): Promise<number> {
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(join(root, 'node_modules/three'), join(folder, 'node_modules/three'), 'junction')
  await run(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build'], { cwd: folder })
  const { url, close } = await serveFolder(join(folder, 'dist'))
  const browser = await chromium.launch(test.info().project.use.launchOptions)
  try {
    const picture = test.info().outputPath('game.png')
    const { pixels, elsewhere } = await lookAt(browser, url, picture, { moves: false, isModel: litPixels })
    expect(elsewhere).toEqual([])
    return pixels
  } finally {
    await browser.close()
    close()
  }
}

/** An empty game whose code names a model, and loads it. */
export function writeGame(workspace: string): void {
  cpSync(join(GAME, 'index.html'), join(workspace, 'index.html'))
  writeFileSync(join(workspace, 'src/main.ts'), LOADER + CODE)
}

/** A path that code names is made by a quick fix and seen in the game, and code of the model is inserted. */
export async function intoTheGame(page: Page, workspace: string): Promise<void> {
  const row = await revealInExplorer(page, ['src', 'main.ts'])
  await actUntil(
    () => row.dblclick({ timeout: 10_000 }),
    () => page.locator('.tab.active', { hasText: 'main.ts' }).isVisible(),
  )
  const editor = page.locator('.editor-instance .monaco-editor').first()
  const wavy = editor.locator('.squiggly-warning')
  await expect(wavy).toHaveCount(1, { timeout: 120_000 })
  await shoot(page, 'game-missing')

  const path = editor
    .locator('.view-line')
    .filter({ hasText: 'loadAsync' })
    .getByText(/oak-barrel/)
    .last()
  await path.click()
  const fix = page.locator('.action-widget').getByText(/Generate “oak barrel” with Tripo \(20 credits\)/)
  const title = page.locator('.quick-input-widget input').first()
  // The list of fixes is drawn anew when another extension has found some, too.
  await expect(async () => {
    if (!(await fix.isVisible())) await page.keyboard.press('Control+.')
    await expect(fix).toBeVisible({ timeout: 5000 })
    await shoot(page, 'game-quick-fix')
    await fix.click({ timeout: 5000 })
    await expect(title).toHaveValue('oak barrel', { timeout: 20_000 })
  }).toPass({ timeout: 180_000 })
  await page.keyboard.press('Enter')

  const file = join(workspace, 'public/models/oak-barrel.glb')
  await expect.poll(() => existsSync(file), { timeout: 180_000 }).toBe(true)
  expect(await glbFaults(file)).toEqual([])
  await expect(wavy).toHaveCount(0, { timeout: 60_000 })
  expect(await seenInGame(workspace)).toBeGreaterThan(500)

  const known = editor
    .locator('.view-line')
    .filter({ hasText: 'loadAsync' })
    .getByText(/oak-barrel/)
  // An editor that scrolls under the pointer takes the hover away again, and a person would point once more.
  await expect(async () => {
    await page.mouse.move(0, 0)
    await known.hover()
    await expect(page.locator('.monaco-hover').filter({ hasText: 'triangles' })).toBeVisible({ timeout: 10_000 })
  }).toPass({ timeout: 120_000 })
  await shoot(page, 'game-hover')
  await page.keyboard.press('Escape')

  await editor.locator('.view-line').last().click()
  await page.keyboard.press('Control+End')
  const model = ['public', 'models', 'oak-barrel.glb']
  await pickFrom(page, () => explorerMenu(page, model, 'Insert Code'), /Load Once/)
  await expect(editor).toContainText('oakBarrel', { timeout: 60_000 })
  await runCommand(page, 'File: Save')
  const saved = () => readFileSync(join(workspace, 'src/main.ts'), 'utf8')
  await expect.poll(saved).toContain("const oakBarrel = await new GLTFLoader().loadAsync('/models/oak-barrel.glb')")
  await shoot(page, 'game-inserted')
}
