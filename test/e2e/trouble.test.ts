// Keys, credits and services in trouble: a sentence, a next step, and nothing lost. Each test has surroundings of its own.
import type { Page } from '@playwright/test'
import { answerInput, runCommand } from '../../workbench/browser.mjs'
import { modelsIn } from '../../workbench/glb.mjs'
import { answerDialog, answerNotification, clearNotifications, notification } from '../../workbench/notifications.mjs'
import { SIMULATOR_KEY, simulatorSettings, startSimulator } from '../../workbench/simulator.mjs'
import { generateFromText, modelDelivered, openStudio, PANEL, taskInState } from '../../workbench/steps.mjs'
import { errorToasts, statusItem, tasks } from './look.ts'
import { expect, test } from './studio.ts'

test('a key is explained, checked and set by typing, and the request goes on', async ({
  page,
  openIn,
  simulator,
  workspace,
}) => {
  await openIn({ ...simulatorSettings(simulator), env: { TRIPO_API_KEY: undefined } })
  const frame = await openStudio(page)
  await generateFromText(frame, 'a lamp')
  await answerDialog(page, 'Set API Key')
  const box = page.locator('.quick-input-widget')
  await expect(box.locator('input').first()).toHaveAttribute('type', 'password')
  await box.locator('input').first().fill('tcli_0123456789')
  await expect(box).toContainText('client id')
  await answerInput(page, `  ${SIMULATOR_KEY}  `)
  await notification(page, /The API key is stored\. The balance is [\d,]+ credits/)
  await modelDelivered(page, workspace, [])
  await expect(statusItem(page)).toContainText('credits')
  expect(await page.locator('body').textContent()).not.toContain(SIMULATOR_KEY)
  await runCommand(page, 'Tripo: Remove API Key')
  await notification(page, /The API key is removed/)
  await expect(statusItem(page)).toHaveCount(0)
})

test('too few credits are announced before and explained after, and a service that is down is said so until it is back', async ({
  page,
  openIn,
  workspace,
}) => {
  const poor = await startSimulator(['--credits', '10', '--time-scale', '20'])
  const frame = await test
    .step('too few credits', async () => {
      await openIn(simulatorSettings(poor))
      const studio = await openStudio(page)
      await expect(studio.locator('.footer .field-finding')).toHaveText(/needs 20 credits; 10 are left/)
      await generateFromText(studio, 'a lamp')
      await expect(errorToasts(page)).toContainText(/not enough credits.*Add credits/s)
      await taskInState(studio, 'failed')
      await expect(studio.locator(PANEL.field('prompt'))).toHaveValue('a lamp')
      return studio
    })
    .finally(() => poor.stop())
  await clearNotifications(page)
  await test.step('nobody answers', async () => {
    await frame.locator(PANEL.generateOn).click()
    await expect(errorToasts(page)).toContainText(/cannot be reached.*Check the internet connection/s, {
      timeout: 180_000,
    })
    await expect(tasks(frame).and(frame.locator('[data-state=failed]'))).toHaveCount(2)
    expect(modelsIn(workspace)).toEqual([])
  })
  const back = await startSimulator(['--time-scale', '20', '--port', new URL(poor.url).port])
  try {
    await frame.locator(PANEL.generateOn).click()
    await expect.poll(() => modelsIn(workspace).length, { timeout: 180_000 }).toBe(1)
  } finally {
    await back.stop()
  }
})

/** Answers where models go that have no workspace. @param before what is to be true until then */
async function chooseFolder(page: Page, workspace: string, before = async () => {}): Promise<void> {
  const dialog = page.locator('.quick-input-widget')
  await expect(dialog).toContainText('Choose a folder for the model')
  await before()
  // The dialog fills in a folder of its own once it has read it, over what a quick hand has typed.
  await expect(async () => {
    if (!(await dialog.isVisible())) return
    await dialog.locator('input').first().fill(`${workspace}/`)
    await expect(dialog).toContainText('props', { timeout: 5000 })
    await dialog.getByRole('button', { name: 'Save Models Here' }).click({ timeout: 5000 })
    await expect(dialog).toBeHidden({ timeout: 5000 })
  }).toPass({ timeout: 180_000 })
}

test('without a workspace a folder is asked for before anything is sent; a wrong key is refused with a way to set another', async ({
  page,
  openIn,
  simulator,
  workspace,
}) => {
  const env = { TRIPO_API_KEY: 'wrong-key-0123456789abcdef' }
  await openIn({ ...simulatorSettings(simulator), env }, { folder: false })
  const frame = await openStudio(page)
  await generateFromText(frame, 'a lamp')
  await chooseFolder(page, workspace, () => expect(tasks(frame)).toHaveCount(0))
  await expect(errorToasts(page).first()).toContainText(/key/i)
  await taskInState(frame, 'failed')
  await expect(frame.locator(PANEL.problem).filter({ visible: true })).toContainText('No credits were spent')
  await answerNotification(page, /key/i, 'Set API Key')
  await page.locator('.quick-input-widget input[type=password]').waitFor()
  await answerInput(page, SIMULATOR_KEY)
  await notification(page, /The API key is stored/)
  await clearNotifications(page)
  await frame.locator(PANEL.generateOn).click()
  await chooseFolder(page, workspace)
  const file = await modelDelivered(page, workspace, [])
  expect(file).toBe(`${workspace}/lamp.glb`)
})
