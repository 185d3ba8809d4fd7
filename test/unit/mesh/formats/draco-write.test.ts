// What is packed with Draco reads back as it was, whatever its primitives are and share; what Draco cannot hold stays as it is.
import { Document, type Primitive } from '@gltf-transform/core'
import { beforeAll, describe, expect, it } from 'vitest'
import { writeDraco } from '../../../../src/mesh/formats/draco-write.ts'
import { readGlb } from '../../../../src/mesh/formats/gltf.ts'
import { parseGlb } from '../../../../src/mesh/tools/inspect.ts'
import { validateGltf } from '../../../../src/mesh/tools/validate.ts'
import { loadWasmFromPackages } from '../../../support/wasm.ts'

beforeAll(loadWasmFromPackages)

const SIDE = 9
const EXTENSION = 'KHR_draco_mesh_compression'

/** A bent sheet of 8 by 8 squares with indices. */
function sheet(document: Document): Primitive {
  const places = Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, z] = [i % SIDE, Math.floor(i / SIDE)]
    return [x, Math.sin(x), z]
  })
  const corners = Array.from({ length: (SIDE - 1) * (SIDE - 1) }, (_, i) => {
    const a = Math.floor(i / (SIDE - 1)) * SIDE + (i % (SIDE - 1))
    return [a, a + SIDE, a + 1, a + 1, a + SIDE, a + SIDE + 1]
  })
  return document
    .createPrimitive()
    .setAttribute('POSITION', list(document, 'VEC3', new Float32Array(places.flat())))
    .setIndices(list(document, 'SCALAR', new Uint16Array(corners.flat())))
}

function list(
  document: Document,
  type: 'SCALAR' | 'VEC3',
  array: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>,
) {
  const buffer = document.getRoot().listBuffers()[0] ?? document.createBuffer()
  return document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
}

/** A document of one mesh a list of primitives. */
function shown(document: Document, ...meshes: Primitive[][]): Document {
  const scene = document.createScene('')
  for (const primitives of meshes) {
    const mesh = document.createMesh('')
    for (const primitive of primitives) mesh.addPrimitive(primitive)
    scene.addChild(document.createNode('').setMesh(mesh))
  }
  return document
}

interface WrittenPrimitive {
  readonly mode?: number
  readonly extensions?: Record<string, { bufferView: number }>
}
const primitivesOf = (bytes: Uint8Array): WrittenPrimitive[] => {
  const { meshes } = parseGlb(bytes).json
  return Array.isArray(meshes) ? meshes.flatMap((mesh: { primitives: WrittenPrimitive[] }) => mesh.primitives) : []
}
const viewsOf = (bytes: Uint8Array) => primitivesOf(bytes).map(({ extensions }) => extensions?.[EXTENSION]?.bufferView)

/** The corners of each triangle as text, whatever order triangles, vertices and corners have. */
function triangles(primitive: Primitive | undefined): string[] {
  const position = primitive?.getAttribute('POSITION')
  const indices = [
    ...(primitive?.getIndices()?.getArray() ?? Array.from({ length: position?.getCount() ?? 0 }, (_, i) => i)),
  ]
  const point: number[] = []
  const at = (index: number) =>
    (position?.getElement(index, point) ?? []).map((value) => value.toFixed(1).replace('-0.0', '0.0')).join()
  return Array.from({ length: indices.length / 3 }, (_, i) =>
    indices
      .slice(i * 3, i * 3 + 3)
      .map(at)
      .sort()
      .join(' '),
  ).sort()
}
const firstOf = (document: Document, mesh = 0) => document.getRoot().listMeshes()[mesh]?.listPrimitives()

describe('writeDraco', () => {
  it('packs triangles with and without indices, and says what a loader needs', async () => {
    const document = new Document()
    const bare = document
      .createPrimitive()
      .setAttribute(
        'POSITION',
        list(document, 'VEC3', new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0])),
      )
    const before = [sheet(document), bare].map(triangles)
    const bytes = await writeDraco(shown(document, [sheet(document)], [bare]))
    expect(viewsOf(bytes).every((view) => view !== undefined)).toBe(true)
    expect(parseGlb(bytes).json).toMatchObject({ extensionsRequired: [EXTENSION] })
    const after = await readGlb(bytes)
    expect([firstOf(after)?.[0], firstOf(after, 1)?.[0]].map(triangles)).toEqual(before)
    expect((await validateGltf(bytes, new Map())).filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('leaves points, strips and what has no triangle as they are, also where they share the vertices', async () => {
    const document = new Document()
    const whole = sheet(document)
    const position = whole.getAttribute('POSITION')
    const points = document.createPrimitive().setMode(0).setAttribute('POSITION', position)
    const strip = document.createPrimitive().setMode(5).setAttribute('POSITION', position)
    const none = document.createPrimitive().setAttribute('POSITION', position)
    none.setIndices(list(document, 'SCALAR', new Uint16Array([0, 1])))
    const bytes = await writeDraco(shown(document, [whole, points, strip, none]))
    expect(viewsOf(bytes).map((view) => view !== undefined)).toEqual([true, false, false, false])
    const after = firstOf(await readGlb(bytes))
    expect(after?.map((one) => one.getMode())).toEqual([4, 0, 5, 4])
    expect(after?.[1]?.getAttribute('POSITION')?.getCount()).toBe(SIDE * SIDE)
    expect(triangles(after?.[0])).toEqual(triangles(whole))
  })

  it('names no decoder where nothing is packed', async () => {
    const document = new Document()
    const points = document
      .createPrimitive()
      .setMode(0)
      .setAttribute('POSITION', sheet(document).getAttribute('POSITION'))
    const { json } = parseGlb(await writeDraco(shown(document, [points])))
    expect(json).not.toHaveProperty('extensionsUsed')
    expect(json).not.toHaveProperty('extensionsRequired')
  })

  it('writes a primitive that is drawn twice once, and one that shares only its vertices apart', async () => {
    const document = new Document()
    const [whole, other] = [sheet(document), sheet(document)]
    const half = document.createPrimitive().setAttribute('POSITION', whole.getAttribute('POSITION'))
    half.setIndices(list(document, 'SCALAR', new Uint16Array([0, SIDE, 1])))
    const same = document.createPrimitive().setAttribute('POSITION', whole.getAttribute('POSITION'))
    same.setIndices(whole.getIndices())
    const bytes = await writeDraco(shown(document, [whole], [same], [half], [other]))
    const [first, second, third, fourth] = viewsOf(bytes)
    expect(second).toBe(first)
    expect(new Set([first, third, fourth]).size).toBe(3)
    const after = await readGlb(bytes)
    expect(triangles(firstOf(after, 2)?.[0])).toHaveLength(1)
    expect(triangles(firstOf(after)?.[0])).toEqual(triangles(other))
  })

  it('keeps the order of vertices that a morph target moves', async () => {
    const document = new Document()
    const whole = sheet(document)
    const lift = Float32Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (i % 3 === 1 ? Math.floor(i / 3) : 0))
    whole.addTarget(document.createPrimitiveTarget('lift').setAttribute('POSITION', list(document, 'VEC3', lift)))
    // The target shares nothing; a second one uses the rest positions themselves, which are packed.
    whole.addTarget(document.createPrimitiveTarget('same').setAttribute('POSITION', whole.getAttribute('POSITION')))
    const rest = [...(whole.getAttribute('POSITION')?.getArray() ?? [])]
    const after = firstOf(await readGlb(await writeDraco(shown(document, [whole]))))?.[0]
    const now = [...(after?.getAttribute('POSITION')?.getArray() ?? [])]
    expect(now).toHaveLength(rest.length)
    expect(Math.max(...now.map((value, i) => Math.abs(value - (rest[i] ?? Infinity))))).toBeLessThan(8 / 2 ** 14)
    expect([...(after?.listTargets()[0]?.getAttribute('POSITION')?.getArray() ?? [])]).toEqual([...lift])
    expect([...(after?.listTargets()[1]?.getAttribute('POSITION')?.getArray() ?? [])]).toEqual(rest)
  })

  it('rounds no numbers of the model’s own, and no whole ones', async () => {
    const document = new Document()
    const whole = sheet(document)
    const ids = Float32Array.from({ length: SIDE * SIDE }, (_, i) => 1000 + i * 7)
    const kinds = Uint16Array.from({ length: SIDE * SIDE }, (_, i) => i * 800)
    whole.setAttribute('_FEATURE', list(document, 'SCALAR', ids)).setAttribute('_KIND', list(document, 'SCALAR', kinds))
    const after = firstOf(await readGlb(await writeDraco(shown(document, [whole]))))?.[0]
    const sorted = (values: ArrayLike<number>) => [...Array.from(values)].sort((a, b) => a - b)
    expect(sorted(after?.getAttribute('_FEATURE')?.getArray() ?? [])).toEqual(sorted(ids))
    expect(sorted(after?.getAttribute('_KIND')?.getArray() ?? [])).toEqual(sorted(kinds))
  })
})
