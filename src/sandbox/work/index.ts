// Which file implements which capability. Each is loaded with its first job, inside the worker's bundle only: the service part
// never imports this.
import type { Work, WorkJob, WorkResult } from '../../simulator/work.ts'

/** By catalogue id. */
const WORKS: Readonly<Record<string, () => Promise<Work>>> = {
  text_to_model: async () => (await import('./generate-model.ts')).generateModel,
  image_to_model: async () => (await import('./generate-model.ts')).generateModel,
  multiview_to_model: async () =>
    (await import('./quad-generation.ts')).withQuads((await import('./multiview-to-model.ts')).multiviewToModel),
  texture_model: async () => (await import('./texture-model.ts')).textureModel,
  refine_model: async () => (await import('./refine-model.ts')).refineModel,
  image_to_splat: async () => (await import('./image-to-splat.ts')).imageToSplat,
  smart_segment: async () => (await import('./smart-segment.ts')).smartSegment,
  stylize_model: async () => (await import('./stylize-model.ts')).stylizeModel,
  smart_lowpoly: async () => (await import('./smart-lowpoly.ts')).smartLowpoly,
  mesh_segmentation: async () => (await import('./mesh-segmentation.ts')).meshSegmentation,
  mesh_completion: async () => (await import('./mesh-completion.ts')).meshCompletion,
  check_riggable: async () => (await import('./check-riggable.ts')).checkRiggable,
  rig_model: async () => (await import('./rig-model.ts')).rigModel,
  retarget_animation: async () => (await import('./retarget-animation.ts')).retargetAnimation,
  convert_model: async () => (await import('./convert-model.ts')).convertModel,
  import_model: async () => (await import('./import-model.ts')).importModel,
  text_to_image: async () => (await import('./text-to-image.ts')).textToImage,
  generate_image: async () => (await import('./generate-image.ts')).generateImage,
  generate_multiview_image: async () => (await import('./generate-multiview-image.ts')).generateMultiviewImage,
  edit_multiview_image: async () => (await import('./edit-multiview-image.ts')).editMultiviewImage,
}

/** The capabilities that can be carried out, by catalogue id. */
export const EXECUTABLE: readonly string[] = Object.keys(WORKS)

/**
 * Carries out an accepted task.
 * @throws Error when there is no work for the capability, or the work cannot be done with what it is given
 */
export async function executeTask(job: WorkJob): Promise<WorkResult> {
  const load = WORKS[job.capability]
  if (!load) throw new Error(`The simulator cannot carry out ${job.capability}.`)
  return (await load())(job)
}
