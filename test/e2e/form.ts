// The form of the studio and the question of the palette: by keys alone, with prompts that are refused, and several at once.
import type { Frame, Page } from '@playwright/test'
import { runCommand, webviewFrame } from '../../workbench/browser.mjs'
import { modelsIn } from '../../workbench/glb.mjs'
import { answerNotification } from '../../workbench/notifications.mjs'
import { pictureDifference } from '../../workbench/pictures.mjs'
import { fillPrompt, modelDelivered, modelShown, PANEL } from '../../workbench/steps.mjs'
import { canvasPicture, errorToasts, finding, TEXT_PRICE, tasks } from './look.ts'
import { delivered, type Scene } from './stories.ts'
import { expect } from './studio.ts'

/** From the palette to a model without the mouse. */
export async function keyboardAlone(page: Page, workspace: string): Promise<void> {
  const before = modelsIn(workspace)
  await page.keyboard.press('F1')
  await page.keyboard.type('Tripo: Open Studio')
  await page.locator('.quick-input-widget .monaco-list-row[aria-label^="Tripo: Open Studio"]').waitFor()
  await page.keyboard.press('Enter')
  const frame = await webviewFrame(page, PANEL.generate)
  // The prompt has the focus without a click.
  await expect(frame.locator(PANEL.field('prompt'))).toBeFocused()
  await page.keyboard.type('a lamp')
  const focused = async () => {
    // A custom element and the control inside it both have the focus; the outer one carries the name.
    const at = frame.locator(':focus').first()
    return (
      (await at.getAttribute('data-testid')) ?? (await at.getAttribute('aria-label')) ?? (await at.textContent()) ?? ''
    )
  }
  const walked: string[] = []
  for (let step = 0; step < 30; step += 1) {
    await page.keyboard.press('Tab')
    walked.push(await focused())
    if (walked.at(-1) === 'generate') break
  }
  expect(walked.at(-1), walked.join(' > ')).toBe('generate')
  for (const name of ['model_version', 'advanced']) expect(walked.join(' ')).toContain(name)
  // Arrow keys change tabs.
  await frame.locator(PANEL.tab('text_to_model')).focus()
  await page.keyboard.press('ArrowRight')
  await expect(frame.locator(PANEL.tab('image_to_model'))).toBeFocused()
  await expect(frame.locator(PANEL.imageDrop)).toBeVisible()
  await page.keyboard.press('ArrowLeft')
  await expect(frame.locator(PANEL.field('prompt'))).toHaveValue('a lamp')
  await frame.locator(PANEL.generate).focus()
  await page.keyboard.press('Enter')
  await modelDelivered(page, workspace, before)
}

/** The palette asks for a prompt, says what it costs and refuses what is too long. */
export async function promptInPalette(page: Page, workspace: string): Promise<void> {
  const before = modelsIn(workspace)
  await runCommand(page, 'Tripo: Generate Model from Text')
  const box = page.locator('.quick-input-widget')
  await expect(box).toContainText(`This costs ${TEXT_PRICE} credits`)
  await box.locator('input').first().fill('x'.repeat(1025))
  await expect(box).toContainText('1025 characters')
  await box.locator('input').first().fill('a rocket')
  await page.keyboard.press('Enter')
  const file = await modelDelivered(page, workspace, before)
  expect(file).toMatch(/rocket\.glb$/)
  await answerNotification(page, /is ready/, 'Open')
  await modelShown(await webviewFrame(page, PANEL.viewport))
}

/** In the form the same is said beside the field. */
export async function refusedPrompts(page: Page, frame: Frame): Promise<void> {
  const sent = await tasks(frame).count()
  await fillPrompt(frame, '')
  await frame.locator(PANEL.generateOn).click()
  await expect(finding(frame)).toHaveText(/Describe what the model should show/)
  await expect(frame.locator(PANEL.field('prompt'))).toBeFocused()
  await expect(frame.locator(PANEL.field('prompt'))).toHaveAttribute('aria-invalid', 'true')

  await fillPrompt(frame, 'x'.repeat(1025))
  await expect(finding(frame)).toHaveText(/1025 characters; at most 1024/)
  await expect(frame.locator('.field-counter').first()).toHaveText('1025/1024')

  await fillPrompt(frame, 'a chair 🪑 with flowers')
  await frame.locator(PANEL.generateOn).click()
  await expect(finding(frame)).toHaveText(/emoji.*Remove “🪑”/)
  await expect(frame.locator(PANEL.field('prompt'))).toHaveValue('a chair 🪑 with flowers')
  await expect(tasks(frame)).toHaveCount(sent)

  // Only the service knows this one.
  await fillPrompt(frame, 'a statue with gore')
  await frame.locator(PANEL.generateOn).click()
  await expect(errorToasts(page)).toContainText(/content policy.*Change the prompt/s)
  await expect(tasks(frame).first()).toHaveAttribute('data-state', 'failed')
  await expect(frame.locator(PANEL.problem).filter({ visible: true })).toContainText('No credits were spent')
}

/** Two that run side by side; each can be brought to the front. */
export async function severalAtOnce({ page, frame, workspace }: Scene): Promise<void> {
  const before = [modelsIn(workspace).length, await delivered(frame).count()] as const
  for (const prompt of ['a gold coin', 'a blue gem']) {
    await fillPrompt(frame, prompt)
    await page.keyboard.press('Control+Enter')
    await expect(tasks(frame).filter({ hasText: prompt })).toHaveCount(1)
  }
  await expect(delivered(frame)).toHaveCount(before[1] + 2, { timeout: 180_000 })
  expect(modelsIn(workspace)).toHaveLength(before[0] + 2)
  await modelShown(frame)
  await tasks(frame).filter({ hasText: 'a blue gem' }).click()
  await expect(frame.locator('.details-title')).toHaveText('a blue gem')
  await modelShown(frame)
  const gem = await canvasPicture(frame)
  await tasks(frame).filter({ hasText: 'a gold coin' }).click()
  await expect(frame.locator('.details-title')).toHaveText('a gold coin')
  await expect.poll(async () => pictureDifference(gem, await canvasPicture(frame))).toBeGreaterThan(0.02)
}
