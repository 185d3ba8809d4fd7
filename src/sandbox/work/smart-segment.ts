// smart_segment: a model file, or the relief of a picture, as named parts, with a mask of what was found.
import { decodeImage } from '../../mesh/images/image.ts'
import type { Work, WorkJob } from '../../simulator/work.ts'
import { smartSegmentParameters } from '../../tripo/catalogue/smart-segment.ts'
import { buildModel } from '../build.ts'
import { maskOf } from './draw.ts'
import { meshSegmentation } from './mesh-segmentation.ts'
import { paramsReader } from './params.ts'
import { pngFile } from './scene.ts'

/** How fine the other segmenter cuts for each of the words here. */
const GRANULARITY = { coarse: 'simple', medium: 'balanced', fine: 'detailed' } as const

export const smartSegment: Work = async (job) => {
  const read = paramsReader(smartSegmentParameters.properties, job.params)
  const bytes = await modelOf(job, read('seg_type') ?? 'image')
  const { files } = await meshSegmentation({
    capability: 'mesh_segmentation',
    params: {
      model_version: 'v2.0-20260430',
      segmentation_granularity: GRANULARITY[read('granularity') ?? 'medium'],
      split_by_connectivity: false,
    },
    inputs: {},
    source: { capability: 'import_model', params: {}, bytes, extension: 'glb' },
  })
  const model = files.filter(({ kind }) => kind === 'model')
  const seen =
    read('seg_type') === 'image' ? job.inputs['file'] : files.find(({ kind }) => kind === 'rendered_image')?.bytes
  return { files: seen ? [...model, await maskFile(seen)] : model }
}

/** The file itself, or the model that the picture would become. */
async function modelOf({ inputs }: WorkJob, kind: 'image' | 'model'): Promise<Uint8Array> {
  const { file } = inputs
  if (!file) throw new Error('smart_segment needs a file.')
  if (kind === 'model') return file
  const params = { texture: true, pbr: false, model_seed: 0, texture_seed: 0 }
  return (await buildModel({ capability: 'image_to_model', params, inputs: { file } })).file.bytes
}

/** White where the thing is. */
async function maskFile(bytes: Uint8Array) {
  const picture = await decodeImage(bytes)
  const data = new Uint8Array(picture.data.length)
  maskOf(picture).forEach((inside, i) => {
    data.set(inside ? [255, 255, 255, 255] : [0, 0, 0, 255], i * 4)
  })
  return pngFile('mask_image', { ...picture, data })
}
