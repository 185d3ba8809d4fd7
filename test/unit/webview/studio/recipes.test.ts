// Recipes in the form: what they put into it, what is kept of the chain at hand, and the menu.
import { describe, expect, test } from 'vitest'
import { possibleSteps } from '../../../../src/mesh/tools/local-tools.ts'
import { RECIPES } from '../../../../src/protocol/recipes.ts'
import { emptyDraft } from '../../../../webview/studio/drafts.ts'
import { recipeFrom, withRecipe } from '../../../../webview/studio/recipes-model.ts'
import { COLOR_RULES, useStudioPage } from './page/fixture.ts'

const named = (title: string) => {
  const recipe = RECIPES.find((each) => each.title === title)
  if (!recipe) throw new RangeError(title)
  return recipe
}

test('a recipe takes the place of steps and values, and leaves the words', () => {
  const before = {
    ...emptyDraft(),
    forms: { text_to_model: { prompt: 'a crate', quad: true, model_seed: 4 } },
    steps: [{ id: 'step-1', capability: 'convert_model', params: { format: 'USDZ' } }],
  }
  const after = { ...before, ...withRecipe(before, named('Animated character')) }
  expect(after.steps.map(({ id, capability }) => `${id} ${capability}`)).toEqual([
    'step-1 rig_model',
    'step-2 retarget_animation',
  ])
  expect(after.forms.text_to_model).toEqual({ prompt: 'a crate', model_seed: 4 })
  expect(recipeFrom(after)).toEqual({ params: {}, steps: named('Animated character').steps })
})

test('a recipe brings what this machine does, and it is kept with the chain', () => {
  const after = { ...emptyDraft(), ...withRecipe(emptyDraft(), named('Physics prop')) }
  expect(after.local).toEqual(named('Physics prop').local)
  expect(possibleSteps(after.local ?? [])).toEqual(after.local)
  expect(recipeFrom(after)).toMatchObject({ local: named('Physics prop').local })
  expect(
    possibleSteps([
      { tool: 'melt', values: {} },
      { tool: 'collider', values: { shape: 'cone' } },
    ]),
  ).toEqual([])
  // Another recipe takes them away again.
  expect(withRecipe(after, named('Game prop')).local).toEqual([])
})

test('a list of things begins with words, one a line', () => {
  const draft = { ...emptyDraft(), tab: 'image_to_model' }
  expect(withRecipe(draft, named('Level kit'))).toMatchObject({ tab: 'text_to_model', perLine: true })
})

describe('the menu of recipes', () => {
  const studio = useStudioPage()

  test('tells each total, fills the form by keyboard, and keeps the chain at hand', async () => {
    await studio.open('recipes')
    await studio.useTheme('Dark Modern')
    await studio.at('recipes').click()
    const items = studio.page.getByRole('menu', { name: 'Recipes' }).getByRole('menuitem')
    expect(await items.first().textContent()).toContain('Tiny')
    expect(await items.filter({ hasText: 'Game prop' }).textContent()).toMatch(/\d+ credits/)
    expect(await items.filter({ hasText: 'Save These Steps' }).getAttribute('aria-disabled')).toBe('true')
    expect(await studio.axe()).toEqual([])
    await studio.page.keyboard.press('ArrowDown')
    await studio.page.keyboard.press('Enter')
    await studio.page.getByText('1 step').waitFor()
    await studio.at('recipes').click()
    await items.filter({ hasText: 'Save These Steps' }).click()
    expect(await studio.lastAsked('saveRecipe')).toMatchObject({
      recipe: { steps: [{ capability: 'smart_lowpoly', params: { face_limit: 5000 } }] },
    })
    await studio.page.getByText('Saved as the recipe “Mine”').waitFor({ state: 'attached' })
  })

  test('local tools are added with their options, cost nothing, and go with the request', async () => {
    const { at, page } = studio
    await studio.open('samples=1&balance=500')
    await at('field-prompt').fill('a crate')
    const price = await at('generate').textContent()
    await at('steps').click()
    await at('add-local-step').click()
    await page.getByRole('menuitem', { name: 'Make Collider' }).click()
    const row = page.locator('.local-step')
    await row.getByLabel('Shape').selectOption('box')
    await at('add-local-step').click()
    await page.getByRole('menuitem', { name: 'Tidy Up' }).click()
    await page.getByRole('button', { name: 'Remove Tidy Up' }).click()
    for (const theme of ['Dark Modern', 'Light Modern', 'Dark High Contrast'] as const) {
      await studio.useTheme(theme)
      // Only colors differ.
      expect(await studio.axe(theme === 'Dark Modern' ? undefined : COLOR_RULES), theme).toEqual([])
      await studio.shoot(`local-steps-${theme.replaceAll(' ', '-')}`)
    }
    expect(await at('steps').textContent()).toContain('1 local, free')
    expect(await at('generate').textContent()).toBe(price)
    await at('generate').click()
    expect(await studio.lastAsked('generate')).toMatchObject({
      local: [{ tool: 'collider', options: { shape: 'box', corners: 64 } }],
    })
  })
})
