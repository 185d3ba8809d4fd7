// Quad meshes in the viewport: faces counted and drawn as the file has them.
import { BufferAttribute, BufferGeometry, Group, LineSegments, Mesh } from 'three'
import { describe, expect, it } from 'vitest'
import { applyFaces, type FaceList, faceEdges, facesIn } from '../../../../webview/viewport/faces.ts'
import { EDGE_LAYER, MODEL_LAYER } from '../../../../webview/viewport/layers.ts'
import { prepareModel } from '../../../../webview/viewport/model.ts'

const linesIn = (edges: Float32Array) => edges.length / 6
const indices = (...list: number[]) => new BufferAttribute(new Uint16Array(list), 1)

describe('facesIn', () => {
  it('takes triangles that follow each other and begin alike as one face', () => {
    expect(facesIn(indices(0, 1, 2, 0, 2, 3, 4, 1, 2, 5, 6, 7, 5, 7, 8, 5, 8, 9)).sizes).toEqual([4, 3, 5])
    expect(facesIn(indices()).sizes).toEqual([])
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
  const edges = (sizes: FaceList['sizes']) => faceEdges(points(a, b, c, a, c, d), { sizes })

  it('draws a quad without its diagonal, and two triangles with the edge between them once', () => {
    expect(linesIn(edges([4]))).toBe(4)
    expect(linesIn(edges([3, 3]))).toBe(5)
  })
})

describe('drawFaces', () => {
  const square = (isMarked: boolean) => {
    const geometry = new BufferGeometry()
    geometry.setAttribute('position', new BufferAttribute(new Float32Array([0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0]), 3))
    geometry.setIndex(indices(0, 1, 2, 0, 2, 3))
    const mesh = new Mesh(geometry)
    if (isMarked) mesh.userData = { gltfExtensions: { FB_ngon_encoding: {} } }
    return mesh
  }
  const linesOf = (root: Group) =>
    root.children.flatMap(({ children }) => children.filter((one) => one instanceof LineSegments))

  it('counts faces and draws their edges on their own layer; triangles beside them are faces, too', () => {
    const root = new Group().add(square(true), square(false))
    const model = prepareModel(root, [], 'a')
    expect(applyFaces(model)).toBe(3)
    expect(model.hasEdges).toBe(true)
    const [edges, plain] = linesOf(root)
    expect(edges?.geometry.getAttribute('position').count).toBe(8)
    expect(plain?.geometry.getAttribute('position').count).toBe(10)
    expect(edges?.layers.isEnabled(EDGE_LAYER)).toBe(true)
    expect(edges?.layers.isEnabled(MODEL_LAYER)).toBe(false)
  })

  it('leaves a model of triangles as it is, and counts what moves without drawing its edges', () => {
    const still = prepareModel(new Group().add(square(false)), [], 'a')
    expect(applyFaces(still)).toBeUndefined()
    expect(still.hasEdges).toBeUndefined()
    const moving = square(true)
    moving.geometry.morphAttributes = { position: [moving.geometry.getAttribute('position').clone()] }
    const model = prepareModel(new Group().add(moving), [], 'a')
    expect(applyFaces(model)).toBe(1)
    expect(model.hasEdges).toBe(false)
  })
})
