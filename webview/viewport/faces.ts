// Which triangles form one face, in models of quads and other polygons, so that quads can be counted and displayed. The readers
// in `src/mesh` mark such primitives with FB_ngon_encoding, in which the triangles of a face follow each other and begin with the
// same vertex. https://github.com/KhronosGroup/glTF/pull/1620
import { Box3, BufferAttribute, BufferGeometry, LineSegments, Mesh, SkinnedMesh } from 'three'
import { EDGE_LAYER } from './layers.ts'
import type { Model } from './model.ts'

/** The faces of one geometry. */
export interface FaceList {
  /** Corners of each face, in the geometry's order. */
  sizes: readonly number[]
}

const EXTENSION = 'FB_ngon_encoding'

/** Whether three's loader left the mark on the mesh of that primitive. */
function isMarked({ userData }: Mesh): boolean {
  const extensions: unknown = userData['gltfExtensions']
  return typeof extensions === 'object' && extensions !== null && EXTENSION in extensions
}

/** The faces of a marked list of triangles. */
export function facesIn(indices: { count: number; getX(index: number): number }): FaceList {
  const sizes: number[] = []
  let last = -1
  for (let at = 0; at + 2 < indices.count; at += 3) {
    const first = indices.getX(at)
    const size = sizes.at(-1)
    if (first === last && size !== undefined) sizes[sizes.length - 1] = size + 1
    else sizes.push(3)
    last = first
  }
  return { sizes }
}

function trianglesOf({ geometry }: Mesh): FaceList {
  const corners = geometry.index?.count ?? geometry.getAttribute('position')?.count ?? 0
  return { sizes: new Array<number>(Math.floor(corners / 3)).fill(3) }
}

/**
 * Gives the model's meshes the edges of its faces on `edgeLayer`, if it has faces of more than three corners.
 * @returns how many faces it has; undefined for a model of triangles
 */
export function applyFaces(model: Model): number | undefined {
  const found: { mesh: Mesh; list: BufferAttribute | undefined }[] = []
  let isPolygonal = false
  model.root.traverse((object) => {
    if (!(object instanceof Mesh)) return
    const { index } = object.geometry
    const isList = isMarked(object) && index !== null
    isPolygonal ||= isList
    found.push({ mesh: object, list: isList ? index : undefined })
  })
  // Most have none: nothing is made for each of their triangles.
  if (!isPolygonal) return undefined
  const faced = found.map(({ mesh, list }) => ({ mesh, faces: list ? facesIn(list) : trianglesOf(mesh) }))
  for (const { mesh, faces } of faced) mesh.add(edgesOf(mesh, faces))
  model.hasEdges = true
  return faced.reduce((sum, { faces }) => sum + faces.sizes.length, 0)
}

/** The edges of a mesh, which move as it does. They are made to lie in it, and in a duplicate of it. */
class Edges extends LineSegments {
  /** three's renderer asks this, not the class. */
  get isSkinnedMesh(): boolean {
    return this.parent instanceof SkinnedMesh
  }

  get skeleton(): SkinnedMesh['skeleton'] | undefined {
    return this.#skin?.skeleton
  }

  get bindMatrix(): SkinnedMesh['bindMatrix'] | undefined {
    return this.#skin?.bindMatrix
  }

  get bindMatrixInverse(): SkinnedMesh['bindMatrixInverse'] | undefined {
    return this.#skin?.bindMatrixInverse
  }

  override onBeforeRender = () => {
    if (this.parent instanceof Mesh) this.morphTargetInfluences = this.parent.morphTargetInfluences
  }

  get #skin(): SkinnedMesh | undefined {
    return this.parent instanceof SkinnedMesh ? this.parent : undefined
  }
}

function edgesOf({ geometry }: Mesh, faces: FaceList): LineSegments {
  const positions = geometry.getAttribute('position')
  const { index } = geometry
  const at = (corner: number) => index?.getX(corner) ?? corner
  const points: Points = {
    count: index?.count ?? positions.count,
    getX: (corner) => positions.getX(at(corner)),
    getY: (corner) => positions.getY(at(corner)),
    getZ: (corner) => positions.getZ(at(corner)),
  }
  const lines = new BufferGeometry()
  // The mesh's own vertices, with what moves them.
  for (const name of ['position', 'skinIndex', 'skinWeight'])
    if (geometry.hasAttribute(name)) lines.setAttribute(name, geometry.getAttribute(name))
  const { position } = geometry.morphAttributes
  if (position) lines.morphAttributes.position = position
  lines.morphTargetsRelative = geometry.morphTargetsRelative
  lines.setIndex(new BufferAttribute(Uint32Array.from(faceEdges(points, faces), at), 1))
  // The mesh says how large it is: these would say so of another pose.
  lines.boundingBox = new Box3()
  const edges = new Edges(lines)
  edges.frustumCulled = false
  edges.layers.set(EDGE_LAYER)
  // No part of the file: no list of its parts names it.
  edges.userData['isHelper'] = true
  return edges
}

/** The part of a buffer attribute that is read. */
export interface Points {
  count: number
  getX(index: number): number
  getY(index: number): number
  getZ(index: number): number
}

/**
 * The edges of faces as line segments (the corners of both ends), without the diagonals that triangulation added.
 * @param points the corners of the triangles, the faces' triangles one after the other
 */
export function faceEdges(points: Points, faces: FaceList): number[] {
  const ids = new Map<string, number>()
  const idOf = (corner: number): number => {
    const key = `${points.getX(corner)} ${points.getY(corner)} ${points.getZ(corner)}`
    const known = ids.get(key)
    if (known !== undefined) return known
    ids.set(key, ids.size)
    return ids.size - 1
  }
  const drawn = new Set<number>()
  const lines: number[] = []
  let corner = 0
  for (const size of faces.sizes) {
    const end = corner + 3 * Math.max(0, size - 2)
    // An edge that two triangles of the same face share is a diagonal.
    const edges = new Map<number, readonly [number, number] | undefined>()
    for (; corner < end; corner += 3) {
      for (const [from, to] of [
        [corner, corner + 1],
        [corner + 1, corner + 2],
        [corner + 2, corner],
      ] as const) {
        const a = idOf(from)
        const b = idOf(to)
        const key = Math.min(a, b) * points.count + Math.max(a, b)
        edges.set(key, edges.has(key) ? undefined : [from, to])
      }
    }
    for (const [key, ends] of edges) {
      if (!ends || drawn.has(key)) continue
      drawn.add(key)
      lines.push(...ends)
    }
  }
  return lines
}
