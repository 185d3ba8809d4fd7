// The model editor's page and its file's folder: the next model is looked at as the one before, and a file that changes, goes or
// comes back is followed.
import { describe, expect, it } from 'vitest'
import { lamp } from '../../../webview/model/lamp.ts'
import { useStudioPage } from '../../../webview/studio/page/fixture.ts'

describe('the models of a folder', { timeout: 180_000 }, () => {
  const fixture = useStudioPage({ width: 1200, height: 720 }, undefined, true)
  const { openModel, replaceModel, lastAsked } = fixture
  const rows = () => fixture.page.getByRole('treeitem')
  const open = async () => openModel({ name: 'lamp.glb', bytes: await lamp() })

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
})
