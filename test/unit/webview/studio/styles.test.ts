// The project's styles in a form: words, picture, and the values that texture and faces begin with.
import { describe, expect, it } from 'vitest'
import type { Style } from '../../../../src/protocol/studio.ts'
import { generateImage, imageToModel, textToImage, textToModel } from '../../../../src/tripo/catalogue/index.ts'
import { emptyDraft } from '../../../../webview/studio/drafts.ts'
import { chosenStyle, isOutdated, styledPrompt, withChosenStyle, withStyle } from '../../../../webview/studio/styles.ts'

const toy: Style = {
  ...{ name: 'Toy', prefix: 'a plastic toy of', suffix: 'flat colors', texture: 'detailed', faceLimit: 5000 },
  image: 'file:///w/toy.png',
}

describe('a style in a request', () => {
  it('puts its words around the prompt, and says what was typed', () => {
    const { params, style } = withStyle(textToModel, { prompt: ' a chair ' }, toy)
    expect(params).toEqual({ prompt: 'a plastic toy of, a chair, flat colors' })
    expect(style).toEqual({ name: 'Toy', prompt: 'a chair' })
    expect(styledPrompt('', toy)).toBeUndefined()
    expect(withStyle(textToModel, {}, toy).params).toEqual({})
  })

  it('adds its picture where a request takes several', () => {
    const own = { prompt: 'a chair', files: [{ upload: 'file:///w/a.png' }] }
    const { params, style } = withStyle(generateImage, own, toy)
    expect(params.files).toEqual([{ upload: 'file:///w/a.png' }, { upload: 'file:///w/toy.png' }])
    expect(style).toMatchObject({ image: 'file:///w/toy.png' })
    expect(withStyle(textToImage, { prompt: 'a chair' }, toy).params).not.toHaveProperty('files')
  })

  it('is only named where there are no words', () => {
    expect(withStyle(imageToModel, { file: {} }, toy)).toEqual({ params: { file: {} }, style: { name: 'Toy' } })
    expect(withStyle(textToModel, { prompt: 'a chair' }, undefined)).toEqual({ params: { prompt: 'a chair' } })
  })
})

describe('choosing a style', () => {
  const all = [textToModel, imageToModel, textToImage]
  const choose = (draft: ReturnType<typeof emptyDraft>, style: Style | undefined) => ({
    ...draft,
    ...withChosenStyle(draft, all, style),
  })

  it('gives all forms its values, and takes them away again', () => {
    const chosen = choose(emptyDraft(), toy)
    expect(chosen.forms.text_to_model).toEqual({ texture_quality: 'detailed', face_limit: 5000 })
    expect(chosen.forms.image_to_model).toEqual({ texture_quality: 'detailed', face_limit: 5000 })
    expect(chosen.forms.text_to_image).toEqual({})
    expect(chosenStyle(chosen, [toy])).toBe(toy)
    expect(chosenStyle(chosen, [])).toBeUndefined()
    expect(choose(chosen, undefined).forms.text_to_model).toEqual({})
  })

  it('leaves what the person has chosen', () => {
    const own = { ...emptyDraft(), forms: { text_to_model: { texture: false, pbr: false, face_limit: 900 } } }
    expect(choose(own, toy).forms.text_to_model).toEqual({ texture: false, pbr: false, face_limit: 900 })
    const changed = choose(emptyDraft(), toy)
    const later = { ...changed, forms: { ...changed.forms, text_to_model: { face_limit: 7000 } } }
    expect(choose(later, undefined).forms.text_to_model).toEqual({ face_limit: 7000 })
  })

  it('is taken up again when the project has changed it', () => {
    const chosen = choose(emptyDraft(), toy)
    expect(isOutdated(chosen, [toy])).toBe(false)
    expect(isOutdated(chosen, [{ ...toy, suffix: 'other words' }])).toBe(false)
    expect(isOutdated(chosen, [{ ...toy, faceLimit: 3000 }])).toBe(true)
    expect(isOutdated(chosen, [])).toBe(false)
  })
})
