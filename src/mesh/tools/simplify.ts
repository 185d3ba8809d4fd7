// Fewer triangles for the same shape, through meshoptimizer's quadric simplifier.
import { MeshoptSimplifier } from 'meshoptimizer'
import { compact, cornerNormals, type MeshData, triangleCount, weld } from '../geometry.ts'
import { at } from '../math/numbers.ts'

/**
 * The mesh with at most `limit` triangles: the mesh itself when it has no more, otherwise simplified in steps that
 * give up more and more (first nothing but flatness, then texture seams and small parts, at last exact topology).
 * The limit always holds; normals are made anew with `crease` (radians). Tangents are dropped.
 */
export async function simplifyTo(mesh: MeshData, limit: number, crease = 0.8): Promise<MeshData> {
  if (triangleCount(mesh) <= limit) return mesh
  await MeshoptSimplifier.ready
  const target = Math.max(1, Math.floor(limit)) * 3
  const { positions } = mesh
  let indices = mesh.indices
  const attempts = [
    () => MeshoptSimplifier.simplify(indices, positions, 3, target, 0.2),
    () => MeshoptSimplifier.simplify(indices, positions, 3, target, 0.4, ['Permissive']),
    () => MeshoptSimplifier.simplify(indices, positions, 3, target, 1, ['Permissive', 'Prune']),
    () => MeshoptSimplifier.simplifySloppy(indices, positions, 3, null, target, 1),
  ]
  for (const attempt of attempts) {
    if (indices.length <= target) break
    const [fewer] = attempt()
    if (fewer.length > 0) indices = fewer
  }
  if (indices.length > target) indices = largestTriangles(positions, indices, target / 3)
  return reshaded(compact({ ...mesh, indices }), crease)
}

/** The `count` largest triangles, in their old order: the last resort that keeps the limit true. */
export function largestTriangles(positions: Float32Array, indices: Uint32Array, count: number): Uint32Array {
  const areas = Array.from({ length: indices.length / 3 }, (_, t) => {
    const [a, b, c] = [at(indices, t * 3) * 3, at(indices, t * 3 + 1) * 3, at(indices, t * 3 + 2) * 3]
    const e = (v: number, k: number) => at(positions, v + k) - at(positions, a + k)
    const cross = (j: number, k: number) => e(b, j) * e(c, k) - e(b, k) * e(c, j)
    return { t, area: Math.hypot(cross(1, 2), cross(2, 0), cross(0, 1)) }
  })
  areas.sort((a, b) => b.area - a.area)
  const kept = areas.slice(0, count).map(({ t }) => t)
  kept.sort((a, b) => a - b)
  return new Uint32Array(kept.flatMap((t) => [...indices.subarray(t * 3, t * 3 + 3)]))
}

/** Normals computed again: those of vanished vertices no longer fit the faces that took their place. */
async function reshaded(mesh: MeshData, crease: number): Promise<MeshData> {
  const spread = (source: Float32Array, size: number) => {
    const out = new Float32Array(mesh.indices.length * size)
    mesh.indices.forEach((from, to) => {
      for (let k = 0; k < size; k++) out[to * size + k] = at(source, from * size + k)
    })
    return out
  }
  const positions = spread(mesh.positions, 3)
  const normals = await cornerNormals(positions, crease)
  return weld({ positions, normals, ...(mesh.uvs ? { uvs: spread(mesh.uvs, 2) } : {}) })
}
