// Computes bounds, normals and tangents from the positions, normals and UVs of triangles.

export interface Bounds {
  readonly min: readonly [number, number, number]
  readonly max: readonly [number, number, number]
}

/** The smallest axis-aligned box around all positions; zeros for none. */
export function boundsOf(positions: ArrayLike<number>): Bounds {
  const min: [number, number, number] = [Infinity, Infinity, Infinity]
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity]
  for (let i = 0; i < positions.length; i += 3)
    for (const axis of [0, 1, 2] as const) {
      const value = positions[i + axis] ?? 0
      if (value < min[axis]) min[axis] = value
      if (value > max[axis]) max[axis] = value
    }
  return positions.length > 0 ? { min, max } : { min: [0, 0, 0], max: [0, 0, 0] }
}

/**
 * Normals for unindexed triangles (nine floats each), one per corner: faces meeting at less than `crease` radians
 * are shaded as one surface, sharper edges stay hard.
 */
export async function cornerNormals(corners: Float32Array, crease: number): Promise<Float32Array> {
  // Few models need it, and its WebAssembly takes time to unpack.
  const { MeshoptTangents } = await import('meshoptimizer/tangents')
  await MeshoptTangents.ready
  return repaired(corners, MeshoptTangents.generateNormals(null, corners, 3, crease))
}

/** Replaces normals that are not of unit length (slivers have none) by the face's own, else straight up. */
function repaired(corners: Float32Array, normals: Float32Array): Float32Array {
  for (let i = 0; i < normals.length; i += 3) {
    const length = Math.hypot(normals[i] ?? 0, normals[i + 1] ?? 0, normals[i + 2] ?? 0)
    if (length > 0.5) {
      for (let k = 0; k < 3; k++) normals[i + k] = (normals[i + k] ?? 0) / length
      continue
    }
    const t = i - (i % 9)
    const edge = (a: number, axis: number) => (corners[t + a * 3 + axis] ?? 0) - (corners[t + axis] ?? 0)
    const face = [0, 1, 2].map((axis) => {
      const [j, k] = [(axis + 1) % 3, (axis + 2) % 3]
      return edge(1, j) * edge(2, k) - edge(1, k) * edge(2, j)
    })
    const size = Math.hypot(...face)
    for (let k = 0; k < 3; k++) normals[i + k] = size > 1e-20 ? (face[k] ?? 0) / size : k === 1 ? 1 : 0
  }
  return normals
}

/**
 * A unit tangent (x, y, z, handedness) per vertex, along growing u. The uv charts of this product do not mirror across
 * shared vertices, so tangents can be averaged per vertex without splitting any.
 * @param indices three per triangle
 */
export function tangentsOf(vertices: {
  positions: Float32Array
  normals: Float32Array
  uvs: Float32Array
  indices: Uint32Array
}): Float32Array {
  const { positions: p, normals: n, uvs, indices } = vertices
  const count = p.length / 3
  const along = new Float64Array(count * 3)
  const hand = new Float64Array(count)
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [indices[i] ?? 0, indices[i + 1] ?? 0, indices[i + 2] ?? 0]
    const du1 = (uvs[b * 2] ?? 0) - (uvs[a * 2] ?? 0)
    const dv1 = (uvs[b * 2 + 1] ?? 0) - (uvs[a * 2 + 1] ?? 0)
    const du2 = (uvs[c * 2] ?? 0) - (uvs[a * 2] ?? 0)
    const dv2 = (uvs[c * 2 + 1] ?? 0) - (uvs[a * 2 + 1] ?? 0)
    const area = du1 * dv2 - du2 * dv1
    const sign = Math.sign(area)
    for (let k = 0; k < 3; k++) {
      const e1 = (p[b * 3 + k] ?? 0) - (p[a * 3 + k] ?? 0)
      const e2 = (p[c * 3 + k] ?? 0) - (p[a * 3 + k] ?? 0)
      const t = (e1 * dv2 - e2 * dv1) * sign
      for (const v of [a, b, c]) along[v * 3 + k] = (along[v * 3 + k] ?? 0) + t
    }
    // v runs down the texture in glTF, so a chart that is not mirrored has a negative uv area and handedness +1.
    for (const v of [a, b, c]) hand[v] = (hand[v] ?? 0) - area
  }
  const tangents = new Float32Array(count * 4)
  for (let v = 0; v < count; v++) {
    const nx = n[v * 3] ?? 0
    const ny = n[v * 3 + 1] ?? 0
    const nz = n[v * 3 + 2] ?? 0
    const dot = (along[v * 3] ?? 0) * nx + (along[v * 3 + 1] ?? 0) * ny + (along[v * 3 + 2] ?? 0) * nz
    let x = (along[v * 3] ?? 0) - dot * nx
    let y = (along[v * 3 + 1] ?? 0) - dot * ny
    let z = (along[v * 3 + 2] ?? 0) - dot * nz
    let length = Math.hypot(x, y, z)
    if (!(length > 1e-12)) {
      // No usable uv gradient: any direction in the surface will do.
      x = Math.abs(nx) < 0.9 ? 1 - nx * nx : -ny * nx
      y = Math.abs(nx) < 0.9 ? -nx * ny : 1 - ny * ny
      z = Math.abs(nx) < 0.9 ? -nx * nz : -ny * nz
      length = Math.hypot(x, y, z)
    }
    tangents.set([x / length, y / length, z / length, (hand[v] ?? 0) < 0 ? -1 : 1], v * 4)
  }
  return tangents
}
