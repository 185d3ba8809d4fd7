// What a game developer does with the studio, in the sandbox: the same ways as against the service, without a key.
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { answerInput, explorerMenu, runCommand } from '../../workbench/browser.mjs'
import { glbFaults, modelsIn } from '../../workbench/glb.mjs'
import { fillPrompt, modelDelivered, modelShown, openStudio, PANEL } from '../../workbench/steps.mjs'
import { provenanceOf, shoot, statusItem } from './look.ts'
import { expect, test } from './studio.ts'

test.use({ service: 'none' })

test('a walking character, a prop from photos, one variation of three and an imported model, all without a key', async ({
  page,
  open,
  workspace,
}) => {
  const props = join(workspace, 'props')
  for (const name of ['front', 'back']) copyFileSync(join(props, 'lantern.png'), join(props, `${name}.png`))
  copyFileSync(new URL('../fixtures/models/webp.glb', import.meta.url), join(props, 'crate.glb'))
  await open()
  const frame = await openStudio(page)
  await runCommand(page, 'Tripo: Use Sandbox')
  await expect(statusItem(page)).toContainText('Tripo sandbox')

  await fillPrompt(frame, 'a friendly robot')
  await frame.locator(PANEL.steps).click()
  for (const capability of ['rig_model', 'retarget_animation']) {
    await frame.locator(PANEL.addStep).click()
    await frame.locator(`[data-testid=add-${capability}]`).click()
  }
  await frame.locator(PANEL.generate).click()
  const assets = join(workspace, 'public/assets')
  const walk = join(assets, 'friendly-robot-walk.glb')
  await expect.poll(() => modelsIn(workspace), { timeout: 180_000 }).toContain(walk)
  expect(await glbFaults(walk)).toEqual([])
  expect(provenanceOf(walk).service).toBe('sandbox')
  await modelShown(frame)
  await expect(frame.getByTestId('clip-bar')).toBeVisible()
  await shoot(page, 'sandbox-walk')

  await frame.locator(PANEL.tab('multiview_to_model')).click()
  for (const name of ['front', 'back']) {
    await frame.getByTestId(`slot-${name}`).getByRole('button').first().click()
    await frame.getByRole('menuitem', { name: 'From Workspace…' }).click()
    await page
      .locator('.quick-input-widget .monaco-list-row')
      .filter({ hasText: `${name}.png` })
      .waitFor()
    await answerInput(page, `${name}.png`)
    await expect(frame.getByTestId(`slot-${name}`).locator('img')).toBeVisible()
  }
  // The steps are for whatever is made: this prop needs no bones.
  for (let left = 2; left > 0; left--)
    await frame
      .getByRole('button', { name: /^Remove (Animate|Rig model)/ })
      .last()
      .click()
  const before = modelsIn(workspace)
  await frame.locator(PANEL.generate).click()
  const prop = await modelDelivered(page, workspace, before)
  expect(await glbFaults(prop)).toEqual([])

  await frame.locator(PANEL.tab('text_to_model')).click()
  await fillPrompt(frame, 'a wooden barrel')
  await frame.getByTestId('variations').click()
  await frame.getByRole('option', { name: '3, other seeds' }).click()
  await frame.locator(PANEL.generate).click()
  await page
    .locator('.quick-input-widget .label-name')
    .filter({ hasText: /^\s*Generate/ })
    .first()
    .click()
  const keep = frame.getByTestId('keep-variation').filter({ visible: true })
  await expect(keep).toHaveCount(3, { timeout: 180_000 })
  await keep.nth(1).click()
  const barrel = join(assets, 'wooden-barrel.glb')
  await expect.poll(() => modelsIn(workspace), { timeout: 60_000 }).toContain(barrel)

  await explorerMenu(page, ['props', 'crate.glb'], 'Continue with Tripo…')
  await frame
    .getByRole('menuitem', { name: /Low poly/ })
    .filter({ visible: true })
    .click()
  await frame.locator(PANEL.generate).click()
  const low = join(props, 'crate-low-poly.glb')
  await expect.poll(() => modelsIn(workspace), { timeout: 180_000 }).toContain(low)
  expect(await glbFaults(low)).toEqual([])
})
