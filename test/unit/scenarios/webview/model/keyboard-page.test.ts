// The model editor's page by keyboard alone, in a real Chromium: where Tab leads, that the focus is seen there, and the way back.
import { Document, WebIO } from '@gltf-transform/core'
import { describe, expect, it } from 'vitest'
import { readGlb, writeGlb } from '../../../../../src/mesh/formats/gltf.ts'
import { encodePng } from '../../../../../src/mesh/images/png.ts'
import { cube, primitiveOf } from '../../../mesh/tools/shapes.ts'
import { useStudioPage } from '../../../webview/studio/page/fixture.ts'

/** A painted cube that moves, so that all parts of the page have something to show. */
async function moving(): Promise<Uint8Array> {
  const document = new Document()
  const buffer = document.createBuffer()
  const picture = encodePng({ width: 2, height: 2, data: new Uint8Array(16).fill(255) })
  const paint = document.createTexture('paint').setMimeType('image/png').setImage(picture)
  const material = document.createMaterial('paint').setBaseColorTexture(paint)
  const node = document.createNode('Crate')
  node.setMesh(document.createMesh('Crate').addPrimitive(primitiveOf(document, cube()).setMaterial(material)))
  document.createScene().addChild(node)
  const accessor = (type: 'SCALAR' | 'VEC3', values: number[]) =>
    document.createAccessor().setType(type).setArray(new Float32Array(values)).setBuffer(buffer)
  const sampler = document
    .createAnimationSampler()
    .setInput(accessor('SCALAR', [0, 1]))
    .setOutput(accessor('VEC3', [0, 0, 0, 0, 1, 0]))
  const channel = document.createAnimationChannel().setTargetNode(node).setTargetPath('translation').setSampler(sampler)
  document.createAnimation('Hop').addSampler(sampler).addChannel(channel)
  return writeGlb(document)
}

/** The cube without its clip, whose picture lies beside it. */
async function painted(uri: string): Promise<Uint8Array> {
  const document = await readGlb(await moving())
  for (const clip of document.getRoot().listAnimations()) clip.dispose()
  for (const texture of document.getRoot().listTextures()) texture.setURI(uri)
  const { json, resources } = await new WebIO().writeJSON(document)
  for (const buffer of json.buffers ?? [])
    buffer.uri = `data:application/octet-stream;base64,${Buffer.from(resources[buffer.uri ?? ''] ?? []).toString('base64')}`
  return new TextEncoder().encode(JSON.stringify(json))
}

describe('the model editor by keyboard', { timeout: 180_000 }, () => {
  const fixture = useStudioPage({ width: 1200, height: 720 }, undefined, true)
  const { openModel, useTheme } = fixture
  const press = (key: string) => fixture.page.keyboard.press(key)
  const surface = () => fixture.page.locator('.tv-surface')
  /** The name and class of what has the focus for the first time, and whether one sees that: an outline, or one drawn inside. */
  const focused = () =>
    fixture.page.evaluate(() => {
      const at = document.activeElement
      if (!(at instanceof HTMLElement) || at === document.body || at.dataset['visited']) return undefined
      at.dataset['visited'] = 'yes'
      const drawn = [getComputedStyle(at), getComputedStyle(at, '::after')]
      const inner = at.shadowRoot?.querySelector('.control')
      if (inner) drawn.push(getComputedStyle(inner))
      const wanted = getComputedStyle(document.documentElement).getPropertyValue('--vscode-focusBorder').trim()
      const probe = document.createElement('i')
      probe.style.color = wanted
      document.body.append(probe)
      const color = getComputedStyle(probe).color
      probe.remove()
      const isSeen = drawn.some(
        (style) =>
          (style.outlineStyle !== 'none' && style.outlineColor === color) ||
          (style.borderTopStyle === 'solid' && style.borderTopColor === color),
      )
      const name = at.ariaLabel || at.title || at.textContent?.trim().slice(0, 40) || at.parentElement?.textContent
      return { what: `${at.localName}.${at.className} ${name}`, isSeen }
    })
  const isIn = (selector: string) =>
    fixture.page.evaluate((within) => document.activeElement?.closest(within) !== null, selector)

  it('reaches everything by Tab, and shows where the focus is', async () => {
    await openModel({ name: 'moving.glb', bytes: await moving() }, 'editable')
    await useTheme('Dark Modern')
    const stops: string[] = []
    const unseen: string[] = []
    await fixture.page.locator('.model-bar button:visible').first().focus()
    // From a button that is focused by the page alone a ring is not asked for.
    for (await press('Shift+Tab'), await press('Tab'); stops.length < 120; await press('Tab')) {
      const at = await focused()
      if (!at) break
      stops.push(at.what)
      if (!at.isSeen) unseen.push(at.what)
    }
    expect(unseen).toEqual([])
    // Every list and bar of the page, from the first to the last.
    const parts = [
      'Previous Model',
      'tv-surface',
      'outliner-row',
      'model-slider',
      'properties-value',
      'Clip',
      'Root Motion',
    ]
    expect(parts.map((part) => stops.findIndex((stop) => stop.includes(part)))).not.toContain(-1)
  })

  it('has one stop for many values and buttons, which the arrow keys walk', async () => {
    await openModel({ name: 'moving.glb', bytes: await moving() }, 'editable')
    await fixture.page.locator('.properties-value').nth(5).waitFor()
    const stopsIn = (within: string) =>
      fixture.page.evaluate(
        (selector) =>
          [...document.querySelectorAll<HTMLElement>(`${selector} :is(button, input, select, summary, [tabindex])`)]
            .filter((one) => one.tabIndex === 0 && one.offsetParent !== null && !one.matches(':disabled'))
            .map((one) => one.className || one.localName),
        within,
      )
    // Color, three shares, transparency, glow, both sides and the heading; the pictures; the values.
    expect((await stopsIn('.properties')).length).toBe(10)
    for (const bar of [
      '.model-bar',
      '.outliner-tools',
      '.timeline-buttons:has([data-testid=timeline-play])',
      '.tv-toolbar',
    ])
      expect(await stopsIn(bar), bar).toHaveLength(1)
    const all = fixture.page.locator('.properties [role=toolbar] :is(.properties-value, .properties-thumbnail)')
    const count = await all.count()
    await all.first().focus()
    const visited = new Set<string | undefined>()
    for (let at = 0; at < count; at++) {
      const focused = await fixture.page.evaluate((number) => {
        const at = document.activeElement
        if (!(at instanceof HTMLElement) || at.dataset['walked']) return undefined
        at.dataset['walked'] = String(number)
        return at.matches('.properties-value, .properties-thumbnail') ? String(number) : undefined
      }, at)
      visited.add(focused)
      await press('ArrowDown')
    }
    expect(visited.has(undefined)).toBe(false)
    expect(visited.size).toBe(count)
    // The stop is where one has left it.
    await press('ArrowUp')
    await press('Shift+Tab')
    await press('Tab')
    expect(await all.nth(count - 2).evaluate((one) => one === document.activeElement)).toBe(true)
    // Also when everything is drawn anew while the focus is elsewhere.
    await all.first().evaluate((one) => {
      one.dataset['walked'] = 'before'
    })
    await fixture.page.getByRole('checkbox', { name: 'Double sided' }).click()
    await expect.poll(() => all.first().evaluate((one) => one.dataset['walked'])).toBe(undefined)
    expect(await all.nth(count - 2).evaluate((one) => one instanceof HTMLElement && one.tabIndex)).toBe(0)
    expect((await stopsIn('.properties')).length).toBe(10)
  })

  it('leads into what lies on the picture, and by Escape back', async () => {
    await openModel({ name: 'moving.glb', bytes: await moving() }, 'editable')
    await surface().focus()
    await press('Tab')
    expect(await isIn('.outliner-tree')).toBe(true)
    await press('Escape')
    expect(await isIn('.tv-surface')).toBe(true)
    await press('Alt+b')
    await press('Tab')
    expect(await isIn('.model-section')).toBe(true)
    await press('Escape')
    expect(await isIn('.tv-surface')).toBe(true)
    await press('Alt+b')
    const check = fixture.page.getByRole('button', { name: 'Check Model' })
    await check.press('Enter')
    expect(await isIn('.check-panel')).toBe(true)
    await press('Escape')
    expect(await check.evaluate((one) => one === document.activeElement), 'back where it was opened').toBe(true)
  })

  it('stays in the dialog of a texture until Escape leads back', async () => {
    await openModel({ name: 'moving.glb', bytes: await moving() }, 'editable')
    const thumbnail = fixture.page.locator('.properties-thumbnail').first()
    await thumbnail.press('Enter')
    await fixture.page.getByRole('dialog').waitFor()
    for (let stop = 0; stop < 12; stop++) {
      await press('Tab')
      expect(await isIn('.texture-dialog')).toBe(true)
    }
    for (let stop = 0; stop < 12; stop++) {
      await press('Shift+Tab')
      expect(await isIn('.texture-dialog')).toBe(true)
    }
    await press('Escape')
    expect(await isIn('.properties-thumbnail')).toBe(true)
  })

  it('leads back from the dialog of a texture whose picture came meanwhile, which is shown there, too', async () => {
    const { page } = fixture
    const red = encodePng({
      width: 4,
      height: 4,
      data: Uint8Array.from({ length: 64 }, (_, i) => (i % 4 === 0 ? 255 : i % 4 === 3 ? 255 : 0)),
    })
    let send = () => {}
    const held = new Promise<void>((done) => {
      send = done
    })
    await page.route('**/paint.png', async (route) => {
      await held
      await route.fulfill({ body: Buffer.from(red), contentType: 'image/png' })
    })
    await openModel({ name: 'painted.gltf', bytes: await painted('paint.png') }, 'editable')
    await page.locator('.properties-thumbnail').first().press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    expect(await dialog.locator('.texture-facts').textContent()).not.toContain('4 × 4')
    send()
    await expect.poll(() => dialog.locator('.texture-facts').textContent()).toContain('4 × 4')
    await press('Tab')
    expect(await isIn('.texture-dialog')).toBe(true)
    await press('Escape')
    expect(await isIn('.properties-thumbnail')).toBe(true)
    await page.unroute('**/paint.png')
  })

  it('closes the dialog of a texture whose file is gone', async () => {
    await openModel({ name: 'moving.glb', bytes: await moving() }, 'editable')
    const { page } = fixture
    await page.locator('.properties-thumbnail').first().press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.evaluate(() => window.fakeHost.server.notify('modelChanged', {}))
    await page.getByText('The file is gone.').waitFor()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(await isIn('.properties')).toBe(true)
  })
})
