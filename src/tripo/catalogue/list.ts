// The list of capabilities. Everything in the product is derived from it: adding one is a file and a line here.
import type { Capability } from './capability.ts'
import { checkRiggable } from './check-riggable.ts'
import { convertModel } from './convert-model.ts'
import { editMultiviewImage } from './edit-multiview-image.ts'
import { generateImage } from './generate-image.ts'
import { generateMultiviewImage } from './generate-multiview-image.ts'
import { imageToModel } from './image-to-model.ts'
import { imageToSplat } from './image-to-splat.ts'
import { importModel } from './import-model.ts'
import { meshCompletion } from './mesh-completion.ts'
import { meshSegmentation } from './mesh-segmentation.ts'
import { multiviewToModel } from './multiview-to-model.ts'
import { refineModel } from './refine-model.ts'
import { retargetAnimation } from './retarget-animation.ts'
import { rigModel } from './rig-model.ts'
import { smartLowpoly } from './smart-lowpoly.ts'
import { smartSegment } from './smart-segment.ts'
import { stylizeModel } from './stylize-model.ts'
import { textToImage } from './text-to-image.ts'
import { textToModel } from './text-to-model.ts'
import { textureModel } from './texture-model.ts'

/** In the order of menus: from nothing to a model, then what can be done with one, then pictures. */
export const CATALOGUE: readonly Capability[] = [
  textToModel,
  imageToModel,
  multiviewToModel,
  imageToSplat,
  textureModel,
  refineModel,
  stylizeModel,
  smartLowpoly,
  meshSegmentation,
  meshCompletion,
  smartSegment,
  checkRiggable,
  rigModel,
  retargetAnimation,
  convertModel,
  importModel,
  textToImage,
  generateImage,
  generateMultiviewImage,
  editMultiviewImage,
]
