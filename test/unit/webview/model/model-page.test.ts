// The model editor's page in a real Chromium with WebGL in software: parts, properties, clips, keys, a file read anew.
import { mkdirSync, writeFileSync } from 'node:fs'
import { Document } from '@gltf-transform/core'
import { KHRMaterialsVariants } from '@gltf-transform/extensions'
import { describe, expect, it } from 'vitest'
import { writeGlb } from '../../../../src/mesh/formats/gltf.ts'
import type { RgbaImage } from '../../../../src/mesh/images/image.ts'
import { encodePng } from '../../../../src/mesh/images/png.ts'
import { decodePng } from '../../../../src/mesh/images/png-decode.ts'
import { decodeScreenshot } from '../../../../workbench/pictures.mjs'
import { useStudioPage } from '../studio/page/fixture.ts'

/** Red and green above, blue and white below. */
const FOUR_TEXELS = {
  width: 2,
  height: 2,
  data: new Uint8Array([220, 40, 30, 255, 40, 200, 60, 255, 40, 80, 220, 255, 240, 240, 240, 255]),
}

/** What the page asked to be saved. */
function heldIn(asked: unknown): Uint8Array<ArrayBuffer> {
  const bytes: unknown = typeof asked === 'object' && asked !== null ? Reflect.get(asked, 'held') : undefined
  if (!Array.isArray(bytes)) throw new Error('nothing was saved')
  return Uint8Array.from(bytes)
}

const pngOf = (asked: unknown): RgbaImage => decodePng(heldIn(asked))

/** A lamp: a foot, an arm that turns in a clip, and a bulb on the arm. */
async function lamp(more: (document: Document) => void = () => undefined): Promise<Uint8Array> {
  const document = new Document()
  const buffer = document.createBuffer()
  const box = (name: string, [x, y, z]: readonly [number, number, number]) => {
    const corners = [-1, 1].flatMap((a) => [-1, 1].flatMap((b) => [-1, 1].map((c) => [a * x, b * y, c * z])))
    const sides = [
      0, 1, 3, 0, 3, 2, 4, 6, 7, 4, 7, 5, 0, 4, 5, 0, 5, 1, 2, 3, 7, 2, 7, 6, 0, 2, 6, 0, 6, 4, 1, 5, 7, 1, 7, 3,
    ]
    const accessor = (type: 'VEC3' | 'SCALAR', array: Float32Array | Uint16Array) =>
      document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
    const material = document.createMaterial(`${name} paint`).setRoughnessFactor(0.25).setMetallicFactor(0)
    const primitive = document
      .createPrimitive()
      .setAttribute('POSITION', accessor('VEC3', new Float32Array(corners.flat())))
      .setIndices(accessor('SCALAR', new Uint16Array(sides)))
      .setMaterial(material)
    return document.createNode(name).setMesh(document.createMesh(name).addPrimitive(primitive))
  }
  const bulb = box('Bulb', [0.2, 0.2, 0.2]).setTranslation([0, 1, 0])
  const arm = box('Arm', [0.1, 1, 0.1]).setTranslation([0, 1, 0]).addChild(bulb)
  const foot = box('Foot', [0.5, 0.1, 0.5]).setExtras({ price: 12 })
  document.createScene().addChild(foot).addChild(arm)
  const times = document
    .createAccessor()
    .setType('SCALAR')
    .setArray(new Float32Array([0, 2]))
    .setBuffer(buffer)
  const turns = new Float32Array([0, 0, 0, 1, 0, 0, Math.SQRT1_2, Math.SQRT1_2])
  const values = document.createAccessor().setType('VEC4').setArray(turns).setBuffer(buffer)
  const sampler = document.createAnimationSampler().setInput(times).setOutput(values)
  const channel = document.createAnimationChannel().setSampler(sampler).setTargetNode(arm).setTargetPath('rotation')
  document.createAnimation('Nod').addSampler(sampler).addChannel(channel)
  more(document)
  return writeGlb(document)
}

describe('the model editor’s page', { timeout: 180_000 }, () => {
  const fixture = useStudioPage({ width: 1200, height: 720 }, undefined, true)
  const { at, openModel, replaceModel, useTheme, axe, lastAsked } = fixture
  const rows = () => fixture.page.getByRole('treeitem')
  const fact = (label: string) => fixture.page.locator('.properties-list dt', { hasText: label }).locator('+ dd')
  const open = async (query?: string) => openModel({ name: 'lamp.glb', bytes: await lamp() }, query)

  const openPainted = async () => {
    const painted = await lamp((document) => {
      const picture = document.createTexture('Paint').setMimeType('image/png').setImage(encodePng(FOUR_TEXELS))
      for (const material of document.getRoot().listMaterials()) material.setBaseColorTexture(picture)
      for (const mesh of document.getRoot().listMeshes()) {
        const [primitive] = mesh.listPrimitives()
        const places = primitive?.getAttribute('POSITION')?.getArray()
        if (!primitive || !places) continue
        const accessor = (type: 'VEC2' | 'VEC3', array: Float32Array) =>
          document.createAccessor().setType(type).setArray(array)
        const uvs = Float32Array.from({ length: 16 }, (_, at) => (((at * 7) % 5) + 0.5) / 6)
        primitive.setAttribute('TEXCOORD_0', accessor('VEC2', uvs))
        const moves = Float32Array.from([...places].map(Number), (value, at) => (at % 3 === 1 ? Math.abs(value) : 0))
        primitive.addTarget(document.createPrimitiveTarget('Tall').setAttribute('POSITION', accessor('VEC3', moves)))
        mesh.setExtras({ targetNames: ['Tall'] }).setWeights([0])
      }
      const [buffer] = document.getRoot().listBuffers()
      for (const accessor of document.getRoot().listAccessors()) accessor.setBuffer(buffer ?? null)
    })
    await openModel({ name: 'lamp.glb', bytes: painted })
  }

  it('lists the parts, selects them both ways and says what they are', async () => {
    await open()
    await rows().nth(2).waitFor()
    expect(await rows().allInnerTexts()).toEqual(['Foot', 'Arm', 'Bulb'])
    expect(await fact('Triangles').textContent()).toBe('36')
    await fixture.page.getByRole('treeitem', { name: 'Foot' }).click()
    expect(await fact('Triangles').textContent()).toBe('12')
    expect(await fact('Width, height, depth (m)').textContent()).toBe('1, 0.2, 1')
    expect(await fact('Roughness').textContent()).toBe('0.25')
    expect(await fixture.page.locator('.properties-extras').textContent()).toContain('"price": 12')
    // The middle of the picture is the arm.
    const surface = await fixture.page.locator('.tv-surface').boundingBox()
    if (!surface) throw new Error('no picture')
    await fixture.page.mouse.click(surface.x + surface.width / 2, surface.y + surface.height / 2)
    await fixture.page.locator('[role=treeitem][aria-selected=true]', { hasText: 'Arm' }).waitFor()
    await at('outliner-filter').fill('bulb')
    expect(await rows().allInnerTexts()).toEqual(['Arm', 'Bulb'])
  })

  it('wears one of the looks that a file holds side by side, and says which parts are largest', async () => {
    const shoe = await lamp((document) => {
      const variants = document.createExtension(KHRMaterialsVariants)
      const [mesh] = document.getRoot().listMeshes()
      const [primitive] = mesh?.listPrimitives() ?? []
      const list = variants.createMappingList()
      for (const [name, color] of [
        ['Night', [0, 0, 1, 1]],
        ['Day', [1, 1, 0, 1]],
      ] as const) {
        const material = document.createMaterial(name).setBaseColorFactor([...color])
        list.addMapping(variants.createMapping().setMaterial(material).addVariant(variants.createVariant(name)))
      }
      primitive?.setExtension('KHR_materials_variants', list)
    })
    await openModel({ name: 'lamp.glb', bytes: shoe })
    await fixture.page.getByRole('treeitem', { name: 'Bulb' }).click()
    expect(await fact('Base color').textContent()).toBe('#ffffff')
    const choose = (label: string) => fixture.page.getByRole('combobox', { name: 'Variant' }).selectOption({ label })
    await choose('Night')
    await expect.poll(() => fact('Base color').textContent()).toBe('#0000ff')
    await fixture.page.getByRole('button', { name: /^Shading/ }).click()
    await fixture.page.getByRole('menuitemradio', { name: 'Base color', exact: true }).click()
    await choose('Day')
    await expect.poll(() => fact('Base color').textContent()).toBe('#ffff00')
    await choose('As the file shows it')
    await expect.poll(() => fact('Base color').textContent()).toBe('#ffffff')
    await fixture.page.getByRole('treeitem', { name: 'Arm' }).click()
    await fixture.page.locator('.properties-group', { hasText: 'Most memory' }).getByText('Bulb').waitFor()
  })

  it('hides and shows parts by eye and key, and goes to the outliner by Tab', async () => {
    await open()
    await fixture.page.locator('.tv-surface').focus()
    await fixture.page.keyboard.press('Tab')
    await fixture.page.keyboard.press('ArrowDown')
    await fixture.page.keyboard.press('Enter')
    await fixture.page.keyboard.press('h')
    await fixture.page.getByRole('treeitem', { name: 'Arm, hidden' }).waitFor()
    await fixture.page.locator('.tv-surface').focus()
    await fixture.page.keyboard.press('Alt+h')
    await fixture.page.getByRole('treeitem', { name: 'Arm', exact: true }).waitFor()
    await fixture.page.keyboard.press('Shift+H')
    await fixture.page.getByRole('treeitem', { name: 'Foot, hidden' }).waitFor()
    await fixture.page.keyboard.press('n')
    await fixture.page.locator('.properties').waitFor({ state: 'hidden' })
    await expect.poll(() => lastAsked('saveLook')).toMatchObject({ properties: false, outliner: true })
  })

  it('plays, pauses and scrubs a clip', async () => {
    await open()
    await at('timeline-play').waitFor()
    expect(await at('timeline-time').textContent()).toBe('0.00 of 2.00 s')
    await fixture.page.locator('.timeline-slider').fill('500')
    expect(await at('timeline-time').textContent()).toBe('1.00 of 2.00 s')
    await at('timeline-play').click()
    await expect.poll(() => at('timeline-time').textContent()).not.toBe('1.00 of 2.00 s')
    await at('timeline-play').click()
    const paused = await at('timeline-time').textContent()
    await fixture.page.getByRole('button', { name: 'Play', exact: true }).waitFor()
    expect(await at('timeline-time').textContent()).toBe(paused)
  })

  it('reads a changed file anew with the selection kept, and goes on to the next model', async () => {
    await open()
    await fixture.page.getByRole('treeitem', { name: 'Bulb' }).click()
    await replaceModel({
      name: 'lamp.glb',
      bytes: await lamp((document) => {
        document.getRoot().getDefaultScene()?.addChild(document.createNode('Shade'))
        document.getRoot().listScenes()[0]?.addChild(document.createNode('Cable'))
      }),
    })
    await fixture.page.getByRole('treeitem', { name: 'Cable' }).waitFor()
    expect(await fixture.page.locator('[role=treeitem][aria-selected=true]').textContent()).toBe('Bulb')
    await fixture.page.keyboard.press(']')
    expect(await lastAsked('nextModel')).toEqual({ step: 1 })
  })

  it('gives everything back when it is hidden for a minute, and comes back as it was', async () => {
    await fixture.page.addInitScript(() => {
      const real = window.setTimeout
      // The minute is over soon.
      Object.assign(window, {
        setTimeout: (work: () => void, after?: number) => real(work, after === 60_000 ? 50 : after),
      })
    })
    await open()
    const { page } = fixture
    const tell = (isSeen: boolean) =>
      page.evaluate((seen) => window.fakeHost.server.notify('pageSeen', { isSeen: seen }), isSeen)
    const picture = async () => decodeScreenshot(await page.locator('canvas.tv-canvas').screenshot()).data
    /** The share of bytes that differ to be seen. */
    const difference = (one: Uint8Array, other: Uint8Array) =>
      one.filter((value, index) => Math.abs(value - (other[index] ?? 0)) > 8).length / one.length
    await page.getByRole('treeitem', { name: 'Foot' }).click()
    await page.locator('.tv-surface').focus()
    for (const key of ['h', '1', 'ArrowLeft']) await page.keyboard.press(key)
    await page.getByRole('treeitem', { name: 'Bulb' }).click()
    await page.locator('.timeline-slider').fill('500')
    // As it is once nothing moves any more.
    let before: Uint8Array = new Uint8Array()
    await expect
      .poll(async () => {
        const last = before
        before = await picture()
        return difference(before, last)
      })
      .toBe(0)
    await tell(false)
    await rows().first().waitFor({ state: 'detached' })
    const isLost = () =>
      page.locator('canvas.tv-canvas').evaluate((canvas) => {
        const context = canvas instanceof HTMLCanvasElement ? canvas.getContext('webgl2') : null
        return context?.isContextLost()
      })
    await expect.poll(isLost).toBe(true)
    await tell(true)
    await page.locator('[role=treeitem][aria-selected=true]', { hasText: 'Bulb' }).waitFor()
    await page.getByRole('treeitem', { name: 'Foot, hidden' }).waitFor()
    expect(await at('timeline-time').textContent()).toBe('1.00 of 2.00 s')
    await expect.poll(async () => difference(before, await picture())).toBeLessThan(0.001)
  })

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

  it('selects many by Ctrl, by rectangle and all, and sorts them by name', async () => {
    await open()
    const selected = () => fixture.page.locator('[role=treeitem][aria-selected=true]').allInnerTexts()
    await fixture.page.getByRole('treeitem', { name: 'Foot' }).click()
    await fixture.page.getByRole('treeitem', { name: 'Bulb' }).click({ modifiers: ['Control'] })
    expect(await selected()).toEqual(['Foot', 'Bulb'])
    await fixture.page.locator('.properties-title', { hasText: 'Bulb and 1 more' }).waitFor()
    await fixture.page.getByRole('button', { name: 'Sort by Name' }).click()
    expect(await rows().allInnerTexts()).toEqual(['Arm', 'Bulb', 'Foot'])
    const surface = fixture.page.locator('.tv-surface')
    await surface.focus()
    await fixture.page.keyboard.press('Escape')
    expect(await selected()).toEqual([])
    await fixture.page.keyboard.press('b')
    const place = await surface.boundingBox()
    if (!place) throw new Error('no picture')
    await fixture.page.mouse.move(place.x + 4, place.y + 4)
    await fixture.page.mouse.down()
    await fixture.page.mouse.move(place.x + place.width - 4, place.y + place.height - 4)
    await fixture.page.mouse.up()
    expect(await selected()).toEqual(['Arm', 'Bulb', 'Foot'])
    await fixture.page.getByRole('treeitem', { name: 'Foot' }).click({ button: 'right' })
    await fixture.page.getByRole('menuitem', { name: 'Hide Everything Else' }).click()
    await fixture.page.keyboard.press('Escape')
  })

  it('lists every key with how it stands, and does what a row says', async () => {
    await open()
    await fixture.page.locator('.tv-surface').focus()
    await fixture.page.keyboard.press('?')
    const row = (id: string) => fixture.page.locator(`[data-action="${id}"]`)
    expect(await row('grid').textContent()).toMatch(/^GridOnG/)
    await row('grid').click()
    expect(await row('grid').textContent()).toMatch(/^GridOffG/)
    await fixture.page.keyboard.press('Escape')
    await fixture.page.keyboard.press('Control+1')
    await fixture.page.locator('.tv-view', { hasText: 'Back' }).waitFor()
    await fixture.page.keyboard.press('z')
    await fixture.page.keyboard.press('4')
    await expect.poll(() => lastAsked('saveLook')).toMatchObject({ shading: 'matcap', grid: false })
    await expect.poll(() => lastAsked('saveCamera')).toMatchObject({ camera: { projection: 'orthographic' } })
  })

  it('cuts the model and closes the cut, measures between vertices, and draws references', async () => {
    await open()
    const surface = fixture.page.locator('.tv-surface')
    await surface.focus()
    await fixture.page.keyboard.press('Control+7')
    const shots = process.env.TRIPO_SHOTS
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
    if (shots) await fixture.page.screenshot({ path: `${shots}/model-section.png` })
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
    if (shots) await fixture.page.screenshot({ path: `${shots}/model-references.png` })
    await fixture.page.keyboard.press('?')
    for (const id of ['figure', 'axes', 'bounds', 'measure'])
      expect(await fixture.page.locator(`[data-action="${id}"]`).textContent()).toContain('On')
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
    const shots = process.env.TRIPO_SHOTS
    if (shots) await fixture.page.screenshot({ path: `${shots}/model-texture.png` })
    expect(await axe()).toEqual([])
    await fixture.page.keyboard.press('Escape')
    const before = await fixture.page.locator('canvas.tv-canvas').screenshot()
    await fixture.page.getByRole('slider', { name: 'Tall' }).fill('1')
    await expect
      .poll(async () => (await fixture.page.locator('canvas.tv-canvas').screenshot()).equals(before))
      .toBe(false)
    if (shots) await fixture.page.screenshot({ path: `${shots}/model-morph.png` })
  })

  it('saves pictures at a size of one’s own, without what lies behind, and a turn as pictures', async () => {
    await open()
    await fixture.page.locator('.tv-surface').focus()
    await fixture.page.keyboard.press('p')
    const panel = fixture.page.getByRole('dialog', { name: 'Save a picture' })
    await panel.getByRole('combobox').selectOption('own')
    await panel.getByRole('spinbutton', { name: 'Width' }).fill('120')
    await panel.getByRole('spinbutton', { name: 'Height' }).fill('80')
    await panel.getByRole('checkbox', { name: 'Transparent' }).check()
    await panel.getByRole('checkbox', { name: 'Ground' }).uncheck()
    expect(await axe()).toEqual([])
    if (process.env.TRIPO_SHOTS) await fixture.page.screenshot({ path: `${process.env.TRIPO_SHOTS}/model-capture.png` })
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
    const panel = page.getByRole('dialog', { name: 'Save a picture' })
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
    const size = await cinema.evaluate(
      async (data) => {
        const video = document.createElement('video')
        video.src = URL.createObjectURL(new Blob([Uint8Array.from(data)], { type: 'video/webm' }))
        await new Promise((ready, failed) => {
          video.onloadeddata = ready
          video.onerror = failed
        })
        return [video.videoWidth, video.videoHeight]
      },
      [...film],
    )
    await cinema.close()
    const canvas = page.locator('canvas.tv-canvas')
    expect(size.map(String)).toEqual([await canvas.getAttribute('width'), await canvas.getAttribute('height')])
  })

  it('is read by everyone, in every theme', async () => {
    await open()
    await fixture.page.getByRole('treeitem', { name: 'Arm' }).click()
    const shots = process.env.TRIPO_SHOTS
    if (shots) mkdirSync(shots, { recursive: true })
    for (const theme of ['Dark Modern', 'Light Modern', 'Dark High Contrast']) {
      await useTheme(theme)
      expect(await axe(), theme).toEqual([])
      if (shots) await fixture.page.screenshot({ path: `${shots}/model-${theme.replaceAll(' ', '-')}.png` })
    }
    await fixture.page.locator('.tv-surface').focus()
    const over = [
      ['?', 'keys'],
      ['z', 'pie'],
      ['l', 'light'],
    ] as const
    for (const theme of ['Light Modern', 'Dark Modern'])
      for (const [key, name] of over) {
        await useTheme(theme)
        await fixture.page.keyboard.press(key)
        expect(await axe(), `${name} ${theme}`).toEqual([])
        if (shots) await fixture.page.screenshot({ path: `${shots}/model-${name}-${theme.replaceAll(' ', '-')}.png` })
        await fixture.page.keyboard.press('Escape')
      }
    if (!shots) return
    await fixture.page.setViewportSize({ width: 420, height: 720 })
    await fixture.page.screenshot({ path: `${shots}/model-narrow.png` })
  })
})
