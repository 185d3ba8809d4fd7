// The compact panel of the side bar in a real Chromium: what it says before a click, what it sends, in every kind of theme.
import { describe, expect, it } from 'vitest'
import { useStudioPage } from '../../webview/studio/page/fixture.ts'

describe('the compact panel', { timeout: 120_000 }, () => {
  const fixture = useStudioPage({ width: 280, height: 520 })
  const { at, openCompact, lastAsked } = fixture

  it('sends the prompt in the project’s style, by keys alone, and says where the result will be', async () => {
    await openCompact('styles=1&balance=500')
    await fixture.page.keyboard.press('Tab')
    await fixture.page.keyboard.type('a chair')
    await at('generate').filter({ hasText: 'Generate · 20 credits' }).waitFor()
    await at('style').click()
    await fixture.page.getByRole('option', { name: 'Toy' }).click()
    // The style's texture is dearer, and that is said before the click.
    await at('generate').filter({ hasText: 'Generate · 30 credits' }).waitFor()
    await at('compact-prompt').press('Control+Enter')
    expect(await lastAsked('generate')).toMatchObject({
      capability: 'text_to_model',
      params: { prompt: 'a plastic toy of, a chair, flat colors', texture_quality: 'detailed', face_limit: 5000 },
      style: { name: 'Toy', prompt: 'a chair' },
    })
    await at('compact-said').filter({ hasText: 'Started.' }).waitFor()
  })

  it('asks for a prompt before anything is sent, and says a refusal with its way out', async () => {
    await openCompact('refuse=1')
    await at('generate').click()
    await fixture.page.locator('.field-finding:visible').first().waitFor()
    expect(await fixture.page.evaluate(() => window.fakeHost.asked.length)).toBe(0)
    await at('compact-prompt').fill('a chair')
    await at('generate').click()
    await at('problem').filter({ hasText: 'The folder is read-only.' }).waitFor()
  })

  it.each(['Dark Modern', 'Light Modern', 'Dark High Contrast', 'Light High Contrast'])(
    'axe finds nothing in %s',
    async (theme) => {
      await openCompact('styles=1&balance=12')
      await fixture.useTheme(theme)
      expect(await fixture.axe()).toEqual([])
      await fixture.shoot(`compact-${theme.replaceAll(' ', '-')}`)
      await at('generate').click()
      await fixture.page.locator('.field-finding:visible').first().waitFor()
      expect(await fixture.axe()).toEqual([])
    },
  )
})
