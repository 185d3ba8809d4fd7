// With a key, end to end against the simulator: the form, how the panel looks, and the stories. All in one window.
import { explorerMenu, runCommand, webviewFrame } from '../../workbench/browser.mjs'
import { modelsIn } from '../../workbench/glb.mjs'
import { modelDelivered, modelShown, openStudio, PANEL, showTaskTree } from '../../workbench/steps.mjs'
import { keyboardAlone, promptInPalette, refusedPrompts, severalAtOnce } from './form.ts'
import { shoot, TEXT_PRICE, tasks, treeRows } from './look.ts'
import { looksEverywhere } from './looks.ts'
import {
  continueWith,
  dayLimit,
  delivered,
  importedModel,
  keepVariation,
  makeFromText,
  makeModel,
  paintPart,
  picturesToModel,
} from './stories.ts'
import { expect, test } from './studio.ts'

// Several stories follow one another in each window: a busy machine takes several times as long.
test.slow()

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

test('the panel follows dark, light and high contrast, fits 400 pixels, and draws Draco, meshopt, KTX2, WebP and AVIF', async ({
  page,
  open,
  workspace,
}) => {
  await open()
  await looksEverywhere({ page, frame: await openStudio(page), workspace })
})

test('one part of a model is painted anew, a creature is checked for a skeleton, and a model of the workspace is reduced', async ({
  page,
  open,
  workspace,
}) => {
  await open()
  const frame = await openStudio(page)
  const scene = { page, frame, workspace }
  const before = await delivered(frame).count()
  await makeFromText(scene, 'a friendly robot')
  await continueWith(frame, 'mesh_segmentation')
  await makeModel(scene)
  await expect(delivered(frame)).toHaveCount(before + 2)
  await modelShown(frame)
  await paintPart(scene)
  await continueWith(frame, 'rig_model')
  await expect(frame.getByTestId('rig-check')).toContainText('The check sees')
  await shoot(page, 'rig-check')

  await importedModel(scene)
  // What Tripo made goes on with its own task: nothing is imported again.
  await explorerMenu(page, ['props', 'crate-low-poly.glb'], 'Continue with Tripo…')
  await expect(frame.getByTestId('result-form')).toContainText('crate')
})

// The last one, as it leaves the day's limit behind.
test('a model from the side bar alone, one from a drawn picture by its views, one of six variations, and a day’s limit', async ({
  page,
  open,
  served,
  workspace,
}) => {
  await open()
  const there = modelsIn(workspace)
  await showTaskTree(page)
  const compact = await webviewFrame(page, '[data-testid=compact-prompt]')
  await compact.getByTestId('compact-prompt').fill('a stone well')
  await expect(compact.locator(PANEL.generate)).toContainText(`Generate · ${TEXT_PRICE} credits`)
  await compact.locator(PANEL.generateOn).click()
  expect(await modelDelivered(page, workspace, there)).toMatch(/stone-well\.glb$/)
  await expect(treeRows(page).filter({ hasText: 'a stone well' })).toBeVisible()
  await shoot(page, 'compact')

  const scene = { page, frame: await openStudio(page), workspace }
  await picturesToModel(scene)
  const before = await tasks(scene.frame).count()
  expect(await keepVariation(scene, 6, 2)).toMatch(/wooden-barrel\.glb$/)
  await expect(tasks(scene.frame)).toHaveCount(before + 1)
  await dayLimit(scene, served, /Nothing was sent yet/)
})
