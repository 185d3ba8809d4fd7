// Variations as requests: what differs between them, and which seed is kept where one was chosen.
import { describe, expect, it } from 'vitest'
import { CATALOGUE, imageToModel, textToModel } from '../../../../src/tripo/catalogue/index.ts'
import { asVariations, takesVariations } from '../../../../webview/studio/variations-model.ts'

const asked = (params: Record<string, unknown>, style?: string) => ({
  capability: 'text_to_model',
  params,
  ...(style ? { style: { name: style } } : {}),
})

describe('variations', () => {
  it('each has a seed of its own, so that it can be made again', () => {
    const made = asVariations(textToModel, [asked({ prompt: 'a' }), asked({ prompt: 'a' }), asked({ prompt: 'a' })])
    const seeds = made.map(({ params }) => params.model_seed)
    expect(seeds.every((seed) => Number.isInteger(seed))).toBe(true)
    expect(new Set(seeds).size).toBe(3)
    expect(made.map(({ variation }) => variation?.index)).toEqual([0, 1, 2])
    expect(new Set(made.map(({ variation }) => variation?.set)).size).toBe(1)
  })

  it('a chosen seed is the first one’s, and the others count on from it', () => {
    const made = asVariations(textToModel, [
      asked({ model_seed: 7, texture_seed: 3 }),
      asked({ model_seed: 7, texture_seed: 3 }),
    ])
    expect(made.map(({ params }) => [params.model_seed, params.texture_seed])).toEqual([
      [7, 3],
      [8, 4],
    ])
  })

  it('between styles the style alone differs', () => {
    const made = asVariations(textToModel, [asked({ prompt: 'a' }, 'Toy'), asked({ prompt: 'a' }, 'Clay')])
    expect(made.map(({ params }) => params)).toEqual([{ prompt: 'a' }, { prompt: 'a' }])
  })

  it('are for what makes models of nothing', () => {
    expect([textToModel, imageToModel].every(takesVariations)).toBe(true)
    const others = CATALOGUE.filter(({ category }) => category !== 'generate')
    expect(others.some(takesVariations)).toBe(false)
  })
})
