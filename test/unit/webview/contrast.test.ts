// Colors of a theme are moved until they can be read on the ground they stand on, and only then.
import { describe, expect, it } from 'vitest'
import { type Color, over, parseColor, ratioOf, readable } from '../../../webview/contrast.ts'

describe('contrast', () => {
  it('reads the colors that VS Code writes, and nothing else', () => {
    expect(parseColor('#0f8')).toEqual([0, 255, 136, 1])
    expect(parseColor(' #ffffff ')).toEqual([255, 255, 255, 1])
    expect(parseColor('#00000080')?.[3]).toBeCloseTo(0.5, 2)
    expect(parseColor('rgba(204, 204, 204, 0.7)')).toEqual([204, 204, 204, 0.7])
    expect(parseColor('rgb(1 2 3 / 0.5)')).toEqual([1, 2, 3, 0.5])
    for (const other of ['', 'red', '#12', 'rgb(a, b, c)', 'var(--x)']) expect(parseColor(other)).toBeUndefined()
  })

  it('has the ratios of the recommendation: 21 for black on white, 1 for the same', () => {
    expect(ratioOf([0, 0, 0, 1], [255, 255, 255, 1])).toBeCloseTo(21, 5)
    expect(ratioOf([119, 119, 119, 1], [255, 255, 255, 1])).toBeCloseTo(4.48, 2)
    expect(ratioOf([9, 9, 9, 1], [9, 9, 9, 1])).toBe(1)
  })

  it('leaves what can be read, moves what cannot, on every ground it stands on', () => {
    const fine: Color = [200, 200, 200, 1]
    expect(readable(fine, [[30, 30, 30, 1]])).toBe(fine)
    const grounds: Color[] = [
      [238, 232, 213, 1],
      [253, 246, 227, 1],
    ]
    const moved = readable([113, 113, 113, 1], grounds)
    for (const ground of grounds) expect(ratioOf(moved, ground)).toBeGreaterThanOrEqual(4.5)
    // White on a mid tone turns to black when only that can be read.
    expect(ratioOf(readable([255, 255, 255, 1], [[172, 157, 87, 1]]), [172, 157, 87, 1])).toBeGreaterThanOrEqual(4.5)
    // A transparent color counts as it appears.
    const seen = over(readable([255, 255, 255, 0.3], [[0, 0, 0, 1]]), [0, 0, 0, 1])
    expect(ratioOf(seen, [0, 0, 0, 1])).toBeGreaterThanOrEqual(4.5)
  })
})
