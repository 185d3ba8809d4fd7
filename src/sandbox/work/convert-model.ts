// convert_model: the source's model in another format, with fewer faces, another size, orientation or topology.
import type { Document } from '@gltf-transform/core'
import type { ModelFormat } from '../../mesh/formats/index.ts'
import type { PictureFormat } from '../../mesh/images/pictures.ts'
import { bakeMaterials } from '../../mesh/tools/bake.ts'
import { convert } from '../../mesh/tools/convert.ts'
import { packTextures } from '../../mesh/tools/pack.ts'
import { keepParts } from '../../mesh/tools/parts.ts'
import { dropEmptyNodes, prune } from '../../mesh/tools/prune.ts'
import { quadrangulate } from '../../mesh/tools/quadrangulate.ts'
import { reduceTo } from '../../mesh/tools/reduce.ts'
import { removeAnimation } from '../../mesh/tools/remove-animation.ts'
import { forceSymmetry } from '../../mesh/tools/symmetry.ts'
import { bakeVertexColors } from '../../mesh/tools/vertex-colors.ts'
import type { Work } from '../../simulator/work.ts'
import { convertModelParameters } from '../../tripo/catalogue/convert-model.ts'
import { paramsReader } from './params.ts'
import { GENERATOR, readScene } from './scene.ts'

/** Metres of a thing's longest side that nothing is known of; generated models are one unit long. */
const REAL_SIZE = 1.5

/** Source: docs/protocol.md#model-versions. */
export const QUAD_LIMIT = 10_000

const FORMATS: Readonly<Record<string, { format: ModelFormat; mediaType: string }>> = {
  GLTF: { format: 'glb', mediaType: 'model/gltf-binary' },
  USDZ: { format: 'usdz', mediaType: 'model/vnd.usdz+zip' },
  FBX: { format: 'fbx', mediaType: 'application/octet-stream' },
  OBJ: { format: 'obj', mediaType: 'application/zip' },
  STL: { format: 'stl', mediaType: 'model/stl' },
  '3MF': { format: '3mf', mediaType: 'model/3mf' },
}

const HAS_PICTURES: ReadonlySet<ModelFormat> = new Set(['glb', 'usdz', 'fbx', 'obj'])

/** The wire's names of picture formats. A model format that cannot hold one gets PNG. */
const PICTURES: Readonly<Record<string, PictureFormat>> = {
  BMP: 'bmp',
  DPX: 'dpx',
  HDR: 'hdr',
  JPEG: 'jpeg',
  OPEN_EXR: 'open_exr',
  PNG: 'png',
  TARGA: 'targa',
  TIFF: 'tiff',
  WEBP: 'webp',
}

export const convertModel: Work = async ({ params, source }) => {
  if (!source) throw new Error('convert_model needs a source.')
  const read = paramsReader(convertModelParameters.properties, params)
  const quad = read('quad') === true
  const wanted = quad ? 'FBX' : (read('format') ?? 'GLTF')
  const { format, mediaType } = FORMATS[wanted] ?? { format: 'glb', mediaType: 'model/gltf-binary' }
  const document = await readScene(source)
  const colors = read('export_vertex_colors') === true && (format === 'glb' || format === 'obj')
  await prepare(document, params, quad, colors)
  // Vertex colors that were asked for are not baked away; STL and 3MF have no pictures to bake into.
  if (read('bake') !== false && !colors && HAS_PICTURES.has(format)) await bakeMaterials(document)
  if (read('pack_uv') === true) await packTextures(document)
  const pictures = PICTURES[read('texture_format') ?? (format === 'fbx' ? 'PNG' : 'JPEG')]
  const orientation = read('export_orientation')
  const preset = read('fbx_preset')
  const textureSize = read('texture_size')
  document.getRoot().getAsset().generator = GENERATOR
  const { bytes, extension } = await convert(document, {
    format,
    quad,
    flattenBottom: read('flatten_bottom') === true,
    flattenBottomThreshold: read('flatten_bottom_threshold') ?? 0.01,
    ...(textureSize !== undefined ? { textureSize } : {}),
    ...(pictures ? { textureFormat: pictures } : {}),
    pivotToCenterBottom: read('pivot_to_center_bottom') === true,
    scaleFactor: (read('scale_factor') ?? 1) * (read('auto_size') === true ? REAL_SIZE : 1),
    animateInPlace: read('animate_in_place') === true,
    exportVertexColors: colors,
    ...(orientation ? { exportOrientation: orientation } : {}),
    ...(preset ? { fbxPreset: preset } : {}),
  })
  return { files: [{ kind: 'model', extension: extension.slice(1), mediaType, bytes }] }
}

/** What changes the mesh itself: parts, motion, topology, textures. */
async function prepare(
  document: Document,
  params: Readonly<Record<string, unknown>>,
  quad: boolean,
  colors: boolean,
): Promise<void> {
  const read = paramsReader(convertModelParameters.properties, params)
  keepParts(document, read('part_names') ?? [])
  if (read('with_animation') === false) removeAnimation(document)
  prune(dropEmptyNodes(document))
  if (quad && read('force_symmetry') === true) forceSymmetry(document)
  const limit = read('face_limit')
  if (quad) await quadrangulate(document, limit ?? QUAD_LIMIT)
  else if (limit !== undefined) await reduceTo(document, limit)
  if (colors) await bakeVertexColors(document)
}
