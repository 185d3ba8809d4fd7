// The page that compares two models, in a real Chromium with WebGL in software: one camera, three ways to look, what differs.
import { Document } from '@gltf-transform/core'
import { BoxGeometry, Group, Mesh, MeshStandardMaterial } from 'three'
import { describe, expect, it } from 'vitest'
import { writeGlb } from '../../../../src/mesh/formats/gltf.ts'
import { differences, summaryOf } from '../../../../webview/compare/differences.ts'
import { decodeScreenshot } from '../../../../workbench/pictures.mjs'
import { useStudioPage } from '../studio/page/fixture.ts'

const say = (text: string) => text
const figure = (value: number, digits = 0) => value.toFixed(digits)
const statistics = {
  ...{ triangles: 12, storedTriangles: 12, vertices: 24 },
  materials: 1,
  textures: 0,
  bytes: 1024,
  animations: 0,
  contents: [],
}

describe('what differs', () => {
  const summary = (width: number, material: string) => {
    const worn = new MeshStandardMaterial()
    worn.name = material
    const root = new Group().add(new Mesh(new BoxGeometry(width, 1, 1), worn))
    return summaryOf(root, [], statistics, (mesh) => mesh.material)
  }

  it('is marked by row, and nothing else is', () => {
    const rows = differences(summary(1, 'wood'), summary(2, 'metal'), say, figure)
    const marked = rows
      .filter(({ isDifferent }) => isDifferent)
      .map(({ label, first, second }) => [label, first, second])
    expect(marked).toEqual([
      ['Width, height, depth (m)', '1.000, 1.000, 1.000', '2.000, 1.000, 1.000'],
      ['Materials', 'wood', 'metal'],
    ])
  })

  it('is not what a file without materials is drawn with', () => {
    const root = new Group().add(new Mesh(new BoxGeometry(1, 1, 1), new MeshStandardMaterial()))
    const bare = summaryOf(root, [], { ...statistics, materials: 0 }, (mesh) => mesh.material)
    const row = differences(bare, bare, say, figure).find(({ label }) => label === 'Materials')
    expect(row?.first).toBe('–')
  })

  it('is nothing between the same', () => {
    const rows = differences(summary(1, 'wood'), summary(1, 'wood'), say, figure)
    expect(rows.filter(({ isDifferent }) => isDifferent)).toEqual([])
  })
})

/** A square of a height and a width, in a color. */
async function square(
  height: number,
  color: readonly [number, number, number, number],
  width = 1,
): Promise<Uint8Array> {
  const document = new Document()
  const buffer = document.createBuffer()
  const places = new Float32Array([0, 0, 0, width, 0, 0, width, height, 0, 0, 0, 0, width, height, 0, 0, height, 0])
  const accessor = document.createAccessor().setType('VEC3').setArray(places).setBuffer(buffer)
  const material = document
    .createMaterial('Paint')
    .setBaseColorFactor([...color])
    .setDoubleSided(true)
  const primitive = document.createPrimitive().setAttribute('POSITION', accessor).setMaterial(material)
  document.createScene().addChild(document.createNode('Square').setMesh(document.createMesh().addPrimitive(primitive)))
  return writeGlb(document)
}

describe('the page that compares', { timeout: 240_000 }, () => {
  const fixture = useStudioPage({ width: 1000, height: 700 }, undefined, true)
  const { at, openComparison, axe, useTheme } = fixture
  const names = () => fixture.page.locator('.tv-view').allInnerTexts()

  it('shows a large and a tiny model under one camera, which either side zooms', async () => {
    await openComparison(await square(0.002, [1, 0, 0, 1], 0.002), await square(14.5, [0, 0, 1, 1], 14.5))
    const { page } = fixture
    /** The share of the large one's picture that is blue. */
    const blue = async () => {
      const { data, channels } = decodeScreenshot(await page.locator('[data-side="1"] canvas').screenshot())
      let count = 0
      for (let at = 0; at < data.length; at += channels) if ((data[at + 2] ?? 0) > (data[at] ?? 0) + 60) count++
      return count / (data.length / channels)
    }
    await page.locator('[data-side="0"] .tv-surface').focus()
    await expect.poll(blue).toBeGreaterThan(0.1)
    const whole = await blue()
    expect(whole).toBeLessThan(0.9)
    await fixture.shoot('compare-tiny')
    await page.keyboard.press('-')
    await expect.poll(blue).toBeLessThan(whole * 0.95)
    expect(await blue()).toBeGreaterThan(whole * 0.3)
    await fixture.shoot('compare-tiny-away')
  })

  it('shows both under one camera, and says what differs', async () => {
    await openComparison(await square(1, [1, 0, 0, 1]), await square(2, [0, 0, 1, 1]))
    expect(await fixture.page.locator('.is-different th').allInnerTexts()).toEqual(['Width, height, depth (m)'])
    await fixture.page.getByText('1 thing differs.').waitFor()
    await fixture.page.locator('[data-side="1"] .tv-surface').focus()
    await fixture.page.keyboard.press('7')
    await expect.poll(names).toEqual(['Top · Orthographic', 'Top · Orthographic'])
    await fixture.page.keyboard.press('1')
    await expect.poll(names).toEqual(['Front · Orthographic', 'Front · Orthographic'])
    await useTheme('Dark Modern')
    expect(await axe()).toEqual([])
    await fixture.shoot('compare-side')
    await at('compare-split').click()
    const splitter = fixture.page.getByRole('separator')
    expect(await splitter.getAttribute('aria-valuenow')).toBe('50')
    await splitter.focus()
    await fixture.page.keyboard.press('ArrowLeft')
    expect(await splitter.getAttribute('aria-valuenow')).toBe('48')
    await fixture.shoot('compare-split')
    await useTheme('Light Modern')
    expect(await axe()).toEqual([])
    await fixture.shoot('compare-light')
    await fixture.page.emulateMedia({ reducedMotion: 'no-preference' })
    await at('compare-blink').click()
    const clip = () =>
      fixture.page.locator('[data-side="1"]').evaluate((pane) => getComputedStyle(pane).clipPath.replaceAll('0px', '0'))
    await expect.poll(clip).toBe('none')
    await expect.poll(clip).toBe('inset(0 0 0 100%)')
    await fixture.page.emulateMedia({ reducedMotion: null })
    // VS Code takes the page down when nobody sees it: the one that comes in its place is as this one was.
    await at('compare-split').click()
    const kept = () => fixture.page.evaluate(() => Object.values(sessionStorage).join())
    await expect.poll(kept).toMatch(/"orthographic".*"mode":"split"|"mode":"split".*"orthographic"/)
    await fixture.page.reload()
    await expect.poll(names).toEqual(['Front · Orthographic', 'Front · Orthographic'])
    expect(await splitter.getAttribute('aria-valuenow')).toBe('48')
    expect(await at('compare-split').getAttribute('aria-pressed')).toBe('true')
  })
})
