// The model that post-processing works on, as a glTF Document: read from the source's file, written and rendered as a result.
import type { Document, Material, Texture } from '@gltf-transform/core'
import { formatOfEnding, readModel, writeGlb } from '../../mesh/formats/index.ts'
import { type PlacedMesh, type Surface as Polygons, placedMeshes, triangulated } from '../../mesh/formats/surface.ts'
import { cornerNormals } from '../../mesh/geometry.ts'
import { decodeImage, type RgbaImage } from '../../mesh/images/image.ts'
import { at } from '../../mesh/math/numbers.ts'
import type { WorkFile, WorkSource } from '../../simulator/work.ts'
import { type MeshData, withTangents } from '../modelling/mesh-data.ts'
import { encodeQuickly } from '../png.ts'
import { renderPicture } from '../shapes/picture.ts'
import type { Surface } from '../shapes/shader.ts'
import { readSchematic } from './blocks/read-schematic.ts'
import { GENERATOR } from './generator.ts'

export { GENERATOR }

/** Faces of models without normals that meet at less than this angle (radians) are drawn as one surface. */
const CREASE = 0.7

/**
 * The source's model.
 * @throws MeshError model-unknown, model-broken
 */
export async function readScene(source: Pick<WorkSource, 'bytes' | 'extension'>): Promise<Document> {
  if (source.extension === 'schem') return readSchematic(source.bytes)
  return readModel(source.bytes, formatOfEnding(source.extension))
}

/** The Document as a GLB result. */
export async function glbFile(document: Document, kind: WorkFile['kind'] = 'model'): Promise<WorkFile> {
  document.getRoot().getAsset().generator = GENERATOR
  return { kind, extension: 'glb', mediaType: 'model/gltf-binary', bytes: await writeGlb(document) }
}

/** The rendered_image of a Document: all of its scene, skinned meshes in their current pose. @param side in pixels */
export async function pictureFile(document: Document, side?: number): Promise<WorkFile> {
  return pngFile('rendered_image', await renderScene(document, side))
}

export function pngFile(kind: WorkFile['kind'], image: RgbaImage): WorkFile {
  return { kind, extension: 'png', mediaType: 'image/png', bytes: encodeQuickly(image) }
}

/** A square picture of the whole scene at a three-quarter view. */
export async function renderScene(document: Document, side = 512): Promise<RgbaImage> {
  const { mesh, surfaceAt } = await photographed(placedMeshes(document))
  return renderPicture(mesh, surfaceAt, side)
}

/** All meshes as one, and what each of its triangles is made of. */
async function photographed(meshes: readonly PlacedMesh[]) {
  const looks = new Looks()
  const parts: { mesh: MeshData; surfaces: Surface[] }[] = []
  for (const surface of meshes.flatMap((mesh) => mesh.surfaces)) {
    const triangles = triangulated(surface)
    if (triangles.length === 0) continue
    const look = await looks.of(surface.material)
    const mesh = await shaded(surface, triangles)
    const mapped = look.normalMap && mesh.uvs ? withTangents(mesh) : mesh
    const tints = surface.colors && triangleTints(triangles, surface.colors)
    const surfaces = Array.from({ length: triangles.length / 3 }, (_, t): Surface => {
      const tint = tints?.[t]
      const [r, g, b] = look.baseColor
      return tint ? { ...look, baseColor: [r * at(tint, 0), g * at(tint, 1), b * at(tint, 2)] } : look
    })
    parts.push({ mesh: mapped, surfaces })
    // The renderer sees front faces only.
    if (surface.material?.getDoubleSided()) parts.push({ mesh: turned(mapped), surfaces })
  }
  const surfaces = parts.flatMap((part) => part.surfaces)
  const fallback = await looks.of(null)
  return { mesh: merged(parts.map((part) => part.mesh)), surfaceAt: (t: number) => surfaces[t] ?? fallback }
}

async function shaded(surface: Polygons, triangles: Uint32Array): Promise<MeshData> {
  const { positions, normals, uvs } = surface
  if (normals) return { positions, normals, ...(uvs ? { uvs } : {}), indices: triangles }
  const spread = (values: Float32Array, size: number) =>
    Float32Array.from({ length: triangles.length * size }, (_, i) =>
      at(values, at(triangles, Math.floor(i / size)) * size + (i % size)),
    )
  const corners = spread(positions, 3)
  return {
    positions: corners,
    normals: await cornerNormals(corners, CREASE),
    ...(uvs ? { uvs: spread(uvs, 2) } : {}),
    indices: triangles.map((_, i) => i),
  }
}

/** The mean vertex color (linear) of each triangle. */
function triangleTints(triangles: Uint32Array, colors: Float32Array): number[][] {
  return Array.from({ length: triangles.length / 3 }, (_, t) =>
    [0, 1, 2].map((k) => [0, 1, 2].reduce((sum, c) => sum + at(colors, at(triangles, t * 3 + c) * 4 + k), 0) / 3),
  )
}

function turned(mesh: MeshData): MeshData {
  const indices = mesh.indices.slice()
  for (let i = 0; i < indices.length; i += 3)
    [indices[i + 1], indices[i + 2]] = [at(mesh.indices, i + 2), at(mesh.indices, i + 1)]
  return { ...mesh, normals: mesh.normals.map((value) => -value), indices }
}

/** One mesh of many; uvs and tangents are zero where a mesh has none. */
export function merged(meshes: readonly MeshData[]): MeshData {
  const total = meshes.reduce((sum, mesh) => sum + mesh.positions.length / 3, 0)
  const gather = (of: (mesh: MeshData) => Float32Array | undefined, size: number) => {
    const out = new Float32Array(total * size)
    let base = 0
    for (const mesh of meshes) {
      const values = of(mesh)
      if (values) out.set(values, base * size)
      base += mesh.positions.length / 3
    }
    return out
  }
  const indices = new Uint32Array(meshes.reduce((sum, mesh) => sum + mesh.indices.length, 0))
  let [base, used] = [0, 0]
  for (const mesh of meshes) {
    for (const index of mesh.indices) indices[used++] = base + index
    base += mesh.positions.length / 3
  }
  return {
    positions: gather((mesh) => mesh.positions, 3),
    normals: gather((mesh) => mesh.normals, 3),
    ...(meshes.some((mesh) => mesh.uvs) ? { uvs: gather((mesh) => mesh.uvs, 2) } : {}),
    ...(meshes.some((mesh) => mesh.tangents) ? { tangents: gather((mesh) => mesh.tangents, 4) } : {}),
    indices,
  }
}

/** Materials as the renderer knows them; every picture is decoded once. */
class Looks {
  readonly #known = new Map<Material | null, Surface>()
  readonly #pictures = new Map<Texture, Promise<RgbaImage | undefined>>()

  async of(material: Material | null): Promise<Surface> {
    const known = this.#known.get(material)
    if (known) return known
    const look = material ? await this.#read(material) : { baseColor: [1, 1, 1] as const, metallic: 0, roughness: 1 }
    this.#known.set(material, look)
    return look
  }

  async #read(material: Material): Promise<Surface> {
    const [baseColorMap, metallicRoughnessMap, normalMap, emissiveMap] = await Promise.all([
      this.#picture(material.getBaseColorTexture()),
      this.#picture(material.getMetallicRoughnessTexture()),
      this.#picture(material.getNormalTexture()),
      this.#picture(material.getEmissiveTexture()),
    ])
    const [r, g, b] = material.getBaseColorFactor()
    return {
      baseColor: [r, g, b],
      metallic: material.getMetallicFactor(),
      roughness: material.getRoughnessFactor(),
      ...(baseColorMap ? { baseColorMap } : {}),
      ...(metallicRoughnessMap ? { metallicRoughnessMap } : {}),
      ...(normalMap ? { normalMap } : {}),
      ...(emissiveMap ? { emissiveMap } : {}),
    }
  }

  /** A picture that cannot be decoded is left out: the plain color still shows the model. */
  async #picture(texture: Texture | null): Promise<RgbaImage | undefined> {
    const bytes = texture?.getImage()
    if (!texture || !bytes) return undefined
    const known = this.#pictures.get(texture) ?? decodeImage(bytes).catch(() => undefined)
    this.#pictures.set(texture, known)
    return known
  }
}
