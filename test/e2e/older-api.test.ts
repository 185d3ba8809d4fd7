// Stories through the older API, end to end against the simulator.
import { runCommand } from '../../workbench/browser.mjs'
import { simulatorSettings } from '../../workbench/simulator.mjs'
import { openStudio, showTaskTree } from '../../workbench/steps.mjs'
import { provenanceOf, shoot } from './look.ts'
import { iconsToProps, photosToProp, TOY } from './stories.ts'
import { expect, test } from './studio.ts'

// Several stories follow one another in one window: a busy machine takes several times as long.
test.slow()

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
  for (const icon of await iconsToProps(scene, 20))
    expect(icon).toMatchObject({ dialect: 'v2', parameters: { texture: false, face_limit: TOY.faceLimit } })
  await showTaskTree(page)
  await shoot(page, 'twenty-icons')
})
