// Bakes materials into pictures: tints and vertex colors, which many programs ignore or interpret differently, become part of the
// base color texture. Uniform colors are kept: every format can express them.
import type { Document, Material, Primitive, Texture } from '@gltf-transform/core'
import type { Surface } from '../formats/surface.ts'
import { decodeImage, type RgbaImage } from '../images/image.ts'
import { encodePng } from '../images/png.ts'
import { linearToSrgb, srgbToLinear } from '../math/color.ts'
import { at, clamp } from '../math/numbers.ts'
import { prune } from './prune.ts'
import { usedPrimitives } from './shown-primitives.ts'
import { shared, writeSurface } from './surfaces.ts'

/**
 * Texels along a face's patch, as many as there is room for: its corners are at the middles of the outermost, so that
 * nothing bleeds in; in the larger ones nothing does when the picture becomes a JPEG, whose blocks have 8 or 16.
 */
const PATCH_SIDES = [16, 8, 4, 2] as const
/** The most texels along the texture of all patches: a comfortable size, and all there is. */
const COMFORTABLE = 1024
const MOST = 4096

/**
 * Bakes what multiplies the base color into its texture. Vertex colors of materials without any texture become a
 * texture of patches, one for each face that looks different; beside a texture they stay, since its coordinates say
 * nothing about where a vertex's color is seen.
 */
export async function bakeMaterials(document: Document): Promise<Document> {
  for (const material of new Set(usedPrimitives(document).map(({ surface }) => surface.material)))
    if (material) await bakeTint(document, material)
  bakeColors(document)
  return prune(document)
}

async function bakeTint(document: Document, material: Material): Promise<void> {
  const [r, g, b, alpha] = material.getBaseColorFactor()
  const base = await tinted(document, material.getBaseColorTexture(), [r, g, b])
  if (base) material.setBaseColorTexture(base).setBaseColorFactor([1, 1, 1, alpha])
  const glow = await tinted(document, material.getEmissiveTexture(), material.getEmissiveFactor())
  if (glow) material.setEmissiveTexture(glow).setEmissiveFactor([1, 1, 1])
}

/** A copy of the picture times a color in linear light; undefined when nothing would change. */
async function tinted(document: Document, texture: Texture | null, factor: readonly number[]) {
  const bytes = texture?.getImage()
  if (!texture || !bytes || factor.every((value) => value === 1)) return undefined
  const { width, height, data } = await decodeImage(bytes)
  const tables = factor.map((value) => Uint8Array.from({ length: 256 }, (_, i) => byte(srgbToLinear(i / 255) * value)))
  const out = new Uint8Array(data)
  for (let i = 0; i < out.length; i += 4) for (let k = 0; k < 3; k++) out[i + k] = tables[k]?.[at(data, i + k)] ?? 0
  return pictureOf(document, texture.getName(), { width, height, data: out })
}

const byte = (light: number) => Math.round(clamp(linearToSrgb(clamp(light, 0, 1)), 0, 1) * 255)

function pictureOf(document: Document, name: string, image: RgbaImage): Texture {
  return document
    .createTexture(name)
    .setImage(new Uint8Array(encodePng(image)))
    .setMimeType('image/png')
}

/** A face's colors at its corners, as sRGB bytes with alpha. */
interface Patch {
  readonly corners: readonly (readonly number[])[]
  readonly index: number
}

/** The patches of all faces, equal ones once. */
class Patches {
  readonly #found = new Map<string, Patch>()

  of(corners: readonly (readonly number[])[]): Patch {
    const isPlain = corners.every((corner) => corner.join() === corners[0]?.join())
    const own = isPlain ? corners.slice(0, 1) : corners
    const key = own.join(' ')
    const known = this.#found.get(key) ?? { corners: own, index: this.#found.size }
    this.#found.set(key, known)
    return known
  }

  get columns(): number {
    return Math.max(1, Math.ceil(Math.sqrt(this.#found.size)))
  }
  get cell(): number {
    const fits = (limit: number) => PATCH_SIDES.find((side) => side * this.columns <= limit)
    return fits(COMFORTABLE) ?? fits(MOST) ?? 2
  }

  image(): RgbaImage {
    const { columns, cell } = this
    const side = columns * cell
    const data = new Uint8Array(side * side * 4)
    for (const { corners, index } of this.#found.values())
      for (let y = 0; y < cell; y++)
        for (let x = 0; x < cell; x++) {
          const weights = weightsAt(corners.length, x / (cell - 1), y / (cell - 1))
          const to = ((Math.floor(index / columns) * cell + y) * side + (index % columns) * cell + x) * 4
          for (let k = 0; k < 4; k++)
            data[to + k] = Math.round(corners.reduce((sum, color, i) => sum + at(color, k) * at(weights, i), 0))
        }
    return { width: side, height: side, data }
  }

  /** Where a corner of a face with so many corners lies. */
  uv({ index, corners }: Patch, corner: number, count: number): readonly [number, number] {
    const { columns, cell } = this
    const [x, y] = corners.length === 1 ? [0.5, 0.5] : placeOf(corner, count)
    const along = (start: number, share: number) => (start * cell + 0.5 + share * (cell - 1)) / (columns * cell)
    return [along(index % columns, x), along(Math.floor(index / columns), y)]
  }
}

type Place = readonly [x: number, y: number]
const TRIANGLE: readonly Place[] = [
  [0, 0],
  [1, 0],
  [0, 1],
]
const QUAD: readonly Place[] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
]

/** Where the corners of a triangle and a quad are in their square; more are spread on a circle in it. */
function placeOf(corner: number, count: number): Place {
  const known = (count === 3 ? TRIANGLE : count === 4 ? QUAD : [])[corner]
  const turn = (corner / count) * 2 * Math.PI
  return known ?? [0.5 + Math.cos(turn) / 2, 0.5 + Math.sin(turn) / 2]
}

/** How much each corner counts at a place in the square. */
function weightsAt(count: number, x: number, y: number): number[] {
  if (count === 1) return [1]
  if (count === 4) return [(1 - x) * (1 - y), x * (1 - y), x * y, (1 - x) * y]
  const raw =
    count === 3
      ? [1 - x - y, x, y].map((weight) => Math.max(0, weight))
      : Array.from({ length: count }, (_, i) => {
          const [px, py] = placeOf(i, count)
          return 1 / (Math.hypot(x - px, y - py) ** 2 + 1e-6)
        })
  const total = raw.reduce((sum, weight) => sum + weight, 0)
  return raw.map((weight) => weight / total)
}

function bakeColors(document: Document): void {
  const patches = new Patches()
  const faces: { primitive: Primitive; surface: Surface; patches: Patch[] }[] = []
  for (const { primitive, surface } of usedPrimitives(document)) {
    const { colors, corners, starts, material } = surface
    if (!colors || (material && hasTexture(material))) continue
    const [r, g, b] = material?.getBaseColorFactor() ?? [1, 1, 1, 1]
    const colorOf = (vertex: number) => [
      byte(at(colors, vertex * 4) * (r ?? 1)),
      byte(at(colors, vertex * 4 + 1) * (g ?? 1)),
      byte(at(colors, vertex * 4 + 2) * (b ?? 1)),
      Math.round(clamp(at(colors, vertex * 4 + 3), 0, 1) * 255),
    ]
    const own: Patch[] = []
    for (let p = 0; p + 1 < starts.length; p++)
      own.push(patches.of(Array.from(corners.subarray(at(starts, p), at(starts, p + 1)), colorOf)))
    faces.push({ primitive, surface, patches: own })
  }
  if (faces.length === 0) return
  const texture = pictureOf(document, 'base_color', patches.image())
  const materials = new Map<Material | null, Material>()
  for (const { primitive, surface, patches: own } of faces) {
    const material = materials.get(surface.material) ?? withTexture(document, surface.material, texture)
    materials.set(surface.material, material)
    writeSurface(document, primitive, { ...placed(surface, own, patches), material })
  }
}

function hasTexture(material: Material): boolean {
  return [
    material.getBaseColorTexture(),
    material.getMetallicRoughnessTexture(),
    material.getNormalTexture(),
    material.getEmissiveTexture(),
    material.getOcclusionTexture(),
  ].some((texture) => texture !== null)
}

function withTexture(document: Document, material: Material | null, texture: Texture): Material {
  const own = material?.clone() ?? document.createMaterial('material').setMetallicFactor(0)
  const [, , , alpha] = own.getBaseColorFactor()
  return own.setBaseColorTexture(texture).setBaseColorFactor([1, 1, 1, alpha])
}

/** The surface with its faces on their patches instead of vertex colors. */
function placed(surface: Surface, own: readonly Patch[], patches: Patches): Surface {
  const { corners, starts } = surface
  const take = (values: Float32Array, size: number) => {
    const out = new Float32Array(corners.length * size)
    for (const [i, vertex] of corners.entries())
      for (let k = 0; k < size; k++) out[i * size + k] = at(values, vertex * size + k)
    return out
  }
  const uvs = new Float32Array(corners.length * 2)
  for (let p = 0; p + 1 < starts.length; p++) {
    const [from, to] = [at(starts, p), at(starts, p + 1)]
    const patch = own[p]
    if (patch) for (let i = from; i < to; i++) uvs.set(patches.uv(patch, i - from, to - from), i * 2)
  }
  return shared({
    material: surface.material,
    positions: take(surface.positions, 3),
    ...(surface.normals ? { normals: take(surface.normals, 3) } : {}),
    ...(surface.joints ? { joints: take(surface.joints, 4) } : {}),
    ...(surface.weights ? { weights: take(surface.weights, 4) } : {}),
    uvs,
    corners: corners.map((_, i) => i),
    starts,
  })
}
