// A service in trouble: a sentence, a next step, and nothing lost.
import { modelsIn } from '../../workbench/glb.mjs'
import { clearNotifications } from '../../workbench/notifications.mjs'
import { simulatorSettings, startSimulator } from '../../workbench/simulator.mjs'
import { generateFromText, openStudio, PANEL, taskInState } from '../../workbench/steps.mjs'
import { errorToasts, tasks } from './look.ts'
import { expect, SMALL_PICTURES, test } from './studio.ts'

test('too few credits are announced before and explained after, and a service that is down is said so until it is back', async ({
  page,
  openIn,
  workspace,
}) => {
  const poor = await startSimulator(['--credits', '10', '--time-scale', '20'])
  const frame = await test
    .step('too few credits', async () => {
      await openIn(simulatorSettings(poor))
      const studio = await openStudio(page)
      await expect(studio.locator('.footer .field-finding')).toHaveText(/needs 20 credits; 10 are left/)
      await generateFromText(studio, 'a lamp')
      await expect(errorToasts(page)).toContainText(/not enough credits.*Add credits/s)
      await taskInState(studio, 'failed')
      await expect(studio.locator(PANEL.field('prompt'))).toHaveValue('a lamp')
      return studio
    })
    .finally(() => poor.stop())
  await clearNotifications(page)
  await test.step('nobody answers', async () => {
    await frame.locator(PANEL.generateOn).click()
    await expect(errorToasts(page)).toContainText(/cannot be reached.*Check the internet connection/s, {
      timeout: 180_000,
    })
    await expect(tasks(frame).and(frame.locator('[data-state=failed]'))).toHaveCount(2)
    expect(modelsIn(workspace)).toEqual([])
  })
  const back = await startSimulator(['--time-scale', '20', '--port', new URL(poor.url).port, ...SMALL_PICTURES])
  try {
    await frame.locator(PANEL.generateOn).click()
    await expect.poll(() => modelsIn(workspace).length, { timeout: 180_000 }).toBe(1)
  } finally {
    await back.stop()
  }
})
