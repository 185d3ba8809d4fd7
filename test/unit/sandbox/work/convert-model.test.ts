// convert_model by each of its parameters: the files open in our readers and hold what was asked for.
import { beforeAll, describe, expect, it } from 'vitest'
import { detectFormat, readModel, readZip } from '../../../../src/mesh/formats/index.ts'
import { placedMeshes } from '../../../../src/mesh/formats/surface.ts'
import { sceneBounds, sceneTriangles } from '../../../../src/mesh/tools/scene.ts'
import { convertModel } from '../../../../src/sandbox/work/convert-model.ts'
import type { WorkSource } from '../../../../src/simulator/work.ts'
import { loadWasmFromPackages } from '../../../support/wasm.ts'
import { expectClose, summary, validGlb } from '../../mesh/formats/compare.ts'
import { riggedModel, staticModel } from '../../mesh/formats/sample.ts'
import { expectSameBytes, generated, openEdges, polygons, run, sourceOf, valid } from './shapes.ts'

let chair: WorkSource
let crate: WorkSource
let rigged: WorkSource
beforeAll(async () => {
  loadWasmFromPackages()
  // Small pictures keep these tests short.
  const { bytes } = await convert(
    { format: 'GLTF', texture_size: 128, texture_format: 'PNG' },
    await generated('a wooden chair'),
  )
  chair = sourceOf(bytes, 'glb', 'text_to_model')
  crate = sourceOf(await validGlb(staticModel()))
  rigged = sourceOf(await validGlb(riggedModel()), 'glb', 'retarget_animation')
})

const convert = async (params: Record<string, unknown>, source = chair) =>
  (await run(convertModel, params, source)).model
const glb = async (params: Record<string, unknown>, source = chair) =>
  valid(await convert({ format: 'GLTF', ...params }, source))
const textures = async (params: Record<string, unknown>, source = chair) =>
  (await readModel((await convert(params, source)).bytes))
    .getRoot()
    .listTextures()
    .map((texture) => [texture.getMimeType(), texture.getSize()?.[0]])

describe('format', () => {
  it.each([
    ['GLTF', 'glb', 'glb'],
    ['USDZ', 'usdz', 'usdz'],
    ['FBX', 'fbx', 'fbx'],
    ['OBJ', 'zip', 'obj'],
    ['STL', 'stl', 'stl'],
    ['3MF', '3mf', '3mf'],
  ])('%s is what the file holds', async (format, extension, content) => {
    const file = await convert({ format })
    expect(file.extension).toBe(extension)
    expect(detectFormat(file.bytes)?.format).toBe(content)
    const back = await readModel(file.bytes)
    expect(sceneTriangles(back)).toBe(sceneTriangles(await readModel(chair.bytes)))
  })

  it('gives the same bytes each time', async () => {
    const params = { format: 'GLTF', face_limit: 700, pack_uv: true, texture_size: 64 }
    expectSameBytes((await convert(params)).bytes, (await convert(params)).bytes)
  })

  it('reads what another conversion wrote', async () => {
    for (const format of ['FBX', 'OBJ', 'STL', '3MF', 'USDZ']) {
      const first = await convert({ format })
      const again = await glb({}, sourceOf(first.bytes, first.extension, 'convert_model'))
      expect(sceneTriangles(again)).toBe(sceneTriangles(await readModel(chair.bytes)))
    }
  })
})

describe('quad', () => {
  it('gives an FBX of nothing but quads, whatever the format says', async () => {
    const file = await convert({ format: 'OBJ', quad: true, face_limit: 2000 })
    expect(file.extension).toBe('fbx')
    const counts = polygons(await readModel(file.bytes))
    expect(Object.keys(counts)).toEqual(['4'])
    expect(counts[4]).toBeLessThanOrEqual(2000)
    expect(counts[4]).toBeGreaterThan(1000)
  })

  it('has at most 10,000 quads when no limit is given', async () => {
    const dog = await generated('a dog', { texture: false, pbr: false })
    const counts = polygons(await readModel((await convert({ format: 'FBX', quad: true }, dog)).bytes))
    expect(counts[4]).toBeLessThanOrEqual(10_000)
    expect(counts[4]).toBeGreaterThan(5000)
  })

  it('mirrors one half with force_symmetry', async () => {
    const params = { format: 'FBX', quad: true, force_symmetry: true }
    const { surfaces = [] } = placedMeshes(await readModel((await convert(params, crate)).bytes))[0] ?? {}
    const places = new Set<string>()
    const key = (x: number, y: number, z: number) => [x, y, z].map((value) => value.toFixed(4)).join(' ')
    const all = surfaces.flatMap(({ positions }) =>
      Array.from({ length: positions.length / 3 }, (_, v) => Array.from(positions.subarray(v * 3, v * 3 + 3))),
    )
    const middle = 2 // of the crate and its tip: 1.9 to 2.1 m
    for (const [x = 0, y = 0, z = 0] of all) places.add(key(x - middle, y, z))
    expect(all.length).toBeGreaterThan(20)
    for (const [x = 0, y = 0, z = 0] of all) expect(places.has(key(middle - x, y, z))).toBe(true)
  })
})

describe('face_limit', () => {
  it.each([1, 7, 100, 500, 1999])('%i is never exceeded', async (limit) => {
    const triangles = sceneTriangles(await glb({ face_limit: limit }))
    expect(triangles).toBeLessThanOrEqual(limit)
    expect(triangles).toBeGreaterThan(limit * 0.9 - 1)
  })

  it('leaves a smaller model as it is', async () => {
    expect(sceneTriangles(await glb({ face_limit: 100_000 }))).toBe(sceneTriangles(await readModel(chair.bytes)))
  })

  it('keeps the size of the model', async () => {
    const { min, max } = sceneBounds(await glb({ face_limit: 400 }))
    const own = sceneBounds(await readModel(chair.bytes))
    expectClose(min, [...own.min], 0.02)
    expectClose(max, [...own.max], 0.02)
  })

  it('keeps skeleton, weights and clips', async () => {
    const model = await glb({ face_limit: 6 }, rigged)
    const primitive = model.getRoot().listMeshes()[0]?.listPrimitives()[0]
    expect(sceneTriangles(model)).toBeLessThanOrEqual(6)
    expect(primitive?.getAttribute('WEIGHTS_0')).toBeTruthy()
    expect(model.getRoot().listAnimations()).toHaveLength(2)
  })
})

describe('textures', () => {
  it('are scaled down, never up', async () => {
    expect((await textures({ format: 'GLTF', texture_size: 64 })).every(([, size]) => size === 64)).toBe(true)
    const sizes = await textures({ format: 'GLTF', texture_size: 4096 })
    expect(sizes.length).toBeGreaterThan(1)
    expect(Math.max(...sizes.map(([, size]) => Number(size)))).toBe(128)
  })

  it('come as JPEG, and as PNG in FBX', async () => {
    expect(new Set((await textures({ format: 'GLTF' })).map(([type]) => type))).toEqual(new Set(['image/jpeg']))
    expect(new Set((await textures({ format: 'FBX' })).map(([type]) => type))).toEqual(new Set(['image/png']))
    expect(new Set((await textures({ format: 'GLTF', texture_format: 'PNG' })).map(([type]) => type))).toEqual(
      new Set(['image/png']),
    )
  })

  it.each([
    ['BMP', 'bmp', 'BM'],
    ['TARGA', 'tga', ''],
    ['TIFF', 'tiff', 'II*'],
    ['HDR', 'hdr', '#?RADIANCE'],
    ['DPX', 'dpx', 'SDPX'],
    ['OPEN_EXR', 'exr', 'v/1'],
    ['PNG', 'png', 'PNG'],
    ['JPEG', 'jpg', 'ÿØ'],
    ['WEBP', 'webp', 'WEBP'],
  ])('%s lies beside an OBJ', async (format, extension, magic) => {
    const files = readZip((await convert({ format: 'OBJ', texture_format: format, texture_size: 64 })).bytes)
    const picture = [...files].find(([name]) => name.endsWith(`.${extension}`))
    expect(new TextDecoder('latin1').decode(picture?.[1].subarray(0, 16))).toContain(magic)
    expect(picture).toBeDefined()
  })

  it('are WebP in a GLB, and PNG where the format cannot hold what was asked for', async () => {
    const types = async (params: Record<string, unknown>) => [
      ...new Set((await textures(params)).map(([type]) => type)),
    ]
    expect(await types({ format: 'GLTF', texture_format: 'WEBP', texture_size: 64 })).toEqual(['image/webp'])
    expect(await types({ format: 'USDZ', texture_format: 'WEBP', texture_size: 64 })).toEqual(['image/png'])
    expect(await types({ format: 'GLTF', texture_format: 'DPX', texture_size: 64 })).toEqual(['image/png'])
    const webp = await convert({ format: 'GLTF', texture_format: 'WEBP', texture_size: 64 })
    await valid(webp)
    const again = await convert({ format: 'FBX' }, sourceOf(webp.bytes, 'glb', 'convert_model'))
    expect((await readModel(again.bytes)).getRoot().listTextures()[0]?.getMimeType()).toBe('image/png')
  })

  it('become one set with pack_uv, with the colors in place', async () => {
    const packed = await glb({ pack_uv: true, texture_format: 'PNG' }, crate)
    expect(packed.getRoot().listMaterials()).toHaveLength(2) // the glass is see-through and stays apart
    const opaque = staticModel()
    opaque.getRoot().listMaterials()[1]?.setAlphaMode('OPAQUE').setBaseColorFactor([0, 0, 1, 1])
    const one = await glb({ pack_uv: true, texture_format: 'PNG' }, sourceOf(await validGlb(opaque)))
    expect(one.getRoot().listMaterials()).toHaveLength(1)
    const colors = await glb({ export_vertex_colors: true }, sourceOf(await validGlb(one)))
    const hues = new Set(
      placedMeshes(colors)
        .flatMap((mesh) => mesh.surfaces)
        .flatMap(({ colors: own = new Float32Array() }) =>
          Array.from({ length: own.length / 4 }, (_, v) => own.subarray(v * 4, v * 4 + 3).join(' ')),
        ),
    )
    expect(hues).toEqual(new Set(['1 0 0', '0 1 0', '0 0 1']))
  })
})

describe('vertex colors', () => {
  it('stand in GLTF and OBJ instead of the texture, and nowhere else', async () => {
    const model = await glb({ export_vertex_colors: true })
    const [surface] = placedMeshes(model).flatMap((mesh) => mesh.surfaces)
    expect(surface?.colors?.length).toBe(((surface?.positions.length ?? 0) / 3) * 4)
    expect(surface?.material?.getBaseColorTexture()).toBeNull()
    const obj = readZip((await convert({ format: 'OBJ', export_vertex_colors: true })).bytes)
    const text = new TextDecoder().decode(obj.get('model.obj'))
    expect(text).toMatch(/^v( [-\d.e]+){6}$/m)
    const fbx = await readModel((await convert({ format: 'FBX', export_vertex_colors: true })).bytes)
    expect(placedMeshes(fbx)[0]?.surfaces[0]?.colors).toBeUndefined()
  })
})

describe('bake', () => {
  it('makes vertex colors a texture where the format has pictures, and keeps them when switched off', async () => {
    const plain = await generated('a wooden chair', { pbr: false })
    const colored = sourceOf((await convert({ format: 'GLTF', export_vertex_colors: true }, plain)).bytes)
    const look = async (params: Record<string, unknown>) => {
      const model = await readModel((await convert(params, colored)).bytes)
      const [surface] = placedMeshes(model).flatMap((mesh) => mesh.surfaces)
      const isTextured = Boolean(surface?.material?.getBaseColorTexture())
      return { isTextured, isColored: surface?.colors !== undefined }
    }
    for (const format of ['GLTF', 'FBX', 'USDZ', 'OBJ']) {
      expect(await look({ format }), format).toEqual({ isTextured: true, isColored: false })
      const kept = await look({ format, bake: false })
      // An OBJ has vertex colors only when they are asked for.
      expect(kept, format).toEqual({ isTextured: false, isColored: format !== 'OBJ' })
    }
    expect(await look({ format: 'GLTF', export_vertex_colors: true })).toEqual({ isTextured: false, isColored: true })
    expect(await look({ format: '3MF' })).toMatchObject({ isTextured: false })
  })
})

describe('place and size', () => {
  it('scales, turns and puts the pivot under the middle', async () => {
    const own = sceneBounds(await readModel(crate.bytes))
    const height = own.max[1] - own.min[1]
    const turned = sceneBounds(
      await glb({ scale_factor: 2, export_orientation: '+x', pivot_to_center_bottom: true }, crate),
    )
    expectClose(
      [...turned.min, ...turned.max],
      [
        ...[-(own.max[2] - own.min[2]), 0, -(own.max[0] - own.min[0])],
        ...[own.max[2] - own.min[2], height * 2, own.max[0] - own.min[0]],
      ],
    )
  })

  it('flattens the bottom by a share of the height', async () => {
    const own = sceneBounds(await readModel(crate.bytes))
    const lowest = async (params: Record<string, unknown>) => sceneBounds(await glb(params, crate)).min[1]
    const height = own.max[1] - own.min[1]
    expect(await lowest({ flatten_bottom: true, flatten_bottom_threshold: 0.25 })).toBeCloseTo(own.min[1] + height / 4)
    expect(await lowest({ flatten_bottom: true })).toBeCloseTo(own.min[1] + height / 100)
    expect(await lowest({ flatten_bottom_threshold: 0.25 })).toBeCloseTo(own.min[1])
  })

  it('writes FBX in the units of the preset', async () => {
    const plain = await readModel((await convert({ format: 'FBX' }, crate)).bytes)
    const mixamo = await convert({ format: 'FBX', fbx_preset: 'mixamo' }, crate)
    expect(Buffer.compare(mixamo.bytes, (await convert({ format: 'FBX' }, crate)).bytes)).not.toBe(0)
    expectClose(summary(await readModel(mixamo.bytes)).max, [...summary(plain).max])
    const baked = await convert({ format: 'FBX', fbx_preset: 'bake_scale' }, crate)
    expect(Buffer.compare(baked.bytes, mixamo.bytes)).not.toBe(0)
    expectClose(summary(await readModel(baked.bytes)).max, [...summary(plain).max])
  })
})

describe('parts and motion', () => {
  it('keeps named parts only', async () => {
    const model = await glb({ part_names: ['tip'] }, crate)
    expect(placedMeshes(model).map(({ name }) => name)).toEqual(['tip'])
    expect(model.getRoot().listMeshes()).toHaveLength(1)
    expect(placedMeshes(await glb({ part_names: ['nothing'] }, crate))).toHaveLength(2)
  })

  it('drops skeleton and clips without with_animation', async () => {
    const root = (await glb({ with_animation: false }, rigged)).getRoot()
    expect([root.listSkins().length, root.listAnimations().length]).toEqual([0, 0])
    const kept = (await glb({}, rigged)).getRoot()
    expect([kept.listSkins().length, kept.listAnimations().length]).toEqual([1, 2])
  })

  it('stays on the spot with animate_in_place', async () => {
    const reach = async (params: Record<string, unknown>) => {
      const moves = (await glb(params, rigged))
        .getRoot()
        .listAnimations()
        .flatMap((animation) => animation.listChannels())
        .filter((channel) => channel.getTargetPath() === 'translation')
        .map((channel) => channel.getSampler()?.getOutput()?.getArray() ?? [])
      return Math.max(...moves.flatMap((values) => Array.from(values, Number).filter((_, i) => i % 3 === 2)))
    }
    expect(await reach({})).toBeCloseTo(0.9)
    expect(await reach({ animate_in_place: true })).toBe(0)
  })

  it('closes no gap and opens none when quads are made', async () => {
    const box = sourceOf(await validGlb(staticModel()))
    const before = placedMeshes(await readModel(box.bytes)).map((mesh) => openEdges(mesh.surfaces))
    const quads = await readModel((await convert({ format: 'FBX', quad: true }, box)).bytes)
    expect(placedMeshes(quads).map((mesh) => Math.min(1, openEdges(mesh.surfaces)))).toEqual(
      before.map((count) => Math.min(1, count)),
    )
  })
})
