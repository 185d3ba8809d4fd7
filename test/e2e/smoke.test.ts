// The shortest way through the product: the workbench opens, the palette opens the studio, its panel is there.
import { runCommand, webviewFrame } from '../../workbench/browser.mjs'
import { expect, test } from './studio.ts'

test('the palette opens the studio panel', async ({ page, open }) => {
  await open()
  await runCommand(page, 'Tripo: Open Studio')
  const frame = await webviewFrame(page, '[data-testid=viewport]')
  await expect(frame.locator('[data-testid=viewport]')).toBeVisible()
})
