// Which part of the picture is free of what lies over it.
import { describe, expect, it } from 'vitest'
import { freeArea, WHOLE } from '../../../../webview/viewport/coverage.ts'

const box = (left: number, top: number, width: number, height: number) => ({
  ...{ left, top, right: left + width, bottom: top + height },
})
/** Elsewhere on the page than in its corner. */
const picture = box(100, 50, 800, 600)

describe('the free part of a picture', () => {
  it('is all of it where nothing lies over it, and where it has no size', () => {
    expect(freeArea(picture, [])).toBe(WHOLE)
    expect(freeArea(picture, [box(0, 50, 100, 600), box(900, 50, 280, 600)])).toBe(WHOLE)
    expect(freeArea(box(0, 0, 0, 0), [box(0, 0, 10, 10)])).toBe(WHOLE)
  })

  it('is the larger one beside or below a panel', () => {
    expect(freeArea(picture, [box(600, 50, 300, 600)])).toEqual({ ...WHOLE, right: 0.625 })
    expect(freeArea(picture, [box(100, 50, 200, 300)])).toEqual({ ...WHOLE, left: 0.25 })
    // As wide as a narrow picture.
    expect(freeArea(picture, [box(108, 50, 784, 300)])).toEqual({ ...WHOLE, top: 0.5 })
  })

  it('lies between two panels', () => {
    expect(freeArea(picture, [box(100, 50, 200, 300), box(700, 50, 200, 600)])).toEqual({
      ...WHOLE,
      ...{ left: 0.25, right: 0.75 },
    })
  })

  it('is not made of what is too little to see a model in', () => {
    expect(freeArea(picture, [box(108, 58, 784, 584)])).toBe(WHOLE)
  })
})
