// Changing a model on the model editor's page, in a real Chromium: tools with their options, materials, and what a check finds. What
// keys change is in edit-keys-page.test.ts.
import { describe, expect, it } from 'vitest'
import { encodePng } from '../../../../../src/mesh/images/png.ts'
import { lamp } from '../../../webview/model/lamp.ts'
import { COLOR_RULES, useStudioPage } from '../../../webview/studio/page/fixture.ts'
import { crates } from './crates.ts'

describe('changing a model', { timeout: 180_000 }, () => {
  const fixture = useStudioPage({ width: 1200, height: 720 }, undefined, true)
  const { openModel, lastAsked, axe, useTheme } = fixture
  const open = async (query = 'editable') => openModel({ name: 'crates.glb', bytes: await crates() }, query)

  it('runs a tool that was searched for, and again with another option in its place', async () => {
    await open()
    const { page } = fixture
    await page.locator('.tv-surface').focus()
    await page.keyboard.press('F3')
    expect(await lastAsked('pickOperator')).toEqual({ ids: expect.arrayContaining(['reduce', 'repair', 'collider']) })
    expect(JSON.stringify(await lastAsked('pickOperator'))).not.toMatch(/trimClip|join|texture"/)
    const run = (percent: number) => [{ kind: 'run', operator: 'reduce', values: { percent, millimetres: 0 } }]
    expect(await lastAsked('editModel')).toEqual({ operations: run(50), replaces: false })
    const panel = page.locator('.operator-panel')
    await expect.poll(() => panel.textContent()).toContain('6 instead of 12 triangles.')
    await page.keyboard.press('F9')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('20')
    await page.keyboard.press('Enter')
    await expect.poll(() => lastAsked('editModel')).toEqual({ operations: run(20), replaces: true })
    const told = (values: object | undefined) =>
      page.evaluate((lastTool) => window.fakeHost.server.notify('modelEdited', { operations: [], lastTool }), values)
    await told(run(20)[0])
    expect(await panel.isVisible()).toBe(true)
    for (const theme of ['Dark Modern', 'Light Modern', 'Dark High Contrast']) {
      await useTheme(theme)
      expect(await axe(theme === 'Dark Modern' ? undefined : COLOR_RULES), theme).toEqual([])
      await fixture.shoot(`edit-tool-${theme.replaceAll(' ', '-')}`)
    }
  })

  it('asks of a collider only what its shape has', async () => {
    await open()
    const { page } = fixture
    await page.evaluate(() => {
      window.fakeHost.operator = 'collider'
    })
    await page.locator('.tv-surface').focus()
    await page.keyboard.press('F3')
    const panel = page.locator('.operator-panel')
    const asked = () => panel.locator('.operator-row:visible > label').allInnerTexts()
    await expect.poll(asked).toEqual(['Shape', 'Corners of a hull'])
    const corners = panel.getByLabel('Corners of a hull')
    await corners.fill('99999999999')
    await corners.press('Enter')
    await panel.getByText('Type a number from 4 to 255.').waitFor()
    expect(await corners.inputValue()).toBe('64')
    await fixture.shoot('edit-tool-limits')
    await corners.fill('12')
    await corners.press('Enter')
    await panel.getByText('Type a number from 4 to 255.').waitFor({ state: 'hidden' })
    await panel.getByLabel('Shape').selectOption('pieces')
    await expect.poll(asked).toEqual(['Shape', 'Corners of a hull', 'Pieces at most'])
    await panel.getByLabel('Shape').selectOption('box')
    await expect.poll(asked).toEqual(['Shape'])
  })

  it('runs tools of clips on the one that is shown, and asks of another only what is its own', async () => {
    const bytes = await lamp((document) => {
      const buffer = document.getRoot().listBuffers()[0] ?? null
      const times = document
        .createAccessor()
        .setArray(new Float32Array([0, 3]))
        .setBuffer(buffer)
      const values = document.createAccessor().setType('VEC3').setArray(new Float32Array(6)).setBuffer(buffer)
      const sampler = document.createAnimationSampler().setInput(times).setOutput(values)
      const channel = document.createAnimationChannel().setSampler(sampler).setTargetPath('translation')
      channel.setTargetNode(document.getRoot().listNodes()[0] ?? null)
      document.createAnimation('Rise').addSampler(sampler).addChannel(channel)
    })
    await openModel({ name: 'lamp.glb', bytes }, 'editable')
    const { page } = fixture
    await page.getByRole('combobox', { name: 'Clip' }).click()
    await page.getByRole('option', { name: 'Rise' }).click()
    const ran = (operator: string, values: object) => ({ operations: [{ kind: 'run', operator, values }] })
    const search = async (operator: string) => {
      await page.evaluate((id) => {
        window.fakeHost.operator = id
      }, operator)
      await page.locator('.tv-surface').focus()
      await page.keyboard.press('F3')
    }
    await search('dropClip')
    await expect.poll(() => lastAsked('editModel')).toMatchObject(ran('dropClip', { clip: 1 }))
    await search('trimClip')
    await expect.poll(() => lastAsked('editModel')).toMatchObject(ran('trimClip', { clip: 1, from: 0, to: 3 }))
    const panel = page.locator('.operator-panel')
    await panel.getByLabel('Clip').selectOption({ label: 'Nod' })
    await expect.poll(() => lastAsked('editModel')).toMatchObject(ran('trimClip', { clip: 0, from: 0, to: 2 }))
    expect(await panel.getByLabel('To').inputValue()).toBe('2')
    await page.evaluate(() => {
      window.fakeHost.typed = 'Rim'
    })
    await search('renameClip')
    await expect.poll(() => lastAsked('askName')).toEqual({ name: 'Rise' })
    await expect.poll(() => lastAsked('editModel')).toMatchObject(ran('renameClip', { clip: 1, name: 'Rim' }))
    await search('inPlace')
    await expect.poll(() => lastAsked('editModel')).toEqual({ ...ran('inPlace', {}), replaces: false })
  })

  it('closes the options of a tool that was undone, and keeps the order of what comes back', async () => {
    await open()
    const { page } = fixture
    const notify = (body: object) =>
      page.evaluate((event) => window.fakeHost.server.notify('modelEdited', { operations: [], ...event }), body)
    await page.locator('.tv-surface').focus()
    await page.keyboard.press('F3')
    const panel = page.locator('.operator-panel')
    await panel.waitFor()
    await notify({})
    await panel.waitFor({ state: 'hidden' })
    const rows = () => page.getByRole('treeitem').allInnerTexts()
    await notify({ operations: [{ kind: 'delete', node: 0 }] })
    await expect.poll(rows).toEqual(['Lid'])
    await notify({})
    await expect.poll(rows).toEqual(['Crate', 'Lid'])
  })

  it('keeps a change that comes while the file after a tool is loaded', async () => {
    await open()
    const { page } = fixture
    const rows = () => page.getByRole('treeitem').allInnerTexts()
    await expect.poll(rows).toEqual(['Crate', 'Lid'])
    await page.evaluate(() => {
      const { server } = window.fakeHost
      const model = {
        url: '/crates.glb',
        name: 'after.glb',
        bytes: 700,
        place: 1,
        of: 1,
        isEditable: true,
        operations: [],
      }
      server.notify('modelChanged', { model })
      server.notify('modelEdited', { operations: [{ kind: 'delete', node: 0 }] })
    })
    await page.getByLabel('3D viewport: after.glb').waitFor()
    expect(await rows()).toEqual(['Lid'])
  })

  it('opens what the Problems panel leads to', async () => {
    await open('editable=1&budget=1')
    const { page } = fixture
    const text = 'Foot: not watertight, 1 holes.'
    await page.evaluate((said) => window.fakeHost.server.notify('showFinding', { text: said }), text)
    await page.locator('.check-place').waitFor()
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    expect(await focused()).toBe(text)
    const budget = 'The model has 12 triangles; the budget is 10.'
    await page.evaluate((said) => window.fakeHost.server.notify('showFinding', { text: said }), budget)
    // It has no place in the picture.
    await page.locator('.check-place').waitFor({ state: 'detached' })
    await expect.poll(focused).toBe(budget)
    await fixture.shoot('finding-without-place')
  })

  it('of a file that can only be looked at offers a GLB that can be changed, for as long as it is shown', async () => {
    // By its name a file that cannot be changed; this page has no worker for what FBX holds.
    await openModel({ name: 'crates.fbx', bytes: await crates() })
    const { page } = fixture
    await page.getByRole('button', { name: 'Save as GLB' }).waitFor()
    expect(await axe()).toEqual([])
    await fixture.shoot('edit-readonly')
    await page.getByRole('button', { name: 'Save as GLB' }).click()
    expect(await lastAsked('saveAsGlb')).toEqual({})
    await open()
    expect(await page.getByRole('button', { name: 'Save as GLB' }).isVisible()).toBe(false)
  })

  it('keeps one panel open over the picture at a time, and leads the focus back to where it was', async () => {
    await open()
    const { page } = fixture
    await page.setViewportSize({ width: 460, height: 720 })
    const panels = ['Light', 'Save Picture', 'All keys', 'Check Model']
    const shown = async () => {
      const names: string[] = []
      for (const name of panels) {
        const one = page.locator(`.tv-root [role="dialog"][aria-label="${name}"], section[aria-label="${name}"]`)
        if (await one.isVisible()) names.push(name)
      }
      return names
    }
    const press = async (key: string) => page.keyboard.press(key)
    const focused = () => page.evaluate(() => document.activeElement?.className ?? '')
    const surface = page.locator('.tv-surface')
    await surface.focus()
    await press('p')
    expect(await shown()).toEqual(['Save Picture'])
    await page.getByRole('button', { name: 'Light', exact: true }).click()
    expect(await shown()).toEqual(['Light'])
    await page.getByRole('button', { name: 'Check Model' }).click()
    expect(await shown()).toEqual(['Check Model'])
    await fixture.shoot('edit-panels-narrow')
    // Over what is open, with the focus in the picture.
    await surface.focus()
    await press('?')
    expect(await shown()).toEqual(['All keys'])
    await page.locator('[data-action="light"]').click()
    expect(await shown()).toEqual(['Light'])
    await press('Escape')
    expect(await shown()).toEqual([])
    expect(await focused()).toContain('tv-surface')
    await page.getByRole('button', { name: 'Check Model' }).click()
    await page.locator('.check-panel').getByRole('button', { name: 'Close' }).click()
    expect(await focused()).not.toBe('')
    expect(await page.getByRole('button', { name: 'Check Model' }).getAttribute('aria-pressed')).toBe('false')
    expect(await shown()).toEqual([])
  })

  it('changes values of a material, and puts a picture on a place of it', async () => {
    await open()
    const { page } = fixture
    await page.getByRole('treeitem', { name: 'Lid' }).click()
    const editor = page.locator('.material-editor')
    await editor.getByLabel('Roughness').fill('0.75')
    const change = (values: object) => ({ operations: [{ kind: 'material', material: 1, ...values }] })
    expect(await lastAsked('editModel')).toEqual(change({ roughness: 0.75 }))
    await editor.getByLabel('Transparency').selectOption('BLEND')
    await expect.poll(() => lastAsked('editModel')).toEqual(change({ alphaMode: 'BLEND' }))
    const buffer = Buffer.from(encodePng({ width: 1, height: 1, data: new Uint8Array([255, 0, 0, 255]) }))
    await editor.locator('input[type=file]').nth(1).setInputFiles({ name: 'bumps.png', mimeType: 'image/png', buffer })
    expect(await lastAsked('keepPicture')).toEqual({ size: buffer.length })
    const values = { material: 1, slot: 'normal', picture: 'a'.repeat(64), name: 'bumps' }
    await expect.poll(() => lastAsked('editModel')).toMatchObject({ operations: [{ operator: 'texture', values }] })
    expect(await axe()).toEqual([])
    await fixture.shoot('edit-material')
    // The explorer hands over addresses.
    const glow = '.material-slot[data-slot=emissive]'
    await page.route('**/glow.png', (route) => route.fulfill({ body: Buffer.concat([buffer, Buffer.alloc(3)]) }))
    await fixture.drop({ 'text/uri-list': 'file:///game/glow.png' }, undefined, glow)
    await expect.poll(() => lastAsked('keepPicture')).toEqual({ size: buffer.length + 3 })
    const place = { operator: 'texture', values: { slot: 'emissive', name: 'glow' } }
    await expect.poll(() => lastAsked('editModel')).toMatchObject({ operations: [place] })
    await fixture.drop({ 'text/uri-list': 'file:///game/notes.txt' }, undefined, glow)
    await page.locator('.model-edit-note').getByText('Drop a PNG, JPEG, WebP or AVIF picture').waitFor()
  })

  it('lists what a check finds, shows where, and mends it', async () => {
    await open()
    const { page } = fixture
    await page.getByRole('button', { name: 'Check Model' }).click()
    const row = page.locator('.check-row')
    await row.getByRole('button', { name: /not watertight/ }).click()
    await page.locator('.check-place').first().waitFor()
    expect(await axe()).toEqual([])
    await fixture.shoot('edit-check')
    await row.getByRole('button', { name: 'Repair' }).click()
    expect(await lastAsked('editModel')).toMatchObject({
      operations: [{ operator: 'repair', values: { holes: true, weld: false, names: false } }],
    })
  })

  it('offers nothing of it for a file that can only be looked at', async () => {
    await open('')
    const { page } = fixture
    await page.getByRole('treeitem', { name: 'Lid' }).click()
    expect(await page.locator('.material-editor').count()).toBe(0)
    await page.locator('.tv-surface').focus()
    await page.keyboard.press('F3')
    await expect.poll(() => page.locator('.model-edit-note').textContent()).toContain('can only be looked at')
    // Of one that is elsewhere there is no button for a GLB, so none is named.
    await open('virtual')
    await page.getByRole('treeitem', { name: 'Lid' }).click()
    for (const key of ['F3', 'x']) {
      await page.locator('.tv-surface').focus()
      await page.keyboard.press(key)
      await expect.poll(() => page.locator('.model-edit-note').textContent()).toContain('Copy it to a folder')
    }
    expect(await page.getByRole('button', { name: 'Save as GLB' }).isVisible()).toBe(false)
  })
})
