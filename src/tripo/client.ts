// TripoClient: a method for each of the client reference's and more, thin over catalogue, dialects, transport and
// follower. Here the methods that work on a model; what they stand on is in client-core.ts and client-generate.ts.
import {
  checkRiggable,
  convertModel,
  meshCompletion,
  meshSegmentation,
  refineModel,
  retargetAnimation,
  rigModel,
  smartLowpoly,
  smartSegment,
  stylizeModel,
  textureModel,
} from './catalogue/index.ts'
import type { CallOptions } from './client-core.ts'
import { GeneratingClient } from './client-generate.ts'
import type {
  ConvertModelOptions,
  MeshCompletionOptions,
  MeshSegmentationOptions,
  RetargetAnimationOptions,
  RigModelOptions,
  SmartLowpolyOptions,
  SmartSegmentOptions,
  StylizeModelOptions,
  TextureModelOptions,
} from './options.ts'

export type { CallOptions } from './client-core.ts'
export type { TripoClientOptions } from './connection.ts'
export type { DownloadOptions, Paths } from './results.ts'
export type { WaitOptions } from './wait.ts'

/**
 * The service's client. Every method that makes something checks its options and the task it works on first, at no
 * cost: a TripoCheckError means that nothing was sent. In the examples `client` is a TripoClient, and paths are read
 * and written through its resources.
 */
export class TripoClient extends GeneratingClient {
  /**
   * Paints a model anew, from words, a picture, pictures of four sides, or words and a style picture.
   * @returns the task id
   * @example
   * const model = await client.textToModel({ prompt: 'a wooden chair' })
   * await client.waitForTask(model)
   * const taskId = await client.textureModel({ originalModelTaskId: model, textPrompt: 'polished brass' })
   * const task = await client.waitForTask(taskId)
   */
  textureModel(options: TextureModelOptions, call?: CallOptions): Promise<string> {
    return this.make(textureModel, options, call)
  }

  /**
   * Works out a draft of v1.4; other models are finished already.
   * @returns the task id
   * @example
   * const draft = await client.createTask({ type: 'text_to_model', prompt: 'a chair', model_version: 'v1.4-20240625' })
   * await client.waitForTask(draft)
   * const taskId = await client.refineModel(draft)
   * const task = await client.waitForTask(taskId)
   */
  refineModel(draft: string | { draftModelTaskId: string }, call?: CallOptions): Promise<string> {
    return this.make(refineModel, typeof draft === 'string' ? { draftModelTaskId: draft } : draft, call)
  }

  /**
   * Rebuilds a model from bricks, voxels or cells; Minecraft gives a .schem file.
   * @returns the task id
   * @example
   * const model = await client.textToModel({ prompt: 'a small castle' })
   * await client.waitForTask(model)
   * const taskId = await client.stylizeModel({ originalModelTaskId: model, style: PostStyle.LEGO })
   * const task = await client.waitForTask(taskId)
   */
  stylizeModel(options: StylizeModelOptions, call?: CallOptions): Promise<string> {
    return this.make(stylizeModel, options, call)
  }

  /**
   * Rebuilds a model with few, well-placed faces.
   * @returns the task id
   * @example
   * const model = await client.textToModel({ prompt: 'a treasure chest' })
   * await client.waitForTask(model)
   * const taskId = await client.smartLowpoly({ originalModelTaskId: model, faceLimit: 4000 })
   * const task = await client.waitForTask(taskId)
   */
  smartLowpoly(options: SmartLowpolyOptions, call?: CallOptions): Promise<string> {
    return this.make(smartLowpoly, options, call)
  }

  /**
   * Cuts a model into named parts.
   * @returns the task id
   * @example
   * const model = await client.textToModel({ prompt: 'a wooden table' })
   * await client.waitForTask(model)
   * const taskId = await client.meshSegmentation({ originalModelTaskId: model })
   * const task = await client.waitForTask(taskId)
   */
  meshSegmentation(options: MeshSegmentationOptions, call?: CallOptions): Promise<string> {
    return this.make(meshSegmentation, options, call)
  }

  /**
   * Closes the holes that cutting into parts left; works on segmentation tasks.
   * @returns the task id
   * @example
   * const model = await client.textToModel({ prompt: 'a wooden table' })
   * await client.waitForTask(model)
   * const parts = await client.meshSegmentation({ originalModelTaskId: model })
   * await client.waitForTask(parts)
   * const taskId = await client.meshCompletion({ originalModelTaskId: parts })
   * const task = await client.waitForTask(taskId)
   */
  meshCompletion(options: MeshCompletionOptions, call?: CallOptions): Promise<string> {
    return this.make(meshCompletion, options, call)
  }

  /**
   * Cuts a picture, or a GLB file, into parts by what they are; a model's result is a GLB with named parts. It takes files
   * and addresses, never a task. API v3 only.
   * @returns the task id
   * @example
   * const taskId = await client.smartSegment({ segType: 'model', file: 'models/crate.glb', hint: 'lid, box' })
   * const task = await client.waitForTask(taskId)
   * await client.downloadTaskModels(task, 'assets')
   */
  smartSegment(options: SmartSegmentOptions, call?: CallOptions): Promise<string> {
    return this.make(smartSegment, options, call)
  }

  /**
   * Finds out whether a model can be rigged, and as what. Free.
   * @returns the task id; the task's output has `riggable` and `rigType`
   * @example
   * const model = await client.textToModel({ prompt: 'a knight' })
   * await client.waitForTask(model)
   * const { output } = await client.waitForTask(await client.checkRiggable(model))
   * if (output.riggable) console.log(`can be rigged as ${output.rigType}`)
   */
  checkRiggable(model: string | { originalModelTaskId: string }, call?: CallOptions): Promise<string> {
    return this.make(checkRiggable, typeof model === 'string' ? { originalModelTaskId: model } : model, call)
  }

  /**
   * Gives a model a skeleton with skin weights.
   * @returns the task id
   * @example
   * const model = await client.textToModel({ prompt: 'a knight' })
   * await client.waitForTask(model)
   * const taskId = await client.rigModel({
   *   originalModelTaskId: model,
   *   outFormat: 'glb',
   *   rigType: RigType.BIPED,
   *   spec: RigSpec.TRIPO,
   * })
   * const task = await client.waitForTask(taskId)
   */
  rigModel(options: RigModelOptions, call?: CallOptions): Promise<string> {
    return this.make(rigModel, options, call)
  }

  /**
   * Puts one animation, or up to five, on a rigged model; each is charged.
   * @returns the task id
   * @example
   * const model = await client.textToModel({ prompt: 'a knight' })
   * await client.waitForTask(model)
   * const rig = await client.rigModel({ originalModelTaskId: model })
   * await client.waitForTask(rig)
   * const taskId = await client.retargetAnimation({
   *   originalModelTaskId: rig,
   *   animation: [Animation.BIPED_WALK, Animation.BIPED_RUN],
   * })
   * const task = await client.waitForTask(taskId)
   */
  retargetAnimation({ animation, ...options }: RetargetAnimationOptions, call?: CallOptions): Promise<string> {
    const asked = typeof animation === 'string' ? { animation } : { animations: animation }
    return this.make(retargetAnimation, { ...options, ...asked }, call)
  }

  /**
   * Writes a model in another format, with fewer faces, another size or orientation.
   * @returns the task id
   * @example
   * const model = await client.textToModel({ prompt: 'a treasure chest' })
   * await client.waitForTask(model)
   * const taskId = await client.convertModel({ originalModelTaskId: model, format: 'FBX', faceLimit: 5000 })
   * const task = await client.waitForTask(taskId)
   * await client.downloadTaskModels(task, 'assets')
   */
  convertModel(options: ConvertModelOptions, call?: CallOptions): Promise<string> {
    return this.make(convertModel, options, call)
  }
}
