// Where the parts of the studio stand in windows of many sizes: low as beside a terminal, narrow as beside two side
// bars, zoomed. What a person needs next is always on screen.
import { describe, expect, it } from 'vitest'
import { useStudioPage } from './page/fixture.ts'

/** CSS pixels: a panel of 1366x768 with a terminal, one beside a side bar, the same at 150 %, narrow ones, a phone's. */
const SIZES = [
  { width: 1318, height: 370 },
  { width: 1000, height: 720 },
  { width: 910, height: 430 },
  { width: 700, height: 600 },
  { width: 699, height: 720 },
  { width: 560, height: 400 },
  { width: 400, height: 700 },
]

describe('the layout of the studio', () => {
  const fixture = useStudioPage()
  const { at, open } = fixture

  for (const size of SIZES) {
    it(`keeps button and picture on screen at ${size.width} × ${size.height}, with one scroll bar at most`, async () => {
      const { page } = fixture
      await page.setViewportSize(size)
      await open()
      await at('field-prompt').fill('a chair')
      const button = await at('generate').boundingBox()
      const viewport = await at('viewport').boundingBox()
      if (!button || !viewport) throw new Error('not drawn')
      expect(button.y + button.height).toBeLessThanOrEqual(size.height)
      expect(viewport.y + viewport.height).toBeLessThanOrEqual(size.height)
      expect(viewport.height).toBeGreaterThanOrEqual(150)
      expect(viewport.width).toBeGreaterThanOrEqual(300)
      const scrolling = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('.layout, .form-column, .panels, .stage')]
          .filter((part) => part.scrollHeight > part.clientHeight + 1 && getComputedStyle(part).overflowY !== 'hidden')
          .map((part) => part.className || part.tagName),
      )
      expect(scrolling.length).toBeLessThanOrEqual(1)
      expect(scrolling).not.toContain('HTML')
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width)
    })
  }

  it('shows a tab from its top, whatever the one before was scrolled to', async () => {
    const { page } = fixture
    await page.setViewportSize({ width: 900, height: 400 })
    await open()
    await at('advanced').click()
    const scroll = () => page.evaluate(() => document.querySelector('.panels')?.scrollTop ?? -1)
    await page.evaluate(() => document.querySelector('.panels')?.scrollTo(0, 300))
    expect(await scroll()).toBeGreaterThan(100)
    await at('tab-image_to_model').click()
    expect(await scroll()).toBe(0)
    await expect.poll(async () => (await at('image-drop').boundingBox())?.y ?? -1).toBeGreaterThan(0)
  })

  it('opens the list of animations where it can be seen', async () => {
    const { page } = fixture
    await page.setViewportSize({ width: 700, height: 420 })
    await open()
    await at('field-prompt').fill('a robot')
    await at('steps').click()
    for (const id of ['rig_model', 'retarget_animation']) {
      await at('add-step').click()
      await at(`add-${id}`).click()
    }
    await page.getByRole('combobox', { name: 'Add an animation' }).focus()
    const list = page.getByRole('listbox', { name: 'Add an animation' })
    await list.waitFor()
    const footer = await page.locator('.footer').boundingBox()
    await expect
      .poll(async () => {
        const box = await list.boundingBox()
        return box && footer ? box.y + box.height <= footer.y + 1 : undefined
      })
      .toBe(true)
  })
})
