// texture_model: new textures for a model, from words, from pictures, or from words in the colors of a style picture.
import type { Document, Material } from '@gltf-transform/core'
import { everyThird, type PlacedMesh, placedMeshes, type Surface, triangulated } from '../../mesh/formats/surface.ts'
import { type Bounds, boundsOf, cornerNormals } from '../../mesh/geometry.ts'
import { decodeImage, type RgbaImage } from '../../mesh/images/image.ts'
import { rebuildScene } from '../../mesh/tools/surfaces.ts'
import type { Work, WorkJob } from '../../simulator/work.ts'
import { VIEWS } from '../../tripo/catalogue/schema.ts'
import { textureModelParameters } from '../../tripo/catalogue/texture-model.ts'
import { materialOf, sideOf } from '../build.ts'
import { writeGlb } from '../modelling/glb.ts'
import { type MeshData, withTangents } from '../modelling/mesh-data.ts'
import { encodeQuickly } from '../png.ts'
import { NOUNS } from '../shapes/nouns.ts'
import type { Painted } from '../shapes/painting.ts'
import { completeViews, cornersOf, projected, type Views } from '../shapes/projection.ts'
import { readPrompt } from '../shapes/prompt.ts'
import { colorsIn, paletteOf, repaint } from '../shapes/repaint.ts'
import { packed } from '../shapes/view-atlas.ts'
import { wrapping } from '../shapes/wrapping.ts'
import { maskOf } from './draw.ts'
import { paramsReader } from './params.ts'
import { GENERATOR, glbFile, pictureFile, readScene } from './scene.ts'

/** Faces of models without normals that meet at less than this angle (radians) are shaded as one surface. */
const CREASE = 0.7

/** How a surface is painted: its mesh (in the scene's coordinates) with texture coordinates, and its textures. */
type Painter = (mesh: MeshData, old: Surface) => Promise<{ mesh: MeshData; maps: Painted | undefined }>

/**
 * The repainted model, `pbr_model` with and `model` without pbr maps; with neither texture nor pbr a bare one. Without
 * any prompt the words that made the source are painted again, by another seed. The scene becomes flat: one node for
 * each named part, so that part names stay.
 */
export const textureModel: Work = async (job) => {
  const { source, params } = job
  if (!source) throw new Error('texture_model needs a source model.')
  const read = paramsReader(textureModelParameters.properties, params)
  const document = await readScene(source)
  const pbr = read('pbr') ?? true
  const textured = pbr || (read('texture') ?? true)
  const meshes = placedMeshes(document)
  const names = read('part_names') ?? []
  const named = meshes.filter(({ name }) => names.includes(name))
  const targets = new Set(named.length > 0 ? named : meshes)
  const paint = textured ? await painterFor(job, [...targets], pbr) : unpainted
  const materials = new Map<Painted | undefined, Material>()
  const painted: PlacedMesh[] = []
  const parts: { name: string; mesh: MeshData; maps: Painted | undefined }[] = []
  for (const mesh of meshes) {
    if (!targets.has(mesh)) {
      painted.push(mesh)
      continue
    }
    const surfaces: Surface[] = []
    for (const surface of mesh.surfaces) {
      const result = await paint(await meshOf(surface), surface)
      const material = materials.get(result.maps) ?? materialIn(document, result.maps)
      materials.set(result.maps, material)
      surfaces.push(surfaceWith(result.mesh, material))
      parts.push({ name: mesh.name, ...result })
    }
    painted.push({ name: mesh.name, surfaces })
  }
  rebuildScene(document, painted)
  const picture = await pictureFile(document, job.pictureSide)
  const file = await glbFile(document, textured && pbr ? 'pbr_model' : 'model')
  // Compression needs one texture set for all: parts painted apart stay as they are.
  const [first] = parts
  if (read('compress') !== 'geometry' || !first || targets.size < meshes.length || materials.size > 1)
    return { files: [file, picture] }
  const whole = parts.map(({ name, mesh, maps }) => ({ name, mesh: maps?.normal ? withTangents(mesh) : mesh }))
  const bytes = await writeGlb(
    {
      name: first.name,
      mesh: whole,
      material: materialOf({ name: first.name, mesh: first.mesh, ...(first.maps ? { maps: first.maps } : {}) }),
    },
    { generator: GENERATOR, meshopt: true },
  )
  return { files: [{ ...file, bytes }, picture] }
}

const unpainted: Painter = async (mesh) => ({ mesh, maps: undefined })

async function painterFor(job: WorkJob, targets: readonly PlacedMesh[], pbr: boolean): Promise<Painter> {
  const read = paramsReader(textureModelParameters.properties, job.params)
  const side = sideOf(read('texture_quality'), job.textureSide)
  const finish = { side, pbr, seed: read('texture_seed') ?? 0 }
  const within = boundsOf(targets.flatMap((mesh) => mesh.surfaces.flatMap((surface) => [...surface.positions])))
  const views = await viewsOf(job)
  return views ? fromViews(views, within, finish) : fromWords(job, within, finish)
}

interface Finish {
  readonly side: number
  readonly pbr: boolean
  readonly seed: number
}

/** The pictures to paint from, as views of the model; undefined when there are none. */
async function viewsOf({ inputs }: WorkJob): Promise<Views | undefined> {
  const views: Partial<Record<(typeof VIEWS)[number], RgbaImage>> = {}
  for (const [slot, name] of VIEWS.entries()) {
    const file = inputs[`image_prompts.${slot}`] ?? (slot === 0 ? inputs['image_prompt'] : undefined)
    if (file) views[name] = await decodeImage(file)
  }
  return Object.keys(views).length > 0 ? views : undefined
}

function fromViews(views: Views, within: Bounds, { side, pbr, seed }: Finish): Painter {
  const { picture, mask } = packed(completeViews(views).quarters)
  const request = { modelSeed: 0, textureSeed: seed, fineness: 1, textureSide: side, pbr, autoSize: false }
  const maps = wrapping(picture, picture, mask, request)
  return async (mesh) => ({ mesh: projected(mesh, within), maps })
}

/** Old colors are told apart in the old texture; what has none is unwrapped from four sides. */
async function fromWords({ params, inputs, source }: WorkJob, within: Bounds, finish: Finish): Promise<Painter> {
  const read = paramsReader(textureModelParameters.properties, params)
  const words = read('text_prompt') ?? source?.params['text_prompt'] ?? source?.params['prompt']
  const text = typeof words === 'string' ? words : ''
  const style = inputs['style_image'] ? await decodeImage(inputs['style_image']) : undefined
  const reading = readPrompt(text, NOUNS)
  const palette = paletteOf(text, reading, finish.seed, style && colorsIn(style, maskOf(style)).colors)
  const bake = read('bake') ?? true
  const made = new Map<unknown, Painted>()
  return async (mesh, { material }) => {
    const bytes = mesh.uvs ? material?.getBaseColorTexture()?.getImage() : undefined
    const picture = bytes ? await decodeImage(bytes).catch(() => undefined) : undefined
    // One texture set for the whole model, unless its parts have pictures of their own or are to be kept apart.
    const key = picture || !bake ? material : undefined
    const maps = made.get(key) ?? repaint(picture, palette, { ...finish, wear: reading.wear })
    made.set(key, maps)
    return { mesh: mesh.uvs ? mesh : projected(mesh, within), maps }
  }
}

async function meshOf(surface: Surface): Promise<MeshData> {
  const indices = triangulated(surface)
  const { positions, normals, uvs } = surface
  if (normals) return { positions, normals, ...(uvs ? { uvs } : {}), indices }
  const loose = cornersOf(positions, indices, 3)
  return {
    positions: loose,
    normals: await cornerNormals(loose, CREASE),
    ...(uvs ? { uvs: cornersOf(uvs, indices, 2) } : {}),
    indices: indices.map((_, i) => i),
  }
}

function surfaceWith({ positions, normals, uvs, indices }: MeshData, material: Material): Surface {
  return { material, positions, normals, ...(uvs ? { uvs } : {}), corners: indices, starts: everyThird(indices.length) }
}

/** The material that generated models have, in a Document. */
function materialIn(document: Document, maps: Painted | undefined): Material {
  const nothing = new Float32Array()
  const mesh = { positions: nothing, normals: nothing, indices: new Uint32Array() }
  const { name, baseColor, metallic, roughness } = materialOf({ name: '', mesh, ...(maps ? { maps } : {}) })
  const [r, g, b, a] = baseColor
  const material = document
    .createMaterial(name)
    .setBaseColorFactor([r, g, b, a])
    .setMetallicFactor(metallic)
    .setRoughnessFactor(roughness)
  const texture = (title: string, image: RgbaImage | undefined) =>
    image
      ? document
          .createTexture(title)
          .setImage(new Uint8Array(encodeQuickly(image)))
          .setMimeType('image/png')
      : null
  return material
    .setBaseColorTexture(texture('base_color', maps?.baseColor))
    .setMetallicRoughnessTexture(texture('metallic_roughness', maps?.metallicRoughness))
    .setNormalTexture(texture('normal', maps?.normal))
}
