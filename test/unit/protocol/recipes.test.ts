// Recipes: each is a chain that the service takes, on both API versions, from words and from a picture, at a known price.
import { describe, expect, it } from 'vitest'
import { RECIPES } from '../../../src/protocol/recipes.ts'
import { chainPrice, checkChain } from '../../../src/tripo/catalogue/chain.ts'
import { fieldsOf, findCapability } from '../../../src/tripo/catalogue/index.ts'

const STARTS = {
  text_to_model: { prompt: 'a chair' },
  image_to_model: { file: { upload: 'file:///w/chair.png' } },
} as const

const anywhere = RECIPES.filter(({ begin }) => begin === undefined)

describe.each(anywhere.map((recipe) => [recipe.title, recipe] as const))('the recipe %s', (_, { params, steps }) => {
  it.each(Object.entries(STARTS))('is a chain that begins with %s', (capability, start) => {
    const found = findCapability(capability)
    const names = new Set((found ? fieldsOf(found) : []).map(({ name }) => name))
    expect(Object.keys(params).filter((name) => !names.has(name))).toEqual([])
    for (const dialect of ['v2', 'v3'] as const) {
      const results = checkChain([{ capability, params: { ...start, ...params } }, ...steps], { dialect, now: 0 })
      const wrong = results.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'))
      expect(
        wrong.map(({ message }) => message),
        dialect,
      ).toEqual([])
    }
  })
})

describe('recipes', () => {
  it('one that begins with a drawing is a chain of API v3', () => {
    const drawn = RECIPES.filter(({ begin }) => begin !== undefined)
    expect(drawn.map(({ title }) => title)).toEqual(['Posed character'])
    for (const { begin = '', params, steps } of drawn) {
      const first = { capability: begin, params: { prompt: 'a knight', ...params } }
      expect(checkChain([first, ...steps], { dialect: 'v3', now: 0 }).every(({ ok }) => ok)).toBe(true)
    }
  })

  it('cost what their steps cost together', () => {
    const price = (title: string) => {
      const recipe = RECIPES.find((one) => one.title === title)
      if (!recipe) throw new RangeError(title)
      return chainPrice([
        { capability: 'text_to_model', params: { ...STARTS.text_to_model, ...recipe.params } },
        ...recipe.steps,
      ])
    }
    // 20 for the model, 25 for a rig, 10 for each clip (docs/protocol.md#prices).
    expect(price('Animated character').lines.map(({ credits }) => credits)).toEqual([20, 25, 30])
    expect(price('AR').total).toBeGreaterThanOrEqual(20)
  })
})
