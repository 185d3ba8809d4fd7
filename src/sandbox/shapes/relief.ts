// Builds a model from a picture: its silhouette is inflated like a cushion into a closed mesh, textured front and back with the
// picture.
import { cornerNormals } from '../../mesh/geometry.ts'
import type { RgbaImage } from '../../mesh/images/image.ts'
import { resizeImage } from '../../mesh/images/resize.ts'
import { joinCorners, type MeshData, triangleCount, withTangents } from '../modelling/mesh-data.ts'
import { simplifyTo } from '../modelling/simplify.ts'
import { cutOut } from './cutout.ts'
import { inflate } from './inflate.ts'
import { grounded, type Model, type ModelRequest } from './model.ts'
import { wrapping } from './wrapping.ts'

/** Samples of the silhouette along its longer side at standard fineness. */
const GRID = 56
/** Longest side, in pixels, at which the background is told from the thing. */
const MASK_SIDE = 384
/** Real size assumed for a picture's longest side, metres: nothing in it says more. */
const ASSUMED_SIZE = 1
const CREASE = 1.2

/**
 * The model of a picture: closed and manifold, upright, its face towards +z, with the longest side one unit (or one
 * metre). A picture in which no background is found becomes a relief of its whole rectangle.
 */
export async function modelFromImage(picture: RgbaImage, request: ModelRequest): Promise<Model> {
  const shrink = Math.min(1, MASK_SIDE / Math.max(picture.width, picture.height))
  const small = resizeImage(
    picture,
    Math.max(1, Math.round(picture.width * shrink)),
    Math.max(1, Math.round(picture.height * shrink)),
  )
  const mask = cutOut(small)
  const limit = request.faceLimit ?? Infinity
  // A third of the grid's squares is a usual share for a silhouette; each gives four triangles.
  const wanted = GRID * Math.sqrt(Math.max(0.35, request.fineness))
  const cells = Math.max(10, Math.min(wanted, Math.sqrt(limit) * 1.6))
  const closed = inflate(small, mask, Math.round(cells))
  const fitted = triangleCount(closed) > limit ? await simplifyTo(closed, limit, CREASE) : await smoothed(closed)
  const mesh = grounded(fitted, request.autoSize ? ASSUMED_SIZE : 1)
  if (request.textureSide === 0) return { name: 'model', mesh }
  const maps = wrapping(picture, small, mask, request)
  return { name: 'model', mesh: request.pbr ? withTangents(mesh) : mesh, maps }
}

/** The mesh with its normals; front and back keep sharing the rim where it is smooth enough. */
async function smoothed(mesh: MeshData): Promise<MeshData> {
  const spread = (source: Float32Array, size: number) => {
    const out = new Float32Array(mesh.indices.length * size)
    mesh.indices.forEach((from, to) => {
      for (let k = 0; k < size; k++) out[to * size + k] = source[from * size + k] ?? 0
    })
    return out
  }
  const positions = spread(mesh.positions, 3)
  return joinCorners({
    positions,
    normals: await cornerNormals(positions, Math.PI),
    uvs: spread(mesh.uvs ?? new Float32Array(0), 2),
  })
}
