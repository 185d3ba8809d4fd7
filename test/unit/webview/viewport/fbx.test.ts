// Quad meshes in the viewport: faces counted and drawn as the file has them, and materials that the studio light reaches.
import { Document } from '@gltf-transform/core'
import { LineSegments, Mesh, MeshStandardMaterial } from 'three'
import { describe, expect, it } from 'vitest'
import { NgonEncoding } from '../../../../src/mesh/formats/extensions.ts'
import { writeFbx } from '../../../../src/mesh/formats/fbx-write.ts'
import { readFbx } from '../../../../webview/viewport/fbx.ts'
import { type FaceList, faceEdges, readFaces, trianglesIn } from '../../../../webview/viewport/fbx-faces.ts'
import { edgeLayer, modelLayer } from '../../../../webview/viewport/model.ts'

/** A flat grid of `side` times `side` squares; as quads when `asQuads`. */
function grid(side: number, asQuads: boolean): ArrayBuffer {
  const document = new Document()
  const buffer = document.createBuffer()
  const points: number[] = []
  for (let z = 0; z <= side; z++) for (let x = 0; x <= side; x++) points.push(x, 0, z)
  const corners: number[] = []
  for (let z = 0; z < side; z++) {
    for (let x = 0; x < side; x++) {
      const at = z * (side + 1) + x
      corners.push(at, at + side + 1, at + side + 2, at, at + side + 2, at + 1)
    }
  }
  const accessor = (type: 'VEC3' | 'SCALAR', array: Float32Array | Uint32Array) =>
    document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', new Float32Array(points)))
    .setIndices(accessor('SCALAR', new Uint32Array(corners)))
    .setMaterial(document.createMaterial('wood').setBaseColorFactor([0.5, 0.25, 0.1, 1]))
  if (asQuads) {
    primitive.setExtension(NgonEncoding.EXTENSION_NAME, document.createExtension(NgonEncoding).createMark())
  }
  const node = document.createNode('grid').setMesh(document.createMesh().addPrimitive(primitive))
  document.createScene().addChild(node)
  return writeFbx(document).slice().buffer
}

const linesIn = (edges: Float32Array) => edges.length / 6

describe('readFaces', () => {
  it.each([
    ['a short list', 1],
    ['a deflated list', 12],
  ])('reads the faces of %s', async (_, side) => {
    const [list, ...others] = await readFaces(grid(side, true))
    expect(others).toEqual([])
    expect(list).toEqual({ sizes: Array.from({ length: side * side }, () => 4), vertices: (side + 1) ** 2 })
    expect(list && trianglesIn(list)).toBe(2 * side * side)
  })

  it('leaves out what is cut off or damaged', async () => {
    const data = grid(12, true)
    const at = Buffer.from(data).indexOf('PolygonVertexIndex')
    expect(await readFaces(data.slice(0, at + 40))).toEqual([])
    new Uint8Array(data).fill(7, at + 31, at + 80)
    expect(await readFaces(data)).toEqual([])
    expect(await readFaces(new ArrayBuffer(0))).toEqual([])
  })
})

describe('faceEdges', () => {
  const points = (...list: (readonly [number, number, number])[]) => ({
    count: list.length,
    getX: (at: number) => list[at]?.[0] ?? 0,
    getY: (at: number) => list[at]?.[1] ?? 0,
    getZ: (at: number) => list[at]?.[2] ?? 0,
  })
  const [a, b, c, d] = [
    [0, 0, 0],
    [1, 0, 0],
    [1, 1, 0],
    [0, 1, 0],
  ] as const
  const edges = (sizes: FaceList['sizes']) => faceEdges(points(a, b, c, a, c, d), { sizes, vertices: 4 })

  it('draws a quad without its diagonal, and two triangles with the edge between them once', () => {
    expect(linesIn(edges([4]))).toBe(4)
    expect(linesIn(edges([3, 3]))).toBe(5)
  })
})

describe('readFbx', () => {
  it('counts faces, triangles and the vertices of the file, and keeps the edges for the wireframe', async () => {
    const data = grid(5, true)
    const { model, statistics } = await readFbx(data, 'https://x/grid.fbx', 'grid.fbx')
    expect(statistics).toMatchObject({ faces: 25, triangles: 50, vertices: 36, bytes: data.byteLength })
    expect(model.hasEdges).toBe(true)
    const lines: LineSegments[] = []
    model.root.traverse((object) => {
      if (object instanceof LineSegments) lines.push(object)
    })
    const [edges] = lines
    expect(lines).toHaveLength(1)
    expect(edges?.geometry.getAttribute('position').count).toBe(2 * (2 * 5 * 6))
    expect(edges?.layers.isEnabled(edgeLayer)).toBe(true)
    expect(edges?.layers.isEnabled(modelLayer)).toBe(false)
  })

  it('gives materials that image-based light reaches', async () => {
    const { model } = await readFbx(grid(1, false), '', 'grid.fbx')
    const worn: unknown[] = []
    model.root.traverse((object) => {
      if (object instanceof Mesh) worn.push(...[object.material].flat())
    })
    expect(worn).toHaveLength(1)
    expect(worn[0]).toBeInstanceOf(MeshStandardMaterial)
  })
})
