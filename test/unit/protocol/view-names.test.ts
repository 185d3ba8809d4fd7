// Which side a picture shows, as names tell it.
import { describe, expect, it } from 'vitest'
import { placesByName, viewOf, withoutView } from '../../../src/protocol/view-names.ts'

describe('a name tells a side', () => {
  it.each([
    ['chair-front.png', 'front'],
    ['chair_L.jpg', 'left'],
    ['file:///w/art/Chair%20Back.webp', 'back'],
    ['chairRight.png', 'right'],
    ['rear view.png', 'back'],
    ['椅子正面.png', 'front'],
    ['left-boot-front.png', 'front'],
    ['brass-lantern-left_view.png', 'left'],
    ['chair.png', undefined],
    ['backpack.png', undefined],
  ])('%s: %s', (name, view) => expect(viewOf(name)).toBe(view))
})

it('is left out of what is made of it', () => {
  expect(withoutView('chair-front.png')).toBe('chair')
  expect(withoutView('brass-lantern-front_view.png')).toBe('brass-lantern')
  expect(withoutView('front.png')).toBe('front')
  expect(withoutView('backpack.png')).toBe('backpack')
})

describe('places of several files', () => {
  it('are what the names say, in whatever order', () => {
    expect(placesByName(['a-right.png', 'a-front.png', 'a-back.png', 'a-left.png'])).toEqual([3, 0, 2, 1])
  })
  it('are the free ones in order where a name says nothing, or says what another has said', () => {
    expect(placesByName(['1.png', '2.png'])).toEqual([0, 1])
    expect(placesByName(['a.png', 'a-front.png'])).toEqual([1, 0])
    expect(placesByName(['a-left.png', 'b-left.png'])).toEqual([1, 0])
  })
  it('end where there are no more', () => {
    expect(placesByName(['1', '2', '3', '4', '5'])).toEqual([0, 1, 2, 3, undefined])
  })
})
