// A model is cut into its parts, one of them is chosen from the list of them and painted anew; a creature is checked before it gets a skeleton.
import type { Frame } from '@playwright/test'
import { modelsIn } from '../../workbench/glb.mjs'
import { fillPrompt, modelDelivered, modelShown, openStudio, PANEL } from '../../workbench/steps.mjs'
import { provenanceOf, shoot } from './look.ts'
import { expect, test } from './studio.ts'

/** Chooses what is made of the result in front; without a step its menu opens by itself. */
async function continueWith(frame: Frame, capability: string): Promise<void> {
  await frame.getByTestId('action-continue').click()
  const form = frame.getByTestId('result-form')
  await form.getByTestId(`add-${capability}`).click()
  await expect(form.locator(PANEL.step)).toHaveCount(1)
}

test('one part of a model is painted anew, and a creature is checked before it gets a skeleton', async ({
  page,
  open,
  workspace,
}) => {
  await open()
  const frame = await openStudio(page)
  await fillPrompt(frame, 'a friendly robot')
  await frame.locator(PANEL.generate).click()
  const robot = await modelDelivered(page, workspace, [])
  await modelShown(frame)

  await continueWith(frame, 'mesh_segmentation')
  await frame.locator(PANEL.generate).click()
  await modelDelivered(page, workspace, [robot])
  const before = modelsIn(workspace)
  await expect(frame.locator(`${PANEL.task}[data-state=delivered]`)).toHaveCount(2)
  await modelShown(frame)

  // The service paints few kinds of results: what is closed says why, and an import of the file is open for it.
  await frame.getByTestId('action-continue').click()
  await expect(frame.getByTestId('result-form').getByTestId('add-texture_model')).toHaveAttribute(
    'aria-disabled',
    'true',
  )
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
  await frame.locator(PANEL.generate).click()
  const painted = await modelDelivered(page, workspace, before)
  expect(provenanceOf(painted).parameters).toMatchObject({ part_names: [name.trim()], text_prompt: 'rusty iron' })
  await expect(frame.locator(`${PANEL.task}[data-state=delivered]`)).toHaveCount(4)
  await modelShown(frame)

  await continueWith(frame, 'rig_model')
  await expect(frame.getByTestId('rig-check')).toContainText('The check sees')
  await shoot(page, 'rig-check')
})
