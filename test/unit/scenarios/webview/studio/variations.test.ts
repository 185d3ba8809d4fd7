// Several of the same request at once, in a real Chromium: their price before, the grid of them, and one that is kept.
import { describe, expect, it } from 'vitest'
import { useStudioPage } from '../../../webview/studio/page/fixture.ts'

describe('variations on the page', { timeout: 120_000 }, () => {
  const fixture = useStudioPage({ width: 1000, height: 720 }, undefined, process.env.TRIPO_SHOTS !== undefined)
  const { at, open, lastAsked, shoot } = fixture
  const choose = async (title: string) => {
    await at('variations').click()
    await fixture.page.getByRole('option', { name: title }).click()
  }

  it('are asked for with the whole price, differ by their seeds, and one is kept', async () => {
    await open('balance=500')
    await fixture.useTheme('Dark Modern')
    await at('field-prompt').fill('a chair')
    await choose('6, other seeds')
    await at('generate').filter({ hasText: 'Generate 6 · 120 credits' }).waitFor()
    // Steps wait for the one that is kept, and so does what this machine does with it.
    await at('steps').click()
    expect(await at('add-step').isVisible()).toBe(false)
    await at('add-local-step').click()
    await fixture.page.getByRole('menuitem', { name: 'Apply Transforms' }).click()
    await at('steps').getByText('1 local, free').waitFor()
    await shoot('variations-form')
    await at('generate').click()
    const asked = await lastAsked('generateMany')
    expect(asked).toMatchObject({ requests: Array.from({ length: 6 }, () => ({ local: [{ tool: 'apply' }] })) })
    const { requests } = asked as { requests: { params: Record<string, unknown>; variation: { index: number } }[] }
    expect(requests.map(({ variation }) => variation.index)).toEqual([0, 1, 2, 3, 4, 5])
    expect(new Set(requests.map(({ params }) => params.model_seed)).size).toBe(6)
    await fixture.page.getByTestId('keep-variation').nth(5).waitFor()
    await shoot('variations-grid')
    expect(await fixture.axe()).toEqual([])
    // The model itself turns under the pointer, and leaves with it.
    await at('variation').nth(2).hover()
    await fixture.page.locator('.variation-stage.is-live').waitFor()
    await shoot('variations-live')
    await fixture.page.mouse.move(5, 5)
    await expect.poll(() => fixture.page.locator('.variation-stage.is-live').count()).toBe(0)
    await at('variation').nth(1).getByRole('button', { name: 'Variation 2 of 6: Ready' }).click()
    await fixture.page.getByText('Variation 2 of 6', { exact: true }).waitFor()
    await shoot('variations-single')
    await at('all-variations').click()
    await at('keep-variation').nth(3).click()
    expect(await lastAsked('runAction')).toMatchObject({ action: 'keep' })
    await expect.poll(() => at('task').count()).toBe(1)
    // The one that is kept is what the details and the stage are about.
    expect(await fixture.page.locator('.task[aria-selected=true]').count()).toBe(1)
    expect(await at('variation-grid').isVisible()).toBe(false)
  })

  it('can be in each style of the project, and are not offered where each line makes a model', async () => {
    await open('styles=1')
    await at('field-prompt').fill('a chair\na table')
    await at('per-line').click()
    expect(await at('variations').isVisible()).toBe(false)
  })
})
