// Outside the panel: the explorer's menu, the tree of tasks, and what notifications offer.
import type { Page } from '@playwright/test'
import { chooseInMenu, pickRow, revealInExplorer, showExplorer, webviewFrame } from '../../workbench/browser.mjs'
import { glbFaults, modelsIn } from '../../workbench/glb.mjs'
import { answerNotification, clearNotifications } from '../../workbench/notifications.mjs'
import { actUntil } from '../../workbench/press.mjs'
import { makeModelFromExplorer, modelDelivered, modelShown, PANEL, showTaskTree } from '../../workbench/steps.mjs'
import { IMAGE_PRICE, shoot, statusItem, treeRows } from './look.ts'
import { expect, test } from './studio.ts'

/** A right click on a picture makes a model, which the tree and the notification lead to; two selected make two. */
export async function fromExplorer(page: Page, workspace: string): Promise<void> {
  await showTaskTree(page)
  await expect(page.locator('.part.sidebar')).toContainText('No models yet')
  await makeModelFromExplorer(page, ['props', 'lantern.png'])

  // It runs first in the tree, with its progress and a way to stop it.
  await showTaskTree(page)
  const row = treeRows(page).filter({ hasText: 'lantern' }).first()
  await expect(row).toContainText(/Generating \d+%|queue|Uploading|Preparing|Sending/)
  await row.hover()
  await expect(row.getByRole('button', { name: 'Stop Waiting' })).toBeVisible()

  const file = await modelDelivered(page, workspace, [])
  expect(file).toMatch(/lantern\.glb$/)
  expect(await glbFaults(file)).toEqual([])
  await expect(treeRows(page).first()).toContainText('Today')
  await expect(row).toContainText(/\d{1,2}:\d{2}/)
  await expect(row.locator('.codicon-pass, .custom-view-tree-node-item-icon')).toBeVisible()
  await expect(statusItem(page)).toContainText(/[\d,.]+ credits/)
  await shoot(page, 'task-tree')

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const copied = () => page.evaluate('navigator.clipboard.readText()')
  await answerNotification(page, /lantern\.glb is ready/, 'Copy Path')
  // As the game loads it: what lies in `public` is served at the root.
  await expect.poll(copied).toBe('/assets/lantern.glb')

  await row.hover()
  for (const name of ['Open', 'Reveal in Explorer', 'Copy Path']) {
    await expect(row.getByRole('button', { name, exact: true })).toBeVisible()
  }
  // A row that is drawn anew under the pointer, as for a picture that comes, takes the click with it.
  const choose = (name: string) => async () => {
    await row.hover({ timeout: 5000 })
    await row.getByRole('button', { name, exact: true }).click({ timeout: 5000 })
  }
  await actUntil(choose('Open'), () => page.locator('.tab', { hasText: 'Tripo Studio' }).isVisible())
  const frame = await webviewFrame(page, PANEL.viewport)
  await modelShown(frame)
  const revealed = page.locator('.explorer-folders-view .monaco-list-row.selected', { hasText: 'lantern.glb' })
  await actUntil(choose('Reveal in Explorer'), () => revealed.isVisible())

  await clearNotifications(page)
  await test.step('two selected pictures become two models after one question with the total; other files have no such entry', () =>
    twoPictures(page, workspace))
}

async function twoPictures(page: Page, workspace: string): Promise<void> {
  const before = modelsIn(workspace)
  await showExplorer(page)
  const readme = await revealInExplorer(page, ['README.md'])
  const entries = page.locator('.monaco-menu').getByRole('menuitem')
  await actUntil(
    () => readme.click({ button: 'right', timeout: 5000 }),
    () => entries.first().isVisible(),
  )
  await expect(page.locator('.monaco-menu').getByRole('menuitem', { name: 'Make 3D Model' })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(page.locator('.monaco-menu')).toHaveCount(0)
  const one = await revealInExplorer(page, ['props', 'mushroom.png'])
  const other = await revealInExplorer(page, ['props', 'treasure-chest.jpg'])
  await expect(async () => {
    await one.click()
    await page.locator('.tab.active').filter({ hasText: 'mushroom.png' }).waitFor()
    await other.click({ modifiers: ['Control'] })
    await expect(page.locator('.explorer-folders-view .monaco-list-row.selected')).toHaveCount(2, { timeout: 5000 })
  }).toPass({ timeout: 180_000 })
  await chooseInMenu(page, other, 'Make 3D Model with Tripo')
  const box = page.locator('.quick-input-widget')
  await expect(box).toContainText('Make 2 models from 2 images')
  await expect(box).toContainText(`${2 * IMAGE_PRICE} credits`)
  await pickRow(page, /^\s*Generate/)
  const fresh = () => modelsIn(workspace).filter((file) => !before.includes(file))
  await expect.poll(() => fresh().length, { timeout: 180_000 }).toBe(2)
  for (const file of fresh()) expect(await glbFaults(file)).toEqual([])
  const names = fresh().map((file) => file.split('/').at(-1))
  expect(names.sort()).toEqual(['mushroom.glb', 'treasure-chest.glb'])
  await clearNotifications(page)
}
