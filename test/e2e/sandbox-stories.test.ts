// The stories in the sandbox: the same ways as against the service, without a key.
import { join } from 'node:path'
import { runCommand } from '../../workbench/browser.mjs'
import { glbFaults, modelsIn } from '../../workbench/glb.mjs'
import { answerDialog, clearNotifications } from '../../workbench/notifications.mjs'
import { fillPrompt, modelShown, openStudio, PANEL } from '../../workbench/steps.mjs'
import { provenanceOf, shoot, statusItem } from './look.ts'
import { askedForKey } from './no-key.ts'
import {
  addSteps,
  dayLimit,
  delivered,
  failingOnce,
  iconsToProps,
  importedModel,
  keepVariation,
  paintPart,
  photosToProp,
  picturesToModel,
  removeSteps,
  TOY,
} from './stories.ts'
import { expect, NO_KEY, test } from './studio.ts'

// Several stories follow one another in each window: a busy machine takes several times as long.
test.slow()

test('the first generation asks; a walking character, a prop from photos, one variation of three and an imported model, all without a key', async ({
  page,
  openIn,
  workspace,
}) => {
  await openIn(NO_KEY)
  const frame = await openStudio(page)
  const scene = { page, frame, workspace }
  await test.step('the first generation asks, and the sandbox says what it is everywhere', () => askedForKey(scene))
  await runCommand(page, 'Tripo: Use Sandbox')
  await expect(statusItem(page)).toContainText('Tripo sandbox')

  await fillPrompt(frame, 'a friendly robot')
  await frame.locator(PANEL.steps).click()
  await addSteps(frame, ['rig_model', 'retarget_animation'])
  await frame.locator(PANEL.generateOn).click()
  const walk = join(workspace, 'public/assets/friendly-robot-walk.glb')
  await expect.poll(() => modelsIn(workspace), { timeout: 180_000 }).toContain(walk)
  expect(await glbFaults(walk)).toEqual([])
  expect(provenanceOf(walk).service).toBe('sandbox')
  await modelShown(frame)
  await expect(frame.getByTestId('clip-bar')).toBeVisible()
  await shoot(page, 'sandbox-walk')

  // The steps are for whatever is made: the next things need no bones.
  await removeSteps(frame)
  await photosToProp(scene, 2)
  await keepVariation(scene, 3, 1)
  await importedModel(scene)
})

test('a picture by its views, a failed step resumed, one part retextured, twenty icons and a day’s limit, all without a key', async ({
  page,
  openIn,
  workspace,
}) => {
  const faults = failingOnce('mesh_segmentation')
  try {
    const env = { ...NO_KEY.env, TRIPO_SANDBOX_FAULTS: faults.path }
    const served = await openIn({ env, userSettings: { 'tripo.styles': [TOY] } })
    const frame = await openStudio(page)
    const scene = { page, frame, workspace }
    await runCommand(page, 'Tripo: Use Sandbox')
    await expect(statusItem(page)).toContainText('Tripo sandbox')
    await picturesToModel(scene)
    const before = await delivered(frame).count()

    await frame.locator(PANEL.tab('text_to_model')).click()
    await fillPrompt(frame, 'a friendly robot')
    await frame.locator(PANEL.steps).click()
    await addSteps(frame, ['mesh_segmentation'])
    await frame.locator(PANEL.generateOn).click()
    const failed = frame.locator(`${PANEL.task}[data-state=failed]`)
    await expect(failed).toContainText('Split into parts', { timeout: 180_000 })
    await failed.click()
    await clearNotifications(page)
    await frame.locator(PANEL.nextStep).filter({ visible: true }).click()
    await answerDialog(page, 'Resume')
    await expect(failed).toHaveCount(0)
    await expect(delivered(frame)).toHaveCount(before + 2, { timeout: 180_000 })
    await modelShown(frame)
    await paintPart(scene)

    await removeSteps(frame)
    for (const icon of await iconsToProps(scene))
      expect(icon).toMatchObject({ service: 'sandbox', parameters: { texture: false, face_limit: TOY.faceLimit } })
    await shoot(page, 'sandbox-icons')
    await dayLimit(scene, served, /credits of the sandbox; no real ones are spent/)
  } finally {
    faults.remove()
  }
})
