// Splits a model into separate parts (generate_parts): by connectivity, with small pieces added to their neighbors.

import { everyThird } from '../../mesh/formats/surface.ts'
import { segment } from '../../mesh/tools/segment.ts'
import type { GlbPart } from '../modelling/glb.ts'
import type { MeshData } from '../modelling/mesh-data.ts'

/** At least two, since parts were asked for; no more than an outliner shows at a glance. */
const LIMITS = { least: 2, most: 12, crumb: 0.01 }

/** The mesh in parts named as the service names them, `part_0`, `part_1` ..., largest first. Together they have exactly its triangles. */
export function piecesOf(mesh: MeshData): GlbPart[] {
  const { positions, normals, uvs, indices } = mesh
  const whole = {
    material: null,
    positions,
    normals,
    ...(uvs ? { uvs } : {}),
    corners: indices,
    starts: everyThird(indices.length),
  }
  // Nothing is known of colors here: parts come without textures.
  const parts = segment([whole], LIMITS, () => [0, 0, 0])
  return parts.flat().map((part, i) => ({
    name: `part_${i}`,
    mesh: {
      positions: part.positions,
      normals: part.normals ?? new Float32Array(part.positions.length),
      ...(part.uvs ? { uvs: part.uvs } : {}),
      indices: part.corners,
    },
  }))
}
