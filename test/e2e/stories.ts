// What a game developer does with the studio, as stories that are told twice: with a key against the simulator, and without one in
// the sandbox. Each goes on in a workbench that is open, whatever the story before it left there.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Frame, Locator, Page } from '@playwright/test'
import { answerInput, explorerMenu, pickRow, runCommand } from '../../workbench/browser.mjs'
import { glbFaults, modelsIn } from '../../workbench/glb.mjs'
import { answerDialog } from '../../workbench/notifications.mjs'
import type { Served } from '../../workbench/serve.mjs'
import { fillPrompt, modelDelivered, modelShown, openStudio, PANEL } from '../../workbench/steps.mjs'
import { provenanceOf, shoot, tasks } from './look.ts'
import { expect } from './studio.ts'

/** Where a story takes place: the window, the studio in it, and the folder that is open. */
export interface Scene {
  page: Page
  frame: Frame
  workspace: string
}

const VIEWS = ['front', 'left', 'back', 'right'] as const
/** The style of the icons, for `tripo.styles`. */
export const TOY = { name: 'toy', texture: 'none', faceLimit: 2000 } as const

/** Cards of delivered tasks. */
export const delivered = (frame: Frame): Locator => frame.locator(`${PANEL.task}[data-state=delivered]`)

/** Presses Generate and waits for the model, which must be a valid one. @returns its file */
export async function makeModel({ page, frame, workspace }: Scene): Promise<string> {
  const before = modelsIn(workspace)
  await frame.locator(PANEL.generateOn).click()
  const file = await modelDelivered(page, workspace, before)
  expect(await glbFaults(file), file).toEqual([])
  return file
}

/** Types a prompt and makes a model of it, which is then in front. @returns its file */
export async function makeFromText(scene: Scene, prompt: string): Promise<string> {
  await scene.frame.locator(PANEL.tab('text_to_model')).click()
  await fillPrompt(scene.frame, prompt)
  const file = await makeModel(scene)
  await modelShown(scene.frame)
  return file
}

/** Unfolds the form's steps, unless a story before has done so, and adds some in this order. */
export async function addSteps(frame: Frame, capabilities: readonly string[]): Promise<void> {
  const fold = frame.locator(PANEL.steps)
  if ((await fold.getAttribute('aria-expanded')) !== 'true') await fold.click()
  for (const capability of capabilities) {
    await frame.locator(PANEL.addStep).filter({ visible: true }).click()
    await frame.locator(`[data-testid=add-${capability}]`).filter({ visible: true }).click()
  }
}

/** Takes every step off the form, from the last. */
export async function removeSteps(frame: Frame): Promise<void> {
  const steps = frame.locator(PANEL.step).filter({ visible: true })
  for (let left = await steps.count(); left > 0; left--) {
    await steps.last().getByTestId('step-remove').click()
    await expect(steps).toHaveCount(left - 1)
  }
}

/** Chooses what is made of the result in front; without a step its menu opens by itself. */
export async function continueWith(frame: Frame, capability: string): Promise<void> {
  await frame.getByTestId('action-continue').click()
  const form = frame.getByTestId('result-form')
  await form.getByTestId(`add-${capability}`).click()
  await expect(form.locator(PANEL.step)).toHaveCount(1)
}

/** A picture from words becomes four views, one of them is changed by words, and all become a model. */
export async function picturesToModel(scene: Scene): Promise<void> {
  const { frame } = scene
  const before = await delivered(frame).count()
  await frame.locator(PANEL.tab('pictures')).click()
  await fillPrompt(frame, 'a garden gnome')
  await frame.locator(PANEL.generateOn).click()
  await expect(delivered(frame)).toHaveCount(before + 1, { timeout: 180_000 })
  await frame.getByTestId('action-makeViews').click()
  // A click on one that is switched off goes nowhere, and nobody tells.
  await frame.locator('[data-testid=make-views]:not([disabled])').click()
  const back = frame.getByTestId('slot-back').locator('img')
  await expect(back).toBeVisible({ timeout: 180_000 })
  const drawn = (await back.getAttribute('src')) ?? ''
  await frame.getByTestId('slot-back').getByRole('button').first().click()
  await frame.getByRole('menuitem', { name: 'Change by Words…' }).click()
  await frame.locator('.views-edits textarea, .views-edits input').first().fill('with a red hat')
  await frame.locator('[data-testid=change-views]:not([disabled])').click()
  await expect(delivered(frame)).toHaveCount(before + 3, { timeout: 180_000 })
  // The changed views are in their places.
  await expect(frame.getByText('Drawing the views')).toHaveCount(0)
  await expect(back).not.toHaveAttribute('src', drawn)
  await makeModel(scene)
}

/** Up to four photos of the workspace become a prop. @returns its file */
export async function photosToProp(scene: Scene, count: 2 | 4): Promise<string> {
  const { page, frame, workspace } = scene
  const props = join(workspace, 'props')
  await frame.locator(PANEL.tab('multiview_to_model')).click()
  for (const view of count === 4 ? VIEWS : (['front', 'back'] as const)) {
    copyFileSync(join(props, 'lantern.png'), join(props, `${view}.png`))
    const slot = frame.getByTestId(`slot-${view}`)
    await slot.getByRole('button').first().click()
    await frame.getByRole('menuitem', { name: 'From Workspace…' }).click()
    const row = page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: `${view}.png` })
    await row.waitFor()
    await answerInput(page, `${view}.png`)
    await expect(slot.locator('img')).toBeVisible()
  }
  await shoot(page, `photos-${count}`)
  return makeModel(scene)
}

/** A list of icons becomes as many props in one style. @returns the provenance of each */
export async function iconsToProps({ page, workspace }: Scene, count: number): Promise<readonly unknown[]> {
  const icons = Array.from({ length: count }, (_, at) => `icon-${at + 1}`)
  const props = join(workspace, 'props')
  const before = modelsIn(workspace).length
  for (const icon of icons) copyFileSync(join(props, 'lantern.png'), join(props, `${icon}.png`))
  const lines = ['image,style', ...icons.map((icon) => `props/${icon}.png,${TOY.name}`)]
  writeFileSync(join(workspace, 'icons.csv'), lines.join('\n'))
  await runCommand(page, 'Tripo: Generate Models from a List')
  const dialog = page.locator('.quick-input-widget')
  await expect(dialog).toContainText('Choose a list of prompts or images')
  // The dialog fills in a folder of its own once it has read it, over what a quick hand has typed. Enter is pressed once: a
  // second one could meet the question about the price, and call it off.
  const input = dialog.locator('input').first()
  await expect(input).toHaveValue(/\/$/)
  await expect(dialog.locator('.monaco-list-row').first()).toBeVisible()
  await input.fill(join(workspace, 'icons.csv'))
  await expect(input).toHaveValue(/icons\.csv$/)
  await page.keyboard.press('Enter')
  await expect(dialog).toContainText(`Make ${count} models from icons.csv`, { timeout: 120_000 })
  await shoot(page, 'icons-cost')
  await pickRow(page, /^\s*Generate/)
  await expect.poll(() => modelsIn(workspace).length, { timeout: 240_000 }).toBe(before + icons.length)
  return icons.map((icon) => provenanceOf(modelsIn(workspace).find((file) => file.endsWith(`/${icon}.glb`)) ?? icon))
}

/** One part of the segmented model in front is painted anew, through an import, as the service paints no model in parts. */
export async function paintPart(scene: Scene): Promise<void> {
  const { page, frame } = scene
  // What is closed says why, and an import of the file is open for it.
  await frame.getByTestId('action-continue').click()
  const closed = frame.getByTestId('result-form').getByTestId('add-texture_model')
  await expect(closed).toHaveAttribute('aria-disabled', 'true')
  await shoot(page, 'parts-closed')
  await frame.getByTestId('import-anew').click()
  await frame.getByTestId('add-texture_model').filter({ visible: true }).click()
  const parts = frame.getByTestId('field-part_names')
  await expect(parts).toContainText(/All \d+ parts/)
  const first = parts.getByRole('checkbox').first()
  const name = (await first.getAttribute('aria-label')) ?? (await first.textContent()) ?? ''
  await first.hover()
  await shoot(page, 'parts')
  await first.click()
  await expect(parts).toContainText(/1 of \d+ parts/)
  await frame.getByTestId('field-text_prompt').fill('rusty iron')
  const before = await delivered(frame).count()
  const painted = await makeModel(scene)
  expect(provenanceOf(painted).parameters).toMatchObject({ part_names: [name.trim()], text_prompt: 'rusty iron' })
  // The import is a task, too.
  await expect(delivered(frame)).toHaveCount(before + 2)
  await modelShown(frame)
}

/** A model of the workspace is imported, reduced, and its result lies beside it. */
export async function importedModel(scene: Scene): Promise<void> {
  const { page, frame, workspace } = scene
  const original = join(workspace, 'props', 'crate.glb')
  copyFileSync(new URL('../fixtures/models/webp.glb', import.meta.url), original)
  const before = modelsIn(workspace).length
  await explorerMenu(page, ['props', 'crate.glb'], 'Continue with Tripo…')
  // The form has the file, and asks for the next step at once.
  await expect(frame.getByText('crate.glb').first()).toBeVisible()
  const item = (name: RegExp) => frame.getByRole('menuitem', { name }).filter({ visible: true })
  await expect(item(/^Animate/)).toContainText('Rig the model first')
  await item(/Low poly/).click()
  await expect(frame.locator(PANEL.generate)).toContainText('30 credits')
  await shoot(page, 'own-model')
  const file = await makeModel(scene)
  expect(dirname(file)).toBe(dirname(original))
  expect(file).toMatch(/crate-low-poly\.glb$/)
  // The import itself is no second copy in the project.
  expect(modelsIn(workspace)).toHaveLength(before + 1)
  // Its step is for whatever is made next.
  await removeSteps(frame)
  await expect(frame.locator(PANEL.step).filter({ visible: true })).toHaveCount(0)
}

/** Variations of one prompt, of which the one at this place is kept. @returns its file */
export async function keepVariation(scene: Scene, count: number, at: number): Promise<string> {
  const { page, frame, workspace } = scene
  const before = modelsIn(workspace)
  await frame.locator(PANEL.tab('text_to_model')).click()
  await fillPrompt(frame, 'a wooden barrel')
  await frame.getByTestId('variations').click()
  await frame.getByRole('option', { name: `${count}, other seeds` }).click()
  await expect(frame.locator(PANEL.generate)).toContainText(`Generate ${count} · `)
  await frame.locator(PANEL.generateOn).click()
  await pickRow(page, /^\s*Generate/)
  const keep = frame.getByTestId('keep-variation').filter({ visible: true })
  await expect(keep).toHaveCount(count, { timeout: 180_000 })
  // The game's folder has none of them yet.
  expect(modelsIn(workspace)).toEqual(before)
  await frame.getByTestId('variation').nth(at).hover()
  await expect(frame.locator('.variation-stage.is-live')).toHaveCount(1)
  await shoot(page, 'variations')
  await keep.nth(at).click()
  const barrel = await modelDelivered(page, workspace, before)
  expect(await glbFaults(barrel)).toEqual([])
  await modelShown(frame)
  expect(modelsIn(workspace)).toHaveLength(before.length + 1)
  await frame.getByTestId('variations').click()
  await frame.getByRole('option', { name: 'One', exact: true }).click()
  return barrel
}

/** Sets a limit of one credit a day as a person does, in the settings file. The studio has been behind it, and is anew. */
async function limitTheDay(page: Page, settings: string): Promise<Frame> {
  const own: unknown = JSON.parse(readFileSync(settings, 'utf8'))
  await runCommand(page, 'Preferences: Open User Settings (JSON)')
  const editor = page.locator(
    '.editor-instance[aria-label*="settings.json"], .monaco-editor[data-uri*="settings.json"]',
  )
  // An editor that has just opened may not take what is typed yet.
  await expect(async () => {
    await editor.first().click()
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.insertText(JSON.stringify({ 'tripo.spending.dailyLimit': 1, ...Object(own) }))
    await expect(editor.first()).toContainText('dailyLimit', { timeout: 3000 })
  }).toPass({ timeout: 120_000 })
  await page.keyboard.press('ControlOrMeta+S')
  await expect.poll(() => readFileSync(settings, 'utf8')).toContain('dailyLimit')
  return openStudio(page)
}

/** The day's limit is reached: one more model is asked about, and a no sends nothing. The last story of a window. */
export async function dayLimit({ page, workspace }: Scene, served: Served, words: RegExp): Promise<void> {
  const settings = join(served.data, 'data/User/settings.json')
  const before = readFileSync(settings, 'utf8')
  try {
    const frame = await limitTheDay(page, settings)
    await frame.locator(PANEL.tab('text_to_model')).click()
    await fillPrompt(frame, 'a dear chair')
    const [cards, models] = [await tasks(frame).count(), modelsIn(workspace).length]
    await frame.locator(PANEL.generateOn).click()
    const dialog = page.locator('.monaco-dialog-box')
    await expect(dialog).toContainText('This exceeds your limit of 1 credit a day')
    await expect(dialog).toContainText(words)
    await shoot(page, 'day-limit')
    await answerDialog(page, 'Cancel')
    await expect(tasks(frame)).toHaveCount(cards)
    expect(modelsIn(workspace)).toHaveLength(models)
  } finally {
    writeFileSync(settings, before)
  }
}
