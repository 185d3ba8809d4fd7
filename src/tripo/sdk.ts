// The client reference's methods (docs/protocol.md#client-documents), each named after its capability: a thin layer over
// TripoClient.create for people who write code against the service.
import type * as Type from 'typebox'
import type { Animation } from './catalogue/animation-presets.ts'
import type { importModelParameters } from './catalogue/import-model.ts'
import {
  type Capability,
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
} from './catalogue/index.ts'
import type { retargetAnimationParameters } from './catalogue/retarget-animation.ts'
import type { smartSegmentParameters } from './catalogue/smart-segment.ts'
import type { CallOptions, TripoClient } from './client.ts'
import type { FileSource, Options } from './options.ts'

interface ImportModelOptions {
  /** A model's path, its bytes (with a name for OBJ), or an earlier upload. */
  file: FileSource
}
/** One animation or up to five. */
type RetargetAnimationOptions = Options<typeof retargetAnimationParameters, 'animation' | 'animations'> & {
  animation: Animation | readonly Animation[]
}
/** `file` is a picture or a GLB, as `segType` says. */
type SmartSegmentOptions = Omit<Options<typeof smartSegmentParameters>, 'image'> & { file: FileSource }

/** The id of the task to work on, where a capability needs nothing else. */
type SourceId<Given> = 'draftModelTaskId' extends keyof Given
  ? string
  : 'originalModelTaskId' extends keyof Given
    ? { originalModelTaskId: string } extends Given
      ? string
      : never
    : never

/** Makes a task; answers its id. */
type Method<Given> = (options: Given | SourceId<Given>, call?: CallOptions) => Promise<string>

export type TripoSdk = ReturnType<typeof createSdk>

/**
 * A method for each capability over a client of either dialect; waiting, downloads and the account are the client's. In
 * the examples `sdk` is made of `client`.
 */
export function createSdk(client: Pick<TripoClient, 'create'>) {
  const method =
    <Schema extends Type.TObject, Given extends object = Options<Schema>>(
      capability: Capability<Schema>,
    ): Method<Given> =>
    (options, call) =>
      client.create(capability, options, call)
  return {
    /**
     * Makes a model from a prompt.
     * @returns the task id
     * @example
     * const taskId = await sdk.textToModel({
     *   prompt: 'a small house with a red roof',
     *   modelVersion: 'v3.1-20260211',
     *   negativePrompt: 'poorly made, damaged',
     *   compress: true,
     * })
     * const task = await client.waitForTask(taskId)
     */
    textToModel: method(textToModel),
    /**
     * Makes a model from an image: a path, an address, an earlier upload's token, or bytes. It is uploaded when the
     * service does not have it yet.
     * @returns the task id
     * @example
     * const taskId = await sdk.imageToModel({ image: 'photos/car.jpg', textureQuality: 'detailed' })
     * const task = await client.waitForTask(taskId)
     */
    imageToModel: method(imageToModel),
    /**
     * Makes a model from pictures of its sides, in the order front, left, back, right; an empty text leaves a side out.
     * The front and one more are needed. Instead of pictures, `originalTaskId` names a task that drew views.
     * @returns the task id
     * @example
     * const taskId = await sdk.multiviewToModel({ images: ['photos/front.png', '', 'photos/back.png'] })
     * const task = await client.waitForTask(taskId)
     */
    multiviewToModel: method(multiviewToModel),
    /**
     * Makes a Gaussian splat from an image: a cloud of soft points for viewers of splats, not a mesh, so that no other
     * method works on it. API v3 only.
     * @returns the task id
     * @example
     * const taskId = await sdk.imageToSplat({ image: 'photos/garden.jpg' })
     * const task = await client.waitForTask(taskId)
     * await client.downloadTaskModels(task, 'assets')
     */
    imageToSplat: method(imageToSplat),
    /**
     * Imports a model file into the service (GLB, OBJ, FBX, STL; less than 150 MB), so that it can be textured,
     * rigged or converted there. Free.
     * @returns the task id
     * @example
     * const taskId = await sdk.importModel({ file: 'models/crate.glb' })
     * const task = await client.waitForTask(taskId)
     */
    importModel: method<typeof importModelParameters, ImportModelOptions>(importModel),
    /**
     * Draws a picture from a prompt.
     * @returns the task id
     * @example
     * const taskId = await sdk.textToImage({ prompt: 'a brass key, studio light' })
     * const task = await client.waitForTask(taskId)
     * await client.downloadTaskModels(task, 'assets')
     */
    textToImage: method(textToImage),
    /**
     * Draws a picture from a prompt and other pictures; `image[1]` in the prompt is the first of them.
     * @returns the task id
     * @example
     * const taskId = await sdk.generateImage({ prompt: 'image[1] in winter', image: 'photos/house.png' })
     * const task = await client.waitForTask(taskId)
     */
    generateImage: method(generateImage),
    /**
     * Draws an object from four sides, from one picture.
     * @returns the task id
     * @example
     * const taskId = await sdk.generateMultiviewImage({ image: 'photos/lamp.png' })
     * const { output } = await client.waitForTask(taskId)
     * console.log(output.multiviewImages?.front)
     */
    generateMultiviewImage: method(generateMultiviewImage),
    /**
     * Changes single views of a drawn set by words; each view is charged.
     * @returns the task id
     * @example
     * const views = await sdk.generateMultiviewImage({ image: 'photos/lamp.png' })
     * await client.waitForTask(views)
     * const taskId = await sdk.editMultiviewImage({
     *   originalTaskId: views,
     *   prompts: [{ view: 'back', prompt: 'a red switch' }],
     * })
     * const task = await client.waitForTask(taskId)
     */
    editMultiviewImage: method(editMultiviewImage),
    /**
     * Paints a model anew, from words, a picture, pictures of four sides, or words and a style picture.
     * @returns the task id
     * @example
     * const model = await sdk.textToModel({ prompt: 'a wooden chair' })
     * await client.waitForTask(model)
     * const taskId = await sdk.textureModel({ originalModelTaskId: model, textPrompt: 'polished brass' })
     * const task = await client.waitForTask(taskId)
     */
    textureModel: method(textureModel),
    /**
     * Works out a draft of v1.4; other models are finished already.
     * @returns the task id
     * @example
     * const draft = await client.createTask({ type: 'text_to_model', prompt: 'a chair', model_version: 'v1.4-20240625' })
     * await client.waitForTask(draft)
     * const taskId = await sdk.refineModel(draft)
     * const task = await client.waitForTask(taskId)
     */
    refineModel: method(refineModel),
    /**
     * Rebuilds a model from bricks, voxels or cells; Minecraft gives a .schem file.
     * @returns the task id
     * @example
     * const model = await sdk.textToModel({ prompt: 'a small castle' })
     * await client.waitForTask(model)
     * const taskId = await sdk.stylizeModel({ originalModelTaskId: model, style: PostStyle.LEGO })
     * const task = await client.waitForTask(taskId)
     */
    stylizeModel: method(stylizeModel),
    /**
     * Rebuilds a model with few, well-placed faces.
     * @returns the task id
     * @example
     * const model = await sdk.textToModel({ prompt: 'a treasure chest' })
     * await client.waitForTask(model)
     * const taskId = await sdk.smartLowpoly({ originalModelTaskId: model, faceLimit: 4000 })
     * const task = await client.waitForTask(taskId)
     */
    smartLowpoly: method(smartLowpoly),
    /**
     * Cuts a model into named parts.
     * @returns the task id
     * @example
     * const model = await sdk.textToModel({ prompt: 'a wooden table' })
     * await client.waitForTask(model)
     * const taskId = await sdk.meshSegmentation({ originalModelTaskId: model })
     * const task = await client.waitForTask(taskId)
     */
    meshSegmentation: method(meshSegmentation),
    /**
     * Closes the holes that cutting into parts left; works on segmentation tasks.
     * @returns the task id
     * @example
     * const model = await sdk.textToModel({ prompt: 'a wooden table' })
     * await client.waitForTask(model)
     * const parts = await sdk.meshSegmentation({ originalModelTaskId: model })
     * await client.waitForTask(parts)
     * const taskId = await sdk.meshCompletion({ originalModelTaskId: parts })
     * const task = await client.waitForTask(taskId)
     */
    meshCompletion: method(meshCompletion),
    /**
     * Cuts a picture, or a GLB file, into parts by what they are; a model's result is a GLB with named parts. It takes files
     * and addresses, never a task. API v3 only.
     * @returns the task id
     * @example
     * const taskId = await sdk.smartSegment({ segType: 'model', file: 'models/crate.glb', hint: 'lid, box' })
     * const task = await client.waitForTask(taskId)
     * await client.downloadTaskModels(task, 'assets')
     */
    smartSegment: method<typeof smartSegmentParameters, SmartSegmentOptions>(smartSegment),
    /**
     * Finds out whether a model can be rigged, and as what. Free.
     * @returns the task id; the task's output has `riggable` and `rigType`
     * @example
     * const model = await sdk.textToModel({ prompt: 'a knight' })
     * await client.waitForTask(model)
     * const { output } = await client.waitForTask(await sdk.checkRiggable(model))
     * if (output.riggable) console.log(`can be rigged as ${output.rigType}`)
     */
    checkRiggable: method(checkRiggable),
    /**
     * Gives a model a skeleton with skin weights.
     * @returns the task id
     * @example
     * const model = await sdk.textToModel({ prompt: 'a knight' })
     * await client.waitForTask(model)
     * const taskId = await sdk.rigModel({
     *   originalModelTaskId: model,
     *   outFormat: 'glb',
     *   rigType: RigType.BIPED,
     *   spec: RigSpec.TRIPO,
     * })
     * const task = await client.waitForTask(taskId)
     */
    rigModel: method(rigModel),
    /**
     * Puts one animation, or up to five, on a rigged model; each is charged.
     * @returns the task id
     * @example
     * const model = await sdk.textToModel({ prompt: 'a knight' })
     * await client.waitForTask(model)
     * const rig = await sdk.rigModel({ originalModelTaskId: model })
     * await client.waitForTask(rig)
     * const taskId = await sdk.retargetAnimation({
     *   originalModelTaskId: rig,
     *   animation: [Animation.BIPED_WALK, Animation.BIPED_RUN],
     * })
     * const task = await client.waitForTask(taskId)
     */
    retargetAnimation: method<typeof retargetAnimationParameters, RetargetAnimationOptions>(retargetAnimation),
    /**
     * Writes a model in another format, with fewer faces, another size or orientation.
     * @returns the task id
     * @example
     * const model = await sdk.textToModel({ prompt: 'a treasure chest' })
     * await client.waitForTask(model)
     * const taskId = await sdk.convertModel({ originalModelTaskId: model, format: 'FBX', faceLimit: 5000 })
     * const task = await client.waitForTask(taskId)
     * await client.downloadTaskModels(task, 'assets')
     */
    convertModel: method(convertModel),
  }
}
