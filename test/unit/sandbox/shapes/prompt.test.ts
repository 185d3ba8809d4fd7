// What prompts are taken to mean.
import { describe, expect, it } from 'vitest'
import { NOUNS } from '../../../../src/sandbox/shapes/nouns.ts'
import { readPrompt, singulars } from '../../../../src/sandbox/shapes/prompt.ts'

const name = (prompt: string) => readPrompt(prompt, NOUNS).noun?.words[0]

describe('the noun', () => {
  it.each([
    ['a wooden dining chair with a curved back', 'chair'],
    ['a chest full of coins', 'chest'],
    ['Treasure Chest', 'chest'],
    ['a pile of coins', 'coins'],
    ["a knight's sword, highly detailed", 'sword'],
    ['three shelves', 'shelf'],
    ['knives', 'dagger'],
    ['a small red metal barrel', 'barrel'],
    ['a table and four chairs', 'table'],
    ['lamp-post', 'lamp post'],
    ['streetlights', 'lamp post'],
    ['木椅', 'chair'],
    ['一个红色的木桶', 'barrel'],
  ])('of %j is %j', (prompt, expected) => {
    expect(name(prompt)).toBe(expected)
  })

  it('is missing for words nobody knows', () => {
    for (const prompt of ['a zorgon', '', '   ', '🪑', 'стул']) expect(name(prompt)).toBeUndefined()
  })

  it('is unique: no word names two things, and there are at least 60', () => {
    const words = NOUNS.flatMap((noun) => noun.words)
    expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([])
    expect(NOUNS.length).toBeGreaterThanOrEqual(60)
  })

  it('finds singulars', () => {
    expect(singulars(['cherries'])).toContain('cherry')
    expect(singulars(['snow', 'men'])).toContain('snowman')
  })
})

describe('adjectives', () => {
  it('change the thing itself, not what it comes with', () => {
    const { look } = readPrompt('a blue chair with a red cushion', NOUNS)
    expect(look.main?.color?.[2]).toBeGreaterThan(look.main?.color?.[0] ?? 1)
    expect(look.accent?.color?.[0]).toBeGreaterThan(look.accent?.color?.[2] ?? 1)
  })
  it('paint metal when a color is named, and keep it bare otherwise', () => {
    expect(readPrompt('a red metal barrel', NOUNS).look.main?.kind).toBe('paint')
    expect(readPrompt('a metal barrel', NOUNS).look.main?.kind).toBe('metal')
    expect(readPrompt('a chair made of stone', NOUNS).look.main?.kind).toBe('stone')
  })
  it('do not count when the negative prompt has them', () => {
    const { noun, look } = readPrompt('a red metal barrel', NOUNS, 'red, barrel')
    expect(noun?.words[0]).toBe('barrel')
    expect(look.main?.kind).toBe('metal')
    expect(readPrompt('a red metal barrel', NOUNS, 'metal, red').look.main).toBeUndefined()
    expect(readPrompt('a red metal barrel', NOUNS, '').look.main?.kind).toBe('paint')
  })
  it('give size, stretch, wear and polygon count', () => {
    const small = readPrompt('a small tall old low-poly tower', NOUNS)
    expect(small.size).toBeLessThan(1)
    expect(small.stretch[1]).toBeGreaterThan(1)
    expect(small.wear).toBeGreaterThan(0.5)
    expect(small.lowPoly).toBe(true)
  })
})
