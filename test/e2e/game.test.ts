// Into the game: code names a model that does not exist yet, a quick fix has it made at that very path, and Insert Code puts
// the code that loads it at the cursor.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { explorerMenu, pickRow, revealInExplorer, runCommand } from '../../workbench/browser.mjs'
import { glbFaults } from '../../workbench/glb.mjs'
import { shoot } from './look.ts'
import { expect, test } from './studio.ts'

const CODE = `import { Scene } from 'three'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'

export const scene = new Scene()
const barrel = await new GLTFLoader().loadAsync('/models/oak-barrel.glb')
scene.add(barrel.scene)
`

test('a path that code names is made by a quick fix, and the code of another model inserted', async ({
  page,
  open,
  workspace,
}) => {
  mkdirSync(join(workspace, 'src'), { recursive: true })
  writeFileSync(join(workspace, 'src/barrel.ts'), CODE)
  await open()
  const row = await revealInExplorer(page, ['src', 'barrel.ts'])
  await row.dblclick()
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
  await expect(async () => {
    await page.keyboard.press('Control+.')
    await expect(fix).toBeVisible({ timeout: 5000 })
  }).toPass({ timeout: 60_000 })
  await shoot(page, 'game-quick-fix')
  await fix.click()
  await expect(page.locator('.quick-input-widget input').first()).toHaveValue('oak barrel', { timeout: 60_000 })
  await page.keyboard.press('Enter')

  const file = join(workspace, 'public/models/oak-barrel.glb')
  await expect.poll(() => existsSync(file), { timeout: 180_000 }).toBe(true)
  expect(await glbFaults(file)).toEqual([])
  await expect(wavy).toHaveCount(0, { timeout: 60_000 })

  await editor
    .locator('.view-line')
    .filter({ hasText: 'loadAsync' })
    .getByText(/oak-barrel/)
    .hover()
  await expect(page.locator('.monaco-hover').filter({ hasText: 'triangles' })).toBeVisible({ timeout: 60_000 })
  await shoot(page, 'game-hover')
  await page.keyboard.press('Escape')

  await editor.locator('.view-line').last().click()
  await page.keyboard.press('Control+End')
  await explorerMenu(page, ['public', 'models', 'oak-barrel.glb'], 'Insert Code')
  await pickRow(page, /Load Once/)
  await expect(editor).toContainText('oakBarrel', { timeout: 60_000 })
  await runCommand(page, 'File: Save')
  const saved = () => readFileSync(join(workspace, 'src/barrel.ts'), 'utf8')
  await expect.poll(saved).toContain("const oakBarrel = await new GLTFLoader().loadAsync('/models/oak-barrel.glb')")
  await shoot(page, 'game-inserted')
})
