// A capability that nobody has ever heard of, put into the list from one file, is found in the form.
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { useStudioPage } from '../../../webview/studio/page/fixture.ts'

describe('a capability from one file', () => {
  const file = fileURLToPath(new URL('../../tripo/catalogue/made-up-capability.ts', import.meta.url))
  const fixture = useStudioPage(undefined, undefined, false, file)
  const { at } = fixture

  it('has a tab in the form, its controls, its price and its rule', async () => {
    await fixture.open()
    const { page } = fixture
    await page.getByRole('tab', { name: 'Relief' }).click()
    expect(await page.getByText('Motif', { exact: true }).isVisible()).toBe(true)
    await at('field-depth').fill('6')
    await expect.poll(() => at('generate').textContent()).toContain('42 credits')
    await at('field-stone').getByText('Slate').click()
    await page.getByText('Slate breaks below four millimetres.').waitFor()
  })
})
