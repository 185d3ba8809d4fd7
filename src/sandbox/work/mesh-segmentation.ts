// mesh_segmentation: the source's model as named parts, each a node of its own.
import { placedMeshes } from '../../mesh/formats/surface.ts'
import { decodeImage, type RgbaImage } from '../../mesh/images/image.ts'
import { at, clamp } from '../../mesh/math/numbers.ts'
import { type SegmentOptions, segment } from '../../mesh/tools/segment.ts'
import { rebuildScene } from '../../mesh/tools/surfaces.ts'
import type { Work, WorkJob } from '../../simulator/work.ts'
import { type GRANULARITIES, meshSegmentationParameters } from '../../tripo/catalogue/mesh-segmentation.ts'
import { coloredOf, picturesOf } from './colors.ts'
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
  const pictures = await picturesOf(surfaces)
  const looks = surfaces.map((surface) => coloredOf(surface, pictures))
  const colorAt = (surface: number, triangle: number) => {
    const color = new Float32Array(3)
    looks[surface]?.colorAt(triangle, 1 / 3, 1 / 3, color)
    return [0, 1, 2].map((k) => at(color, k) / 255)
  }
  const options = await wishes(job)
  let parts = segment(surfaces, options, colorAt)
  if (options === USUAL && parts.length <= FEWEST && segment(surfaces, LOOSE, colorAt).length === 1)
    parts = segment(surfaces, { ...USUAL, least: OF_ONE_PIECE }, colorAt)
  rebuildScene(
    document,
    parts.map((own, i) => ({ name: `part_${i}`, surfaces: own })),
  )
  const picture = await pictureFile(document, job.pictureSide)
  return { files: [await glbFile(document), picture] }
}

const LOOSE: SegmentOptions = { least: 1, most: MOST_LOOSE, crumb: 0 }

/** Parts by granularity. */
const PARTS: Readonly<Record<(typeof GRANULARITIES)[number], number>> = { simple: 3, balanced: 6, detailed: MOST }

/** A reference picture asks for as many parts as it has colors, whatever else is said; the older version hears nothing. */
async function wishes({ params, inputs }: WorkJob): Promise<SegmentOptions> {
  const read = paramsReader(meshSegmentationParameters.properties, params)
  if (read('model_version') !== 'v2.0-20260430') return USUAL
  const granularity = read('segmentation_granularity')
  const picture = inputs['ref_image']
  const colors = picture && clamp(mainColors(await decodeImage(picture)), FEWEST, MOST)
  const count = colors ?? (granularity && PARTS[granularity])
  if (colors === undefined && read('split_by_connectivity') !== false) return { ...LOOSE, least: count ?? FEWEST }
  return count === undefined ? USUAL : { least: count, most: count, crumb: 0 }
}

/** How many colors cover at least a thirtieth of a picture each. */
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
