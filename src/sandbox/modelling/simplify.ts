// Reduces a mesh that is being modelled, with the tool that also simplifies files.
import { everyThird } from '../../mesh/formats/surface.ts'
import { simplified } from '../../mesh/tools/reduce.ts'
import { type MeshData, triangleCount } from './mesh-data.ts'

/**
 * The mesh with at most `limit` triangles, but at least one: the mesh itself when it has no more. Normals are computed
 * again with `crease` (radians); tangents are dropped.
 */
export async function simplifyTo(mesh: MeshData, limit: number, crease = 0.8): Promise<MeshData> {
  if (triangleCount(mesh) <= limit) return mesh
  const { positions, normals, uvs, indices: corners } = mesh
  const surface = {
    material: null,
    positions,
    normals,
    ...(uvs ? { uvs } : {}),
    corners,
    starts: everyThird(corners.length),
  }
  const fewer = await simplified(surface, Math.max(1, Math.floor(limit)), crease)
  return {
    positions: fewer.positions,
    normals: fewer.normals ?? new Float32Array(fewer.positions.length),
    ...(fewer.uvs ? { uvs: fewer.uvs } : {}),
    indices: fewer.corners,
  }
}
