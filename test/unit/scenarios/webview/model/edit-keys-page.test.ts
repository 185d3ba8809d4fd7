// Changing a model by keys on the model editor's page, in a real Chromium: moved, turned, duplicated, joined, from the list of all
// keys and from the outliner's menu, too.
import { describe, expect, it } from 'vitest'
import { writeGlb } from '../../../../../src/mesh/formats/gltf.ts'
import { placeOf } from '../../../../../webview/viewport/camera-place.ts'
import { riggedModel } from '../../../mesh/formats/sample.ts'
import { useStudioPage } from '../../../webview/studio/page/fixture.ts'
import { crates } from './crates.ts'

describe('changing a model by keys', { timeout: 180_000 }, () => {
  const fixture = useStudioPage({ width: 1200, height: 720 }, undefined, true)
  const { openModel, lastAsked, axe } = fixture
  const open = async () => openModel({ name: 'crates.glb', bytes: await crates() }, 'editable')

  it('frames the model where its parts have been moved to', async () => {
    await open()
    const { page } = fixture
    const moved = { kind: 'transform', translation: [40, 0, 0], rotation: [0, 0, 0, 1], scale: [1, 1, 1] }
    await page.evaluate(
      (operation) =>
        window.fakeHost.server.notify('modelEdited', { operations: [0, 1].map((node) => ({ ...operation, node })) }),
      moved,
    )
    await page.locator('.tv-surface').focus()
    await page.keyboard.press('f')
    const middle = async () => placeOf(Reflect.get(Object(await lastAsked('saveCamera')), 'camera'))?.target[0]
    await expect.poll(middle).toBeCloseTo(40)
  })

  it('says of a part that bones move that it stands where they do, and changes nothing', async () => {
    await openModel({ name: 'rigged.glb', bytes: await writeGlb(riggedModel()) }, 'editable')
    const { page } = fixture
    await page.getByRole('treeitem', { name: 'body' }).click()
    await page.locator('.tv-surface').focus()
    for (const key of ['g', 'x', '3', 'Enter']) await page.keyboard.press(key)
    await page.locator('.model-edit-note').getByText('stands where its bones do').waitFor()
    await page.getByRole('treeitem', { name: 'armature' }).click()
    await page.locator('.tv-surface').focus()
    for (const key of ['g', 'x', '3', 'Enter']) await page.keyboard.press(key)
    expect(await lastAsked('editModel')).toMatchObject({ operations: [{ kind: 'transform', translation: [3, 0, 0] }] })
  })

  it('changes what is selected in the list by the keys that its menu shows', async () => {
    await open()
    const { page } = fixture
    const [crate, lid] = ['Crate', 'Lid'].map((name) => page.getByRole('treeitem', { name }))
    await lid?.click()
    await page.keyboard.press('F2')
    await expect.poll(() => lastAsked('askName')).toEqual({ name: 'Lid' })
    await page.keyboard.press('Control+j')
    await page.locator('.model-edit-note').getByText('Select 2 parts or more first.').waitFor()
    await crate?.click({ modifiers: ['Control'] })
    await page.keyboard.press('Control+j')
    await expect.poll(() => lastAsked('editModel')).toMatchObject({ operations: [{ operator: 'join', nodes: [1, 0] }] })
    await page.keyboard.press('F3')
    await expect.poll(() => lastAsked('pickOperator')).toMatchObject({ ids: expect.arrayContaining(['join']) })
    await crate?.click()
    await page.keyboard.press('Delete')
    await expect.poll(() => lastAsked('editModel')).toEqual({ operations: [{ kind: 'delete', node: 0 }] })
  })

  it('has the keys of changes in the list of all keys, where a change can be begun, too', async () => {
    await open()
    const { page } = fixture
    const keysOf = (id: string) => page.locator(`.tv-keys-row[data-action="${id}"] kbd`).allInnerTexts()
    await page.locator('.tv-surface').focus()
    await page.keyboard.press('?')
    expect(await keysOf('move')).toEqual(['G'])
    expect(await keysOf('grid')).toEqual(['Shift+G'])
    expect(await keysOf('tools')).toEqual(['F3'])
    expect(await keysOf('apply')).toEqual(['Ctrl+A'])
    await page.locator('.tv-keys-row[data-action="turn"]').click()
    const note = page.locator('.model-edit-note')
    await note.getByText('Select a part first.').waitFor()
    await page.getByRole('treeitem', { name: 'Lid' }).click()
    await page.locator('.tv-surface').focus()
    await page.keyboard.press('?')
    await page.locator('.tv-keys-row[data-action="turn"]').click()
    await expect.poll(() => note.textContent()).toBe('Rotate')
    for (const key of ['z', '9', '0', 'Enter']) await page.keyboard.press(key)
    await expect.poll(() => lastAsked('editModel')).toMatchObject({ operations: [{ kind: 'transform', node: 1 }] })
    for (const key of ['g', 'x', '0', 'Enter']) await page.keyboard.press(key)
    await expect.poll(() => note.textContent()).toBe('Nothing changed.')
    expect(await note.isVisible()).toBe(true)
    // Without a selection the key is the grid's, as it is where nothing can be changed.
    await page.keyboard.press('Alt+a')
    const grid = page.getByRole('button', { name: /^Grid/ })
    expect(await grid.getAttribute('aria-pressed')).toBe('true')
    await page.keyboard.press('g')
    await expect.poll(() => grid.getAttribute('aria-pressed')).toBe('false')
  })

  it('offers what keys change in the outliner’s menu, too, with those keys, where it can be changed', async () => {
    await open()
    const { page } = fixture
    const row = (name: string) => page.getByRole('treeitem', { name, exact: true })
    const entry = (name: string) => page.getByRole('menuitem', { name })
    await row('Lid').click({ button: 'right' })
    await entry('Rename').waitFor()
    const texts = await page.getByRole('menuitem').allInnerTexts()
    const said = texts.slice(-5).map((text) => text.replace(/\s+/g, ' ').trim())
    expect(said).toEqual([
      ...['Rename F2', 'Duplicate Shift+D', 'Delete X'],
      ...['Join parts Ctrl+J Select 2 parts or more first.', 'Apply transforms Ctrl+A'],
    ])
    expect(await axe()).toEqual([])
    await entry('Rename').click()
    expect(await lastAsked('askName')).toEqual({ name: 'Lid' })
    await row('Lid').click({ button: 'right' })
    await entry('Duplicate').click()
    await expect.poll(() => lastAsked('editModel')).toMatchObject({ operations: [{ kind: 'duplicate', node: 1 }] })
    await expect.poll(() => page.getByRole('treeitem').count()).toBe(3)
    await page.getByText('36 tris').waitFor()
    // The pointer is on the list: the copy stays where it is until it is moved.
    await expect.poll(() => page.locator('[role=treeitem][aria-selected=true]').count()).toBe(1)
    expect(await page.locator('.model-edit-note').isVisible()).toBe(false)
    await row('Crate').click({ button: 'right' })
    await entry('Delete').click()
    await expect.poll(() => lastAsked('editModel')).toMatchObject({ operations: [{ kind: 'delete', node: 0 }] })
    await page.getByText('24 tris').waitFor()
    await openModel({ name: 'crates.fbx', bytes: await crates() })
    await row('Lid').click({ button: 'right' })
    await entry('Copy Name').waitFor()
    expect(await entry('Rename').count()).toBe(0)
  })

  it('joins what is selected by its key, and says so where too little is', async () => {
    await open()
    const { page } = fixture
    await page.locator('.tv-surface').focus()
    await page.keyboard.press('Control+j')
    await expect.poll(() => page.locator('.model-edit-note').textContent()).toContain('Select 2 parts')
    await page.keyboard.press('a')
    await page.keyboard.press('Control+j')
    expect(await lastAsked('editModel')).toMatchObject({ operations: [{ operator: 'join', nodes: [0, 1] }] })
  })

  it('duplicates what is selected and moves the copy, which stays selected', async () => {
    await open()
    const { page } = fixture
    await page.getByRole('treeitem', { name: 'Lid' }).click()
    await page.locator('.tv-surface').focus()
    await page.keyboard.press('Shift+D')
    const note = page.locator('.model-edit-note')
    await expect.poll(() => note.textContent()).toContain('Move')
    expect(await lastAsked('editModel')).toEqual({ operations: [{ kind: 'duplicate', node: 1, as: 1_000_000 }] })
    await page.keyboard.type('z3')
    await page.keyboard.press('Enter')
    const moved = (z: number) => ({
      operations: [{ kind: 'transform', node: 1_000_000, translation: [2, 0, expect.closeTo(z, 5)] }],
    })
    await expect.poll(() => lastAsked('editModel')).toMatchObject(moved(3))
    // The same copy goes on.
    await page.keyboard.type('gz1')
    await page.keyboard.press('Enter')
    await expect.poll(() => lastAsked('editModel')).toMatchObject(moved(4))
    expect(await page.getByRole('treeitem', { name: 'Lid' }).count()).toBe(2)
  })

  it('goes on with a move although an answer to what was done before comes meanwhile', async () => {
    await open()
    const { page } = fixture
    await page.getByRole('treeitem', { name: 'Lid' }).click()
    await page.locator('.tv-surface').focus()
    await page.keyboard.press('Shift+D')
    await expect.poll(() => page.locator('.model-edit-note').textContent()).toContain('Move')
    await page.keyboard.type('z1')
    await page.evaluate(
      () =>
        new Promise<void>((arrived) => {
          addEventListener('message', () => setTimeout(arrived), { once: true })
          window.fakeHost.server.notify('modelEdited', { operations: [{ kind: 'duplicate', node: 1, as: 1_000_000 }] })
        }),
    )
    await page.keyboard.press('Enter')
    await expect
      .poll(() => lastAsked('editModel'))
      .toMatchObject({
        operations: [{ kind: 'transform', node: 1_000_000, translation: [2, 0, expect.closeTo(1, 5)] }],
      })
  })

  it('takes keys for the move of a copy that is not there yet: an X deletes nothing', async () => {
    await open()
    const { page } = fixture
    await page.getByRole('treeitem', { name: 'Lid' }).click()
    await page.locator('.tv-surface').evaluate((surface) => {
      // In one go, before any answer can come.
      for (const [key, shiftKey] of [['D', true], ['x'], ['5'], ['Enter']] as const)
        surface.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey: shiftKey ?? false, bubbles: true }))
    })
    await expect
      .poll(() => lastAsked('editModel'))
      .toMatchObject({
        operations: [{ kind: 'transform', node: 1_000_000, translation: [expect.closeTo(7, 5), 0, 0] }],
      })
    expect(await page.getByRole('treeitem', { name: 'Lid' }).count()).toBe(2)
  })

  it('says how far the pointer has brought what is moved', async () => {
    await open()
    const { page } = fixture
    await page.getByRole('treeitem', { name: 'Lid' }).click()
    const surface = page.locator('.tv-surface')
    await surface.hover({ position: { x: 200, y: 200 } })
    await surface.focus()
    await page.keyboard.type('gx')
    await surface.hover({ position: { x: 260, y: 200 } })
    const note = page.locator('.model-edit-note')
    await expect.poll(() => note.textContent()).toMatch(/^Move {2}X {2}-?[\d.]*[1-9][\d.]* m$/)
    await fixture.shoot('edit-moving')
    await page.keyboard.press('Escape')
  })
})
