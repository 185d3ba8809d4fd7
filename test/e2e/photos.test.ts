// Props from pictures that a person has, through the older API: one from four photos, and twenty from a list of icons in one style.
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { answerInput, pickRow, runCommand } from '../../workbench/browser.mjs'
import { glbFaults, modelsIn } from '../../workbench/glb.mjs'
import { simulatorSettings } from '../../workbench/simulator.mjs'
import { modelDelivered, openStudio, PANEL, showTaskTree } from '../../workbench/steps.mjs'
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
  expect(provenanceOf(prop)).toMatchObject({ dialect: 'v2', parameters: { files: expect.anything() } })
})

test('a list of twenty icons becomes twenty props in one style', async ({ page, openIn, simulator, workspace }) => {
  const icons = Array.from({ length: 20 }, (_, at) => `icon-${at + 1}`)
  const props = join(workspace, 'props')
  for (const icon of icons) copyFileSync(join(props, 'lantern.png'), join(props, `${icon}.png`))
  writeFileSync(
    join(workspace, 'icons.csv'),
    ['image,style', ...icons.map((icon) => `props/${icon}.png,toy`)].join('\n'),
  )
  const style = { name: 'toy', texture: 'none', faceLimit: 2000 }
  const userSettings = { 'tripo.styles': [style] }
  await openIn({ ...simulatorSettings(simulator), machineSettings: { 'tripo.baseUrl': simulator.v2 }, userSettings })
  await runCommand(page, 'Tripo: Generate Models from a List')
  const dialog = page.locator('.quick-input-widget')
  await expect(dialog).toContainText('Choose a list of prompts or images')
  // The dialog fills in a folder of its own once it has read it, over what a quick hand has typed.
  await expect(async () => {
    if (await dialog.getByText('Make 20 models from icons.csv').isVisible()) return
    await dialog.locator('input').first().fill(join(workspace, 'icons.csv'))
    await page.keyboard.press('Enter')
    await expect(dialog).toContainText('Make 20 models from icons.csv', { timeout: 5000 })
  }).toPass({ timeout: 120_000 })
  await shoot(page, 'twenty-icons-cost')
  await pickRow(page, /^\s*Generate/)
  await expect.poll(() => modelsIn(workspace).length, { timeout: 240_000 }).toBe(20)
  for (const icon of icons) {
    const model = modelsIn(workspace).find((file) => file.endsWith(`/${icon}.glb`)) ?? ''
    expect(provenanceOf(model), icon).toMatchObject({ dialect: 'v2', parameters: { texture: false, face_limit: 2000 } })
  }
  await showTaskTree(page)
  await shoot(page, 'twenty-icons')
})
