// The name and folder of a result as the form holds them: how long a name counts, and what requests are given.
import { describe, expect, it } from 'vitest'
import { namedByPattern, savedAs, typedName } from '../../../../webview/studio/save-as-model.ts'

const request = (prompt: string) => ({ capability: 'text_to_model', params: { prompt } })

describe('a name that was typed', () => {
  it('counts until it was used, and then for what it was used for', () => {
    expect(typedName({ name: 'seat' }, 'chair')).toBe('seat')
    expect(typedName({ name: 'seat', usedFor: 'chair' }, 'chair')).toBe('seat')
    expect(typedName({ name: 'seat', usedFor: 'chair' }, 'table')).toBe('')
    expect(typedName({}, 'chair')).toBe('')
  })
})

describe('requests', () => {
  it('are as they were where nothing was typed', () => {
    expect(savedAs([request('a chair')], '', undefined)).toEqual([request('a chair')])
    expect(savedAs([request('a chair')], '  ', ' ')).toEqual([request('a chair')])
  })

  it('get name and folder, and keep the title of their picture', () => {
    const picture = { capability: 'image_to_model', params: {}, name: 'lantern' }
    expect(savedAs([picture], ' Lamp ', ' public/models ')).toEqual([
      { ...picture, name: 'Lamp', title: 'lantern', folder: 'public/models' },
    ])
  })

  it('of one click have the name in front', () => {
    const names = savedAs([request('a chair'), request('a table')], 'Old House', undefined).map(({ name }) => name)
    expect(names).toEqual(['old-house-chair', 'old-house-table'])
  })
})

it('a file that is named after its picture follows the pattern, too, and keeps its title', () => {
  const request = { capability: 'image_to_model', params: {}, name: 'Old lantern' }
  expect(namedByPattern(request)).toBe(request)
  const named = namedByPattern(request, 'prop {slug} {capability}')
  expect(named).toEqual({ ...request, name: 'prop-old-lantern-image-to-model', title: 'Old lantern' })
})
