// Without a key: the question, the sandbox, and that nobody can mistake one for the other.
import { pickFrom, runCommand } from '../../workbench/browser.mjs'
import { glbFaults, modelsIn } from '../../workbench/glb.mjs'
import { answerDialog } from '../../workbench/notifications.mjs'
import { chooseSandbox, generateFromText, modelDelivered, modelShown, PANEL } from '../../workbench/steps.mjs'
import { provenanceOf, statusItem, tasks } from './look.ts'
import type { Scene } from './stories.ts'
import { expect } from './studio.ts'

/** The first generation asks for a key; the sandbox says what it is everywhere, and can be left. */
export async function askedForKey({ page, frame, workspace }: Scene): Promise<void> {
  await expect(frame.locator(PANEL.account)).toContainText('No API key yet')
  await expect(statusItem(page)).toHaveCount(0)
  const [cards, models] = [await tasks(frame).count(), modelsIn(workspace)]
  await generateFromText(frame, 'a key')

  // Calling it off sends nothing and keeps the form.
  const dialog = page.locator('.monaco-dialog-box')
  await expect(dialog).toContainText('Tripo needs an API key')
  await expect(dialog.getByRole('button', { name: 'Set API Key' })).toBeVisible()
  await answerDialog(page, 'Cancel')
  await expect(tasks(frame)).toHaveCount(cards)
  await expect(frame.locator(PANEL.field('prompt'))).toHaveValue('a key')

  await frame.locator(PANEL.generateOn).click()
  await chooseSandbox(page)
  const file = await modelDelivered(page, workspace, models)
  expect(await glbFaults(file)).toEqual([])
  expect(provenanceOf(file).service).toBe('sandbox')
  await expect(frame.locator('.details-title')).toHaveText('a key')
  await modelShown(frame)
  await expect(frame.locator(PANEL.account)).toContainText('Sandbox')
  await expect(frame.locator(PANEL.account)).toContainText('no real credits')
  await expect(statusItem(page)).toContainText(/Tripo sandbox · \d[\d,]* credits/)
  await expect(frame.locator('.details-facts')).toContainText('sandbox')
  expect(modelsIn(workspace)).toHaveLength(models.length + 1)

  // The status bar's menu leads out again.
  // Its words are drawn anew when the balance changes, and take a click with them.
  await pickFrom(page, () => statusItem(page).click({ timeout: 5000 }), /Leave Sandbox/)
  await expect(frame.locator(PANEL.account)).toContainText('No API key yet')
  await expect(statusItem(page)).toHaveCount(0)

  await runCommand(page, 'Tripo: Use Sandbox')
  await expect(statusItem(page)).toContainText('Tripo sandbox')
  await runCommand(page, 'Tripo: Leave Sandbox')
  await expect(statusItem(page)).toHaveCount(0)
}
