// The model editor's page with files that are large, damaged or cannot be read, in a real Chromium.
import { describe, expect, it } from 'vitest'
import { decodeScreenshot } from '../../../../../workbench/pictures.mjs'
import { COLOR_RULES, useStudioPage } from '../../../webview/studio/page/fixture.ts'
import { crates } from './crates.ts'

describe('a file that is not opened as it is', { timeout: 180_000 }, () => {
  const fixture = useStudioPage({ width: 1200, height: 720 }, undefined, true)
  const { openModel, lastAsked, axe, useTheme } = fixture
  const open = async (query = 'editable') => openModel({ name: 'crates.glb', bytes: await crates() }, query)

  it('asks no second time before a large file is opened after all', async () => {
    const { page } = fixture
    await page.goto('about:blank')
    // It waits for figures, which come with the model only.
    const opening = open('large')
    await page.getByText('The file was not opened.').waitFor()
    await page.getByRole('button', { name: 'Open Anyway' }).click()
    await opening
    expect(await lastAsked('openModel')).toEqual({ anyway: true })
    await page.getByText('24 tris').waitFor()
  })

  it('of a file that cannot be shown says where it is damaged, as far as a check knows', async () => {
    await open()
    const { page } = fixture
    expect(await page.locator('.check-panel').isVisible()).toBe(false)
    await fixture.replaceModel({ name: 'broken.glb', bytes: (await crates()).slice(0, 300) })
    await page.getByRole('alert').waitFor()
    await page.locator('.check-panel').getByText('Foot: not watertight').waitFor()
    for (const theme of ['Dark Modern', 'Light Modern']) {
      await useTheme(theme)
      // Only colors differ.
      expect(await axe(theme === 'Dark Modern' ? undefined : COLOR_RULES), theme).toEqual([])
      await fixture.shoot(`edit-broken-${theme.replaceAll(' ', '-')}`)
    }
  })

  it('of a damaged file seen from a remembered place shows the model beside the findings', async () => {
    const { page } = fixture
    const camera = { azimuth: 0.7, elevation: 0.4, distance: 9, target: [0, 0, 0], projection: 'perspective' }
    await fixture.openModel(
      { name: 'cut.glb', bytes: (await crates()).slice(0, -8) },
      `camera=${JSON.stringify(camera)}`,
    )
    const panel = page.locator('.check-panel')
    await panel.getByText('Foot: not watertight').waitFor()
    const covered = await panel.boundingBox()
    const canvas = page.locator('canvas.tv-canvas')
    const surface = await canvas.boundingBox()
    if (!covered || !surface) throw new Error('nothing is seen')
    /** How far the middle of the light crate lies below the upper edge of the picture, in shares of it. */
    const height = async () => {
      const { data, width, channels } = decodeScreenshot(await canvas.screenshot())
      const seen = Math.floor(data.length / channels / width)
      const lights = Array.from({ length: seen }, (_, row) => {
        let count = 0
        for (let at = row * width; at < (row + 1) * width; at++)
          if (Math.min(...data.subarray(at * channels, at * channels + 3)) > 140) count++
        return count
      })
      // The page's own lines at the edges are thinner, or as wide as the picture.
      const isCrate = (count: number) => count > width * 0.03 && count < width / 2
      return (lights.findIndex(isCrate) + lights.findLastIndex(isCrate)) / 2 / seen
    }
    // What the camera looks at is in the middle of what is left below the short list.
    const left = (covered.y + covered.height - surface.y) / surface.height
    expect(left).toBeGreaterThan(0.1)
    await expect.poll(height).toBeGreaterThan((1 + left) / 2 - 0.03)
    expect(await height()).toBeLessThan((1 + left) / 2 + 0.03)
    await fixture.shoot('edit-damaged-remembered')
  })

  it('takes up a model that is loaded again after it could not be', async () => {
    const { page } = fixture
    await page.route('**/crates.glb*', (route) => route.fulfill({ body: 'glTF' }))
    const opened = open()
    const again = page.getByRole('button', { name: 'Load again' })
    await again.waitFor()
    await page.unroute('**/crates.glb*')
    await again.click()
    await opened
    await page.getByRole('treeitem', { name: 'Crate' }).click()
    await page.locator('.tv-surface').focus()
    for (const key of ['g', 'x', '2', 'Enter']) await page.keyboard.press(key)
    expect(await lastAsked('editModel')).toMatchObject({ operations: [{ kind: 'transform', node: 0 }] })
  })
})
