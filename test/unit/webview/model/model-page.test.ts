// The model editor's page in a real Chromium with WebGL in software: parts, properties, clips, keys, a file read anew. What it
// draws and saves is in scenarios/webview/model/pictures-page.test.ts.
import { KHRMaterialsVariants } from '@gltf-transform/extensions'
import { describe, expect, it } from 'vitest'
import { COLOR_RULES, useStudioPage } from '../studio/page/fixture.ts'
import { lamp } from './lamp.ts'

describe('the model editor’s page', { timeout: 180_000 }, () => {
  const fixture = useStudioPage({ width: 1200, height: 720 }, undefined, true)
  const { at, openModel, replaceModel, useTheme, axe, lastAsked } = fixture
  const rows = () => fixture.page.getByRole('treeitem')
  const fact = (label: string) => fixture.page.locator('.properties-list dt', { hasText: label }).locator('+ dd')
  const open = async (query?: string) => openModel({ name: 'lamp.glb', bytes: await lamp() }, query)

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

  it('calls parts what the file calls them, also with blanks, and where two have one name', async () => {
    const bytes = await lamp((document) => {
      const [foot, arm, bulb] = ['Foot', 'Arm', 'Bulb'].map((name) =>
        document
          .getRoot()
          .listNodes()
          .find((node) => node.getName() === name),
      )
      foot?.setName('Foot of iron [old]')
      for (const part of [arm, bulb]) part?.setName('Part 2')
    })
    await openModel({ name: 'lamp.glb', bytes }, 'editable')
    await rows().nth(2).waitFor()
    expect(await rows().allInnerTexts()).toEqual(['Foot of iron [old]', 'Part 2', 'Part 2'])
    await rows().first().click()
    await fixture.page.locator('.properties-title', { hasText: 'Foot of iron [old]' }).waitFor()
    await fixture.page.locator('.tv-surface').focus()
    await fixture.page.keyboard.press('F2')
    await expect.poll(() => lastAsked('askName')).toEqual({ name: 'Foot of iron [old]' })
  })

  it('looks at the next model of a folder as at the one before, however large it is', async () => {
    await open()
    await rows().nth(2).waitFor()
    // The page has the focus, so that the picture has the keys.
    await expect.poll(() => fixture.page.evaluate('document.activeElement.className')).toBe('tv-surface')
    for (const key of ['3', 'ArrowUp', '+', 'Shift+ArrowLeft', 'o', 'd', 'v', ';'])
      await fixture.page.keyboard.press(key)
    await fixture.page.getByRole('treeitem', { name: 'Arm' }).click()
    await fixture.page.locator('.tv-surface').focus()
    await fixture.page.keyboard.press(']')
    const asked = JSON.parse(JSON.stringify(await lastAsked('nextModel')))
    const { camera, ...rest } = asked.carried
    expect(rest).toEqual({
      isWhole: false,
      references: ['axes', 'bounds'],
      section: { axis: 'x', share: 0.5, isTurned: false },
      clip: { name: 'Nod', at: 1 / 30, isPlaying: false },
      selected: [[expect.objectContaining({ name: 'Arm' })]],
    })
    // Ten times the size, and elsewhere.
    const large = await lamp((document) => {
      const [scene] = document.getRoot().listScenes()
      const group = document.createNode('All').setScale([10, 10, 10]).setTranslation([50, 0, 0])
      for (const child of scene?.listChildren() ?? []) group.addChild(child)
      scene?.addChild(group)
    })
    const along = encodeURIComponent(JSON.stringify(asked.carried))
    await openModel({ name: 'large.glb', bytes: large }, `carried=${along}`)
    await fixture.page.getByRole('treeitem', { name: 'Arm', selected: true }).waitFor()
    await fixture.page.keyboard.press(']')
    const again = JSON.parse(JSON.stringify(await lastAsked('nextModel'))).carried
    expect(again).toMatchObject({ isWhole: false, references: rest.references, section: rest.section, clip: rest.clip })
    for (const name of ['azimuth', 'elevation', 'distance'])
      expect(again.camera[name], name).toBeCloseTo(camera[name], 4)
    for (const axis of [0, 1, 2]) expect(again.camera.target[axis]).toBeCloseTo(camera.target[axis], 4)
  })

  it('is lit by a picture of the workspace that is dropped by its address, and says where there is none', async () => {
    await open()
    await rows().nth(2).waitFor()
    const hdr = Buffer.concat([
      Buffer.from('#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 2 +X 4\n'),
      Buffer.from(Array.from({ length: 8 }, () => [0, 255, 0, 129]).flat()),
    ])
    await fixture.page.route('**/sky.hdr', (route) => route.fulfill({ body: hdr }))
    const drop = (address: string) => fixture.drop({ 'text/uri-list': address }, undefined, '.tv-surface')
    await drop('https://example.com/sky%202.hdr')
    await fixture.page.locator('.tv-message', { hasText: 'sky 2.hdr is no HDR picture that can be read.' }).waitFor()
    await drop('# the sky\r\nfile:///game/sky.hdr')
    await expect.poll(() => lastAsked('openDropped')).toEqual({ uri: 'file:///game/sky.hdr' })
    await fixture.page.locator('.tv-surface').focus()
    await fixture.page.keyboard.press('l')
    const light = fixture.page.getByRole('dialog', { name: 'Light' }).locator('select').first()
    await expect.poll(() => light.inputValue()).toBe('own')
  })

  it('compares with another model of the workspace that is dropped, and says what else cannot be', async () => {
    await open()
    await rows().nth(2).waitFor()
    const drop = (address: string) => fixture.drop({ 'text/uri-list': address }, undefined, '.tv-surface')
    await drop('file:///game/older.FBX')
    expect(await lastAsked('compareDropped')).toEqual({ uri: 'file:///game/older.FBX' })
    const note = fixture.page.locator('.model-edit-note')
    expect(await note.isVisible()).toBe(false)
    await drop('https://example.com/other.glb')
    await note.getByText('Drop another model of this workspace from the explorer').waitFor()
  })

  it('frames what is looked at alone, and comes back to where the camera was, with what was hidden still hidden', async () => {
    await open()
    await rows().nth(2).waitFor()
    const surface = fixture.page.locator('.tv-surface')
    const press = async (part: string, key: string) => {
      await fixture.page.getByRole('treeitem', { name: part }).click()
      await surface.focus()
      await fixture.page.keyboard.press(key)
    }
    const distance = async (): Promise<number> => {
      await fixture.page.keyboard.press(']')
      return JSON.parse(JSON.stringify(await lastAsked('nextModel'))).carried.camera.distance
    }
    const shown = () => fixture.page.locator('[role=treeitem]:not([data-hidden])').allInnerTexts()
    await press('Foot', 'h')
    await expect.poll(shown).toEqual(['Arm', 'Bulb'])
    const before = await distance()
    await press('Bulb', '/')
    // Of the arm that it lies in nothing is seen.
    await expect.poll(shown).toEqual(['Bulb'])
    await expect.poll(distance).toBeLessThan(before / 2)
    await fixture.page.keyboard.press('/')
    await expect.poll(distance).toBeCloseTo(before, 4)
    await expect.poll(shown).toEqual(['Arm', 'Bulb'])
  })

  it('has a slider for each morph target, also where the file leaves their names empty', async () => {
    const bytes = await lamp((document) => {
      const [mesh] = document.getRoot().listMeshes()
      const [primitive] = mesh?.listPrimitives() ?? []
      const base = primitive?.getAttribute('POSITION')
      if (!mesh || !primitive || !base) throw new Error('no mesh')
      for (let at = 0; at < 2; at++)
        primitive.addTarget(document.createPrimitiveTarget().setAttribute('POSITION', base.clone()))
      mesh.setWeights([0, 0])
    })
    await openModel({ name: 'lamp.glb', bytes })
    await expect.poll(() => fixture.page.locator('.morph-name').allInnerTexts()).toEqual(['Target 1', 'Target 2'])
  })

  it('shows one of the material variants of a file, and says which parts are largest', async () => {
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

  /** With unlit colors in a small window: what plays is drawn again and again. */
  const openToPlay = async () => {
    await fixture.page.setViewportSize({ width: 480, height: 360 })
    await open()
    await fixture.page.locator('.tv-surface').focus()
    await fixture.page.getByRole('button', { name: /^Shading/ }).click()
    await fixture.page.getByRole('menuitemradio', { name: 'Base color', exact: true }).click()
  }

  it('plays, pauses and scrubs a clip', async () => {
    await openToPlay()
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

  it('plays once, and then again from its start, and back and forth by the time that is shown', async () => {
    await openToPlay()
    const { page } = fixture
    const choose = async (label: string) => {
      await page.getByRole('combobox', { name: 'Loop' }).click()
      await page.getByRole('option', { name: label, exact: true }).click()
    }
    const seconds = async () => Number.parseFloat((await at('timeline-time').textContent()) ?? '')
    await choose('Once')
    await page.locator('.timeline-slider').fill('950')
    await at('timeline-play').click()
    await expect.poll(seconds).toBe(2)
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor()
    await at('timeline-play').click()
    await expect.poll(seconds).toBeLessThan(1.9)
    await at('timeline-play').click()
    await choose('Back and forth')
    await page.locator('.timeline-slider').fill('950')
    await at('timeline-play').click()
    // It turns round at the end, and is not at the start at once.
    await expect.poll(seconds).toBeGreaterThan(1.9)
    await expect.poll(seconds, { interval: 20 }).toBeLessThan(1.9)
    expect(await seconds()).toBeGreaterThan(0.9)
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
    expect(await lastAsked('nextModel')).toMatchObject({ step: 1, carried: { isWhole: true, references: [] } })
  })

  it('shows nothing of a file that is gone or half written, and is as it was when the file comes back', async () => {
    await open()
    const { page } = fixture
    await page.getByRole('treeitem', { name: 'Foot' }).click()
    await page.locator('.tv-surface').focus()
    for (const key of ['h', '1', 'ArrowLeft']) await page.keyboard.press(key)
    await page.getByRole('treeitem', { name: 'Bulb' }).click()
    const place = () => page.locator('.tv-view').textContent()
    const before = await place()
    await page.evaluate(() => window.fakeHost.server.notify('modelChanged', {}))
    await page.getByText('The file is gone.').waitFor()
    expect([await rows().count(), await page.locator('.properties-groups input').count()]).toEqual([0, 0])
    expect(await page.locator('.properties-title').textContent()).toBe('')
    const comesBack = async () => {
      await replaceModel({ name: 'lamp.glb', bytes: await lamp() })
      await page.getByRole('treeitem', { name: 'Foot, hidden' }).waitFor()
      expect(await page.locator('[role=treeitem][aria-selected=true]').textContent()).toBe('Bulb')
      expect(await place()).toBe(before)
    }
    await comesBack()
    await replaceModel({ name: 'lamp.glb', bytes: (await lamp()).subarray(0, 60) })
    await page.locator('.tv-message-error').waitFor()
    expect(await rows().count()).toBe(0)
    await comesBack()
  })

  it('tells its place among the models of the folder as they come and go', async () => {
    await open()
    const { page } = fixture
    const tell = (place: number, of: number) =>
      page.evaluate((told) => window.fakeHost.server.notify('modelPlace', told), { place, of })
    await tell(3, 7)
    await page.locator('.model-place', { hasText: '3 of 7' }).waitFor()
    await tell(1, 1)
    await page.getByRole('button', { name: 'Next Model (])' }).waitFor({ state: 'hidden' })
    expect(await page.locator('.model-place').textContent()).toBe('')
    // The file itself is gone: what is left of its folder is a key away.
    await tell(0, 1)
    await page.getByRole('button', { name: 'Next Model (])' }).waitFor()
    expect(await page.locator('.model-place').textContent()).toBe('')
  })

  it('goes on to a model that came beside the only one of the folder', async () => {
    await openModel({ name: 'lamp.glb', bytes: await lamp() }, 'alone')
    await fixture.page.getByRole('treeitem', { name: 'Bulb' }).waitFor()
    await fixture.page.keyboard.press(']')
    expect(await lastAsked('nextModel')).toMatchObject({ step: 1 })
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
    expect(await row('grid').textContent()).toMatch(/^GridOnShift\+G/)
    await row('grid').click()
    expect(await row('grid').textContent()).toMatch(/^GridOffShift\+G/)
    await fixture.page.keyboard.press('Escape')
    await fixture.page.keyboard.press('Control+1')
    await fixture.page.locator('.tv-view', { hasText: 'Back' }).waitFor()
    await fixture.page.keyboard.press('z')
    await fixture.page.keyboard.press('4')
    await expect.poll(() => lastAsked('saveLook')).toMatchObject({ shading: 'matcap', grid: false })
    await expect.poll(() => lastAsked('saveCamera')).toMatchObject({ camera: { projection: 'orthographic' } })
  })

  it('is read by everyone, in every theme', async () => {
    await open()
    await fixture.page.getByRole('treeitem', { name: 'Arm' }).click()
    for (const theme of ['Dark Modern', 'Light Modern', 'Dark High Contrast']) {
      await useTheme(theme)
      // Only colors differ.
      expect(await axe(theme === 'Dark Modern' ? undefined : COLOR_RULES), theme).toEqual([])
      await fixture.shoot(`model-${theme.replaceAll(' ', '-')}`)
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
        expect(await axe(theme === 'Light Modern' ? undefined : COLOR_RULES), `${name} ${theme}`).toEqual([])
        await fixture.shoot(`model-${name}-${theme.replaceAll(' ', '-')}`)
        await fixture.page.keyboard.press('Escape')
      }
    if (process.env.TRIPO_SHOTS === undefined) return
    await fixture.page.setViewportSize({ width: 420, height: 720 })
    await fixture.shoot('model-narrow')
  })
})
