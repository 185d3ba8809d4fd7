// What a game developer does with the studio, end to end against the simulator with a key. One VS Code for all of them:
// what a story leaves in its window is no other's, as each has a workspace of its own.
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { answerDialog, pickRow, runCommand, webviewFrame } from '../../workbench/browser.mjs'
import { glbFaults, modelsIn } from '../../workbench/glb.mjs'
import { simulatorSettings } from '../../workbench/simulator.mjs'
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

test('four photos become a prop by the older API; then a list of twenty icons becomes twenty props', async ({
  page,
  openIn,
  simulator,
  workspace,
}) => {
  const props = join(workspace, 'props')
  const photos = ['front', 'left', 'back', 'right']
  const copy = (name: string) => copyFileSync(join(props, 'lantern.png'), join(props, `${name}.png`))
  for (const photo of photos) copy(photo)
  const icons = Array.from({ length: 20 }, (_, at) => `icon-${at + 1}`)
  for (const icon of icons) copy(icon)
  const list = icons.map((icon) => ({ image: `props/${icon}.png`, texture: false, face_limit: 2000 }))
  writeFileSync(join(workspace, 'icons.json'), JSON.stringify(list))
  const { env } = simulatorSettings(simulator)
  await openIn({ env, machineSettings: { 'tripo.baseUrl': simulator.v2 } })
  const frame = await openStudio(page)
  await frame.locator(PANEL.tab('multiview_to_model')).click()
  for (const photo of photos) {
    await frame.getByTestId(`slot-${photo}`).getByRole('button').first().click()
    await frame.getByRole('menuitem', { name: 'From Workspace…' }).click()
    await pickRow(page, new RegExp(`${photo}\\.png`))
    await expect(frame.getByTestId(`slot-${photo}`).locator('img')).toBeVisible()
  }
  await shoot(page, 'four-photos')
  await frame.locator(PANEL.generate).click()
  const prop = await modelDelivered(page, workspace, [])
  expect(await glbFaults(prop)).toEqual([])

  await runCommand(page, 'Tripo: Generate Models from a List')
  const dialog = page.locator('.quick-input-widget')
  await expect(dialog).toContainText('Choose a list of prompts or images')
  // The dialog fills in a folder of its own once it has read it, over what a quick hand has typed.
  await expect(async () => {
    if (await dialog.getByText('Make 20 models from icons.json').isVisible()) return
    await dialog.locator('input').first().fill(join(workspace, 'icons.json'))
    await page.keyboard.press('Enter')
    await expect(dialog).toContainText('Make 20 models from icons.json', { timeout: 5000 })
  }).toPass({ timeout: 120_000 })
  await pickRow(page, /^\s*Generate/)
  await expect.poll(() => modelsIn(workspace).length, { timeout: 240_000 }).toBe(21)
  for (const icon of icons)
    expect(
      modelsIn(workspace).some((file) => file.endsWith(`/${icon}.glb`)),
      icon,
    ).toBe(true)
  await shoot(page, 'twenty-icons')
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
