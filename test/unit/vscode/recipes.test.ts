// Choosing a recipe: each with its total, one's own first; what is chosen goes into the form, and nothing is sent.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Account } from '../../../src/protocol/index.ts'
import { chooseRecipe, pasteRecipe, saveRecipe } from '../../../src/vscode/recipes.ts'
import { answers, copied, settings, shown } from '../../support/vscode.ts'

const state: Account = { mode: 'service', balance: 500, region: 'global', dialect: 'v3' }

describe('choosing a recipe', () => {
  beforeEach(() => {
    shown.length = 0
    answers.length = 0
    settings.delete('tripo.recipes')
  })

  it('says what each costs and fills the form with its steps', async () => {
    const filled: unknown[] = []
    answers.push((rows) => rows.find((row) => JSON.stringify(row).includes('Animated character')))
    await chooseRecipe({ account: { state, dialect: 'v3' }, showForm: (form) => filled.push(form) })
    const words = shown.map(({ text }) => text)
    expect(words).toContain('75 credits')
    expect(filled).toMatchObject([
      {
        requests: [
          { capability: 'text_to_model', params: {}, images: {} },
          { capability: 'rig_model', params: { rig_type: 'biped' } },
          { capability: 'retarget_animation', params: { animations: ['preset:idle', 'preset:walk', 'preset:run'] } },
        ],
      },
    ])
  })

  it('offers those of the settings first, says why one cannot be made, and leaves out what is none', async () => {
    settings.set('tripo.recipes', [
      {
        name: 'Tiny',
        params: { texture_quality: 'standard' },
        steps: [{ capability: 'smart_lowpoly', params: { face_limit: 800 } }],
      },
      { name: 'Odd', steps: [{ capability: 'retarget_animation' }] },
      { nome: 'none' },
    ])
    await chooseRecipe({ account: { state, dialect: 'v3' }, showForm: () => undefined })
    const words = shown.map(({ text }) => text)
    const labels = words.filter((text) => /Tiny|Odd|Game prop/.test(text))
    expect(labels.map((label) => label.replace(/^\$\([^)]*\) /, ''))).toEqual(['Tiny', 'Odd', 'Game prop'])
    expect(words).toContain('cannot be made')
  })

  it('does nothing when it is called off', async () => {
    const filled: unknown[] = []
    await chooseRecipe({ account: { state, dialect: 'v3' }, showForm: (form) => filled.push(form) })
    expect(filled).toEqual([])
  })

  it('keeps a chain under a name, in the place of one of that name', async () => {
    settings.set('tripo.recipes', [{ name: 'Mine' }, { name: 'Other' }])
    answers.push(() => 'Mine')
    expect(await saveRecipe({ steps: [{ capability: 'smart_lowpoly' }] })).toBe('Mine')
    expect(settings.get('tripo.recipes')).toEqual([
      { name: 'Other' },
      { name: 'Mine', steps: [{ capability: 'smart_lowpoly' }] },
    ])
  })
})

describe('a recipe of somebody else', () => {
  const showForm = (forms: unknown[]) => (form: unknown) => void forms.push(form)

  it('is put into the form from the clipboard', async () => {
    const forms: unknown[] = []
    copied.push(JSON.stringify({ name: 'Low', steps: [{ capability: 'smart_lowpoly', params: { face_limit: 900 } }] }))
    await pasteRecipe(showForm(forms))
    expect(forms).toMatchObject([
      { requests: [{ capability: 'text_to_model' }, { capability: 'smart_lowpoly', params: { face_limit: 900 } }] },
    ])
  })

  it.each(['no JSON', '{"steps":[{"capability":"cook"}]}', '[]'])(
    'is refused with words when it is none: %s',
    async (text) => {
      copied.push(text)
      await expect(pasteRecipe(showForm([]))).rejects.toThrow('no recipe')
    },
  )
})
