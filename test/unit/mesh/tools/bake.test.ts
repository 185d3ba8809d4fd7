// Baking: tints and vertex colors become part of the pictures, and the model looks as before.
import { Document } from '@gltf-transform/core'
import { describe, expect, it } from 'vitest'
import { placedMeshes } from '../../../../src/mesh/formats/surface.ts'
import { decodeImage } from '../../../../src/mesh/images/image.ts'
import { bakeMaterials } from '../../../../src/mesh/tools/bake.ts'
import { pairTriangles, polygonCount } from '../../../../src/mesh/tools/quads.ts'
import { sample } from '../../../../src/mesh/tools/vertex-colors.ts'
import { expectClose, expectSameShape, validGlb } from '../formats/compare.ts'
import { picture, staticModel } from '../formats/sample.ts'

/** Two triangles that share an edge, each corner of its own color, or all of one. */
function painted(colors: readonly (readonly [number, number, number])[]) {
  const document = new Document()
  const buffer = document.createBuffer()
  const accessor = (values: Float32Array | Uint16Array, type: 'VEC3' | 'VEC4' | 'SCALAR') =>
    document.createAccessor().setType(type).setArray(values.slice()).setBuffer(buffer)
  const rgba = new Float32Array(colors.flatMap((rgb) => [...rgb, 1]))
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor(new Float32Array([0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0]), 'VEC3'))
    .setAttribute('NORMAL', accessor(new Float32Array([0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1]), 'VEC3'))
    .setAttribute('COLOR_0', accessor(rgba, 'VEC4'))
    .setIndices(accessor(new Uint16Array([0, 1, 2, 0, 2, 3]), 'SCALAR'))
  const material = document.createMaterial('paint').setBaseColorFactor([0.5, 1, 1, 1]).setRoughnessFactor(0.3)
  const mesh = document.createMesh('square').addPrimitive(primitive.setMaterial(material))
  document.createScene('scene').addChild(document.createNode('square').setMesh(mesh))
  return document
}

/** The linear color that each corner shows, by its place. */
async function shown(document: Document): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>()
  for (const { surfaces } of placedMeshes(document))
    for (const { positions, uvs, colors, material } of surfaces) {
      const bytes = material?.getBaseColorTexture()?.getImage()
      const image = bytes && (await decodeImage(bytes))
      const factor = material?.getBaseColorFactor() ?? [1, 1, 1, 1]
      for (let v = 0; v * 3 < positions.length; v++) {
        const texel = image && uvs ? sample(image, uvs[v * 2] ?? 0, uvs[v * 2 + 1] ?? 0) : [1, 1, 1]
        const own = [0, 1, 2].map((k) => (texel[k] ?? 0) * (factor[k] ?? 0) * (colors ? (colors[v * 4 + k] ?? 0) : 1))
        found.set(Array.from(positions.subarray(v * 3, v * 3 + 3)).join(), own)
      }
    }
  return found
}

describe('bakeMaterials', () => {
  it.each([
    [
      'of its own at each corner',
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [0.2, 0.2, 0.2],
      ] as const,
    ],
    ['the same everywhere', Array.from({ length: 4 }, () => [0.1, 0.6, 0.3] as const)],
  ])('makes a texture of vertex colors %s', async (_, colors) => {
    const before = await shown(painted(colors))
    const baked = await bakeMaterials(painted(colors))
    expectSameShape(baked, painted(colors))
    const [surface] = placedMeshes(baked)[0]?.surfaces ?? []
    expect(surface?.colors).toBeUndefined()
    expect(surface?.material?.getBaseColorTexture()).not.toBeNull()
    expect(surface?.material?.getRoughnessFactor()).toBe(0.3)
    expect(surface?.material?.getName()).toBe('paint')
    const after = await shown(baked)
    for (const [place, color] of before) expectClose(after.get(place), color, 0.01)
    await validGlb(baked)
  })

  it('puts equal faces on one patch', async () => {
    const one = await bakeMaterials(painted(Array.from({ length: 4 }, () => [0.1, 0.6, 0.3] as const)))
    const [texture] = one.getRoot().listTextures()
    expect(Math.max(...(texture?.getSize() ?? [99]))).toBeLessThan(17)
  })

  it('multiplies tints into the pictures they tint', async () => {
    const model = staticModel()
    const [wood] = model.getRoot().listMaterials()
    wood?.setBaseColorFactor([0.5, 0.25, 1, 1])
    const before = await shown(model)
    const after = await shown(await bakeMaterials(model))
    expect(wood?.getBaseColorFactor()).toEqual([1, 1, 1, 1])
    for (const [place, color] of before) expectClose(after.get(place), color, 0.01)
    await validGlb(model)
  })

  it('leaves plain colors and pictures without a tint as they are', async () => {
    const model = await bakeMaterials(staticModel())
    const [wood, glass] = model.getRoot().listMaterials()
    expect(wood?.getBaseColorTexture()?.getImage()).toEqual(picture())
    expectClose(glass?.getBaseColorFactor(), [0.1, 0.2, 0.6, 0.5])
    expect(glass?.getBaseColorTexture()).toBeNull()
  })

  it('does not touch a picture that others show without the tint', async () => {
    const model = staticModel()
    const [wood, glass] = model.getRoot().listMaterials()
    const texture = model.createTexture('shared').setImage(new Uint8Array(picture())).setMimeType('image/png')
    wood?.setBaseColorTexture(texture).setBaseColorFactor([0, 1, 1, 1])
    glass?.setBaseColorTexture(texture).setBaseColorFactor([1, 1, 1, 0.5])
    await bakeMaterials(model)
    expect(glass?.getBaseColorTexture()?.getImage()).toEqual(picture())
    expect(wood?.getBaseColorTexture()?.getImage()).not.toEqual(picture())
  })

  it('keeps polygons', async () => {
    const model = painted([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 0],
    ])
    pairTriangles(model)
    const baked = await bakeMaterials(model)
    const [primitive] = baked.getRoot().listMeshes()[0]?.listPrimitives() ?? []
    expect(primitive && polygonCount(primitive)).toBe(1)
  })
})
