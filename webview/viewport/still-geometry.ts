// The triangles of a mesh that is not deformed, as a worker takes them, and whether they are still the same.
import {
  BufferAttribute,
  type BufferGeometry,
  InstancedMesh,
  InterleavedBufferAttribute,
  type Mesh,
  SkinnedMesh,
} from 'three'

/** Of one mesh, as copies that the worker may keep. */
export interface Triangles {
  /** Three numbers a vertex, in the mesh's own space. */
  positions: Float32Array<ArrayBuffer>
  /** Three a triangle; without it the vertices are corners in their order. */
  index?: Uint32Array<ArrayBuffer>
}

export const triangleCount = ({ index, attributes }: BufferGeometry): number =>
  Math.floor((index?.count ?? attributes['position']?.count ?? 0) / 3)

type Attribute = BufferAttribute | InterleavedBufferAttribute
const versionOf = (one: Attribute | null | undefined): number =>
  one instanceof InterleavedBufferAttribute ? one.data.version : (one?.version ?? 0)

/** Another text for a geometry whose vertices or triangles were changed or replaced. */
export function stateOf({ index, attributes, drawRange }: BufferGeometry): string {
  const { position } = attributes
  const versions = [position, index].map(versionOf)
  return [position?.count, index?.count, ...versions, drawRange.start, drawRange.count].join(' ')
}

/** Whether a mesh's triangles stand still in its own space, and are drawn in one go. */
export function isStill(mesh: Mesh): boolean {
  const { geometry } = mesh
  const moves = mesh instanceof SkinnedMesh || mesh instanceof InstancedMesh || geometry.morphAttributes.position
  return !moves && geometry.groups.length === 0 && geometry.hasAttribute('position')
}

/** Places as they are drawn, whatever they are stored as. */
export function trianglesOf({ attributes, index }: BufferGeometry): Triangles {
  const stored = attributes['position']
  const isPlain = stored instanceof BufferAttribute && stored.array instanceof Float32Array && !stored.normalized
  const positions = isPlain ? new Float32Array(stored.array) : new Float32Array((stored?.count ?? 0) * 3)
  if (stored && !isPlain)
    for (let at = 0; at < stored.count; at++) positions.set([stored.getX(at), stored.getY(at), stored.getZ(at)], at * 3)
  return { positions, ...(index && { index: new Uint32Array(index.array) }) }
}

/** What is handed over with them, not copied. */
export const buffersOf = ({ positions, index }: Triangles): ArrayBuffer[] => [
  positions.buffer,
  ...(index ? [index.buffer] : []),
]
