// Props from pictures that a person has, through the older API: one from four photos, and twenty from a list of icons in one style.
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { answerInput } from '../../workbench/browser.mjs'
import { glbFaults } from '../../workbench/glb.mjs'
import { simulatorSettings } from '../../workbench/simulator.mjs'
import { modelDelivered, openStudio, PANEL } from '../../workbench/steps.mjs'
import { provenanceOf, shoot } from './look.ts'
import { expect, test } from './studio.ts'

test('four photos become a prop by the older API', async ({ page, openIn, simulator, workspace }) => {
  const photos = ['front', 'left', 'back', 'right']
  const props = join(workspace, 'props')
  for (const photo of photos) copyFileSync(join(props, 'lantern.png'), join(props, `${photo}.png`))
  await openIn({ ...simulatorSettings(simulator), machineSettings: { 'tripo.baseUrl': simulator.v2 } })
  const frame = await openStudio(page)
  await frame.locator(PANEL.tab('multiview_to_model')).click()
  for (const photo of photos) {
    await frame.getByTestId(`slot-${photo}`).getByRole('button').first().click()
    await frame.getByRole('menuitem', { name: 'From Workspace…' }).click()
    await page
      .locator('.quick-input-widget .monaco-list-row')
      .filter({ hasText: `${photo}.png` })
      .waitFor()
    await answerInput(page, `${photo}.png`)
    await expect(frame.getByTestId(`slot-${photo}`).locator('img')).toBeVisible()
  }
  await shoot(page, 'four-photos')
  await frame.locator(PANEL.generate).click()
  const prop = await modelDelivered(page, workspace, [])
  expect(await glbFaults(prop)).toEqual([])
  expect(provenanceOf(prop)).toMatchObject({ parameters: { files: expect.anything() } })
})
