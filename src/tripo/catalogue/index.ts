// The catalogue: the one description of the service's capabilities, from which client, forms, checks, estimates,
// the simulator's validation and the agents' tools are derived. Adding a capability is adding one file to the list.
import type { Capability, Params, Price } from './capability.ts'
import { checkRiggable } from './check-riggable.ts'
import { convertModel } from './convert-model.ts'
import { editMultiviewImage } from './edit-multiview-image.ts'
import { cleanParams } from './fields.ts'
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

/** What the service will charge for a request, in credits. Never throws; a request that is not valid has a rough price. */
export const estimate = (capability: Capability, params: Params): Price =>
  capability.price(cleanParams(capability, params))

export { ANIMATION_GROUPS, type AnimationGroup, animationGroup } from './animation-groups.ts'
export { Animation } from './animation-presets.ts'
export {
  ANIMATION_PRESETS,
  presetLabel,
  presetRigType,
  presetTitle,
  RIG_TYPES,
  RIG_VERSIONS,
  RigSpec,
  RigType,
} from './animations.ts'
export type {
  Capability,
  CheckContext,
  Field,
  Finding,
  OutputKind,
  Params,
  Pool,
  Price,
  RuleContext,
  SourceTask,
} from './capability.ts'
export { POOLS } from './capability.ts'
export { type CheckResult, checkRequest } from './check.ts'
export { checkSource } from './check-source.ts'
export {
  acceptsField,
  cleanParams,
  countSources,
  fieldsOf,
  fileInput,
  fileKindOf,
  holdsFiles,
  holdsList,
  isMeant,
  lineOf,
} from './fields.ts'
export { capabilityOfType, findCapability } from './find.ts'
export { isTextured, mostFaces } from './generation.ts'
export { MAX_SEED, ModelStyle } from './generation-fields.ts'
export * from './image-limits.ts'
export { IMPORT_FORMATS, IMPORT_MAX_BYTES } from './import-model.ts'
export { isOffered, type Lifespan, stageOf } from './lifespan.ts'
export { CATALOGUE } from './list.ts'
export { type Moved, moveOn, moveRequestOn } from './move-on.ts'
export { MAX_ANIMATIONS, presetsFor } from './retarget-animation.ts'
export { type FieldHint, FileInput, titleOf, VIEWS } from './schema.ts'
export { PostStyle } from './stylize-model.ts'
export {
  DEFAULT_MODEL_VERSION,
  type Dialect,
  MODEL_VERSIONS,
  type ModelLine,
  type ModelVersion,
  modelVersion,
  PREFERRED_MODEL_VERSION,
} from './versions.ts'
export {
  checkRiggable,
  convertModel,
  editMultiviewImage,
  generateImage,
  generateMultiviewImage,
  imageToModel,
  imageToSplat,
  importModel,
  meshCompletion,
  meshSegmentation,
  multiviewToModel,
  refineModel,
  retargetAnimation,
  rigModel,
  smartLowpoly,
  smartSegment,
  stylizeModel,
  textToImage,
  textToModel,
  textureModel,
}
