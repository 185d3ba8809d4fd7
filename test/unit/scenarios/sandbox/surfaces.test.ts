// New textures for a model, and models carved from views.
import { beforeAll, describe, expect, it } from 'vitest'
import { readGlb, writeGlb } from '../../../../src/mesh/formats/gltf.ts'
import { placedMeshes } from '../../../../src/mesh/formats/surface.ts'
import { boundsOf } from '../../../../src/mesh/geometry.ts'
import type { RgbaImage } from '../../../../src/mesh/images/image.ts'
import { encodePng } from '../../../../src/mesh/images/png.ts'
import { multiviewToModel } from '../../../../src/sandbox/work/multiview-to-model.ts'
import { textureModel } from '../../../../src/sandbox/work/texture-model.ts'
import type { WorkSource } from '../../../../src/simulator/work.ts'
import { staticModel } from '../../mesh/formats/sample.ts'
import { asSource, faultsOf, fileOf, sourceOf, tintOf } from '../../sandbox/work/support.ts'

/** Pixels along a side of the models' pictures, and whether two files are the same: as quick to tell as they are long. */
const pictureSide = 64
const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

const paint = (source: WorkSource, params: Record<string, unknown>, inputs: Record<string, Uint8Array> = {}) =>
  textureModel({ capability: 'texture_model', params, inputs, source, pictureSide })
const picturesIn = async (bytes: Uint8Array) => (await readGlb(bytes)).getRoot().listTextures()
const tintIn = async (bytes: Uint8Array) => {
  const image = (await readGlb(bytes)).getRoot().listMaterials()[0]?.getBaseColorTexture()?.getImage()
  return tintOf(image ?? new Uint8Array())
}

/** A shape of a color on white. */
function view(
  color: readonly [number, number, number],
  inside: (u: number, v: number) => boolean,
  side = 128,
): Uint8Array {
  const data = new Uint8Array(side * side * 4).fill(255)
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      if (inside((x + 0.5) / side, (y + 0.5) / side)) data.set([...color, 255], (y * side + x) * 4)
  const image: RgbaImage = { width: side, height: side, data }
  return encodePng(image, 1)
}
const box = (w: number, h: number) => (u: number, v: number) => Math.abs(u - 0.5) < w / 2 && Math.abs(v - 0.5) < h / 2

describe('texture_model', () => {
  let barrel: WorkSource
  let bare: WorkSource
  beforeAll(async () => {
    barrel = await sourceOf('barrel')
    bare = await sourceOf('barrel', { texture: false, pbr: false, export_uv: false })
  })

  it('paints in the colors of the words', async () => {
    const red = await paint(barrel, { text_prompt: 'red metal', texture_seed: 1 })
    const { bytes } = fileOf(red, 'pbr_model')
    expect(await faultsOf(bytes)).toEqual([])
    const [r, g, b] = await tintIn(bytes)
    expect(r).toBeGreaterThan(Math.max(g, b) * 1.6)
    const [shownRed, shownGreen] = await tintOf(fileOf(red, 'rendered_image').bytes)
    expect(shownRed).toBeGreaterThan(shownGreen * 1.5)
  })

  it('paints the same again, other with another seed', async () => {
    const bytes = async (texture_seed: number) =>
      fileOf(await paint(barrel, { text_prompt: 'red metal', pbr: false, texture_seed }), 'model').bytes
    const first = await bytes(1)
    expect(isSame(await bytes(1), first)).toBe(true)
    expect(isSame(await bytes(2), first)).toBe(false)
  })

  it('makes finer textures, and plain ones without pbr', async () => {
    const fine = await picturesIn(
      fileOf(await paint(barrel, { text_prompt: 'copper', texture_quality: 'detailed' }), 'pbr_model').bytes,
    )
    expect(fine.map((texture) => texture.getSize())).toContainEqual([1024, 1024])
    expect(fine).toHaveLength(3)
    const plain = await picturesIn(fileOf(await paint(barrel, { text_prompt: 'copper', pbr: false }), 'model').bytes)
    expect(plain.map((texture) => texture.getSize())).toEqual([[512, 512]])
  })

  it('takes the texture away', async () => {
    const { bytes } = fileOf(await paint(barrel, { texture: false, pbr: false }), 'model')
    expect(await picturesIn(bytes)).toEqual([])
    expect(await faultsOf(bytes)).toEqual([])
  })

  it('unwraps what has no texture coordinates, and packs it when asked', async () => {
    const { bytes } = fileOf(await paint(bare, { text_prompt: 'blue glass', pbr: false }), 'model')
    expect(await faultsOf(bytes)).toEqual([])
    const [mesh] = placedMeshes(await readGlb(bytes))
    expect(mesh?.surfaces[0]?.uvs?.every((value) => value >= 0 && value <= 1)).toBe(true)
    const packed = fileOf(
      await paint(bare, { text_prompt: 'blue glass', pbr: false, compress: 'geometry' }),
      'model',
    ).bytes
    expect(packed.length).toBeLessThan(bytes.length)
    expect(new TextDecoder().decode(packed.subarray(0, 6000))).toContain('EXT_meshopt_compression')
  })

  it('paints from a picture, and from pictures of four sides', async () => {
    const one = await paint(bare, { pbr: false }, { image_prompt: view([30, 170, 60], box(0.5, 0.7)) })
    const [r, g, b] = await tintOf(fileOf(one, 'rendered_image').bytes)
    expect(g).toBeGreaterThan(Math.max(r, b) * 1.3)
    const sides = await paint(
      bare,
      { pbr: false },
      {
        'image_prompts.0': view([30, 170, 60], box(0.5, 0.7)),
        'image_prompts.1': view([40, 60, 200], box(0.5, 0.7)),
      },
    )
    const image = (await readGlb(fileOf(sides, 'model').bytes)).getRoot().listTextures()[0]?.getImage()
    const [, green, blue] = await tintOf(image ?? new Uint8Array())
    expect(blue).toBeGreaterThan(green * 0.6)
    expect(green).toBeGreaterThan(blue * 0.6)
  })

  it('takes over the colors of a style picture', async () => {
    const style_image = view([200, 30, 200], box(0.6, 0.6))
    const [r, g, b] = await tintIn(
      fileOf(await paint(barrel, { text_prompt: 'a barrel', pbr: false }, { style_image }), 'model').bytes,
    )
    expect(Math.min(r, b)).toBeGreaterThan(g * 1.5)
  })

  it('has one texture set for the whole model, or one for each of its materials unbaked', async () => {
    const plain = staticModel()
    for (const material of plain.getRoot().listMaterials())
      material.setBaseColorTexture(null).setNormalTexture(null).setAlphaMode('OPAQUE')
    const source = asSource('import_model', {
      ...{ kind: 'model', extension: 'glb', mediaType: 'model/gltf-binary' },
      bytes: await writeGlb(plain),
    })
    const sets = async (more: Record<string, unknown>) => {
      const { bytes } = fileOf(await paint(source, { text_prompt: 'red wood', pbr: false, ...more }), 'model')
      expect(await faultsOf(bytes)).toEqual([])
      return (await picturesIn(bytes)).length
    }
    expect([await sets({}), await sets({ bake: false })]).toEqual([1, 2])
  })

  it('paints only the parts named', async () => {
    const parts = await sourceOf('barrel', { texture: false, pbr: false, generate_parts: true })
    const names = placedMeshes(await readGlb(parts.bytes)).map((mesh) => mesh.name)
    expect(names.length).toBeGreaterThan(1)
    const { bytes } = fileOf(await paint(parts, { text_prompt: 'gold', part_names: names.slice(0, 1) }), 'pbr_model')
    expect(await faultsOf(bytes)).toEqual([])
    const meshes = placedMeshes(await readGlb(bytes))
    expect(meshes.map((mesh) => mesh.name)).toEqual(names)
    const textured = meshes.filter((mesh) => mesh.surfaces.some((surface) => surface.material?.getBaseColorTexture()))
    expect(textured.map((mesh) => mesh.name)).toEqual(names.slice(0, 1))
  })
})

describe('multiview_to_model', () => {
  const carve = (inputs: Record<string, Uint8Array>, params: Record<string, unknown> = {}) =>
    multiviewToModel({
      capability: 'multiview_to_model',
      params: { model_seed: 1, texture_seed: 1, ...params },
      inputs,
      pictureSide,
    })
  const views = { 'files.0': view([200, 60, 40], box(0.8, 0.4)), 'files.1': view([40, 60, 200], box(0.2, 0.4)) }

  it('has the measures of its silhouettes, closed and valid', async () => {
    const { bytes } = fileOf(await carve(views), 'pbr_model')
    expect(await faultsOf(bytes)).toEqual([])
    const surface = placedMeshes(await readGlb(bytes))[0]?.surfaces[0]
    const { min, max } = boundsOf(surface?.positions ?? [])
    expect(max[0] - min[0]).toBeCloseTo(1, 1)
    expect(max[1] - min[1]).toBeCloseTo(0.5, 1)
    expect(max[2] - min[2]).toBeCloseTo(0.25, 1)
    expect(openEdges(surface?.positions ?? new Float32Array(), surface?.corners ?? new Uint32Array())).toBe(0)
  })

  it('keeps what only one view shows: a hole seen from the front', async () => {
    const ring = (u: number, v: number) => {
      const r = Math.hypot(u - 0.5, v - 0.5)
      return r < 0.4 && r > 0.2
    }
    const { bytes } = fileOf(
      await carve({ 'files.0': view([200, 60, 40], ring), 'files.3': view([40, 60, 200], box(0.3, 0.8)) }),
      'pbr_model',
    )
    const { positions } = placedMeshes(await readGlb(bytes))[0]?.surfaces[0] ?? { positions: new Float32Array() }
    const { min, max } = boundsOf(positions)
    const [cx, cy] = [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2]
    let nearest = Infinity
    for (let i = 0; i < positions.length; i += 3)
      nearest = Math.min(nearest, Math.hypot((positions[i] ?? 0) - cx, (positions[i + 1] ?? 0) - cy))
    expect(nearest).toBeGreaterThan(0.15)
  })

  it('takes colors from each view, and no more faces than allowed', async () => {
    const result = await carve(views, { face_limit: 900, pbr: false })
    const document = await readGlb(fileOf(result, 'model').bytes)
    expect((placedMeshes(document)[0]?.surfaces[0]?.corners.length ?? 0) / 3).toBeLessThanOrEqual(900)
    const [r, , b] = await tintOf(document.getRoot().listTextures()[0]?.getImage() ?? new Uint8Array())
    expect(Math.min(r, b)).toBeGreaterThan(70)
    const again = await carve(views, { face_limit: 900, pbr: false })
    expect(again.files.map(({ kind }) => kind)).toEqual(result.files.map(({ kind }) => kind))
    for (const { kind, bytes } of result.files) expect(isSame(fileOf(again, kind).bytes, bytes), kind).toBe(true)
  })

  it('carves from the task that drew the views', async () => {
    const drawn = { front: views['files.0'], left: views['files.1'] }
    const source = {
      capability: 'generate_multiview_image',
      params: {},
      bytes: new Uint8Array(),
      extension: 'png',
      views: drawn,
    }
    const params = { model_seed: 1, texture_seed: 1, texture: false, pbr: false }
    const result = await multiviewToModel({ capability: 'multiview_to_model', params, inputs: {}, source, pictureSide })
    const own = fileOf(await carve(views, params), 'base_model')
    expect(isSame(fileOf(result, 'base_model').bytes, own.bytes)).toBe(true)
  })
})

/** Edges with one face only, places merged. */
function openEdges(positions: Float32Array, corners: Uint32Array): number {
  const name = (v: number) => [0, 1, 2].map((k) => Math.round((positions[v * 3 + k] ?? 0) * 1e5)).join()
  const count = new Map<string, number>()
  for (let i = 0; i < corners.length; i += 3)
    for (let k = 0; k < 3; k++) {
      const [a, b] = [name(corners[i + k] ?? 0), name(corners[i + ((k + 1) % 3)] ?? 0)].sort()
      count.set(`${a};${b}`, (count.get(`${a};${b}`) ?? 0) + 1)
    }
  return [...count.values()].filter((faces) => faces % 2 === 1).length
}
