// Carries out one accepted task: from complete parameters to the files a user downloads. Pure CPU work on web standards.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { decodeImage, type RgbaImage } from '../mesh/images/image.ts'
import { VIEWS } from '../tripo/catalogue/schema.ts'
import { type GlbMaterial, type GlbTexture, writeGlb } from './modelling/glb.ts'
import { encodeQuickly } from './png.ts'
import { modelFromViews } from './shapes/hull.ts'
import { type Model, type ModelRequest, modelFromPrompt } from './shapes/model.ts'
import { renderPicture } from './shapes/picture.ts'
import { piecesOf } from './shapes/pieces.ts'
import { modelFromImage } from './shapes/relief.ts'
import type { Surface } from './shapes/shader.ts'
import type { ViewName } from './shapes/silhouettes.ts'

/** One accepted task to carry out: complete parameters (server defaults and drawn seeds filled in), wire names of the v2 service. */
export interface BuildJob {
  /** 'text_to_model', 'image_to_model' or 'multiview_to_model'. */
  capability: string
  params: Readonly<Record<string, unknown>>
  /** Bytes by slot name, e.g. `{ file: <png bytes> }`. */
  inputs: Readonly<Record<string, Uint8Array>>
  /** Pixels along a side of the picture; the service's own when left out. */
  pictureSide?: number
  /** The most texels along a side of a texture; as many as the quality says when left out. */
  textureSide?: number
}

export interface BuiltFile {
  kind: 'model' | 'base_model' | 'pbr_model' | 'rendered_image'
  extension: 'glb' | 'png'
  mediaType: string
  bytes: Uint8Array
}

/** The parameters that change a model; a value of another type counts as absent, as the service's validation is not done here. */
const PARAMS = {
  prompt: Type.String(),
  negative_prompt: Type.String(),
  model_version: Type.String(),
  model_seed: Type.Number(),
  texture_seed: Type.Number(),
  image_seed: Type.Number(),
  face_limit: Type.Number({ exclusiveMinimum: 0 }),
  texture: Type.Boolean(),
  pbr: Type.Boolean(),
  texture_quality: Type.String(),
  geometry_quality: Type.String(),
  smart_low_poly: Type.Boolean(),
  compress: Type.String(),
  auto_size: Type.Boolean(),
  export_uv: Type.Boolean(),
  generate_parts: Type.Boolean(),
  style: Type.String(),
}

/** Texels of the base color's side by texture_quality. */
const TEXTURE_SIDES: ReadonlyMap<string, number> = new Map([
  ['standard', 512],
  ['fast', 512],
  ['detailed', 1024],
  ['extreme', 2048],
])

/** Texels of a texture's side. @param quality a `texture_quality` @param most of a job */
export const sideOf = (quality = 'standard', most = Number.POSITIVE_INFINITY): number =>
  Math.min(TEXTURE_SIDES.get(quality) ?? 512, most)

const GENERATOR = 'Tripo Studio simulator'
/** Untextured models are of this light grey, in linear light. */
const UNTEXTURED: readonly [number, number, number] = [0.58, 0.58, 0.6]

/**
 * The files of a task: its model and the `rendered_image` of it. The same job gives the same bytes.
 * @throws MeshError when an input picture cannot be read; Error for a capability that is not built here
 */
export async function build(job: BuildJob): Promise<BuiltFile[]> {
  const { file, model } = await buildModel(job)
  const picture = renderPicture(model.mesh, surfaceOf(model), job.pictureSide)
  return [file, { kind: 'rendered_image', extension: 'png', mediaType: 'image/png', bytes: encodeQuickly(picture) }]
}

/**
 * The model of a task without its picture: a `pbr_model` with texture and pbr, a `base_model` without a texture, else
 * a `model`.
 * @throws as build
 */
export async function buildModel(job: BuildJob): Promise<{ file: BuiltFile; model: Model }> {
  const read = <K extends keyof typeof PARAMS>(key: K): Type.Static<(typeof PARAMS)[K]> | undefined => {
    const value = job.params[key]
    const schema: (typeof PARAMS)[K] = PARAMS[key]
    return Check(schema, value) ? value : undefined
  }
  const pbr = read('pbr') ?? true
  const texture = pbr || (read('texture') ?? true)
  const faceLimit = read('face_limit')
  const style = read('style')
  const negativePrompt = read('negative_prompt')
  const modelSeed = read('model_seed') ?? 0
  const request: ModelRequest = {
    modelSeed: modelSeed + (read('image_seed') ?? 0) * 0.5,
    textureSeed: read('texture_seed') ?? modelSeed,
    ...(faceLimit !== undefined ? { faceLimit: Math.floor(faceLimit) } : {}),
    fineness: fineness(read('model_version') ?? '', read('geometry_quality'), read('smart_low_poly') ?? false),
    textureSide: texture ? sideOf(read('texture_quality'), job.textureSide) : 0,
    pbr,
    ...(style !== undefined ? { style } : {}),
    ...(negativePrompt !== undefined ? { negativePrompt } : {}),
    autoSize: read('auto_size') ?? false,
  }
  const model = await make(job, read('prompt') ?? '', request)
  const { mesh, maps } = model
  const withoutUvs = !maps && read('export_uv') === false
  const whole = withoutUvs ? { positions: mesh.positions, normals: mesh.normals, indices: mesh.indices } : mesh
  const glb = await writeGlb(
    {
      name: model.name,
      mesh: read('generate_parts') && !maps ? piecesOf(whole) : whole,
      material: materialOf(model),
    },
    { generator: GENERATOR, meshopt: read('compress') === 'geometry' },
  )
  const kind = !texture ? 'base_model' : pbr ? 'pbr_model' : 'model'
  return { file: { kind, extension: 'glb', mediaType: 'model/gltf-binary', bytes: glb }, model }
}

async function make(job: BuildJob, prompt: string, request: ModelRequest): Promise<Model> {
  if (job.capability === 'text_to_model') return modelFromPrompt(prompt, request)
  const file = job.inputs['file']
  if (job.capability === 'image_to_model' && file) return modelFromImage(await decodeImage(file), request)
  if (job.capability === 'multiview_to_model') return modelFromViews(await viewsOf(job.inputs), request)
  throw new Error(`The simulator cannot build ${job.capability}.`)
}

/** Views by the slots of the wire: `files.0` is the front. */
async function viewsOf(inputs: BuildJob['inputs']): Promise<Partial<Record<ViewName, RgbaImage>>> {
  const views: Partial<Record<ViewName, RgbaImage>> = {}
  for (const [slot, name] of VIEWS.entries()) {
    const file = inputs[`files.${slot}`]
    if (file) views[name] = await decodeImage(file)
  }
  return views
}

/** Relative fineness by model line: P and Turbo models are made for low polygon counts, detailed geometry has more. */
function fineness(version: string, quality: string | undefined, smartLowPoly: boolean): number {
  if (smartLowPoly || /^P\d/.test(version)) return 0.44
  if (version.startsWith('Turbo')) return 0.6
  return quality === 'detailed' ? 2 : 1
}

/** The material of a model in its file: textured, or plain gray. */
export function materialOf({ maps }: Model): GlbMaterial {
  if (!maps) return { name: 'untextured', baseColor: [...UNTEXTURED, 1], metallic: 0, roughness: 0.8 }
  const texture = (name: string, image: RgbaImage): GlbTexture => ({
    name,
    mediaType: 'image/png',
    bytes: encodeQuickly(image),
  })
  const { baseColor, metallicRoughness, normal, emissive } = maps
  return {
    name: 'material',
    baseColor: [1, 1, 1, 1],
    metallic: metallicRoughness ? 1 : 0,
    roughness: metallicRoughness ? 1 : 0.7,
    baseColorTexture: texture('base_color', baseColor),
    ...(metallicRoughness ? { metallicRoughnessTexture: texture('metallic_roughness', metallicRoughness) } : {}),
    ...(normal ? { normalTexture: texture('normal', normal) } : {}),
    ...(emissive ? { emissiveTexture: texture('emissive', emissive) } : {}),
  }
}

/** What the renderer needs to know of a model's surface. */
export function surfaceOf({ maps }: Model): Surface {
  if (!maps) return { baseColor: UNTEXTURED, metallic: 0, roughness: 0.8 }
  return {
    baseColor: [1, 1, 1],
    metallic: maps.metallicRoughness ? 1 : 0,
    roughness: maps.metallicRoughness ? 1 : 0.7,
    baseColorMap: maps.baseColor,
    ...(maps.metallicRoughness ? { metallicRoughnessMap: maps.metallicRoughness } : {}),
    ...(maps.normal ? { normalMap: maps.normal } : {}),
    ...(maps.emissive ? { emissiveMap: maps.emissive } : {}),
  }
}
