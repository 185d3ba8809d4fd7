// Statistics and errors of GLB files, and the limits simplification keeps.
import { describe, expect, it } from 'vitest'
import { cornerNormals } from '../../../../src/mesh/geometry.ts'
import { inspectGlb, parseGlb } from '../../../../src/mesh/tools/inspect.ts'
import { writeGlb } from '../../../../src/sandbox/modelling/glb.ts'
import { joinCorners, triangleCount, withTangents } from '../../../../src/sandbox/modelling/mesh-data.ts'
import { simplifyTo } from '../../../../src/sandbox/modelling/simplify.ts'

/** A wavy n x n sheet of 2 n^2 triangles. */
async function sheet(n: number) {
  const corners: number[] = []
  const uvs: number[] = []
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (const [di, dj] of [
        [0, 0],
        [0, 1],
        [1, 1],
        [0, 0],
        [1, 1],
        [1, 0],
      ] as const) {
        const [x, z] = [(i + di) / n, (j + dj) / n]
        corners.push(x, Math.sin(x * 9) * 0.1, z)
        uvs.push(x, z)
      }
  const positions = new Float32Array(corners)
  return joinCorners({ positions, normals: await cornerNormals(positions, 1), uvs: new Float32Array(uvs) })
}

const material = { name: 'm', baseColor: [1, 1, 1, 1], metallic: 0, roughness: 1 } as const

describe('meshes', () => {
  it('share vertices where position, normal and uv agree', async () => {
    const mesh = await sheet(10)
    expect(mesh.positions.length / 3).toBe(121)
    expect(triangleCount(mesh)).toBe(200)
  })
  it('get unit tangents along u', async () => {
    const { tangents } = withTangents(await sheet(4))
    for (let i = 0; i < (tangents?.length ?? 0); i += 4) {
      const [x = 0, y = 0, z = 0, w = 0] = tangents?.subarray(i, i + 4) ?? []
      expect(Math.hypot(x, y, z)).toBeCloseTo(1, 5)
      expect(x).toBeGreaterThan(0.5)
      expect(Math.abs(w)).toBe(1)
    }
  })
  it.each([500, 60, 7, 1])('are simplified to at most %d triangles', async (limit) => {
    const mesh = await simplifyTo(await sheet(24), limit)
    expect(triangleCount(mesh)).toBeLessThanOrEqual(limit)
    expect(triangleCount(mesh)).toBeGreaterThan(0)
  })
})

describe('GLB', () => {
  it('counts what was written', async () => {
    const mesh = await sheet(10)
    const bytes = await writeGlb({ name: 'sheet', mesh, material }, { generator: 'test' })
    expect(inspectGlb(bytes)).toMatchObject({
      triangles: 200,
      vertices: 121,
      materials: 1,
      textures: 0,
      bytes: bytes.length,
    })
  })
  it('names what is wrong with a broken file', async () => {
    const bytes = await writeGlb({ name: 'sheet', mesh: await sheet(3), material }, { generator: 'test' })
    expect(() => parseGlb(bytes.subarray(0, bytes.length / 2))).toThrow(/cut off/)
    expect(() => parseGlb(new Uint8Array(40))).toThrow(/not a GLB/)
    const short = bytes.slice()
    new DataView(short.buffer).setUint32(8, 13, true)
    expect(() => parseGlb(short)).toThrow(/its header says that it has 13 bytes, too few for its first chunk/)
    const json = bytes.slice()
    json[21] = 0x7d
    expect(() => parseGlb(json)).toThrow(/description/)
  })
})
