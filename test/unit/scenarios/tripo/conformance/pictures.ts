// Requests by hand: pictures and views. Written from docs/protocol.md, not derived from the catalogue.
import { type Expectation, FILE, URL_ } from './expectation.ts'

export const PICTURES: Readonly<Record<string, Expectation>> = {
  'a template without words': {
    type: 'text_to_image',
    path: '/generation/text-to-image',
    make: (sdk) => sdk.textToImage({ template: 'figure', modelVersion: 'banana2', aspectRatio: '16:9' }),
    v3: { template: 'figure', model: 'banana2', aspect_ratio: '16:9' },
  },
  'an image without a background': {
    type: 'generate_image',
    path: '/generation/image-to-image',
    make: (sdk) =>
      sdk.generateImage({
        prompt: 'cut out',
        images: [URL_],
        modelVersion: 'chat_image_2.5_flare',
        quality: 'xhigh',
        background: 'transparent',
        outputFormat: 'png',
        size: '2K',
      }),
    v3: {
      prompt: 'cut out',
      input: URL_,
      model: 'chat_image_2.5_flare',
      quality: 'xhigh',
      background: 'transparent',
      output_format: 'png',
      size: '2K',
    },
  },
  'text to image': {
    type: 'text_to_image',
    path: '/generation/text-to-image',
    make: (sdk) => sdk.textToImage({ prompt: 'a key', negativePrompt: 'rust' }),
    v2: { prompt: 'a key', negative_prompt: 'rust' },
    v3: { prompt: 'a key', negative_prompt: 'rust' },
  },
  'generate image from one': {
    type: 'generate_image',
    path: '/generation/image-to-image',
    make: (sdk) => sdk.generateImage({ prompt: 'image[1] in winter', image: URL_, tPose: true }),
    v2: { prompt: 'image[1] in winter', file: { type: 'jpg', url: URL_ }, t_pose: true },
    v3: { prompt: 'image[1] in winter', input: URL_, template: 't_pose' },
  },
  'generate image from several': {
    type: 'generate_image',
    path: '/generation/image-to-image',
    make: (sdk) => sdk.generateImage({ prompt: 'both', images: [URL_, FILE], modelVersion: 'seedream_v5' }),
    v2: {
      prompt: 'both',
      files: [
        { type: 'jpg', url: URL_ },
        { type: 'jpg', file_token: FILE },
      ],
      model_version: 'seedream_v5',
    },
    v3: {
      prompt: 'both',
      inputs: [URL_, FILE],
      model: 'seedream_v5',
    },
  },
  'generate multiview image': {
    type: 'generate_multiview_image',
    path: '/generation/image-to-multiview',
    make: (sdk) => sdk.generateMultiviewImage({ image: URL_ }),
    v2: { file: { type: 'jpg', url: URL_ } },
    v3: { input: URL_ },
  },
  'edit multiview image': {
    type: 'edit_multiview_image',
    path: '/generation/edit-multiview',
    make: (sdk) =>
      sdk.editMultiviewImage({ originalTaskId: 'views', prompts: [{ view: 'back', prompt: 'a red switch' }] }),
    v2: { original_task_id: 'views', prompts: [{ view: 'back', prompt: 'a red switch' }] },
    v3: { input: 'views', prompts: [{ view: 'back', prompt: 'a red switch' }] },
  },
}
