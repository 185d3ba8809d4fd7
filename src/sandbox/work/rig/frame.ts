// A creature's solid seen from its own side: across is x, its front is +z, whichever way the model looks.
import { at } from '../../../mesh/math/numbers.ts'
import type { Vec3 } from '../../shapes/vector.ts'
import { type Blob, blobsAt, type Occupancy } from '../occupancy.ts'

/** Questions about a solid, answered in its own coordinates. */
export class Frame {
  readonly min: Vec3
  readonly max: Vec3
  readonly height: number
  readonly middle: number

  constructor(readonly grid: Occupancy) {
    this.min = grid.bounds.min
    this.max = grid.bounds.max
    this.height = Math.max(1e-6, this.max[1] - this.min[1])
    this.middle = (this.min[0] + this.max[0]) / 2
  }

  /** The height at a share of the whole, from the ground. */
  y(share: number): number {
    return this.min[1] + share * this.height
  }

  /** The pieces of the slice at a height, the largest first. */
  slice(y: number): Blob[] {
    const row = Math.floor((y - this.grid.origin[1]) / this.grid.step)
    return blobsAt(this.grid, Math.max(1, Math.min(this.grid.ny - 2, row)))
  }

  /** The piece of a slice that is nearest to the middle. */
  central(y: number): Blob | undefined {
    const off = (blob: Blob) =>
      Math.max(0, blob.minX - this.middle, this.middle - blob.maxX) + Math.abs(blob.x - this.middle) * 0.01
    return this.slice(y).sort((a, b) => off(a) - off(b))[0]
  }

  /** How many cells are solid behind one another at a place. */
  depth(x: number, y: number): number {
    const { nx, ny, nz, origin, step, solid } = this.grid
    const [i, j] = [Math.floor((x - origin[0]) / step), Math.floor((y - origin[1]) / step)]
    if (i < 0 || j < 0 || i >= nx || j >= ny) return 0
    let count = 0
    for (let k = 0; k < nz; k++) count += at(solid, (k * ny + j) * nx + i)
    return count
  }

  /** The centre of every solid cell, as long as `visit` is told of it. */
  each(visit: (x: number, y: number, z: number) => void): void {
    const { nx, ny, nz, origin, step, solid } = this.grid
    for (let k = 0, i = 0; k < nz; k++)
      for (let j = 0; j < ny; j++)
        for (let n = 0; n < nx; n++, i++)
          if (at(solid, i) === 1)
            visit(origin[0] + (n + 0.5) * step, origin[1] + (j + 0.5) * step, origin[2] + (k + 0.5) * step)
  }

  /** The cell that scores highest; undefined when none scores above -Infinity. */
  best(score: (x: number, y: number, z: number) => number): Vec3 | undefined {
    let [found, top]: [Vec3 | undefined, number] = [undefined, -Infinity]
    this.each((x, y, z) => {
      const value = score(x, y, z)
      if (value > top) [found, top] = [[x, y, z], value]
    })
    return found
  }

  /** The middle of all cells that `take` accepts. */
  centre(accepts: (x: number, y: number, z: number) => boolean): Vec3 | undefined {
    let [count, sx, sy, sz] = [0, 0, 0, 0]
    this.each((x, y, z) => {
      if (!accepts(x, y, z)) return
      count++
      sx += x
      sy += y
      sz += z
    })
    return count > 0 ? [sx / count, sy / count, sz / count] : undefined
  }
}
