// What helps with a prompt, in the page: examples, recent prompts, the note about scenes, the project's style.
import { describe, expect, it } from 'vitest'
import { COLOR_RULES, useStudioPage } from './page/fixture.ts'

describe('the prompt', { timeout: 120_000 }, () => {
  const fixture = useStudioPage()
  const { at, open, lastAsked } = fixture

  it('has examples, a style that all requests carry, a note about scenes, and remembers what was asked', async () => {
    const { page } = fixture
    await open('styles=1')
    expect(await at('recent-prompts').isVisible()).toBe(false)
    await page.getByRole('button', { name: 'A friendly round robot with big eyes' }).click()
    expect(await at('field-prompt').inputValue()).toBe('A friendly round robot with big eyes')
    expect(await page.getByRole('group', { name: 'Examples' }).isVisible()).toBe(false)
    await at('style').click()
    await page.getByRole('option', { name: 'Toy' }).click()
    await page.getByText('a plastic toy of … flat colors').waitFor()
    expect(await at('generate').textContent()).toBe('Generate · 30 credits')
    await at('generate').click()
    const sent = await lastAsked('generate')
    expect(sent).toMatchObject({
      params: {
        prompt: 'a plastic toy of, A friendly round robot with big eyes, flat colors',
        ...{ texture_quality: 'detailed', face_limit: 5000 },
      },
      style: { name: 'Toy', prompt: 'A friendly round robot with big eyes' },
    })
    await at('field-prompt').fill('a forest with three houses')
    await page.getByText('This asks for a whole scene.').waitFor()
    await at('recent-prompts').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    expect(await at('field-prompt').inputValue()).toBe('A friendly round robot with big eyes')
    for (const name of ['Dark Modern', 'Light Modern', 'Dark High Contrast']) {
      await fixture.useTheme(name)
      // Only colors differ.
      expect(await fixture.axe(name === 'Dark Modern' ? undefined : COLOR_RULES), name).toEqual([])
    }
    await at('recent-prompts').click()
    await page.getByRole('menuitem', { name: 'Clear Recent Prompts' }).click()
    expect(await at('recent-prompts').isVisible()).toBe(false)
  })

  it('of a picture takes the style’s picture as one of the references, and its words go with the person', async () => {
    const { page } = fixture
    await open('styles=1')
    await page.getByRole('tab', { name: 'Pictures', exact: true }).click()
    await at('field-prompt').fill('a red chair')
    await at('style').click()
    await page.getByRole('option', { name: 'Toy' }).click()
    await at('forms-pictures').getByText('Image').click()
    expect(await at('field-prompt').inputValue()).toBe('a red chair')
    await at('picture-1').locator('.slot-button').click()
    await page.getByRole('menuitem', { name: 'From Disk' }).click()
    await at('picture-2').waitFor()
    await at('keep-pictures').click()
    await at('generate').click()
    expect(await lastAsked('generate')).toMatchObject({
      capability: 'generate_image',
      params: {
        prompt: 'a plastic toy of, a red chair, flat colors',
        files: [{ upload: 'file:///w/disk.png' }, { upload: 'file:///w/toy.png' }],
        output_format: 'png',
      },
      pictures: 'storage',
    })
    await page.getByTestId('viewport-pictures').locator('img').waitFor()
    await fixture.useTheme('Light Modern')
    expect(await fixture.axe()).toEqual([])
  })
})
