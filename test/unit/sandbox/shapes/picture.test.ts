// The software renderer: that the thing is in the picture, in its colors, with its shadow.
import { describe, expect, it } from 'vitest'
import type { RgbaImage } from '../../../../src/mesh/images/image.ts'
import { modelFromPrompt } from '../../../../src/sandbox/shapes/model.ts'
import { type PictureOptions, renderPicture } from '../../../../src/sandbox/shapes/picture.ts'

const SIDE = 48
const { mesh } = await modelFromPrompt('a crate', {
  modelSeed: 1,
  textureSeed: 1,
  fineness: 0.44,
  textureSide: 0,
  pbr: false,
  autoSize: false,
})
const shot = (options?: PictureOptions) =>
  renderPicture(mesh, { baseColor: [0.6, 0.05, 0.05], metallic: 0, roughness: 0.8 }, SIDE, options)
const at = ({ data }: RgbaImage, x: number, y: number) => [...data.subarray((y * SIDE + x) * 4, (y * SIDE + x) * 4 + 3)]
const isRed = ([r = 0, g = 0]: number[]) => r > g * 1.5
const redCount = (image: RgbaImage) =>
  Array.from({ length: SIDE * SIDE }, (_, i) => at(image, i % SIDE, Math.floor(i / SIDE))).filter(isRed).length

describe('renderPicture', () => {
  it('shows the model in the middle on a grey backdrop, opaque', () => {
    const image = shot()
    expect(isRed(at(image, SIDE / 2, SIDE / 2))).toBe(true)
    for (const [x, y] of [
      [0, 0],
      [SIDE - 1, 0],
      [0, SIDE - 1],
    ] as const)
      expect(isRed(at(image, x, y))).toBe(false)
    expect(redCount(image)).toBeGreaterThan(SIDE * SIDE * 0.25)
    expect(image.data.filter((value, i) => i % 4 === 3 && value !== 255)).toHaveLength(0)
  })

  it('throws a shadow to the right, and none on a plain backdrop', () => {
    const bottom = (image: RgbaImage) =>
      Array.from({ length: SIDE }, (_, x) => at(image, x, SIDE - 8)).filter((color) => !isRed(color))
    const greys = bottom(shot()).map(([, g = 0]) => g)
    expect(Math.max(...greys) - Math.min(...greys)).toBeGreaterThan(15)
    const image = shot({ plain: true })
    const plain = new Set([0, SIDE - 1].flatMap((x) => Array.from({ length: SIDE }, (_, y) => at(image, x, y).join())))
    expect(plain.size).toBe(1)
  })

  it('sees the same with fewer samples, and something else from another side', () => {
    const [fine, coarse, top] = [shot(), shot({ samples: 1 }), shot({ pitch: 80 })]
    const apart = (other: RgbaImage) =>
      fine.data.reduce((sum, value, i) => sum + Math.abs(value - (other.data[i] ?? 0)), 0) / fine.data.length
    expect(apart(coarse)).toBeLessThan(4)
    expect(apart(top)).toBeGreaterThan(6)
  })
})
