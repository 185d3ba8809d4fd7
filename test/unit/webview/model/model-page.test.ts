// The model editor's page in a real Chromium with WebGL in software: parts, properties, keys. Its clips, its folder and what it
// draws and saves are in scenarios/webview/model.
import { KHRMaterialsVariants } from '@gltf-transform/extensions'
import { describe, expect, it } from 'vitest'
import { COLOR_RULES, useStudioPage } from '../studio/page/fixture.ts'
import { lamp } from './lamp.ts'

describe('the model editor’s page', { timeout: 180_000 }, () => {
  const fixture = useStudioPage({ width: 1200, height: 720 }, undefined, true)
  const { at, openModel, useTheme, axe, lastAsked } = fixture
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
