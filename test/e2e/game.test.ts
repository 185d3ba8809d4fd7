// Into the game: an empty Vite and three.js game names a model that does not exist yet, a quick fix has it made at that very
// path, the built game shows it, and Insert Code adds the code of another. Then what models do in code: completion, hover,
// dropping, pasting, and following a rename.
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { answerDialog, explorerMenu, pickRow, revealInExplorer, runCommand } from '../../workbench/browser.mjs'
import { lookAt, serveFolder } from '../../workbench/games/look.mjs'
import { buildGame, prepareGame } from '../../workbench/games/project.mjs'
import { glbFaults } from '../../workbench/glb.mjs'
import { movingModel } from '../../workbench/moving-model.mjs'
import { decodeScreenshot } from '../../workbench/pictures.mjs'
import { shoot } from './look.ts'
import { expect, test } from './studio.ts'

const ADDRESS = '/models/oak-barrel.glb'
const MODEL = 'public/models/oak-barrel.glb'
const LINE = `const barrel = await new GLTFLoader().loadAsync('${ADDRESS}')`

/** Pixels that are not the black of the game's background. */
function litPixels(png: Buffer): number[] {
  const { data, channels } = decodeScreenshot(png)
  const found: number[] = []
  for (let at = 0; at < data.length; at += channels)
    if ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0) > 60) found.push(at / channels)
  return found
}

/** Opens a file of the workspace from the explorer and gives its editor. */
async function openFile(page: Page, path: string[]) {
  const row = await revealInExplorer(page, path)
  await row.dblclick()
  const editor = page.locator('.editor-instance .monaco-editor').first()
  await editor.locator('.view-line').first().waitFor()
  return editor
}

test('a path that code names is made by a quick fix, the game shows it, and the code of another model is inserted', async ({
  page,
  open,
  workspace,
}) => {
  // The first time the packages of the game are installed from the registry.
  test.setTimeout(900_000)
  // The empty game: the fixture of `npm run games`, with what its developer has written by hand.
  const game = await prepareGame('three')
  for (const file of ['package.json', 'tsconfig.json', 'index.html']) {
    rmSync(join(workspace, file), { force: true })
    writeFileSync(join(workspace, file), readFileSync(join(game.folder, file)))
  }
  rmSync(join(workspace, 'src'), { recursive: true })
  mkdirSync(join(workspace, 'src'))
  const start = readFileSync(join(game.folder, game.code), 'utf8').replace('/* INSERT */', '').trimEnd()
  const imports = `import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'\n`
  writeFileSync(join(workspace, 'src/main.ts'), `${imports}${start}\n${LINE}\nscene.add(barrel.scene)\n`)
  symlinkSync(join(game.folder, 'node_modules'), join(workspace, 'node_modules'), 'junction')

  await open()
  const editor = await openFile(page, ['src', 'main.ts'])
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
  await expect(async () => {
    await page.keyboard.press('Control+.')
    await expect(fix).toBeVisible({ timeout: 5000 })
  }).toPass({ timeout: 60_000 })
  await shoot(page, 'game-quick-fix')
  await fix.click()
  await expect(page.locator('.quick-input-widget input').first()).toHaveValue('oak barrel', { timeout: 60_000 })
  await page.keyboard.press('Enter')

  const file = join(workspace, MODEL)
  await expect.poll(() => existsSync(file), { timeout: 180_000 }).toBe(true)
  expect(await glbFaults(file)).toEqual([])
  await expect(wavy).toHaveCount(0, { timeout: 60_000 })

  await editor.locator('.view-line').last().click()
  await page.keyboard.press('Control+End')
  await explorerMenu(page, ['public', 'models', 'oak-barrel.glb'], 'Insert Code')
  await pickRow(page, /Load Once/)
  await expect(editor).toContainText('oakBarrel', { timeout: 60_000 })
  await runCommand(page, 'File: Save')
  const saved = () => readFileSync(join(workspace, 'src/main.ts'), 'utf8')
  await expect.poll(saved).toContain(`const oakBarrel = await new GLTFLoader().loadAsync('${ADDRESS}')`)
  await shoot(page, 'game-inserted')

  // The game's own build, and its page in a browser: the model is there.
  await buildGame({ ...game, folder: workspace })
  const { url, close } = await serveFolder(join(workspace, 'dist'))
  const browser = await chromium.launch(test.info().project.use.launchOptions)
  try {
    const picture = join(test.info().outputDir, 'game.png')
    mkdirSync(dirname(picture), { recursive: true })
    const seen = await lookAt(browser, url, picture, { moves: false, isModel: litPixels })
    expect(seen.elsewhere).toEqual([])
  } finally {
    await browser.close()
    close()
  }
})

test('models in code: completed, shown on hover, dropped and pasted, and followed when they are renamed', async ({
  page,
  open,
  workspace,
}) => {
  mkdirSync(join(workspace, 'public/models'), { recursive: true })
  writeFileSync(join(workspace, 'public/models/crate.glb'), movingModel())
  mkdirSync(join(workspace, '.tripo/public/models'), { recursive: true })
  const provenance = {
    ...{ schemaVersion: 1, generator: { name: 'Tripo Studio', version: '0' }, capability: 'text_to_model' },
    ...{ parameters: {}, seeds: {}, taskId: 'of-a-teammate', dialect: 'v3', region: 'global', service: 'service' },
    ...{ times: { created: '' }, sources: [] },
    files: [{ kind: 'model', path: '../../../public/models/crate.glb', bytes: 1, sha256: '0'.repeat(64) }],
  }
  writeFileSync(join(workspace, '.tripo/public/models/crate.tripo.json'), JSON.stringify(provenance))
  const source = join(workspace, 'src/crate.ts')
  const head = `import { AnimationClip, Scene } from 'three'\n\nexport const scene = new Scene()\nexport const url = '/models/crate.glb'\n`
  writeFileSync(source, head)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await open()
  const editor = await openFile(page, ['src', 'crate.ts'])
  const saved = async () => {
    await runCommand(page, 'File: Save')
    return readFileSync(source, 'utf8')
  }
  const suggestion = (text: string) =>
    page.locator('.suggest-widget .monaco-list-row').filter({ hasText: text }).first()
  const complete = async (typed: string, wanted: string) => {
    await editor.locator('.view-line').first().click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type(typed)
    await expect(async () => {
      await page.keyboard.press('Control+Space')
      await expect(suggestion(wanted)).toBeVisible({ timeout: 5000 })
    }).toPass({ timeout: 60_000 })
    await shoot(page, `game-complete-${wanted.replace(/\W+/g, '-')}`)
    await suggestion(wanted).click()
    await page.keyboard.press('Escape')
  }
  await complete(`export const again = '/mo`, '/models/crate.glb')
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await complete(`export const clip = AnimationClip.findByName([], 'sw`, 'swing')
  await expect.poll(saved).toContain(`again = '/models/crate.glb'`)
  await expect.poll(saved).toContain(`findByName([], 'swing'`)

  await editor
    .locator('.view-line')
    .filter({ hasText: 'const url' })
    .getByText(/crate\.glb/)
    .last()
    .hover()
  const hover = page.locator('.monaco-hover').filter({ hasText: 'triangles' })
  await expect(hover).toBeVisible({ timeout: 60_000 })
  await expect(hover).toContainText('2 × 2 × 2 m')
  await expect(hover).toContainText('12 triangles')
  await expect(hover).toContainText('Clips: swing')
  await shoot(page, 'game-hover')
  await page.keyboard.press('Escape')

  // Dropped with Shift held, as VS Code has it; then pasted below.
  writeFileSync(source, head)
  await expect(editor).not.toContainText('again', { timeout: 60_000 })
  await runCommand(page, 'View: Show Explorer')
  const model = await revealInExplorer(page, ['public', 'models', 'crate.glb'])
  const from = await model.boundingBox()
  const to = await editor.locator('.view-line').last().boundingBox()
  if (!from || !to) throw new Error('the model or the editor is not on the screen')
  await page.mouse.move(from.x + 60, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(to.x + 40, to.y + 2, { steps: 8 })
  await page.keyboard.down('Shift')
  await page.mouse.move(to.x + 30, to.y + to.height / 2, { steps: 8 })
  await page.mouse.up()
  await page.keyboard.up('Shift')
  await expect(editor).toContainText('crateMixer', { timeout: 60_000 })
  await shoot(page, 'game-dropped')
  await expect.poll(saved).toContain(`const crate = await new GLTFLoader().loadAsync('/models/crate.glb')`)

  await model.click()
  await page.keyboard.press('Control+c')
  await editor.locator('.view-line').first().click()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+v')
  await expect(editor).toContainText('crate2Mixer', { timeout: 60_000 })
  await expect.poll(saved).toContain('crate2Mixer.clipAction(crate2Clip).play()')
  await shoot(page, 'game-pasted')

  await model.click()
  await page.keyboard.press('F2')
  const name = page.locator('.explorer-folders-view .monaco-inputbox input')
  await name.fill('wooden-crate.glb')
  await page.keyboard.press('Enter')
  await answerDialog(page, 'Show Preview')
  await shoot(page, 'game-rename-preview')
  await page.getByRole('button', { name: 'Apply' }).first().click()
  await expect.poll(() => existsSync(join(workspace, 'public/models/wooden-crate.glb')), { timeout: 60_000 }).toBe(true)
  await expect.poll(saved).toContain(`url = '/models/wooden-crate.glb'`)
  await expect.poll(saved).not.toContain(`'/models/crate.glb'`)
  const moved = join(workspace, '.tripo/public/models/wooden-crate.tripo.json')
  await expect.poll(() => existsSync(moved), { timeout: 60_000 }).toBe(true)
  expect(readFileSync(moved, 'utf8')).toContain('../../../public/models/wooden-crate.glb')
})
