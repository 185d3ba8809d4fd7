// The list of capabilities, and how one is found: by its id, or by what either wire calls it. Apart from index.ts, so that
// the catalogue's own rules can look a capability up without importing the whole.
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

/** The capability with this id, or undefined. */
export const findCapability = (id: string): Capability | undefined => CATALOGUE.find((entry) => entry.id === id)

/** Words of the wire are written with `_` by v2 and with `-` by v3. */
const plain = (word: string) => word.replace(/-/g, '_')

/** Each capability by every word for it; an id goes before another capability's word. */
const BY_TYPE = new Map(
  [
    (entry: Capability) => plain(entry.v3.path.split('/').at(-1) ?? ''),
    (entry: Capability) => entry.v2.type,
    (entry: Capability) => entry.id,
  ].flatMap((wordOf) => CATALOGUE.map((entry) => [wordOf(entry), entry] as const)),
)

/**
 * The capability that a task's `type` names: our id, v2's type or the last part of v3's path, with `_` or `-`. The one
 * place that knows; undefined for a type that is not known here, and for none.
 */
export const capabilityOfType = (type: string): Capability | undefined => BY_TYPE.get(plain(type))
