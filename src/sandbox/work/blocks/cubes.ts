// Cells as cubes, only their visible sides.
import type { Document } from '@gltf-transform/core'
import { at } from '../../../mesh/math/numbers.ts'
import { cellAt, isFilled, NEIGHBOURS, type Voxels } from '../../modelling/voxels.ts'
import { MOST_COLORS, PaintedMesh } from './painted-mesh.ts'
import { type Color, reduced } from './palette.ts'

/** Every filled cell as a cube of its color. The surface is closed. */
export function cubes(voxels: Voxels, name: string): Document {
  const { palette, of } = reduced(cellColors(voxels), MOST_COLORS)
  return cubesOf(voxels, name, palette, (cell) => at(of, cell))
}

/** The cells' own colors; empty ones are those of the first filled cell, so that they do not add any. */
function cellColors({ filled, colors }: Voxels): Color[] {
  const first = Math.max(0, filled.indexOf(1))
  return Array.from(filled, (full, cell) => {
    const from = (full === 1 ? cell : first) * 3
    return [at(colors, from), at(colors, from + 1), at(colors, from + 2)]
  })
}

/** As `cubes`, with given colors. */
export function cubesOf(
  voxels: Voxels,
  name: string,
  palette: readonly Color[],
  colorOf: (cell: number) => number,
): Document {
  const mesh = new PaintedMesh(palette)
  const { nx, ny, nz, width, height, origin } = voxels
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++) {
        if (!isFilled(voxels, x, y, z)) continue
        const sides = NEIGHBOURS.map(([dx, dy, dz]) => !isFilled(voxels, x + dx, y + dy, z + dz))
        if (!sides.includes(true)) continue
        const corner = (i: number, j: number, k: number): [number, number, number] => [
          origin[0] + i * width,
          origin[1] + j * height,
          origin[2] + k * width,
        ]
        mesh.box(corner(x, y, z), corner(x + 1, y + 1, z + 1), colorOf(cellAt(voxels, x, y, z)), sides)
      }
  return mesh.document(name, 0.85)
}
