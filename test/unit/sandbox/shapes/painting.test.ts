// Texture sets: what each map holds, and that neighbouring maps tell of the same surface.
import { describe, expect, it } from 'vitest'
import type { RgbaImage } from '../../../../src/mesh/images/image.ts'
import type { Atlas } from '../../../../src/sandbox/shapes/atlas.ts'
import { paintAtlas } from '../../../../src/sandbox/shapes/painting.ts'

const atlas: Atlas = {
  tiles: new Map([
    [0, { x: 0, y: 0, w: 0.5, h: 1 }],
    [1, { x: 0.5, y: 0, w: 0.5, h: 1 }],
  ]),
  materials: [
    { kind: 'gold', color: [1, 0.8, 0.2] },
    { kind: 'glow', color: [0.2, 0.4, 1] },
  ],
}
const options = { pbr: true, seed: 'a', wear: 0 }
const texel = ({ width, data }: RgbaImage, x: number, y: number) => [
  ...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
]

describe('paintAtlas', () => {
  it('gives every tile its own metal, color and glow', () => {
    const { baseColor, metallicRoughness, normal, emissive } = paintAtlas(atlas, 32, options)
    if (!metallicRoughness || !normal || !emissive) throw new Error('a map is missing')
    expect([texel(metallicRoughness, 5, 9)[2], texel(metallicRoughness, 20, 9)[2]]).toEqual([255, 0])
    const [gold, light] = [texel(baseColor, 5, 9), texel(baseColor, 20, 9)]
    expect(gold[0]).toBeGreaterThan(gold[2] ?? 255)
    expect(light[2]).toBeGreaterThan(light[0] ?? 255)
    expect(texel(emissive, 5, 9).slice(0, 3)).toEqual([0, 0, 0])
    expect(texel(emissive, 20, 9)[2]).toBeGreaterThan(100)
    // A surface without relief has the flat normal everywhere, also at the rim where a neighbour is outside the tile.
    for (const [x, y] of [
      [16, 0],
      [31, 31],
      [20, 9],
    ] as const)
      expect(texel(normal, x, y)).toEqual([128, 128, 254, 255])
    for (const image of [baseColor, metallicRoughness, normal, emissive])
      expect(image.data.filter((value, i) => i % 4 === 3 && value !== 255)).toHaveLength(0)
  })

  it('paints the maps alike whether they are of one size or not', () => {
    const [one, two] = [paintAtlas(atlas, 512, options), paintAtlas(atlas, 1024, options)]
    expect([two.baseColor.width, two.normal?.width]).toEqual([1024, 512])
    // Compared as a whole: expect() takes seconds over a megabyte of numbers.
    const same = (a: RgbaImage | undefined, b: RgbaImage | undefined) =>
      a !== undefined && b !== undefined && Buffer.compare(a.data, b.data) === 0
    expect(same(two.metallicRoughness, one.metallicRoughness)).toBe(true)
    expect(same(two.normal, one.normal)).toBe(true)
    expect(same(two.normal, two.metallicRoughness)).toBe(false)
  })

  it('leaves out what is not asked for', () => {
    expect(
      Object.keys(
        paintAtlas({ ...atlas, tiles: new Map([[0, { x: 0, y: 0, w: 1, h: 1 }]]) }, 8, { ...options, pbr: false }),
      ),
    ).toEqual(['baseColor'])
  })
})
