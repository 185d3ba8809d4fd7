// What the picture says of the view, in the real page: its name, the grid that stands across an axis view, and the toggle.
import { beforeAll, describe, expect, it } from 'vitest'
import { useViewportPage } from './page/fixture.ts'

const TIME = 150_000
const OBJ = 'v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 2 3\nf 1 2 4\n'

describe('views', () => {
  const viewport = useViewportPage()
  beforeAll(async () => {
    viewport.put('a.obj', new TextEncoder().encode(OBJ))
    await viewport.open('a.obj')
  }, 240_000)

  const name = () => viewport.page.locator('.tv-view').textContent()

  it.each([
    ['front', 'Front'],
    ['left', 'Left'],
    ['top', 'Top'],
  ])('names the view %s and shows a grid in it', { timeout: TIME }, async (view, label) => {
    const captured = (grid: boolean) =>
      viewport.page.evaluate(`(async () => {
        viewport.setView('${view}')
        viewport.grid = ${grid}
        const blob = await viewport.capture()
        return Array.from(new Uint8Array(await blob.arrayBuffer())).join()
      })()`)
    const [bare, ruled] = [await captured(false), await captured(true)]
    expect(bare === ruled).toBe(false)
    expect(await name()).toBe(`${label} · Orthographic`)
  })

  it('draws only the pictures of a series, and the screen after the last', { timeout: TIME }, async () => {
    const series = `(async () => {
      const frame = () => new Promise(requestAnimationFrame)
      const { frames, place } = viewport
      const sizes = []
      await viewport.pictures.series(async () => {
        for (const step of [1, 2, 3]) {
          viewport.place = { ...place, azimuth: step }
          await frame()
          const { width, height } = await viewport.pictures.take({ width: 32, height: 16 })
          sizes.push([width, height])
        }
        viewport.place = place
      })
      return { draws: viewport.frames - frames, sizes, isWide: viewport.stage.canvas.width > 300 }
    })()`
    await expect.poll(async () => Object(await viewport.page.evaluate(series)).draws).toBe(1)
    expect(await viewport.page.evaluate(series)).toMatchObject({
      sizes: [32, 32, 32].map((side) => [side, 16]),
      isWide: true,
    })
  })

  it('switches perspective on and off apart from the named views', { timeout: TIME }, async () => {
    const { page } = viewport
    await page.evaluate("viewport.setView('three-quarter')")
    const toggle = page.locator('.tv-menu [role=menuitemcheckbox]')
    const choose = async () => {
      await page.locator('.tv-menu-button').first().click()
      await toggle.click()
    }
    expect(await toggle.getAttribute('aria-checked')).toBe('true')
    await choose()
    expect(await toggle.getAttribute('aria-checked')).toBe('false')
    expect(await name()).toBe('Orthographic')
    await choose()
    expect(await toggle.getAttribute('aria-checked')).toBe('true')
    expect(await name()).toBe('Three-quarter · Perspective')
  })

  it('stays where it is while a file is read anew, also when that takes so long that the stage is cleared', {
    timeout: TIME,
  }, async () => {
    const { page } = viewport
    await viewport.open('a.obj')
    const place = () => page.evaluate('JSON.stringify(viewport.goal)')
    await page.evaluate('viewport.place = { ...viewport.place, azimuth: 1.2, distance: 7 }')
    const before = await place()
    const letGo = viewport.hold('late.obj', new TextEncoder().encode(OBJ))
    const loaded = page.evaluate(
      "viewport.load({ url: '/models/late.obj', name: 'a.obj', keepsView: true }).then(() => true)",
    )
    await page.locator('.tv-surface:not([aria-label*="a.obj"])').waitFor()
    letGo()
    expect(await loaded).toBe(true)
    expect(await place()).toBe(before)
  })
})
