// From a typed prompt to a model on the screen and on the disk, by clicks and by keys alone.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame, Page } from '@playwright/test'
import { runCommand, webviewFrame } from '../../workbench/browser.mjs'
import { glbFaults, modelsIn } from '../../workbench/glb.mjs'
import { answerDialog, answerNotification, clearNotifications, notification } from '../../workbench/notifications.mjs'
import { pictureDifference } from '../../workbench/pictures.mjs'
import { SIMULATOR_KEY } from '../../workbench/simulator.mjs'
import {
  fillPrompt,
  generateFromText,
  modelDelivered,
  modelShown,
  openStudio,
  PANEL,
  taskInState,
} from '../../workbench/steps.mjs'
import { canvasPicture, colorsIn, errorToasts, finding, provenanceOf, storageOf, TEXT_PRICE, tasks } from './look.ts'
import { delivered, type Scene } from './stories.ts'
import { expect, type Held, test } from './studio.ts'

test('a prompt becomes a model that is drawn and a file that is valid; Stop Waiting says the truth about credits', async ({
  page,
  openHeld,
  workspace,
}) => {
  const held = await openHeld()
  const scene = { page, frame: await openStudio(page), workspace }
  await test.step('a prompt becomes a model that is drawn and a file that is valid', () => drawnAndValid(scene, held))
  await test.step('Stop Waiting says the truth about credits, and the result can be fetched', () =>
    stopWaiting(scene, held))
})

async function drawnAndValid({ page, frame, workspace }: Scene, { served, goOn }: Held): Promise<void> {
  await expect(frame.locator('canvas.tv-canvas')).toBeVisible()
  const empty = await canvasPicture(frame)
  await expect(frame.locator(PANEL.generate)).toContainText(`Generate · ${TEXT_PRICE} credits`)
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
  const file = await modelDelivered(page, workspace, [])
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

async function stopWaiting({ page, frame, workspace }: Scene, { goOn }: Held): Promise<void> {
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

test('the form by the keyboard alone, a prompt in the palette and those that are refused, and several at once', async ({
  page,
  open,
  workspace,
}) => {
  await open()
  await test.step('the form is walked and sent with the keyboard alone', () => keyboardAlone(page, workspace))
  await runCommand(page, 'View: Close Editor')
  await test.step('the palette asks for the prompt without a panel', () => promptInPalette(page, workspace))
  const frame = await openStudio(page)
  await test.step('a prompt that is refused is explained, and nothing is sent', () => refusedPrompts(page, frame))
  await test.step('Ctrl+Enter generates, several at once, and an older model can be brought back', () =>
    severalAtOnce({ page, frame, workspace }))
})

async function keyboardAlone(page: Page, workspace: string): Promise<void> {
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
  await modelDelivered(page, workspace, [])
}

async function promptInPalette(page: Page, workspace: string): Promise<void> {
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
async function refusedPrompts(page: Page, frame: Frame): Promise<void> {
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

async function severalAtOnce({ page, frame, workspace }: Scene): Promise<void> {
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
