// Painting from views: up to four pictures around a thing, and which of them each face takes its colors from.
import { type Bounds, boundsOf } from '../../mesh/geometry.ts'
import type { RgbaImage } from '../../mesh/images/image.ts'
import { at, clamp } from '../../mesh/math/numbers.ts'
import { joinCorners, type MeshData } from '../modelling/mesh-data.ts'
import { mirrored, type Silhouette, silhouetteOf, type ViewName } from './silhouettes.ts'
import { inAtlas } from './view-atlas.ts'

export type Views = Readonly<Partial<Record<ViewName, RgbaImage>>>

/** Depth by width of a thing that no side view shows. */
const GUESSED_DEPTH = 0.7

/** All four views, missing ones taken from what there is, and the thing's measures for a height of one. */
export interface Seen {
  readonly quarters: Readonly<Record<ViewName, Silhouette>>
  readonly width: number
  readonly depth: number
  readonly hasSide: boolean
}

/** Cuts the thing out of its views and fills in the missing ones. Throws when there is none. */
export function completeViews(views: Views): Seen {
  const cut: Partial<Record<ViewName, Silhouette>> = {}
  for (const name of ['front', 'left', 'back', 'right'] as const) {
    const view = views[name]
    if (view) cut[name] = silhouetteOf(view)
  }
  const any = cut.front ?? cut.back ?? cut.left ?? cut.right
  if (!any) throw new Error('There is no view to carve from.')
  const front = cut.front ?? (cut.back ? mirrored(cut.back) : any)
  const side = cut.left ?? (cut.right ? mirrored(cut.right) : undefined)
  const left = side ?? front
  const mean = (...all: readonly (Silhouette | undefined)[]) => {
    const known = all.flatMap((one) => (one ? [one.aspect] : []))
    return known.reduce((sum, aspect) => sum + aspect, 0) / Math.max(1, known.length)
  }
  const width = mean(cut.front, cut.back) || front.aspect
  return {
    quarters: { front, back: cut.back ?? mirrored(front), left, right: cut.right ?? mirrored(left) },
    width,
    depth: side ? mean(cut.left, cut.right) : Math.min(width, 1) * GUESSED_DEPTH,
    hasSide: side !== undefined,
  }
}

/** Values per corner instead of per vertex. */
export const cornersOf = (source: Float32Array, indices: Uint32Array, size: number) =>
  Float32Array.from({ length: indices.length * size }, (_, i) =>
    at(source, at(indices, Math.floor(i / size)) * size + (i % size)),
  )

/**
 * The mesh with every face in its place in the picture of the view that sees it best.
 * @param within the box that the views show: the mesh's own, or that of a larger whole
 */
export function projected(mesh: MeshData, within: Bounds = boundsOf(mesh.positions)): MeshData {
  const { min, max } = within
  const share = (value: number, axis: 0 | 1 | 2) => (value - min[axis]) / (max[axis] - min[axis] || 1)
  const positions = cornersOf(mesh.positions, mesh.indices, 3)
  const normals = cornersOf(mesh.normals, mesh.indices, 3)
  const uvs = new Float32Array(mesh.indices.length * 2)
  for (let t = 0; t < mesh.indices.length; t += 3) {
    const facing = (axis: number) =>
      at(normals, t * 3 + axis) + at(normals, t * 3 + 3 + axis) + at(normals, t * 3 + 6 + axis)
    const [nx, nz] = [facing(0), facing(2)]
    // Fronts and backs are preferred: that is where the picture matters.
    const view: ViewName =
      Math.abs(nz) * 1.15 >= Math.abs(nx) ? (nz >= 0 ? 'front' : 'back') : nx >= 0 ? 'left' : 'right'
    for (let c = t; c < t + 3; c++) {
      const [x, y, z] = [at(positions, c * 3), at(positions, c * 3 + 1), at(positions, c * 3 + 2)]
      const across: Record<ViewName, number> = {
        front: share(x, 0),
        back: 1 - share(x, 0),
        left: 1 - share(z, 2),
        right: share(z, 2),
      }
      uvs.set(inAtlas(view, clamp(across[view], 0, 1), clamp(1 - share(y, 1), 0, 1)), c * 2)
    }
  }
  return joinCorners({ positions, normals, uvs })
}
