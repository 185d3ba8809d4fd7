// A model of the workspace: imported from the explorer, worked on, and delivered beside the original.
import { copyFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { explorerMenu, webviewFrame } from '../../workbench/browser.mjs'
import { glbFaults, modelsIn } from '../../workbench/glb.mjs'
import { modelDelivered, openStudio, PANEL } from '../../workbench/steps.mjs'
import { shoot } from './look.ts'
import { expect, test } from './studio.ts'

test('a model of the workspace is imported, reduced, and its result lies beside it', async ({
  page,
  open,
  workspace,
}) => {
  const original = join(workspace, 'props', 'crate.glb')
  copyFileSync(new URL('../fixtures/models/webp.glb', import.meta.url), original)
  await open()
  // Only when the extension is there does its entry stand in the menu.
  await openStudio(page)
  await explorerMenu(page, ['props', 'crate.glb'], 'Continue with Tripo…')

  // The form has the file, and asks for the next step at once.
  const frame = await webviewFrame(page, PANEL.viewport)
  await expect(frame.getByText('crate.glb')).toBeVisible()
  const lowPoly = frame.getByRole('menuitem', { name: /Low poly/ })
  await expect(frame.getByRole('menuitem', { name: /^Animate/ })).toContainText('Rig the model first')
  await lowPoly.click()
  await expect(frame.locator(PANEL.generate)).toContainText('30 credits')
  await shoot(page, 'own-model')
  await frame.locator(PANEL.generate).click()
  const file = await modelDelivered(page, workspace, [original])
  expect(dirname(file)).toBe(dirname(original))
  expect(file).toMatch(/crate-low-poly\.glb$/)
  expect(await glbFaults(file)).toEqual([])
  // The import itself is no second copy in the project.
  expect(modelsIn(workspace)).toHaveLength(2)

  // What Tripo made goes on with its own task: nothing is imported again.
  await explorerMenu(page, ['props', 'crate-low-poly.glb'], 'Continue with Tripo…')
  await expect(frame.getByTestId('result-form')).toContainText('crate')
})
