// generate_multiview_image: four views of the thing in one picture, as renderings of its model.
import { decodeImage } from '../../mesh/images/image.ts'
import type { Work } from '../../simulator/work.ts'
import { VIEWS } from '../../tripo/catalogue/schema.ts'
import { surfaceOf } from '../build.ts'
import { renderPicture } from '../shapes/picture.ts'
import { modelOfPicture } from './draw.ts'
import { pngFile } from './scene.ts'

/** Pixels of a side of a view, unless the job asks for another. */
const SIDE = 768
/** Where the camera stands for each view: the thing's left is +x. */
const YAWS: Readonly<Record<(typeof VIEWS)[number], number>> = { front: 0, left: 90, back: 180, right: 270 }

export const generateMultiviewImage: Work = async ({ inputs, pictureSide = SIDE }) => {
  const file = inputs['file']
  if (!file) throw new Error('generate_multiview_image needs a picture.')
  const model = await modelOfPicture(await decodeImage(file))
  const files = VIEWS.map((view) => {
    const options = { yaw: YAWS[view], pitch: 0, plain: true }
    return pngFile(`${view}_view`, renderPicture(model.mesh, surfaceOf(model), pictureSide, options))
  })
  return { files }
}
