// The stories with a key, end to end against the simulator; two of them through the older API. As few workbenches as that takes.
import { explorerMenu, runCommand, webviewFrame } from '../../workbench/browser.mjs'
import { simulatorSettings } from '../../workbench/simulator.mjs'
import { modelDelivered, modelShown, openStudio, PANEL, showTaskTree } from '../../workbench/steps.mjs'
import { provenanceOf, shoot, TEXT_PRICE, tasks, treeRows } from './look.ts'
import {
  continueWith,
  dayLimit,
  delivered,
  iconsToProps,
  importedModel,
  keepVariation,
  makeFromText,
  makeModel,
  paintPart,
  photosToProp,
  picturesToModel,
  TOY,
} from './stories.ts'
import { expect, test } from './studio.ts'

// Several stories follow one another in each window: a busy machine takes several times as long.
test.slow()

test('a model from the side bar alone, one from a drawn picture by its views, one of six variations, and a day’s limit', async ({
  page,
  open,
  served,
  workspace,
}) => {
  await open()
  await showTaskTree(page)
  const compact = await webviewFrame(page, '[data-testid=compact-prompt]')
  await compact.getByTestId('compact-prompt').fill('a stone well')
  await expect(compact.locator(PANEL.generate)).toContainText(`Generate · ${TEXT_PRICE} credits`)
  await compact.locator(PANEL.generateOn).click()
  expect(await modelDelivered(page, workspace, [])).toMatch(/stone-well\.glb$/)
  await expect(treeRows(page).filter({ hasText: 'a stone well' })).toBeVisible()
  await shoot(page, 'compact')

  const scene = { page, frame: await openStudio(page), workspace }
  await picturesToModel(scene)
  const before = await tasks(scene.frame).count()
  expect(await keepVariation(scene, 6, 2)).toMatch(/wooden-barrel\.glb$/)
  await expect(tasks(scene.frame)).toHaveCount(before + 1)
  await dayLimit(scene, served, /Nothing was sent yet/)
})

test('one part of a model is painted anew, a creature is checked for a skeleton, and a model of the workspace is reduced', async ({
  page,
  open,
  workspace,
}) => {
  await open()
  const frame = await openStudio(page)
  const scene = { page, frame, workspace }
  await makeFromText(scene, 'a friendly robot')
  await continueWith(frame, 'mesh_segmentation')
  await makeModel(scene)
  await expect(delivered(frame)).toHaveCount(2)
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

test('by the older API: four photos become a prop, and a list of twenty icons twenty in one style', async ({
  page,
  openIn,
  simulator,
  workspace,
}) => {
  const userSettings = { 'tripo.styles': [TOY] }
  await openIn({ ...simulatorSettings(simulator), machineSettings: { 'tripo.baseUrl': simulator.v2 }, userSettings })
  const scene = { page, frame: await openStudio(page), workspace }
  const prop = await photosToProp(scene, 4)
  expect(provenanceOf(prop)).toMatchObject({ dialect: 'v2', parameters: { files: expect.anything() } })
  await runCommand(page, 'View: Close Editor')
  for (const icon of await iconsToProps(scene))
    expect(icon).toMatchObject({ dialect: 'v2', parameters: { texture: false, face_limit: TOY.faceLimit } })
  await showTaskTree(page)
  await shoot(page, 'twenty-icons')
})
