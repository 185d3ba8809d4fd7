// A packed model stands where it stood: positions within their step, texture coordinates exact to theirs wherever they lie,
// weights that sum to one, for nodes of every kind. Read back by our own reader, and looked at by Khronos's validator.
import { type Accessor, Document, type Node } from '@gltf-transform/core'
import { beforeAll, describe, expect, it } from 'vitest'
import { readGlb, writeGlb } from '../../../../src/mesh/formats/gltf.ts'
import { MeshQuantization } from '../../../../src/mesh/formats/mesh-quantization.ts'
import { placedMeshes } from '../../../../src/mesh/formats/surface.ts'
import { optimise } from '../../../../src/mesh/tools/optimise.ts'
import { COMPRESSIONS } from '../../../../src/mesh/tools/optimise-presets.ts'
import { sceneTriangles } from '../../../../src/mesh/tools/scene.ts'
import { tidy } from '../../../../src/mesh/tools/tidy.ts'
import { validateGltf } from '../../../../src/mesh/tools/validate.ts'
import { loadWasmFromPackages } from '../../../support/wasm.ts'

beforeAll(loadWasmFromPackages)

const SIDE = 20
type Numbers = Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>

/** A wavy sheet of 20 by 20 squares; texture coordinates from -1 to 3, as tiles have. */
function sheet(document: Document, isSkinned: boolean) {
  const [places, normals, uvs, colors, joints, weights]: number[][] = [[], [], [], [], [], []]
  for (let row = 0; row <= SIDE; row++)
    for (let column = 0; column <= SIDE; column++) {
      const [u, v] = [column / SIDE, row / SIDE]
      places?.push(u * 7 - 3, Math.sin(u * 9) * Math.cos(v * 5), v * 2 + 40)
      normals?.push(0, 1, 0)
      uvs?.push(u * 4 - 1, v)
      colors?.push(u, v, 0.5)
      joints?.push(0, 1, 0, 0)
      weights?.push(1 - u, u, 0, 0)
    }
  const indices: number[] = []
  for (let row = 0; row < SIDE; row++)
    for (let column = 0; column < SIDE; column++) {
      const a = row * (SIDE + 1) + column
      indices.push(a, a + SIDE + 1, a + 1, a + 1, a + SIDE + 1, a + SIDE + 2)
    }
  const buffer = document.getRoot().listBuffers()[0] ?? document.createBuffer()
  const accessor = (type: 'SCALAR' | 'VEC2' | 'VEC3' | 'VEC4', array: Numbers) =>
    document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', new Float32Array(places ?? [])))
    .setAttribute('NORMAL', accessor('VEC3', new Float32Array(normals ?? [])))
    .setAttribute('TEXCOORD_0', accessor('VEC2', new Float32Array(uvs ?? [])))
    .setAttribute('COLOR_0', accessor('VEC3', new Float32Array(colors ?? [])))
    .setIndices(accessor('SCALAR', new Uint32Array(indices)))
  if (isSkinned)
    primitive
      .setAttribute('JOINTS_0', accessor('VEC4', new Uint16Array(joints ?? [])))
      .setAttribute('WEIGHTS_0', accessor('VEC4', new Float32Array(weights ?? [])))
  return document.createMesh('sheet').addPrimitive(primitive)
}

/** What else hangs on the mesh’s node. */
const KINDS: Readonly<Record<string, (document: Document, node: Node) => void>> = {
  'a plain node': () => undefined,
  'a node with a child': (document, node) => {
    node.addChild(document.createNode('hat').setTranslation([0, 2, 0]))
  },
  'a node that a clip moves': (document, node) => {
    const buffer = document.getRoot().listBuffers()[0] ?? null
    const list = (type: 'SCALAR' | 'VEC3', values: readonly number[]) =>
      document.createAccessor().setType(type).setArray(new Float32Array(values)).setBuffer(buffer)
    const sampler = document
      .createAnimationSampler()
      .setInput(list('SCALAR', [0, 1]))
      .setOutput(list('VEC3', [0, 0, 0, 0, 5, 0]))
    const channel = document
      .createAnimationChannel()
      .setTargetNode(node)
      .setTargetPath('translation')
      .setSampler(sampler)
    document.createAnimation('hop').addSampler(sampler).addChannel(channel)
  },
  'a skin': (document, node) => {
    const scene = document.getRoot().getDefaultScene()
    const skin = document.createSkin('skin')
    const top = document.createNode('top')
    scene?.addChild(top)
    for (const at of [0, 3]) {
      const bone = document.createNode(`bone ${at}`).setTranslation([at, 0, 0])
      top.addChild(bone)
      skin.addJoint(bone)
    }
    node.setSkin(skin)
  },
}

async function model(kind: string): Promise<Document> {
  const document = new Document()
  const node = document
    .createNode('sheet')
    .setTranslation([1, 2, 3])
    .setScale([2, 2, 2])
    .setMesh(sheet(document, kind === 'a skin'))
  document.getRoot().setDefaultScene(document.createScene('scene').addChild(node))
  KINDS[kind]?.(document, node)
  return document
}

/** Each vertex of the first surface as a row, in an order that does not depend on the file's. */
function rows(document: Document, digits: number): string[] {
  const [surface] = placedMeshes(document).flatMap(({ surfaces }) => surfaces)
  const { positions = new Float32Array(), uvs = new Float32Array() } = surface ?? {}
  return Array.from({ length: uvs.length / 2 }, (_, i) =>
    [...uvs.subarray(i * 2, i * 2 + 2), ...positions.subarray(i * 3, i * 3 + 3)]
      .map((value) => value.toFixed(digits).replace(/^-(0\.?0*)$/, '$1'))
      .join(' '),
  ).sort()
}

/** The least and the most of each mesh on each axis, at rest and with its morph target. */
function corners(document: Document): number[][] {
  return document
    .getRoot()
    .listNodes()
    .flatMap((node) => {
      const [primitive] = node.getMesh()?.listPrimitives() ?? []
      const position = primitive?.getAttribute('POSITION')
      if (!position) return []
      const matrix = node.getWorldMatrix()
      const target = primitive?.listTargets()[0]?.getAttribute('POSITION')
      const [from, by]: [number[], number[]] = [[], []]
      const places = Array.from({ length: position.getCount() }, (_, i) => {
        position.getElement(i, from)
        target?.getElement(i, by)
        const at = (list: readonly number[], k: number) => (matrix[k * 5] ?? 0) * (list[k] ?? 0)
        return [0, 1, 2].flatMap((k) => [at(from, k) + (matrix[12 + k] ?? 0), at(by, k)])
      })
      return [Math.min, Math.max].map((end) =>
        Array.from({ length: 6 }, (_, k) => end(...places.map((place) => place[k] ?? Number.NaN))),
      )
    })
}

describe('optimise', () => {
  it.each(
    Object.keys(KINDS).flatMap((kind) =>
      (['meshopt', 'draco'] as const).map((compression) => [kind, compression] as const),
    ),
  )('packs a mesh under %s so that it stands where it stood, with %s', async (kind, compression) => {
    const before = await readGlb(await writeGlb(await model(kind)))
    const bytes = await optimise(await readGlb(await writeGlb(await model(kind))), { compression })
    const after = await readGlb(bytes)
    const [first, second] = [before, after].map(
      (document) => placedMeshes(document).flatMap(({ surfaces }) => surfaces)[0],
    )
    expect(second?.positions.length).toBe(first?.positions.length)
    // The longest side is 7 times 2 metres in 16,383 steps: half a step is under a millimetre. Bones are 3 metres apart, and
    // weights have 255 steps.
    expect(rows(after, 2)).toHaveLength(rows(before, 2).length)
    const place = (values: Float32Array | undefined) => {
      const axes = [0, 1, 2].map((axis) => [...(values ?? [])].filter((_, i) => i % 3 === axis).sort((a, b) => a - b))
      return axes.flat()
    }
    const [old, now] = [place(first?.positions), place(second?.positions)]
    expect(Math.max(...old.map((value, i) => Math.abs(value - (now[i] ?? Infinity))))).toBeLessThan(
      kind === 'a skin' ? 0.0065 : 0.001,
    )
    const findings = await validateGltf(bytes, new Map())
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it.each([
    ['16 bits', Uint16Array, 16_000, false],
    ['16 bits that stand for shares', Int16Array, 32_767, true],
    ['8 bits', Int8Array, 100, false],
    ['8 bits that stand for shares', Uint8Array, 255, true],
  ] as const)('leaves positions of %s where they stood, with floats beside them', async (_, Kind, most, isShare) => {
    for (const compression of ['meshopt', 'draco', 'quantise'] as const) {
      const document = await model('a plain node')
      const [node] = document.getRoot().listNodes()
      const other = sheet(document, false)
      const small = (accessor: Accessor | null, least: readonly number[], side: number) =>
        accessor
          ?.setArray(
            new Kind(
              new Float32Array(accessor.getArray() ?? []).map((value, i) =>
                Math.round(((value - (least[i % 3] ?? 0)) / side) * most),
              ),
            ),
          )
          .setNormalized(isShare)
      const [primitive] = other.listPrimitives()
      const lift = Float32Array.from(
        { length: 3 * (primitive?.getAttribute('POSITION')?.getCount() ?? 0) },
        (_one, i) => i % 7,
      )
      const target = document.createAccessor().setType('VEC3').setArray(lift)
      primitive?.addTarget(document.createPrimitiveTarget('lift').setAttribute('POSITION', target))
      small(primitive?.getAttribute('POSITION') ?? null, [-3, -1, 40], 7)
      small(target, [0, 0, 0], 7)
      const side = isShare ? 7 : 7 / most
      const own = document.createNode('small').setMesh(other).setScale([side, side, side]).setTranslation([-3, -1, 40])
      document.getRoot().getDefaultScene()?.addChild(own)
      document.createExtension(MeshQuantization).setRequired(true)
      const source = await writeGlb(document)
      // Plain nodes of an unusual model, and the small ones alone.
      for (const isAlone of [false, true]) {
        const [before, packed] = [await readGlb(source), await readGlb(source)]
        for (const one of isAlone ? [before, packed] : [])
          one
            .getRoot()
            .listNodes()
            .find((each) => each.getName() === node?.getName())
            ?.dispose()
        const bytes = await optimise(packed, { compression })
        const [old, now] = [before, await readGlb(bytes)].map((one) => corners(one))
        expect(now).toHaveLength(old?.length ?? 0)
        // 14 bits of 14 metres.
        const off = (old ?? []).map((corner, i) =>
          Math.max(...corner.map((v, k) => Math.abs(v - (now?.[i]?.[k] ?? Infinity)))),
        )
        expect(Math.max(...off)).toBeLessThan(0.002)
        expect((await validateGltf(bytes, new Map())).filter(({ severity }) => severity === 'error')).toEqual([])
      }
    }
  })

  it.each(COMPRESSIONS)('joins meshes of one material, compressed by %s', async (compression) => {
    const document = await model('a plain node')
    const second = document.createNode('second').setTranslation([9, 0, 0]).setMesh(sheet(document, false))
    document.getRoot().getDefaultScene()?.addChild(second)
    // Nothing to draw of it: a file may have such a primitive.
    second.getMesh()?.addPrimitive(document.createPrimitive())
    const after = await readGlb(await optimise(document, { compression, join: true }))
    expect(placedMeshes(after).flatMap(({ surfaces }) => surfaces)).toHaveLength(1)
    expect(sceneTriangles(after)).toBe(4 * SIDE * SIDE)
  })

  it('keeps texture coordinates to a texel of 4,096, tiles too, and weights that sum to one', async () => {
    const after = await readGlb(await optimise(await model('a skin')))
    const [surface] = placedMeshes(after).flatMap(({ surfaces }) => surfaces)
    const uvs = [...(surface?.uvs ?? [])]
    const [across, down] = [0, 1].map((axis) =>
      [...new Set(uvs.filter((_, i) => i % 2 === axis))].sort((a, b) => a - b),
    )
    const step = (value: number) => Math.round(value * 4096) / 4096
    expect(across).toEqual(Array.from({ length: SIDE + 1 }, (_, i) => step((i / SIDE) * 4 - 1)))
    expect(down).toEqual(Array.from({ length: SIDE + 1 }, (_, i) => step(i / SIDE)))
    const weights = after.getRoot().listMeshes()[0]?.listPrimitives()[0]?.getAttribute('WEIGHTS_0')?.getArray() ?? []
    for (let i = 0; i < weights.length; i += 4)
      expect([0, 1, 2, 3].reduce((sum, k) => sum + (weights[i + k] ?? 0), 0)).toBe(255)
  })

  it('writes what is the same once, and a view for each kind of numbers, not for each mesh', async () => {
    const document = new Document()
    const scene = document.createScene('scene')
    document.getRoot().setDefaultScene(scene)
    for (let i = 0; i < 10; i++) scene.addChild(document.createNode(`part ${i}`).setMesh(sheet(document, false)))
    const ten = await optimise(document)
    const one = await optimise(await model('a plain node'))
    expect(ten.length).toBeLessThan(one.length * 1.5)
    const json = JSON.parse(
      new TextDecoder().decode(ten.subarray(20, 20 + new DataView(ten.buffer, ten.byteOffset).getUint32(12, true))),
    )
    expect(json.bufferViews.length).toBeLessThan(7)
    expect(json.extensionsRequired).toEqual(
      expect.arrayContaining(['EXT_meshopt_compression', 'KHR_mesh_quantization']),
    )
  })
  it('takes long lists that differ in one number alone for two', async () => {
    const document = new Document()
    const [first, second] = [sheet(document, false), sheet(document, false)]
    const places = second.listPrimitives()[0]?.getAttribute('POSITION')
    const array = places?.getArray()
    if (!places || !array) throw new Error('a sheet has places')
    // One that is no corner of the box, in a place that no step over all of them meets.
    const at = Math.floor(array.length / 6) * 3 + 1
    array[at] = (array[at] ?? 0) + 0.01
    const node = (mesh: typeof first) => document.createNode('').setMesh(mesh)
    document.getRoot().setDefaultScene(document.createScene('').addChild(node(first)).addChild(node(second)))
    await tidy(document)
    const used = document
      .getRoot()
      .listMeshes()
      .flatMap((mesh) => mesh.listPrimitives())
    expect(new Set(used.map((primitive) => primitive.getAttribute('POSITION'))).size).toBe(2)
    expect(new Set(used.map((primitive) => primitive.getIndices())).size).toBe(1)
  })
})
