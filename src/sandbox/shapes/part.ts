// One solid of a model: points, triangles with a place on a flat chart, and the moves that put it where it belongs.
import type { Vec2, Vec3 } from './vector.ts'

/** Index into the sketch's list of materials. */
export type MaterialId = number

export interface Face {
  readonly points: readonly [number, number, number]
  /** Where the corners lie on the chart: metres, s right and t up as seen from outside. */
  readonly st: readonly [Vec2, Vec2, Vec2]
  /** Faces of one chart are textured as one piece. */
  readonly chart: number
  readonly material: MaterialId
}

const RADIANS = Math.PI / 180

export class Part {
  points: Vec3[] = []
  faces: Face[] = []
  charts = 0
  /** Edges flatter than this (degrees) are shaded smooth. */
  crease = 50

  constructor(public material: MaterialId) {}

  point(p: Vec3): number {
    return this.points.push(p) - 1
  }

  chart(): number {
    return this.charts++
  }

  /** Adds a triangle unless it has no area. */
  face(chart: number, corners: readonly [number, number, number], st: Face['st'], material = this.material): void {
    const [a, b, c] = [this.points[corners[0]], this.points[corners[1]], this.points[corners[2]]]
    if (!a || !b || !c || same(a, b) || same(b, c) || same(a, c)) return
    this.faces.push({ points: corners, st, chart, material })
  }

  /** Moves every point. */
  warp(move: (p: Vec3) => Vec3): this {
    this.points = this.points.map(move)
    return this
  }

  at(x: number, y: number, z: number): this {
    return this.warp((p) => [p[0] + x, p[1] + y, p[2] + z])
  }

  /** Stretches about the origin; a mirror image (negative factor) keeps its outside outside. */
  scale(x: number, y = x, z = x): this {
    if (x * y * z < 0) this.flip()
    return this.warp((p) => [p[0] * x, p[1] * y, p[2] * z])
  }

  /** Turns about an axis through the origin, degrees, right-handed. */
  turnX(degrees: number): this {
    const [s, c] = [Math.sin(degrees * RADIANS), Math.cos(degrees * RADIANS)]
    return this.warp(([x, y, z]) => [x, y * c - z * s, y * s + z * c])
  }

  turnY(degrees: number): this {
    const [s, c] = [Math.sin(degrees * RADIANS), Math.cos(degrees * RADIANS)]
    return this.warp(([x, y, z]) => [x * c + z * s, y, z * c - x * s])
  }

  turnZ(degrees: number): this {
    const [s, c] = [Math.sin(degrees * RADIANS), Math.cos(degrees * RADIANS)]
    return this.warp(([x, y, z]) => [x * c - y * s, x * s + y * c, z])
  }

  /** Narrows (factor < 1) or widens towards the top: x and z are scaled by 1 at the lowest point, `factor` at the highest. */
  taper(factor: number): this {
    const ys = this.points.map((p) => p[1])
    const low = Math.min(...ys)
    const high = Math.max(...ys)
    return this.warp(([x, y, z]) => {
      const f = 1 + (factor - 1) * ((y - low) / (high - low || 1))
      return [x * f, y, z * f]
    })
  }

  /** Shading: 0 makes every facet hard, 180 none. */
  smooth(degrees: number): this {
    this.crease = degrees
    return this
  }

  flip(): void {
    this.faces = this.faces.map(({ points: [a, b, c], st: [p, q, r], ...rest }) => ({
      points: [a, c, b],
      st: [p, r, q],
      ...rest,
    }))
  }

  /** Signed volume; negative when the faces point inwards. */
  volume(): number {
    let sum = 0
    for (const face of this.faces) {
      const [a, b, c] = [this.points[face.points[0]], this.points[face.points[1]], this.points[face.points[2]]]
      if (!a || !b || !c) continue
      sum +=
        a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0])
    }
    return sum / 6
  }

  copy(): Part {
    const part = new Part(this.material)
    part.points = [...this.points]
    part.faces = [...this.faces]
    part.charts = this.charts
    part.crease = this.crease
    return part
  }
}

function same(a: Vec3, b: Vec3): boolean {
  return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) + Math.abs(a[2] - b[2]) < 1e-9
}
