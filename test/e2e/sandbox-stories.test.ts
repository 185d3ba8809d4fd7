// Without a key, in one window: it is set and removed, and the stories in the sandbox go the same ways as against the service.
import { join } from 'node:path'
import { answerInput, runCommand } from '../../workbench/browser.mjs'
import { glbFaults, modelsIn } from '../../workbench/glb.mjs'
import { answerDialog, notification } from '../../workbench/notifications.mjs'
import { SIMULATOR_KEY, type Simulator, simulatorSettings } from '../../workbench/simulator.mjs'
import { fillPrompt, generateFromText, modelDelivered, modelShown, openStudio, PANEL } from '../../workbench/steps.mjs'
import { provenanceOf, shoot, statusItem } from './look.ts'
import { askedForKey } from './no-key.ts'
import { addSteps, importedModel, keepVariation, photosToProp, removeSteps } from './stories.ts'
import { expect, NO_KEY, type Surroundings, test } from './studio.ts'

// Several stories follow one another in each window: a busy machine takes several times as long.
test.slow()

/** Without a key, beside a service that would take one. */
const surroundings = (simulator: Simulator): Surroundings => ({ ...simulatorSettings(simulator), env: NO_KEY })

test('a key is explained, checked and set by typing, and the request goes on', async ({
  page,
  openIn,
  simulator,
  workspace,
}) => {
  await openIn(surroundings(simulator))
  const before = modelsIn(workspace)
  const frame = await openStudio(page)
  await generateFromText(frame, 'a lamp')
  await answerDialog(page, 'Set API Key')
  const box = page.locator('.quick-input-widget')
  await expect(box.locator('input').first()).toHaveAttribute('type', 'password')
  await box.locator('input').first().fill('tcli_0123456789')
  await expect(box).toContainText('client id')
  await answerInput(page, `  ${SIMULATOR_KEY}  `)
  await notification(page, /The API key is stored\. The balance is [\d,]+ credits/)
  await modelDelivered(page, workspace, before)
  await expect(statusItem(page)).toContainText('credits')
  expect(await page.locator('body').textContent()).not.toContain(SIMULATOR_KEY)
  await runCommand(page, 'Tripo: Remove API Key')
  await notification(page, /The API key is removed/)
  await expect(statusItem(page)).toHaveCount(0)
})

test('the first generation asks; a walking character, a prop from photos, one variation of three and an imported model, all without a key', async ({
  page,
  openIn,
  simulator,
  workspace,
}) => {
  await openIn(surroundings(simulator))
  const frame = await openStudio(page)
  const scene = { page, frame, workspace }
  await test.step('the first generation asks, and the sandbox says what it is everywhere', () => askedForKey(scene))
  await runCommand(page, 'Tripo: Use Sandbox')
  await expect(statusItem(page)).toContainText('Tripo sandbox')

  await fillPrompt(frame, 'a friendly robot')
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
