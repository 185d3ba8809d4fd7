// From a typed prompt to a model on the screen and on the disk; and stopping to wait for one.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from '../../workbench/browser.mjs'
import { glbFaults, modelsIn } from '../../workbench/glb.mjs'
import { answerDialog, answerNotification, clearNotifications, notification } from '../../workbench/notifications.mjs'
import { pictureDifference } from '../../workbench/pictures.mjs'
import { SIMULATOR_KEY } from '../../workbench/simulator.mjs'
import { generateFromText, modelDelivered, modelShown, PANEL, taskInState } from '../../workbench/steps.mjs'
import { canvasPicture, colorsIn, provenanceOf, storageOf, TEXT_PRICE, tasks } from './look.ts'
import type { Scene } from './stories.ts'
import { expect, type Opened } from './studio.ts'

/** What is drawn, written, noted and offered of a model that was asked for in words. */
export async function drawnAndValid({ page, frame, workspace }: Scene, { served, goOn }: Opened): Promise<void> {
  await expect(frame.locator('canvas.tv-canvas')).toBeVisible()
  const empty = await canvasPicture(frame)
  await expect(frame.locator(PANEL.generate)).toContainText(`Generate · ${TEXT_PRICE} credits`)
  const there = modelsIn(workspace)
  await generateFromText(frame, 'a small red metal barrel')

  // Progress, in the strip; the visible studio shows it, so no notification repeats it.
  const card = tasks(frame).first()
  await taskInState(frame, 'queued')
  goOn(2)
  await expect(card.locator('.task-phase')).toHaveText(/Generating \d%/)
  goOn(15)
  await expect(card.locator('.task-phase')).toHaveText(/Generating \d\d%/)
  await expect(card.locator('.task-time')).toHaveText(/\d:\d\d|\d+ ?s/)
  await expect(page.locator('.notification-toast')).toHaveCount(0)

  goOn(40)
  const file = await modelDelivered(page, workspace, there)
  expect(file).toMatch(/public\/assets\/small-red-metal-barrel\.glb$/)
  expect(await glbFaults(file)).toEqual([])
  expect(provenanceOf(file)).toMatchObject({ service: 'service', credits: TEXT_PRICE })

  // The account's request budget is on record for other windows, without the key.
  const storage = storageOf(served)
  const budgets = readdirSync(join(storage, 'budget')).filter((name) => name.endsWith('.json'))
  expect(budgets).toEqual([expect.stringMatching(/^[0-9a-f]{16}-127\.0\.0\.1_\d+\.json$/)])
  const budget = readFileSync(join(storage, 'budget', budgets[0] ?? ''), 'utf8')
  expect(JSON.parse(budget).requests.length).toBeGreaterThan(3)
  expect(budget).not.toContain(SIMULATOR_KEY)

  // It is in the picture, not just in the statistics.
  await modelShown(frame)
  const drawn = await canvasPicture(frame)
  expect(colorsIn(drawn)).toBeGreaterThan(20)
  expect(pictureDifference(empty, drawn)).toBeGreaterThan(0.03)
  await expect(frame.locator(PANEL.viewport)).toContainText(/tris.*verts.*material.*texture/s)

  // What the details offer.
  await frame.locator('[data-testid=action-reveal]').click()
  await expect(page.locator('.explorer-folders-view .monaco-list-row.selected')).toContainText(
    'small-red-metal-barrel.glb',
  )
}

/** Stopping to wait costs what was begun; the result can be fetched. */
export async function stopWaiting({ page, frame, workspace }: Scene, { goOn }: Opened): Promise<void> {
  const made = modelsIn(workspace)
  await generateFromText(frame, 'a wooden bridge')
  await taskInState(frame, 'queued')
  goOn(2)
  await taskInState(frame, 'generating')
  await frame.locator('[data-testid=action-cancel]').click()
  const confirm = frame.getByRole('alertdialog')
  await expect(confirm).toContainText('The service goes on and the credits are spent')
  await confirm.getByText('Stop Waiting').click()
  await taskInState(frame, 'stopped')
  expect(modelsIn(workspace)).toEqual(made)
  await frame.locator('[data-testid=action-fetch]').click()
  goOn(40)
  await modelDelivered(page, workspace, made)

  // The same from the notification.
  await clearNotifications(page)
  await generateFromText(frame, 'a stone tower')
  await taskInState(frame, 'queued')
  goOn(2)
  await taskInState(frame, 'generating')
  // With the studio out of sight the notification shows it.
  await runCommand(page, 'View: Close Editor')
  await answerNotification(page, /stone tower.*only stops waiting/, 'Cancel')
  await answerDialog(page, 'Stop Waiting')
  await notification(page, /Stopped waiting.*credits are spent/s)
  const before = modelsIn(workspace)
  await answerNotification(page, /Stopped waiting/, 'Fetch Result')
  goOn(40)
  const tower = await modelDelivered(page, workspace, before)
  expect(existsSync(tower)).toBe(true)
}
