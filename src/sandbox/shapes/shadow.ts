// The key light's shadow: what the light sees, and how much of it arrives at a point.
import type { MeshData } from '../modelling/mesh-data.ts'
import { rasterize, type Visibility } from './raster.ts'
import { KEY } from './studio.ts'
import { cross, unit, type Vec3 } from './vector.ts'

const SHADOW_SIDE = 640

/** What the key light sees. */
export class Shadow {
  readonly #map: Visibility
  readonly #u: Vec3
  readonly #v: Vec3
  readonly #scale: number

  readonly #centre: Vec3
  readonly #size: number

  constructor(mesh: MeshData, centre: Vec3, size: number) {
    this.#centre = centre
    this.#size = size

    this.#u = unit(cross([0, 1, 0], KEY))
    this.#v = cross(KEY, this.#u)
    this.#scale = SHADOW_SIDE / (size * 2)
    const { positions } = mesh
    const projected = new Float32Array(positions.length)
    for (let i = 0; i < projected.length; i += 3) {
      const [x, y, z] = [positions[i] ?? 0, positions[i + 1] ?? 0, positions[i + 2] ?? 0]
      projected[i] = this.#column(x, y, z)
      projected[i + 1] = this.#row(x, y, z)
      projected[i + 2] = this.#depth(x, y, z)
    }
    this.#map = rasterize(projected, mesh.indices, SHADOW_SIDE, false)
  }

  /** Where a point lies on the map, and how far from the light. */
  #column(x: number, y: number, z: number): number {
    const u = this.#u
    const centre = this.#centre
    return SHADOW_SIDE / 2 + ((x - centre[0]) * u[0] + (y - centre[1]) * u[1] + (z - centre[2]) * u[2]) * this.#scale
  }
  #row(x: number, y: number, z: number): number {
    const v = this.#v
    const centre = this.#centre
    return SHADOW_SIDE / 2 - ((x - centre[0]) * v[0] + (y - centre[1]) * v[1] + (z - centre[2]) * v[2]) * this.#scale
  }
  #depth(x: number, y: number, z: number): number {
    const centre = this.#centre
    return -((x - centre[0]) * KEY[0] + (y - centre[1]) * KEY[1] + (z - centre[2]) * KEY[2])
  }

  /** How much of the key light arrives at a point, averaged over `spread` model sizes. */
  lit(px: number, py: number, pz: number, spread: number, taps: number): number {
    const x = this.#column(px, py, pz)
    const y = this.#row(px, py, pz)
    const z = this.#depth(px, py, pz)
    const reach = spread * this.#size * this.#scale
    const bias = this.#size * 0.006
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
          (this.#map.depth[sy * SHADOW_SIDE + sx] ?? 0) > z - bias
        )
          free++
      }
    return free / (taps * taps)
  }
}
