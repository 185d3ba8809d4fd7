// The key light's shadow: what the light sees, and how much of it arrives at a point.
import type { MeshData } from '../../mesh/geometry.ts'
import { rasterize, type Visibility } from './raster.ts'
import { KEY } from './studio.ts'
import { cross, dot, sub, unit, type Vec3 } from './vector.ts'

const SHADOW_SIDE = 640

/** What the key light sees. */
export class Shadow {
  private readonly map: Visibility
  private readonly u: Vec3
  private readonly v: Vec3
  private readonly scale: number

  constructor(
    mesh: MeshData,
    private readonly centre: Vec3,
    private readonly size: number,
  ) {
    this.u = unit(cross([0, 1, 0], KEY))
    this.v = cross(KEY, this.u)
    this.scale = SHADOW_SIDE / (size * 2)
    const projected = new Float32Array(mesh.positions.length)
    for (let i = 0; i < projected.length; i += 3) {
      const p = this.place([mesh.positions[i] ?? 0, mesh.positions[i + 1] ?? 0, mesh.positions[i + 2] ?? 0])
      projected.set(p, i)
    }
    this.map = rasterize(projected, mesh.indices, SHADOW_SIDE, false)
  }

  private place(p: Vec3): Vec3 {
    const q = sub(p, this.centre)
    return [SHADOW_SIDE / 2 + dot(q, this.u) * this.scale, SHADOW_SIDE / 2 - dot(q, this.v) * this.scale, -dot(q, KEY)]
  }

  /** How much of the key light arrives at a point, averaged over `spread` model sizes. */
  lit(p: Vec3, spread: number, taps: number): number {
    const [x, y, z] = this.place(p)
    const reach = spread * this.size * this.scale
    const bias = this.size * 0.006
    let free = 0
    for (let j = 0; j < taps; j++)
      for (let i = 0; i < taps; i++) {
        const sx = Math.floor(x + ((i + 0.5) / taps - 0.5) * 2 * reach)
        const sy = Math.floor(y + ((j + 0.5) / taps - 0.5) * 2 * reach)
        if (
          sx < 0 ||
          sy < 0 ||
          sx >= SHADOW_SIDE ||
          sy >= SHADOW_SIDE ||
          (this.map.depth[sy * SHADOW_SIDE + sx] ?? 0) > z - bias
        )
          free++
      }
    return free / (taps * taps)
  }
}
