// The page of history and usage in a real Chromium: searched, sorted, walked with keys, acted on, read by everyone.
import { describe, expect, it } from 'vitest'
import { useStudioPage } from '../../../webview/studio/page/fixture.ts'

describe('the page of history and usage', { timeout: 180_000 }, () => {
  const fixture = useStudioPage()
  const { at, openHistory, useTheme, axe, lastAsked } = fixture
  const rows = () => at('history-row').count()

  it('searches, sorts, and does with a row what the table of actions offers', async () => {
    await openHistory()
    const all = await rows()
    expect(all).toBeGreaterThan(8)
    await at('search').fill('tortoise')
    expect(await rows()).toBe(1)
    expect(await at('count').textContent()).toBe(`1 of ${all} tasks`)
    await at('row-useSettings').click()
    expect(await lastAsked('runAction')).toMatchObject({ action: 'useSettings' })
    await at('search').fill('xyzzy')
    await at('empty').getByText('Nothing fits the search.').waitFor()
    await at('show-all').click()
    expect(await rows()).toBe(all)
    await at('sort-title').click()
    expect(await fixture.page.locator('th[aria-sort=ascending]').textContent()).toBe('Model')
    await at('row-copyPath').first().click()
    await at('said').getByText('Copied /assets/chair.glb').waitFor()
  })

  it('is one tab stop for the rows, which arrow keys walk', async () => {
    await openHistory()
    await at('sort-time').focus()
    await fixture.page.keyboard.press('Tab')
    const focused = () => fixture.page.evaluate(() => document.activeElement?.closest('tr')?.dataset.job)
    const first = await focused()
    expect(first).toBeDefined()
    await fixture.page.keyboard.press('ArrowDown')
    expect(await focused()).not.toBe(first)
    await fixture.page.keyboard.press('Home')
    expect(await focused()).toBe(first)
    expect(await fixture.page.locator('.history-row[tabindex="0"]').count()).toBe(1)
  })

  it('says that nobody knows what a request with a lost answer has cost', async () => {
    await openHistory()
    const credits = fixture.page.locator('[data-state=unconfirmed] td.history-credits')
    expect(await credits.first().textContent()).toBe('unknown')
  })

  it('tells capability and time below the name where their columns have no room', async () => {
    await openHistory()
    await useTheme('Light Modern')
    const more = fixture.page.locator('.history-row .history-more').first()
    expect(await more.isVisible()).toBe(false)
    await fixture.page.setViewportSize({ width: 500, height: 720 })
    await more.waitFor()
    expect(await more.textContent()).toMatch(/^Text to model · .*20\d\d/)
    expect(await axe()).toEqual([])
  })

  it('adds up by capability, day and state, beside the service’s own count', async () => {
    await openHistory('view=usage')
    await at('usage').getByText('As the service counts, this month').waitFor()
    for (const title of ['By capability', 'By day', 'By state']) await at('usage').getByText(title).waitFor()
    expect(await axe()).toEqual([])
  })

  it('says what to do when there is nothing, or nothing can be read', async () => {
    await openHistory('empty=1')
    await at('empty').getByText('Nothing has been generated yet.').waitFor()
    await at('open-studio').click()
    expect(await lastAsked('run')).toEqual({ command: 'tripo.openStudio' })
    await openHistory('unreadable=1')
    await at('read-again').click()
    await at('history-row').first().waitFor()
  })
})
