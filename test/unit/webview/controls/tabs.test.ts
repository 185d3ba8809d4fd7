// Tabs that do not fit: none is left as half a word that nobody can reach with a click.
import { describe, expect, it } from 'vitest'
import { useStudioPage } from '../studio/page/fixture.ts'

describe('tabs in a narrow column', { timeout: 120_000 }, () => {
  const fixture = useStudioPage()
  const { at, open } = fixture

  it('out of sight are in a menu at the end, and come to the front from there', async () => {
    await open()
    const more = at('more-tabs')
    await more.click()
    const items = fixture.page.getByRole('menu', { name: 'More Tabs' }).getByRole('menuitem')
    const titles = await items.allInnerTexts()
    const seen = fixture.page.locator('.control-tab:not(.is-cut)')
    expect([...(await seen.allInnerTexts()), ...titles]).toEqual(await fixture.page.getByRole('tab').allInnerTexts())
    expect(titles).toContain('Import')
    expect(titles).not.toContain('Text')
    const entry = items.filter({ hasText: 'Import' })
    await entry.hover()
    expect(await fixture.page.locator('.control-menu :focus').textContent()).toContain('Import')
    await entry.click()
    const tab = fixture.page.getByRole('tab', { name: 'Import' })
    expect(await tab.getAttribute('aria-selected')).toBe('true')
    const [box, button] = [await tab.boundingBox(), await more.boundingBox()]
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((button?.x ?? 0) + 1)
    await more.click()
    expect(await items.allInnerTexts()).toContain('Text')
    await fixture.page.keyboard.press('Escape')
    expect(await items.count()).toBe(0)
    expect(await fixture.axe()).toEqual([])
  })

  it('show the one that came to the front while a result’s form hid them', async () => {
    await open('samples=1')
    const knight = fixture.page.locator('[data-testid=task]').filter({ hasText: 'a knight' }).first()
    const onJob = (await knight.getAttribute('data-job')) ?? ''
    const tell = (name: 'showForm' | 'showTab', body: unknown) =>
      fixture.page.evaluate(([event, text]) => window.fakeHost.server.notify(event, JSON.parse(text)), [
        name,
        JSON.stringify(body),
      ] as const)
    await tell('showForm', { onJob, requests: [] })
    await at('result-form').waitFor()
    await tell('showTab', { tab: 'import_model' })
    await fixture.page.locator('.control-tab[data-testid=tab-import_model]:not(.is-cut)').waitFor()
    const [box, room] = [
      await at('tab-import_model').boundingBox(),
      await fixture.page.locator('.control-tabs-list').boundingBox(),
    ]
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((room?.x ?? 0) + (room?.width ?? 0) + 1)
  })

  it('are all there without a menu where there is room', async () => {
    await fixture.page.setViewportSize({ width: 680, height: 900 })
    await open()
    await at('more-tabs').waitFor({ state: 'hidden' })
    expect(await fixture.page.getByRole('tab', { name: 'Import' }).boundingBox()).not.toBeNull()
  })
})
