// Quad meshes in the viewport: faces counted and drawn as the file has them.
import { Bone, Box3, BufferAttribute, BufferGeometry, Group, LineSegments, Mesh, Skeleton, SkinnedMesh } from 'three'
import { describe, expect, it } from 'vitest'
import { applyFaces, type FaceList, faceEdges, facesIn } from '../../../../webview/viewport/faces.ts'
import { EDGE_LAYER, MODEL_LAYER } from '../../../../webview/viewport/layers.ts'
import { prepareModel } from '../../../../webview/viewport/model.ts'

const linesIn = (edges: readonly number[]) => edges.length / 2
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
    expect(edges?.geometry.index?.count).toBe(8)
    expect(plain?.geometry.index?.count).toBe(10)
    expect(edges?.layers.isEnabled(EDGE_LAYER)).toBe(true)
    expect(edges?.layers.isEnabled(MODEL_LAYER)).toBe(false)
  })

  it('leaves a model of triangles as it is', () => {
    const still = prepareModel(new Group().add(square(false)), [], 'a')
    expect(applyFaces(still)).toBeUndefined()
    expect(still.hasEdges).toBeUndefined()
  })

  it('moves the edges as the mesh moves: by its bones and its morph targets, also in a duplicate', () => {
    const { geometry, userData } = square(true)
    geometry.morphAttributes = { position: [geometry.getAttribute('position').clone()] }
    geometry.setAttribute('skinIndex', new BufferAttribute(new Uint16Array(16), 4))
    geometry.setAttribute('skinWeight', new BufferAttribute(new Float32Array(16).fill(0.25), 4))
    const mesh = Object.assign(new SkinnedMesh(geometry), { userData })
    mesh.bind(new Skeleton([new Bone()]))
    const model = prepareModel(new Group().add(mesh), [], 'a')
    expect(applyFaces(model)).toBe(1)
    expect(model.hasEdges).toBe(true)
    for (const one of [mesh, mesh.clone()]) {
      const [edges] = one.children
      if (!(edges instanceof LineSegments)) throw new Error('no edges')
      one.morphTargetInfluences = [0.5]
      Reflect.apply(edges.onBeforeRender, edges, [])
      expect(edges.morphTargetInfluences).toEqual([0.5])
      expect(Reflect.get(edges, 'isSkinnedMesh')).toBe(true)
      expect(Reflect.get(edges, 'skeleton')).toBe(one.skeleton)
      expect(edges.geometry.getAttribute('skinWeight')).toBe(geometry.getAttribute('skinWeight'))
      expect(edges.geometry.morphAttributes['position']).toBe(geometry.morphAttributes['position'])
    }
    // They say nothing of their own about how large it is.
    expect(mesh.children[0] && new Box3().setFromObject(mesh.children[0]).isEmpty()).toBe(true)
  })
})
