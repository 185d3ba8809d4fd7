// What must survive a way through a format, as plain numbers to compare.
import type { Document } from '@gltf-transform/core'
import { validateBytes } from 'gltf-validator'
import { expect } from 'vitest'
import { writeGlb } from '../../../../src/mesh/formats/gltf.ts'
import { placedMeshes, triangulated } from '../../../../src/mesh/formats/surface.ts'
import { boundsOf } from '../../../../src/mesh/geometry.ts'

export interface Summary {
  triangles: number
  min: readonly number[]
  max: readonly number[]
  volume: number
}

/** Triangles, bounds and enclosed volume (positive when faces look outwards) of the whole scene in metres, Y up. */
export function summary(document: Document): Summary {
  const surfaces = placedMeshes(document).flatMap((mesh) => mesh.surfaces)
  const all = surfaces.flatMap((surface) => {
    const triangles = triangulated(surface)
    return Array.from(triangles, (v) => Array.from(surface.positions.subarray(v * 3, v * 3 + 3)))
  })
  let volume = 0
  for (let i = 0; i + 2 < all.length; i += 3) {
    const [a = [], b = [], c = []] = [all[i], all[i + 1], all[i + 2]]
    const [ax = 0, ay = 0, az = 0] = a
    const [bx = 0, by = 0, bz = 0] = b
    const [cx = 0, cy = 0, cz = 0] = c
    volume += (ax * (by * cz - bz * cy) - ay * (bx * cz - bz * cx) + az * (bx * cy - by * cx)) / 6
  }
  return { triangles: all.length / 3, ...boundsOf(all.flat()), volume }
}

export function expectSameShape(actual: Document, expected: Document): void {
  const [a, b] = [summary(actual), summary(expected)]
  expect(a.triangles).toBe(b.triangles)
  for (const key of ['min', 'max'] as const)
    for (const axis of [0, 1, 2]) expect(a[key][axis]).toBeCloseTo(b[key][axis] ?? 0, 4)
  expect(a.volume).toBeCloseTo(b.volume, 4)
}

/** Every corner's position with its uv, rounded and sorted: equal when each corner kept its own uv. */
export function cornerUvs(document: Document): string[] {
  const rounded = (values: ArrayLike<number>) =>
    Array.from(values, (v) => (Math.round(v * 1e4) / 1e4 + 0).toFixed(4)).join(',')
  return placedMeshes(document)
    .flatMap((mesh) => mesh.surfaces)
    .flatMap(({ positions, uvs, corners }) =>
      uvs
        ? Array.from(
            corners,
            (v) => `${rounded(positions.subarray(v * 3, v * 3 + 3))} ${rounded(uvs.subarray(v * 2, v * 2 + 2))}`,
          )
        : [],
    )
    .sort()
}

/** Formats without tangents lose them; engines make their own. */
const GENERATED_TANGENTS = 'MESH_PRIMITIVE_GENERATED_TANGENT_SPACE'

/** The GLB of a Document, after the validator found neither error nor warning in it. */
export async function validGlb(document: Document): Promise<Uint8Array> {
  const bytes = await writeGlb(document)
  const report = await validateBytes(bytes)
  const serious = report.issues.messages.filter(({ severity, code }) => severity < 2 && code !== GENERATED_TANGENTS)
  expect(serious).toEqual([])
  return bytes
}

export function expectClose(
  actual: ArrayLike<number> | undefined,
  expected: readonly number[],
  tolerance = 1e-4,
): void {
  expect(actual).toHaveLength(expected.length)
  for (const [i, value] of expected.entries()) expect(Math.abs((actual?.[i] ?? 0) - value)).toBeLessThan(tolerance)
}
