// text_to_image: a picture of what the prompt names.

import type { Work } from '../../simulator/work.ts'
import { textToImageParameters } from '../../tripo/catalogue/text-to-image.ts'
import { modelOfPrompt, render } from './draw.ts'
import { paramsReader } from './params.ts'
import { pngFile } from './scene.ts'

export const textToImage: Work = async ({ params, pictureSide }) => {
  const read = paramsReader(textToImageParameters.properties, params)
  const negativePrompt = read('negative_prompt')
  const negative = negativePrompt === undefined ? {} : { negativePrompt }
  const model = await modelOfPrompt(read('prompt') ?? '', { ...negative, side: pictureSide })
  return { files: [pngFile('generated_image', render(model, {}, pictureSide))] }
}
