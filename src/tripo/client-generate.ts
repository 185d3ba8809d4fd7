// The methods that make something from words and pictures: models, and pictures to make models from.
import {
  editMultiviewImage,
  generateImage,
  generateMultiviewImage,
  imageToModel,
  imageToSplat,
  importModel,
  multiviewToModel,
  textToImage,
  textToModel,
} from './catalogue/index.ts'
import { type CallOptions, TripoClientCore } from './client-core.ts'
import type {
  EditMultiviewImageOptions,
  GenerateImageOptions,
  GenerateMultiviewImageOptions,
  ImageToModelOptions,
  ImageToSplatOptions,
  ImportModelOptions,
  MultiviewToModelOptions,
  TextToImageOptions,
  TextToModelOptions,
} from './options.ts'

export class GeneratingClient extends TripoClientCore {
  /**
   * Makes a model from a prompt.
   * @returns the task id
   * @example
   * const taskId = await client.textToModel({
   *   prompt: 'a small house with a red roof',
   *   modelVersion: 'v3.1-20260211',
   *   negativePrompt: 'poorly made, damaged',
   *   compress: true,
   * })
   * const task = await client.waitForTask(taskId)
   */
  textToModel(options: TextToModelOptions, call?: CallOptions): Promise<string> {
    return this.make(textToModel, options, call)
  }

  /**
   * Makes a model from an image: a path, an address, an earlier upload's token, or bytes. It is uploaded when the
   * service does not have it yet.
   * @returns the task id
   * @example
   * const taskId = await client.imageToModel({ image: 'photos/car.jpg', textureQuality: 'detailed' })
   * const task = await client.waitForTask(taskId)
   */
  imageToModel(options: ImageToModelOptions, call?: CallOptions): Promise<string> {
    return this.make(imageToModel, options, call)
  }

  /**
   * Makes a model from pictures of its sides, in the order front, left, back, right; an empty text leaves a side out.
   * The front and one more are needed. Instead of pictures, `originalTaskId` names a task that drew views.
   * @returns the task id
   * @example
   * const taskId = await client.multiviewToModel({ images: ['photos/front.png', '', 'photos/back.png'] })
   * const task = await client.waitForTask(taskId)
   */
  multiviewToModel(options: MultiviewToModelOptions, call?: CallOptions): Promise<string> {
    return this.make(multiviewToModel, options, call)
  }

  /**
   * Makes a Gaussian splat from an image: a cloud of soft points for viewers of splats, not a mesh, so that no other
   * method works on it. API v3 only.
   * @returns the task id
   * @example
   * const taskId = await client.imageToSplat({ image: 'photos/garden.jpg' })
   * const task = await client.waitForTask(taskId)
   * await client.downloadTaskModels(task, 'assets')
   */
  imageToSplat(options: ImageToSplatOptions, call?: CallOptions): Promise<string> {
    return this.make(imageToSplat, options, call)
  }

  /**
   * Brings a model of one's own to the service (GLB, OBJ, FBX, STL; less than 150 MB), so that it can be textured,
   * rigged or converted there. Free.
   * @returns the task id
   * @example
   * const taskId = await client.importModel({ file: 'models/crate.glb' })
   * const task = await client.waitForTask(taskId)
   */
  importModel(options: ImportModelOptions, call?: CallOptions): Promise<string> {
    return this.make(importModel, options, call)
  }

  /**
   * Draws a picture from a prompt.
   * @returns the task id
   * @example
   * const taskId = await client.textToImage({ prompt: 'a brass key, studio light' })
   * const task = await client.waitForTask(taskId)
   * await client.downloadTaskModels(task, 'assets')
   */
  textToImage(options: TextToImageOptions, call?: CallOptions): Promise<string> {
    return this.make(textToImage, options, call)
  }

  /**
   * Draws a picture from a prompt and other pictures; `image[1]` in the prompt is the first of them.
   * @returns the task id
   * @example
   * const taskId = await client.generateImage({ prompt: 'image[1] in winter', image: 'photos/house.png' })
   * const task = await client.waitForTask(taskId)
   */
  generateImage(options: GenerateImageOptions, call?: CallOptions): Promise<string> {
    return this.make(generateImage, options, call)
  }

  /**
   * Draws an object from four sides, from one picture.
   * @returns the task id
   * @example
   * const taskId = await client.generateMultiviewImage({ image: 'photos/lamp.png' })
   * const { output } = await client.waitForTask(taskId)
   * console.log(output.multiviewImages?.front)
   */
  generateMultiviewImage(options: GenerateMultiviewImageOptions, call?: CallOptions): Promise<string> {
    return this.make(generateMultiviewImage, options, call)
  }

  /**
   * Changes single views of a drawn set by words; each view is charged.
   * @returns the task id
   * @example
   * const views = await client.generateMultiviewImage({ image: 'photos/lamp.png' })
   * await client.waitForTask(views)
   * const taskId = await client.editMultiviewImage({
   *   originalTaskId: views,
   *   prompts: [{ view: 'back', prompt: 'a red switch' }],
   * })
   * const task = await client.waitForTask(taskId)
   */
  editMultiviewImage(options: EditMultiviewImageOptions, call?: CallOptions): Promise<string> {
    return this.make(editMultiviewImage, options, call)
  }
}
