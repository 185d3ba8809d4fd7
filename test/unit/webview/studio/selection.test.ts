// Selecting in the strip as in a list of VS Code: one, one more, a range, all; and following the list.
import { describe, expect, it } from 'vitest'
import { kindOf, Selection } from '../../../../webview/studio/selection.ts'

const order = ['a', 'b', 'c', 'd', 'e']
const selecting = (...steps: [string, 'only' | 'toggle' | 'range'][]) => {
  const selection = new Selection()
  const current = steps.map(([id, kind]) => selection.select(id, kind, order)).at(-1)
  return { selection, ids: selection.ids, current }
}

describe('selection', () => {
  it('is one by a click, and one more or less with Ctrl', () => {
    expect(selecting(['b', 'only'], ['d', 'only']).ids).toEqual(['d'])
    expect(selecting(['b', 'only'], ['d', 'toggle']).ids).toEqual(['b', 'd'])
    expect(selecting(['b', 'only'], ['d', 'toggle'], ['d', 'toggle'])).toMatchObject({ ids: ['b'], current: 'b' })
    expect(selecting(['b', 'only'], ['b', 'toggle'])).toMatchObject({ ids: ['b'], current: 'b' })
  })

  it('is a range from the anchor with Shift, in either direction, and shrinks again', () => {
    expect(selecting(['b', 'only'], ['d', 'range'])).toMatchObject({ ids: ['b', 'c', 'd'], current: 'd' })
    expect(selecting(['b', 'only'], ['d', 'range'], ['c', 'range']).ids).toEqual(['b', 'c'])
    expect(selecting(['c', 'only'], ['a', 'range'])).toMatchObject({ ids: ['c', 'b', 'a'], current: 'a' })
    expect(selecting(['c', 'range']).ids).toEqual(['c'])
  })

  it('follows what leaves the list and what is shown by itself', () => {
    const { selection } = selecting(['b', 'only'], ['d', 'range'])
    selection.follow('d', ['a', 'b', 'd', 'e'])
    expect(selection.ids).toEqual(['b', 'd'])
    selection.follow('e', ['a', 'b', 'd', 'e'])
    expect(selection.ids).toEqual(['e'])
    selection.follow(undefined, ['a'])
    expect(selection.ids).toEqual([])
    selection.selectAll(order)
    expect(selection.ids).toEqual(order)
  })

  it('reads the modifiers of a click', () => {
    const keys = { ctrlKey: false, metaKey: false, shiftKey: false }
    expect(kindOf(keys)).toBe('only')
    expect(kindOf({ ...keys, metaKey: true })).toBe('toggle')
    expect(kindOf({ ...keys, ctrlKey: true, shiftKey: true })).toBe('range')
  })
})
