// The meshes that the sandbox models with, before they become a file: arrays of one surface, quick to cut and to join. Files are
// Documents of glTF-Transform, as everywhere else; sandbox/work/scene.ts converts one to the other.
import { pick, shareCorners } from '../../mesh/formats/corners.ts'
import { boundsOf, tangentsOf } from '../../mesh/geometry.ts'

/** An indexed triangle mesh: three floats per position and normal, two per uv (v down, as glTF), four per tangent. */
export interface MeshData {
  readonly positions: Float32Array
  readonly normals: Float32Array
  readonly uvs?: Float32Array
  readonly tangents?: Float32Array
  /** Three per triangle, counter-clockwise seen from outside. */
  readonly indices: Uint32Array
}

export function triangleCount(mesh: MeshData): number {
  return mesh.indices.length / 3
}

/** Joins corners that agree in position, normal and uv (to a millionth of the mesh's size) into shared vertices. */
export function joinCorners(corners: { positions: Float32Array; normals: Float32Array; uvs?: Float32Array }): MeshData {
  const { positions, normals, uvs } = corners
  const count = positions.length / 3
  const { min, max } = boundsOf(positions)
  const grain = Math.max(max[0] - min[0], max[1] - min[1], max[2] - min[2], 1e-9) * 1e-6
  const size = uvs ? 8 : 6
  const values = new Float32Array(count * size)
  // Whole numbers, measured from the box's corner so that they are exact in 32-bit floats.
  for (let i = 0; i < count; i++)
    for (let k = 0; k < size; k++)
      values[i * size + k] = Math.round(
        k < 3
          ? ((positions[i * 3 + k] ?? 0) - (min[k] ?? 0)) / grain
          : k < 6
            ? (normals[i * 3 + k - 3] ?? 0) * 512
            : (uvs?.[i * 2 + k - 6] ?? 0) * 65_536,
      )
  const { indices, first } = shareCorners(count, [{ values, size }])
  return withoutDegenerates({
    positions: pick(positions, 3, first),
    normals: pick(normals, 3, first),
    ...(uvs ? { uvs: pick(uvs, 2, first) } : {}),
    indices,
  })
}

/** Drops triangles that name a vertex twice. */
function withoutDegenerates(mesh: MeshData): MeshData {
  const kept: number[] = []
  for (let i = 0; i < mesh.indices.length; i += 3) {
    const [a, b, c] = [mesh.indices[i] ?? 0, mesh.indices[i + 1] ?? 0, mesh.indices[i + 2] ?? 0]
    if (a !== b && b !== c && a !== c) kept.push(a, b, c)
  }
  return kept.length === mesh.indices.length ? mesh : { ...mesh, indices: new Uint32Array(kept) }
}

/** The mesh with a tangent per vertex; as it is without uvs. */
export const withTangents = (mesh: MeshData): MeshData =>
  mesh.uvs ? { ...mesh, tangents: tangentsOf({ ...mesh, uvs: mesh.uvs }) } : mesh
