// The files of a task: valid glTF for every noun, parameters with their effect, the same bytes for the same job.
import { readFile } from 'node:fs/promises'
import { validateBytes } from 'gltf-validator'
import { beforeAll, describe, expect, it } from 'vitest'
import { readGlb as openGlb } from '../../../src/mesh/formats/index.ts'
import { placedMeshes } from '../../../src/mesh/formats/surface.ts'
import { decodeImage } from '../../../src/mesh/images/image.ts'
import { encodePng } from '../../../src/mesh/images/png.ts'
import { at } from '../../../src/mesh/math/numbers.ts'
import { inspectGlb, parseGlb, readAccessor, textureBytes } from '../../../src/mesh/tools/inspect.ts'
import { build, buildModel } from '../../../src/sandbox/build.ts'
import { writeGlb } from '../../../src/sandbox/modelling/glb.ts'
import { triangleCount } from '../../../src/sandbox/modelling/mesh-data.ts'
import { modelFromPrompt } from '../../../src/sandbox/shapes/model.ts'
import { NOUNS } from '../../../src/sandbox/shapes/nouns.ts'
import { loadWasmFromPackages } from '../../support/wasm.ts'

const textJob = (prompt: string, params: Record<string, unknown> = {}) => ({
  capability: 'text_to_model',
  params: { prompt, model_seed: 7, texture_seed: 3, ...params },
  inputs: {},
})
/** The GLB alone: rendering the picture takes longer than all the rest. */
const text = async (prompt: string, params: Record<string, unknown> = {}) =>
  (await buildModel(textJob(prompt, params))).file
/** expect() takes seconds over a megabyte of numbers. */
const same = (a: Uint8Array, b: Uint8Array | undefined) => b !== undefined && Buffer.compare(a, b) === 0
const PLAIN = { texture: false, pbr: false }
const fixture = async (name: string) =>
  new Uint8Array(await readFile(new URL(`../../fixtures/images/${name}`, import.meta.url)))
const picture = async (name: string, params: Record<string, unknown> = {}) =>
  (
    await buildModel({
      capability: 'image_to_model',
      params: { model_seed: 7, texture_seed: 3, ...params },
      inputs: { file: await fixture(name) },
    })
  ).file.bytes

/** Names of the nodes in the scene that have a mesh. */
const nodesOf = async (bytes: Uint8Array) =>
  (await openGlb(bytes))
    .getRoot()
    .listScenes()
    .flatMap((scene) => scene.listChildren())
    .flatMap((node) => (node.getMesh() ? [node.getName()] : []))

/** Corners of all meshes where the scene places them. */
const placed = async (bytes: Uint8Array) =>
  placedMeshes(await openGlb(bytes)).flatMap(({ surfaces }) =>
    surfaces.flatMap(({ positions }) =>
      Array.from({ length: positions.length / 3 }, (_, i) => Array.from(positions.slice(3 * i, 3 * i + 3))),
    ),
  )

async function faults(bytes: Uint8Array): Promise<string[]> {
  const { issues } = await validateBytes(bytes)
  return issues.messages.filter((m) => m.severity < 2).map((m) => `${m.code} ${m.pointer}`)
}

beforeAll(loadWasmFromPackages)

describe('every noun', () => {
  it.each(NOUNS.map((noun) => noun.words[0] ?? ''))('%s is valid glTF of a plausible size', async (word) => {
    const model = await modelFromPrompt(word, {
      modelSeed: 11,
      textureSeed: 5,
      fineness: 1,
      textureSide: 32,
      pbr: true,
      autoSize: true,
    })
    expect(model.name).toBe(word)
    const { maps, mesh } = model
    if (!maps?.metallicRoughness || !maps.normal) throw new Error('textures are missing')
    const png = (image: typeof maps.baseColor) => ({
      name: 't',
      mediaType: 'image/png' as const,
      bytes: encodePng(image, 1),
    })
    const glb = await writeGlb(
      {
        name: model.name,
        mesh,
        material: {
          name: 'm',
          baseColor: [1, 1, 1, 1],
          metallic: 1,
          roughness: 1,
          baseColorTexture: png(maps.baseColor),
          metallicRoughnessTexture: png(maps.metallicRoughness),
          normalTexture: png(maps.normal),
        },
      },
      { generator: 'test' },
    )
    expect(await faults(glb)).toEqual([])
    expect(triangleCount(mesh)).toBeGreaterThan(50)
    expect(triangleCount(mesh)).toBeLessThan(12_000)
    const lowest = mesh.positions.filter((_, i) => i % 3 === 1).reduce((a, b) => Math.min(a, b), 9)
    expect(lowest).toBeCloseTo(0, 5)
    expect(mesh.uvs?.every((v) => v >= 0 && v <= 1)).toBe(true)
  })
})

describe('parameters', () => {
  it('decide the kind of model and its textures', async () => {
    const pbr = await text('stool')
    expect(pbr.kind).toBe('pbr_model')
    expect(inspectGlb(pbr.bytes)).toMatchObject({ textures: 3, materials: 1 })
    const model = await text('stool', { pbr: false })
    expect(model.kind).toBe('model')
    expect(inspectGlb(model.bytes).textures).toBe(1)
    const base = await text('stool', PLAIN)
    expect(base.kind).toBe('base_model')
    expect(inspectGlb(base.bytes).textures).toBe(0)
    for (const { bytes } of [pbr, model, base]) expect(await faults(bytes)).toEqual([])
  })

  it('give the same files again, and another model for another seed', async () => {
    const [a, b] = [await build(textJob('potion')), await build(textJob('potion'))]
    expect(a.map(({ kind }) => kind)).toEqual(['pbr_model', 'rendered_image'])
    expect(a.every(({ bytes }, i) => same(bytes, b[i]?.bytes))).toBe(true)
    const [plain, other] = [await text('potion', PLAIN), await text('potion', { ...PLAIN, model_seed: 8 })]
    expect(same(plain.bytes, other.bytes)).toBe(false)
  })

  it.each([
    ['chair', 48],
    ['dog', 333],
    ['castle', 1000],
  ])('face_limit: a %s of at most %d triangles', async (prompt, limit) => {
    const { bytes } = await text(prompt, { ...PLAIN, face_limit: limit })
    expect(inspectGlb(bytes).triangles).toBeLessThanOrEqual(limit)
    expect(inspectGlb(bytes).triangles).toBeGreaterThan(limit * 0.4)
    expect(await faults(bytes)).toEqual([])
  })

  it('generate_parts: the same triangles in named parts with a node each', async () => {
    const [whole, parts] = [await text('chair', PLAIN), await text('chair', { ...PLAIN, generate_parts: true })]
    const nodes = await nodesOf(parts.bytes)
    expect(nodes.length).toBeGreaterThan(4)
    expect(nodes.length).toBeLessThanOrEqual(12)
    expect(nodes).toEqual(nodes.map((_, i) => `part_${i}`))
    expect(inspectGlb(parts.bytes).triangles).toBe(inspectGlb(whole.bytes).triangles)
    expect(await faults(parts.bytes)).toEqual([])
  })

  it('generate_parts: at least two, also of one piece, within the face_limit', async () => {
    const { bytes } = await text('rock', { ...PLAIN, generate_parts: true, face_limit: 200 })
    expect(await nodesOf(bytes)).toHaveLength(2)
    expect(inspectGlb(bytes).triangles).toBeLessThanOrEqual(200)
    const key = await picture('key.png', { ...PLAIN, generate_parts: true })
    expect((await nodesOf(key)).length).toBeGreaterThanOrEqual(2)
    expect(await faults(key)).toEqual([])
  })

  it('texture_quality sets the size of the base color, files stay small', async () => {
    const { bytes } = await text('crate', { texture_quality: 'detailed' })
    const image = await decodeImage(textureBytes(parseGlb(bytes), 0))
    expect([image.width, image.height]).toEqual([1024, 1024])
    expect(bytes.length).toBeLessThan(3_000_000)
  })

  it('textureSide bounds the sides of all textures', async () => {
    const { file } = await buildModel({ ...textJob('crate', { texture_quality: 'detailed' }), textureSide: 64 })
    const parsed = parseGlb(file.bytes)
    for (const [at] of (parsed.json.textures ?? []).entries()) {
      const image = await decodeImage(textureBytes(parsed, at))
      expect([image.width, image.height]).toEqual([64, 64])
    }
    expect(parsed.json.textures).toHaveLength(3)
  })

  it('compress=geometry packs with meshopt, and unpacks to the same form', async () => {
    const [packed, plain] = [
      (await text('axe', { ...PLAIN, compress: 'geometry' })).bytes,
      (await text('axe', PLAIN)).bytes,
    ]
    expect(inspectGlb(packed).extensions).toContain('EXT_meshopt_compression')
    expect(packed.length).toBeLessThan(plain.length)
    expect(await faults(packed)).toEqual([])
    const [unpacked, original] = [await placed(packed), await placed(plain)]
    expect(unpacked.length).toBe(original.length)
    // Corners may have another order: each has its own within what 14 bits can hold of a metre.
    const far = unpacked.filter(
      (corner) => !original.some((one) => one.every((x, k) => Math.abs(x - at(corner, k)) < 2e-4)),
    )
    expect(far).toEqual([])
  })

  it('auto_size gives metres, otherwise the longest side is one', async () => {
    const tall = async (auto: boolean) => {
      const glb = parseGlb((await text('lamp post', { ...PLAIN, auto_size: auto })).bytes)
      return Math.max(...Array.from(readAccessor(glb, 0)).filter((_, i) => i % 3 === 1))
    }
    expect(await tall(true)).toBeGreaterThan(2.5)
    expect(await tall(false)).toBeCloseTo(1, 5)
  })

  it('unknown nouns get placeholders that differ', async () => {
    const [a, b] = [await text('a zorgon', PLAIN), await text('a flumph', PLAIN)]
    expect(same(a.bytes, b.bytes)).toBe(false)
    expect(await nodesOf(a.bytes)).toEqual(['placeholder'])
  })
})

/** Edges not shared by exactly two triangles in opposite directions. */
function openEdges(positions: ArrayLike<number>, indices: ArrayLike<number>): number {
  const id = new Map<string, number>()
  const point = Array.from({ length: positions.length / 3 }, (_, i) => {
    const key = [0, 1, 2].map((k) => positions[i * 3 + k]?.toFixed(6)).join()
    const known = id.get(key) ?? id.size
    id.set(key, known)
    return known
  })
  const edges = new Map<string, number>()
  for (let i = 0; i < indices.length; i++) {
    const a = point[indices[i] ?? 0] ?? 0
    const b = point[indices[i % 3 === 2 ? i - 2 : i + 1] ?? 0] ?? 0
    const key = a < b ? `${a}-${b}` : `${b}-${a}`
    edges.set(key, (edges.get(key) ?? 0) + (a < b ? 1 : 1000))
  }
  return [...edges.values()].filter((count) => count !== 1001).length
}

describe('pictures', () => {
  it.each(['mushroom-progressive.jpg', 'mug.webp', 'key.png', 'ring.webp', 'flat.png'])(
    '%s becomes a closed, valid model',
    async (name) => {
      const bytes = await picture(name)
      const glb = parseGlb(bytes)
      expect(await faults(bytes)).toEqual([])
      expect(
        openEdges(readAccessor(glb, 0), readAccessor(glb, glb.json.meshes?.[0]?.primitives[0]?.indices ?? 0)),
      ).toBe(0)
      expect(inspectGlb(bytes).textures).toBe(3)
    },
  )

  it('keep their holes: a ring has the topology of a torus', async () => {
    const glb = parseGlb(await picture('ring.png', PLAIN))
    const indices = readAccessor(glb, 3)
    const faces = indices.length / 3
    const points = new Set(indices).size
    expect(points - faces * 1.5 + faces).toBe(0)
  })

  it('respect face_limit', async () => {
    const glb = await picture('mug.webp', { ...PLAIN, face_limit: 200 })
    expect(inspectGlb(glb).triangles).toBeLessThanOrEqual(200)
    expect(await faults(glb)).toEqual([])
  })
})
