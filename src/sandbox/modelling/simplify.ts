// Fewer triangles for a mesh that is being modelled. Files are reduced by mesh/tools/reduce.ts, which keeps every value of
// a vertex and shares one budget out over many surfaces; here there is one surface, and the limit has to hold.
import { MeshoptSimplifier } from 'meshoptimizer/simplifier'
import { cornerNormals } from '../../mesh/geometry.ts'
import { at } from '../../mesh/math/numbers.ts'
import { largestTriangles } from '../../mesh/tools/reduce.ts'
import { compact, joinCorners, type MeshData, triangleCount } from './mesh-data.ts'

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
  return joinCorners({ positions, normals, ...(mesh.uvs ? { uvs: spread(mesh.uvs, 2) } : {}) })
}
