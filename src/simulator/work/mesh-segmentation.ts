// mesh_segmentation: the source's model as named parts, each a node of its own.
import type { Material } from '@gltf-transform/core'
import { placedMeshes, type Surface } from '../../mesh/formats/surface.ts'
import { decodeImage, type RgbaImage } from '../../mesh/image.ts'
import { at, clamp } from '../../mesh/numbers.ts'
import { type SegmentOptions, segment } from '../../mesh/segment.ts'
import { rebuildScene } from '../../mesh/surfaces.ts'
import { meshSegmentationParameters } from '../../tripo/catalogue/mesh-segmentation.ts'
import type { Work, WorkJob } from './job.ts'
import { paramsReader } from './params.ts'
import { glbFile, pictureFile, readScene } from './scene.ts'

/** Parts without a wish: few enough to work with. */
const USUAL: SegmentOptions = { least: 2, most: 8, crumb: 0.02 }
/** A model in one piece is cut into this many. */
const OF_ONE_PIECE = 5
const FEWEST = 2
const MOST = 12
/** Loose pieces beyond this are too many to list. */
const MOST_LOOSE = 120

/** Parts are named part_0, part_1 ... from the largest to the smallest. */
export const meshSegmentation: Work = async (job) => {
  if (!job.source) throw new Error('mesh_segmentation needs a source.')
  const document = await readScene(job.source)
  const surfaces = placedMeshes(document).flatMap((mesh) => mesh.surfaces)
  const colorAt = await colorsOf(surfaces)
  const options = await wishes(job)
  let parts = segment(surfaces, options, colorAt)
  if (options === USUAL && parts.length <= FEWEST && segment(surfaces, LOOSE, colorAt).length === 1)
    parts = segment(surfaces, { ...USUAL, least: OF_ONE_PIECE }, colorAt)
  rebuildScene(
    document,
    parts.map((own, i) => ({ name: `part_${i}`, surfaces: own })),
  )
  const picture = await pictureFile(document)
  return { files: [await glbFile(document), picture] }
}

const LOOSE: SegmentOptions = { least: 1, most: MOST_LOOSE, crumb: 0 }

/** Granularity 1 to 10 is 2 to 12 parts; a reference picture asks for as many parts as it has colours. */
async function wishes({ params, inputs }: WorkJob): Promise<SegmentOptions> {
  const read = paramsReader(meshSegmentationParameters.properties, params)
  const granularity = read('segmentation_granularity')
  const picture = inputs['ref_image']
  const count =
    granularity !== undefined
      ? Math.round(FEWEST + ((granularity - 1) * (MOST - FEWEST)) / 9)
      : picture
        ? clamp(mainColors(await decodeImage(picture)), FEWEST, MOST)
        : undefined
  if (read('split_by_connectivity') === true) return { ...LOOSE, least: count ?? FEWEST }
  return count === undefined ? USUAL : { least: count, most: count, crumb: 0 }
}

/** How many colours cover at least a thirtieth of a picture each. */
function mainColors({ data }: RgbaImage): number {
  const found = new Map<number, number>()
  let opaque = 0
  for (let i = 0; i < data.length; i += 4) {
    if (at(data, i + 3) < 128) continue
    const color = (at(data, i) >> 6) * 16 + (at(data, i + 1) >> 6) * 4 + (at(data, i + 2) >> 6)
    found.set(color, (found.get(color) ?? 0) + 1)
    opaque++
  }
  return [...found.values()].filter((count) => count >= opaque / 30).length
}

/** The colour of each surface at a vertex, sRGB between 0 and 1. */
async function colorsOf(surfaces: readonly Surface[]) {
  const pictures = new Map<Material, RgbaImage>()
  for (const material of new Set(surfaces.map((surface) => surface.material))) {
    const bytes = material?.getBaseColorTexture()?.getImage()
    if (material && bytes) pictures.set(material, await decodeImage(bytes))
  }
  return ({ material, uvs, colors }: Surface, vertex: number): readonly number[] => {
    const factor = material?.getBaseColorFactor() ?? [1, 1, 1, 1]
    const own = [0, 1, 2].map((k) => at(factor, k) * (colors ? at(colors, vertex * 4 + k) : 1))
    const picture = material && uvs ? pictures.get(material) : undefined
    if (!picture || !uvs) return own
    const x = clamp(Math.floor(at(uvs, vertex * 2) * picture.width), 0, picture.width - 1)
    const y = clamp(Math.floor(at(uvs, vertex * 2 + 1) * picture.height), 0, picture.height - 1)
    return own.map((value, k) => (value * at(picture.data, (y * picture.width + x) * 4 + k)) / 255)
  }
}
