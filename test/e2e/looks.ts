// The panel in each theme and in a narrow column, as pictures for people to look at, and as far as a machine can judge them; then
// with models in each compression.
import type { Frame } from '@playwright/test'
import { runCommand, type THEMES, useTheme } from '../../workbench/browser.mjs'
import { clearNotifications } from '../../workbench/notifications.mjs'
import { pictureDifference } from '../../workbench/pictures.mjs'
import { PANEL } from '../../workbench/steps.mjs'
import { drawCompressed } from './codecs.ts'
import { canvasPicture, colorsIn, shoot } from './look.ts'
import { makeFromText, type Scene } from './stories.ts'
import { expect, test } from './studio.ts'

/** Elements that stick out of the page sideways, by class. */
const overflow = (frame: Frame): Promise<unknown> =>
  frame.evaluate(`[...document.querySelectorAll('.form-column *, .stage > *')]
    .filter((part) => part.offsetParent && part.getBoundingClientRect().right > innerWidth + 1
      && !part.closest('.control-tabs, .strip-list, .visually-hidden'))
    .map((part) => part.className)`)

/** Labels whose text does not fit. */
const cutOff = (frame: Frame): Promise<unknown> =>
  frame.evaluate(`[...document.querySelectorAll('.field-label')]
    .filter((label) => label.offsetParent && label.scrollWidth > label.clientWidth + 1).map((label) => label.textContent)`)

/** Themes, 400 pixels of width, and compressed models. */
export async function looksEverywhere({ page, frame, workspace }: Scene): Promise<void> {
  await useTheme(page, 'dark')
  await shoot(page, 'empty-dark')
  await useTheme(page, 'light')
  await makeFromText({ page, frame, workspace }, 'a treasure chest with gold')
  await clearNotifications(page)
  const background = () => frame.evaluate('getComputedStyle(document.body).backgroundColor')
  const seen = new Set<unknown>()
  for (const theme of ['dark', 'light', 'high-contrast'] as const satisfies (keyof typeof THEMES)[]) {
    const before = await canvasPicture(frame)
    await useTheme(page, theme)
    await expect.poll(async () => seen.has(await background())).toBe(false)
    seen.add(await background())
    // The stage follows, too, as soon as a software-rendered window comes to it.
    await expect.poll(async () => pictureDifference(before, await canvasPicture(frame))).toBeGreaterThan(0.1)
    await shoot(page, theme)
    expect(colorsIn(await canvasPicture(frame))).toBeGreaterThan(10)
  }
  await useTheme(page, 'dark')
  await frame.locator('[data-testid=advanced]').click()
  await shoot(page, 'advanced-dark')

  await runCommand(page, 'View: Toggle Primary Side Bar Visibility')
  await page.setViewportSize({ width: 448, height: 900 })
  await expect.poll(() => frame.evaluate('innerWidth')).toBeLessThanOrEqual(400)
  await expect(frame.locator(PANEL.generate)).toBeVisible()
  await expect(frame.locator(PANEL.viewport)).toBeAttached()
  await shoot(page, 'narrow-dark')
  expect(await overflow(frame)).toEqual([])
  // No label is cut off.
  expect(await cutOff(frame)).toEqual([])
  await frame.locator(PANEL.viewport).scrollIntoViewIfNeeded()
  await shoot(page, 'narrow-dark-viewport')
  expect(colorsIn(await canvasPicture(frame))).toBeGreaterThan(10)

  await page.setViewportSize({ width: 1440, height: 900 })
  await test.step('Draco, meshopt, KTX2, WebP and AVIF are decoded and drawn', () =>
    drawCompressed({ page, frame, workspace }))
}
