// A window without a workspace, and with a wrong key: what is missing is asked for, and nothing is lost.
import type { Page } from '@playwright/test'
import { answerInput } from '../../workbench/browser.mjs'
import { answerNotification, clearNotifications, notification } from '../../workbench/notifications.mjs'
import { SIMULATOR_KEY, simulatorSettings } from '../../workbench/simulator.mjs'
import { generateFromText, modelDelivered, openStudio, PANEL, taskInState } from '../../workbench/steps.mjs'
import { errorToasts, tasks } from './look.ts'
import { expect, test } from './studio.ts'

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
