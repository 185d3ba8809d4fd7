// Cells as toy bricks: joined to the sizes that are sold, with studs where nothing stands on them.
import type { Document } from '@gltf-transform/core'
import { at } from '../../../mesh/math/numbers.ts'
import { cellAt, isFilled, NEIGHBOURS, type Voxels } from '../../modelling/voxels.ts'
import { PaintedMesh } from './painted-mesh.ts'
import { color, Palette } from './palette.ts'

/** A brick is 8 mm wide and 9.6 mm tall; a stud is 4.8 mm across and 1.7 mm tall. */
export const BRICK_TALLNESS = 9.6 / 8
const STUD_RADIUS = 4.8 / 8 / 2
const STUD_HEIGHT = 1.7 / 8
const STUD_SIDES = 10
/** Seen between bricks, as a share of their width. */
const GAP = 0.025

/** Plain colors that bricks come in. */
const COLORS = new Palette(
  [
    ...['#f4f4f4', '#a0a5a9', '#6c6e68', '#1b2a34', '#c91a09', '#720e0f', '#fe8a18', '#f2cd37', '#e4cd9e', '#958a73'],
    ...['#582a12', '#a05f35', '#cc702a', '#352100', '#237841', '#184632', '#4b9f4a', '#bbe90b', '#a0bcac', '#0055bf'],
    ...['#0a3463', '#5a93db', '#9fc3e9', '#36aebf', '#008f9b', '#81007b', '#ac78ba', '#e4adc8', '#c870a0', '#f6d7b3'],
    ...['#aa7d55', '#d09168', '#dfb27a', '#f8bb3d', '#6074a1', '#899b5f', '#b67b50', '#e8e2cf', '#cfa06b', '#8a4a3a'],
  ].map(color),
)

/** Sizes in studs, larger ones first; the second list is for every other layer, so that bricks overlap. */
const SIZES = [
  [4, 2],
  [2, 4],
  [3, 2],
  [2, 3],
  [2, 2],
  [4, 1],
  [1, 4],
  [3, 1],
  [1, 3],
  [2, 1],
  [1, 2],
  [1, 1],
] as const
const TURNED = SIZES.map(([a, b]) => [b, a] as const)

/** The model built of bricks. */
export function bricks(voxels: Voxels, name: string): Document {
  const { nx, ny, nz } = voxels
  const colorOf = new Int16Array(nx * ny * nz).fill(-1)
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++) {
        const cell = cellAt(voxels, x, y, z)
        const seen = NEIGHBOURS.some(([dx, dy, dz]) => !isFilled(voxels, x + dx, y + dy, z + dz))
        if (!isFilled(voxels, x, y, z) || !seen) continue
        const [r, g, b] = [0, 1, 2].map((k) => at(voxels.colors, cell * 3 + k))
        colorOf[cell] = COLORS.nearest(r ?? 0, g ?? 0, b ?? 0)
      }
  const mesh = new PaintedMesh(COLORS.colors)
  for (let y = 0; y < ny; y++)
    for (let z = 0; z < nz; z++)
      for (let x = 0; x < nx; x++) {
        const own = at(colorOf, cellAt(voxels, x, y, z))
        if (own < 0) continue
        const fits = ([w, d]: readonly [number, number]) => {
          if (x + w > nx || z + d > nz) return false
          for (let k = 0; k < d; k++)
            for (let i = 0; i < w; i++) if (at(colorOf, cellAt(voxels, x + i, y, z + k)) !== own) return false
          return true
        }
        const [w, d] = (y % 2 === 0 ? SIZES : TURNED).find(fits) ?? [1, 1]
        for (let k = 0; k < d; k++)
          for (let i = 0; i < w; i++) {
            colorOf[cellAt(voxels, x + i, y, z + k)] = -1
            if (!isFilled(voxels, x + i, y + 1, z + k)) stud(mesh, voxels, x + i, y, z + k, own)
          }
        brick(mesh, voxels, [x, y, z], [w, d], own)
      }
  return mesh.document(name, 0.3)
}

function brick(
  mesh: PaintedMesh,
  { width, height, origin }: Voxels,
  [x, y, z]: readonly [number, number, number],
  [w, d]: readonly [number, number],
  own: number,
): void {
  const gap = width * GAP
  mesh.box(
    [origin[0] + x * width + gap, origin[1] + y * height, origin[2] + z * width + gap],
    [origin[0] + (x + w) * width - gap, origin[1] + (y + 1) * height - gap, origin[2] + (z + d) * width - gap],
    own,
  )
}

/** A round stud, open at its foot inside the brick. */
function stud(
  mesh: PaintedMesh,
  { width, height, origin }: Voxels,
  x: number,
  y: number,
  z: number,
  own: number,
): void {
  const foot = origin[1] + (y + 1) * height - width * GAP
  const top = foot + width * STUD_HEIGHT
  const [cx, cz] = [origin[0] + (x + 0.5) * width, origin[2] + (z + 0.5) * width]
  const rim = Array.from({ length: STUD_SIDES }, (_, i) => {
    const angle = (i / STUD_SIDES) * Math.PI * 2
    return [Math.sin(angle), Math.cos(angle)] as const
  })
  for (const [i, [s, c]] of rim.entries()) {
    const [s2, c2] = rim[(i + 1) % STUD_SIDES] ?? [0, 1]
    const point = (sin: number, cos: number, at: number): [number, number, number] => [
      cx + sin * width * STUD_RADIUS,
      at,
      cz + cos * width * STUD_RADIUS,
    ]
    const [n, n2] = [[s, 0, c] as const, [s2, 0, c2] as const]
    mesh.quad([point(s, c, foot), point(s2, c2, foot), point(s2, c2, top), point(s, c, top)], [n, n2, n2, n], own)
    mesh.triangle([[cx, top, cz], point(s, c, top), point(s2, c2, top)], [[0, 1, 0]], own)
  }
}
