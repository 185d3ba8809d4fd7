// The files of a task: valid glTF for every noun, parameters with their effect, the same bytes for the same job.
import { readFile } from 'node:fs/promises'
import { validateBytes } from 'gltf-validator'
import { MeshoptDecoder } from 'meshoptimizer'
import { beforeAll, describe, expect, it } from 'vitest'
import { triangleCount } from '../../../src/mesh/geometry.ts'
import { writeGlb } from '../../../src/mesh/glb.ts'
import { decodeImage } from '../../../src/mesh/image.ts'
import { inspectGlb, readAccessor, readGlb, textureBytes } from '../../../src/mesh/inspect.ts'
import { encodePng } from '../../../src/mesh/png.ts'
import { setWasmLoader } from '../../../src/mesh/wasm.ts'
import { build } from '../../../src/simulator/build.ts'
import { modelFromPrompt } from '../../../src/simulator/shapes/model.ts'
import { NOUNS } from '../../../src/simulator/shapes/nouns.ts'

const text = (prompt: string, params: Record<string, unknown> = {}) =>
  build({ capability: 'text_to_model', params: { prompt, model_seed: 7, texture_seed: 3, ...params }, inputs: {} })
const fixture = async (name: string) =>
  new Uint8Array(await readFile(new URL(`../../fixtures/images/${name}`, import.meta.url)))
const picture = async (name: string, params: Record<string, unknown> = {}) =>
  build({
    capability: 'image_to_model',
    params: { model_seed: 7, texture_seed: 3, ...params },
    inputs: { file: await fixture(name) },
  })
const glbOf = (files: Awaited<ReturnType<typeof build>>) => files[0]?.bytes ?? new Uint8Array(0)

async function faults(bytes: Uint8Array): Promise<string[]> {
  const { issues } = await validateBytes(bytes)
  return issues.messages.filter((m) => m.severity < 2).map((m) => `${m.code} ${m.pointer}`)
}

beforeAll(() => {
  const codec = new URL('../../../node_modules/@jsquash/webp/codec/dec/', import.meta.url)
  setWasmLoader(async (name) => new Uint8Array(await readFile(new URL(name, codec))))
})

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

describe('parameters', { timeout: 60_000 }, () => {
  it('decide the kind of model and its textures', async () => {
    const [pbr, shot] = await text('stool')
    expect([pbr?.kind, shot?.kind]).toEqual(['pbr_model', 'rendered_image'])
    expect(inspectGlb(pbr?.bytes ?? new Uint8Array())).toMatchObject({ textures: 3, materials: 1 })
    const plain = await text('stool', { pbr: false })
    expect(plain[0]?.kind).toBe('model')
    expect(inspectGlb(glbOf(plain)).textures).toBe(1)
    const base = await text('stool', { pbr: false, texture: false })
    expect(base[0]?.kind).toBe('base_model')
    expect(inspectGlb(glbOf(base)).textures).toBe(0)
    for (const files of [plain, base]) expect(await faults(glbOf(files))).toEqual([])
  })

  it('give the same bytes again, and others for other seeds', async () => {
    const [a, b, c] = [await text('potion'), await text('potion'), await text('potion', { model_seed: 8 })]
    expect(a).toEqual(b)
    expect(glbOf(c)).not.toEqual(glbOf(a))
  })

  it.each([
    ['chair', 48],
    ['dog', 333],
    ['castle', 1000],
  ])('face_limit: a %s of at most %d triangles', async (prompt, limit) => {
    const glb = glbOf(await text(prompt, { face_limit: limit, pbr: false, texture: false }))
    expect(inspectGlb(glb).triangles).toBeLessThanOrEqual(limit)
    expect(inspectGlb(glb).triangles).toBeGreaterThan(limit * 0.4)
    expect(await faults(glb)).toEqual([])
  })

  it('texture_quality sets the size of the base colour, files stay small', async () => {
    const glb = glbOf(await text('crate', { texture_quality: 'detailed' }))
    const image = await decodeImage(textureBytes(readGlb(glb), 0))
    expect([image.width, image.height]).toEqual([1024, 1024])
    expect(glb.length).toBeLessThan(3_000_000)
  })

  it('compress=geometry packs with meshopt, and unpacks to the same form', async () => {
    const [packed, plain] = [glbOf(await text('axe', { compress: 'geometry' })), glbOf(await text('axe'))]
    expect(inspectGlb(packed).extensions).toEqual(['EXT_meshopt_compression'])
    expect(packed.length).toBeLessThan(plain.length)
    expect(await faults(packed)).toEqual([])
    const { json, bin } = readGlb(packed)
    const view = (json.bufferViews?.[0] ?? {}) as unknown as {
      extensions: {
        EXT_meshopt_compression: {
          byteOffset: number
          byteLength: number
          count: number
          byteStride: number
          mode: string
          filter: string
        }
      }
    }
    const e = view.extensions.EXT_meshopt_compression
    await MeshoptDecoder.ready
    const out = new Uint8Array(e.count * e.byteStride)
    MeshoptDecoder.decodeGltfBuffer(
      out,
      e.count,
      e.byteStride,
      bin.subarray(e.byteOffset, e.byteOffset + e.byteLength),
      e.mode,
      e.filter,
    )
    const original = readAccessor(readGlb(plain), 0)
    new Float32Array(out.buffer).forEach((value, i) => {
      expect(Math.abs(value - (original[i] ?? 9))).toBeLessThan(1e-4)
    })
  })

  it('auto_size gives metres, otherwise the longest side is one', async () => {
    const tall = async (auto: boolean) => {
      const glb = readGlb(glbOf(await text('lamp post', { auto_size: auto, pbr: false, texture: false })))
      return Math.max(...Array.from(readAccessor(glb, 0)).filter((_, i) => i % 3 === 1))
    }
    expect(await tall(true)).toBeGreaterThan(2.5)
    expect(await tall(false)).toBeCloseTo(1, 5)
  })

  it('unknown nouns get placeholders that differ', async () => {
    const [a, b] = [
      await text('a zorgon', { texture: false, pbr: false }),
      await text('a flumph', { texture: false, pbr: false }),
    ]
    expect(glbOf(a)).not.toEqual(glbOf(b))
    expect(new TextDecoder().decode(glbOf(a).subarray(20, 4000))).toContain('"placeholder"')
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

describe('pictures', { timeout: 60_000 }, () => {
  it.each(['mushroom.jpg', 'mug.webp', 'key.png', 'ring.png', 'flat.png'])(
    '%s becomes a closed, valid model',
    async (name) => {
      const files = await picture(name)
      const glb = readGlb(glbOf(files))
      expect(await faults(glbOf(files))).toEqual([])
      expect(
        openEdges(readAccessor(glb, 0), readAccessor(glb, glb.json.meshes?.[0]?.primitives[0]?.indices ?? 0)),
      ).toBe(0)
      expect(inspectGlb(glbOf(files)).textures).toBe(3)
    },
  )

  it('keep their holes: a ring has the topology of a torus', async () => {
    const glb = readGlb(glbOf(await picture('ring.png', { texture: false, pbr: false })))
    const indices = readAccessor(glb, 3)
    const faces = indices.length / 3
    const points = new Set(indices).size
    expect(points - faces * 1.5 + faces).toBe(0)
  })

  it('respect face_limit', async () => {
    const glb = glbOf(await picture('mug.webp', { face_limit: 200 }))
    expect(inspectGlb(glb).triangles).toBeLessThanOrEqual(200)
    expect(await faults(glb)).toEqual([])
  })
})
