// What the model editor's page draws on wish and saves, in a real Chromium with WebGL in software: one thing about the surface,
// cuts and measures, textures and morph targets, pictures, GIFs and films.
import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { RgbaImage } from '../../../../../src/mesh/images/image.ts'
import { decodePng } from '../../../../../src/mesh/images/png-decode.ts'
import { placeOf } from '../../../../../webview/viewport/camera-place.ts'
import { decodeScreenshot } from '../../../../../workbench/pictures.mjs'
import { lamp, paintedLamp } from '../../../webview/model/lamp.ts'
import { useStudioPage } from '../../../webview/studio/page/fixture.ts'

/** What the page asked to be saved. */
function heldIn(asked: unknown): Uint8Array<ArrayBuffer> {
  const bytes: unknown = typeof asked === 'object' && asked !== null ? Reflect.get(asked, 'held') : undefined
  if (!Array.isArray(bytes)) throw new Error('nothing was saved')
  return Uint8Array.from(bytes)
}

const pngOf = (asked: unknown): RgbaImage => decodePng(heldIn(asked))

describe('the pictures of the model editor’s page', { timeout: 180_000 }, () => {
  const fixture = useStudioPage({ width: 1200, height: 720 }, undefined, true)
  const { at, openModel, axe, lastAsked } = fixture
  const open = async (query?: string) => openModel({ name: 'lamp.glb', bytes: await lamp() }, query)
  const openPainted = async () => openModel({ name: 'lamp.glb', bytes: await paintedLamp() })

  it('draws one thing about the surface at a time', async () => {
    await open()
    const pictures = new Set<string>()
    const labels = [
      'Rendered',
      'Material preview',
      'Solid',
      'Matcap',
      'Wireframe',
      'Shaded wire',
      'Base color',
      'Normals',
    ]
    labels.push('Metallic', 'UV checker', 'Triangle density', 'Back faces', 'Material ids')
    for (const label of labels) {
      await fixture.page.getByRole('button', { name: /^Shading/ }).click()
      await fixture.page.getByRole('menuitemradio', { name: label, exact: true }).click()
      const before = pictures.size
      const picture = async () => {
        pictures.add((await fixture.page.locator('canvas.tv-canvas').screenshot()).toString('base64'))
        return pictures.size
      }
      await expect.poll(picture, { message: label }).toBeGreaterThan(before)
    }
    await expect.poll(() => lastAsked('saveLook')).toMatchObject({ shading: 'materialIds' })
  })

  it('cuts the model and closes the cut, measures between vertices, and draws references', async () => {
    await open()
    const surface = fixture.page.locator('.tv-surface')
    await surface.focus()
    await fixture.page.keyboard.press('Control+7')
    /** The share of the picture that has the cap's color. */
    const capShare = async () => {
      const { data, channels } = decodeScreenshot(await fixture.page.locator('canvas.tv-canvas').screenshot())
      let caps = 0
      for (let at = 0; at < data.length; at += channels) {
        const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3)
        if (r > 150 && r - b > 90 && g > b) caps++
      }
      return caps / (data.length / channels)
    }
    expect(await capShare()).toBeLessThan(0.001)
    await fixture.page.keyboard.press('0')
    await fixture.page.keyboard.press('v')
    await fixture.page.getByRole('button', { name: 'Y', exact: true }).click()
    await fixture.page.getByRole('slider', { name: 'Place' }).fill('40')
    await expect.poll(capShare).toBeGreaterThan(0.01)
    await fixture.shoot('model-section')
    await surface.focus()
    await fixture.page.keyboard.press('v')
    await expect.poll(capShare).toBeLessThan(0.001)
    await fixture.page.getByRole('treeitem', { name: 'Foot' }).click()
    await fixture.page.getByRole('treeitem', { name: 'Bulb' }).click({ modifiers: ['Control'] })
    await surface.focus()
    await fixture.page.keyboard.press('m')
    // From the middle of the foot, whose box stands on the ground, to that of the bulb.
    expect(await at('measure').textContent()).toMatch(/^[\d.]+ m$/)
    for (const key of ['u', 'o', 'd']) await fixture.page.keyboard.press(key)
    // It stands where its middle is seen.
    await expect.poll(() => at('measure').evaluate((label) => label.style.translate)).toMatch(/^\d+px \d+px$/)
    await fixture.shoot('model-references')
    await fixture.page.keyboard.press('?')
    for (const id of ['figure', 'axes', 'bounds', 'measure'])
      expect(await fixture.page.locator(`[data-action="${id}"]`).textContent()).toContain('On')
  })

  it('moves back for a person beside a small model', async () => {
    const scale = [0.1, 0.1, 0.1] as const
    const isWhole = (name: string) => name === 'Foot' || name === 'Arm'
    const bytes = await lamp((document) => {
      for (const node of document.getRoot().listNodes()) if (isWhole(node.getName())) node.setScale([...scale])
    })
    await openModel({ name: 'lamp.glb', bytes })
    await fixture.page.locator('.tv-surface').focus()
    await fixture.page.keyboard.press('u')
    const height = async () => placeOf(Reflect.get(Object(await lastAsked('saveCamera')), 'camera'))?.target[1]
    // The middle of what is looked at: a person is 1.8 m tall.
    await expect.poll(height).toBeCloseTo(0.9, 1)
  })

  it('draws a person whole beside a model of 2 mm, from near and from afar', async () => {
    const bytes = await lamp((document) => {
      for (const node of document
        .getRoot()
        .listScenes()
        .flatMap((scene) => scene.listChildren())) {
        const place = node.getTranslation().map((side) => side / 1000)
        node.setTranslation([place[0] ?? 0, place[1] ?? 0, place[2] ?? 0]).setScale([0.001, 0.001, 0.001])
      }
    })
    await openModel({ name: 'ring.glb', bytes })
    const { page } = fixture
    const canvas = page.locator('canvas.tv-canvas')
    await page.locator('.tv-surface').focus()
    const picture = async () => decodeScreenshot(await canvas.screenshot())
    /** The share of the picture that the person takes: the difference between with and without. */
    const personShare = async () => {
      const seen = await picture()
      await page.keyboard.press('u')
      const bare = await picture()
      await page.keyboard.press('u')
      let different = 0
      for (let at = 0; at < seen.data.length; at += seen.channels) {
        const apart = [0, 1, 2].map((one) => Math.abs((seen.data[at + one] ?? 0) - (bare.data[at + one] ?? 0)))
        if (Math.max(...apart) > 12) different++
      }
      return different / (seen.data.length / seen.channels)
    }
    await page.keyboard.press('u')
    await expect.poll(personShare, { message: 'framed' }).toBeGreaterThan(0.03)
    await fixture.shoot('model-person-beside')
    const before = await personShare()
    await page.keyboard.press('-')
    await expect.poll(personShare, { message: 'from farther away' }).toBeLessThan(before)
    expect(await personShare()).toBeGreaterThan(before / 3)
  })

  it('shows textures with channels and UVs, and moves morph targets', async () => {
    await openPainted()
    // Among parts and textures by their size.
    await fixture.page
      .locator('.properties-group', { hasText: 'Most memory' })
      .getByRole('button', { name: /^Look/ })
      .waitFor()
    await fixture.page.getByRole('button', { name: 'Look at “Base color texture”' }).first().click()
    const dialog = fixture.page.getByRole('dialog', { name: 'Base color texture' })
    await dialog.getByText('2 × 2 · PNG · sRGB color').waitFor()
    const picture = () => dialog.locator('canvas').screenshot()
    const pictures = new Set([(await picture()).toString('base64')])
    for (const name of ['R', 'G', 'UVs']) {
      await dialog.getByRole('button', { name, exact: true }).click()
      pictures.add((await picture()).toString('base64'))
    }
    expect(pictures.size).toBe(4)
    await fixture.shoot('model-texture')
    expect(await axe()).toEqual([])
    await fixture.page.keyboard.press('Escape')
    const size = () => fixture.page.locator('dt', { hasText: 'Width, height, depth' }).locator('+ dd').textContent()
    // As large as it is, and not as it could be.
    const own = await size()
    const before = await fixture.page.locator('canvas.tv-canvas').screenshot()
    await fixture.page.getByRole('slider', { name: 'Tall' }).fill('1')
    await expect
      .poll(async () => (await fixture.page.locator('canvas.tv-canvas').screenshot()).equals(before))
      .toBe(false)
    await fixture.shoot('model-morph')
    expect(own).toBe('1, 2.3, 1')
  })

  it('saves pictures at a size of one’s own, without what lies behind, and a turn as pictures', async () => {
    await open()
    await fixture.page.locator('.tv-surface').focus()
    await fixture.page.keyboard.press('p')
    const panel = fixture.page.getByRole('dialog', { name: 'Save Picture' })
    await panel.getByRole('combobox').selectOption('own')
    const ownWidth = panel.getByRole('spinbutton', { name: 'Width' })
    await ownWidth.fill('99999999999')
    await ownWidth.press('Tab')
    await panel.getByText(/^Type a number from 16 to [\d,]+\.$/).waitFor()
    expect(await ownWidth.inputValue()).toBe('1024')
    await ownWidth.fill('120')
    await panel.getByRole('spinbutton', { name: 'Height' }).fill('80')
    await panel.getByRole('checkbox', { name: 'Transparent' }).check()
    await panel.getByRole('checkbox', { name: 'Ground' }).uncheck()
    expect(await axe()).toEqual([])
    await fixture.shoot('model-capture')
    await panel.getByRole('button', { name: 'Save Picture…' }).click()
    await panel.getByText('Saved as lamp.png.').waitFor()
    const saved = pngOf(await lastAsked('saveCapture'))
    expect([saved.width, saved.height]).toEqual([120, 80])
    const opacity = (x: number, y: number) => saved.data[(y * 120 + x) * 4 + 3]
    // A corner is nothing, the middle is the arm.
    expect(opacity(1, 1)).toBe(0)
    expect(opacity(60, 40)).toBe(255)
    const { width, height } = (await fixture.page.locator('canvas.tv-canvas').boundingBox()) ?? { width: 0, height: 0 }
    expect(await fixture.page.locator('canvas.tv-canvas').getAttribute('width')).toBe(
      String(Math.floor(width * (await fixture.page.evaluate(() => devicePixelRatio)))),
    )
    expect(height).toBeGreaterThan(300)
  })

  it('saves a turn as a GIF and as a film, which play', async () => {
    await open()
    const { page } = fixture
    // A small picture, since it is drawn in software 36 times.
    await page.setViewportSize({ width: 480, height: 360 })
    await page.locator('.tv-surface').focus()
    await page.keyboard.press('p')
    const panel = page.getByRole('dialog', { name: 'Save Picture' })
    await panel.getByRole('combobox').selectOption('own')
    await panel.getByRole('spinbutton', { name: 'Width' }).fill('96')
    await panel.getByRole('spinbutton', { name: 'Height' }).fill('64')
    await panel.getByRole('button', { name: 'Turntable as GIF…' }).click()
    await panel.getByText('Saved as lamp.gif.').waitFor({ timeout: 170_000 })
    const bytes = heldIn(await lastAsked('saveCapture'))
    const shots = process.env.TRIPO_SHOTS
    if (shots) writeFileSync(`${shots}/model-turn.gif`, bytes)
    const frames = await page.evaluate(
      async (data) => {
        const decoder = new ImageDecoder({ data: Uint8Array.from(data), type: 'image/gif' })
        await decoder.tracks.ready
        await decoder.completed
        const { image } = await decoder.decode({ frameIndex: 9 })
        const { displayWidth, displayHeight, duration } = image
        image.close()
        return { count: decoder.tracks.selectedTrack?.frameCount, displayWidth, displayHeight, duration }
      },
      [...bytes],
    )
    expect(frames).toEqual({ count: 36, displayWidth: 96, displayHeight: 64, duration: 110_000 })
    await panel.getByRole('button', { name: 'Turntable as WebM…' }).click()
    await panel.getByText('Saved as lamp.webm.').waitFor({ timeout: 170_000 })
    const film = heldIn(await lastAsked('saveCapture'))
    // The page itself may play nothing.
    const cinema = await page.context().browser()?.newPage()
    if (!cinema) throw new Error('no browser')
    const { size, seconds } = await cinema.evaluate(
      async (data) => {
        const video = document.createElement('video')
        video.src = URL.createObjectURL(new Blob([Uint8Array.from(data)], { type: 'video/webm' }))
        await new Promise((ready, failed) => {
          video.onloadeddata = ready
          video.onerror = failed
        })
        return { size: [video.videoWidth, video.videoHeight], seconds: video.duration }
      },
      [...film],
    )
    await cinema.close()
    // However long the machine has drawn.
    expect(seconds).toBeCloseTo(4, 0)
    expect(size).toEqual([96, 64])
  })
})
