// What a game developer does with the studio, end to end against the simulator with a key. One VS Code for all of them:
// what a story leaves in its window is no other's, as each has a workspace of its own.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { answerDialog, pickRow, webviewFrame } from '../../workbench/browser.mjs'
import { glbFaults, modelsIn } from '../../workbench/glb.mjs'
import {
  fillPrompt,
  modelDelivered,
  modelShown,
  openStudio,
  PANEL,
  showTaskTree,
  taskInState,
} from '../../workbench/steps.mjs'
import { shoot, TEXT_PRICE, tasks, treeRows } from './look.ts'
import { expect, test } from './studio.ts'

test('a model is made from the side bar alone; then six variations at once, of which one is kept', async ({
  page,
  open,
  workspace,
}) => {
  await open()
  await showTaskTree(page)
  const compact = await webviewFrame(page, '[data-testid=compact-prompt]')
  await compact.getByTestId('compact-prompt').fill('a stone well')
  await expect(compact.locator(PANEL.generate)).toContainText(`Generate · ${TEXT_PRICE} credits`)
  await compact.locator(PANEL.generate).click()
  const well = await modelDelivered(page, workspace, [])
  expect(well).toMatch(/stone-well\.glb$/)
  await expect(treeRows(page).filter({ hasText: 'a stone well' })).toBeVisible()
  await shoot(page, 'compact')

  const frame = await openStudio(page)
  await fillPrompt(frame, 'a wooden barrel')
  await frame.getByTestId('variations').click()
  await frame.getByRole('option', { name: '6, other seeds' }).click()
  await expect(frame.locator(PANEL.generate)).toContainText(`Generate 6 · ${6 * TEXT_PRICE} credits`)
  await frame.locator(PANEL.generate).click()
  await pickRow(page, /^\s*Generate/)
  const keep = frame.getByTestId('keep-variation').filter({ visible: true })
  await expect(keep).toHaveCount(6, { timeout: 180_000 })
  // The game's folder has none of them yet.
  expect(modelsIn(workspace)).toEqual([well])
  await frame.getByTestId('variation').nth(2).hover()
  await expect(frame.locator('.variation-stage.is-live')).toHaveCount(1)
  await shoot(page, 'variations')
  await keep.nth(2).click()
  const barrel = await modelDelivered(page, workspace, [well])
  expect(barrel).toMatch(/wooden-barrel\.glb$/)
  expect(await glbFaults(barrel)).toEqual([])
  await expect(tasks(frame)).toHaveCount(2)
  await modelShown(frame)
  expect(modelsIn(workspace)).toHaveLength(2)
})

test('a picture from words becomes four views, one of them is changed, and all become a model', async ({
  page,
  open,
  workspace,
}) => {
  await open()
  const frame = await openStudio(page)
  await frame.locator(PANEL.tab('pictures')).click()
  await fillPrompt(frame, 'a garden gnome')
  await frame.locator(PANEL.generate).click()
  await taskInState(frame, 'delivered')
  await frame.getByTestId('action-makeViews').click()
  await frame.getByTestId('make-views').click()
  await expect(frame.getByTestId('slot-back').locator('img')).toBeVisible({ timeout: 180_000 })
  await frame.getByTestId('slot-back').getByRole('button').first().click()
  await frame.getByRole('menuitem', { name: 'Change by Words…' }).click()
  await frame.locator('.views-edits textarea, .views-edits input').first().fill('with a red hat')
  await frame.getByTestId('change-views').click()
  await expect(frame.locator(`${PANEL.task}[data-state=delivered]`)).toHaveCount(3, { timeout: 180_000 })
  await frame.locator(PANEL.generate).click()
  const gnome = await modelDelivered(page, workspace, [])
  expect(await glbFaults(gnome)).toEqual([])
})

test('the limit of the day asks once more, and a no sends nothing', async ({ page, open, served, workspace }) => {
  const settings = join(served.data, 'data/User/settings.json')
  const before = existsSync(settings) ? readFileSync(settings, 'utf8') : '{}'
  writeFileSync(settings, JSON.stringify({ ...JSON.parse(before), 'tripo.spending.dailyLimit': 1 }))
  try {
    await open()
    const frame = await openStudio(page)
    await fillPrompt(frame, 'a dear chair')
    await frame.locator(PANEL.generate).click()
    await expect(page.locator('.monaco-dialog-box')).toContainText('1 credit')
    await shoot(page, 'day-limit')
    await answerDialog(page, 'Cancel')
    await expect(tasks(frame)).toHaveCount(0)
    expect(modelsIn(workspace)).toEqual([])
  } finally {
    writeFileSync(settings, before)
  }
})
