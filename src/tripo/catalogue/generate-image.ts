// generate_image: a picture from a prompt and other pictures.
import * as Type from 'typebox'
import type { Capability, Params } from './capability.ts'
import { countSources, fileInput } from './fields.ts'
import { promptCharacters } from './generation.ts'
import { choice, FileInput, flag, image, text } from './schema.ts'
import { promptLength } from './text-to-image.ts'

/** Image models by dialect, and how many pictures each takes. Source: protocol sheet, sections 3 and 6. */
const IMAGE_MODELS = {
  'flux.1_kontext_pro': { dialect: 'v2', files: 4, dear: false },
  'flux.1_dev': { dialect: 'v2', files: 0, dear: false },
  gpt_4o: { dialect: 'v2', files: 10, dear: false },
  'gpt_image_1.5': { dialect: 'v2', files: 10, dear: true },
  gpt_image_2: { dialect: 'v2', files: 10, dear: true },
  z_image: { dialect: 'v2', files: 0, dear: false },
  midjourney: { dialect: 'v2', files: 1, dear: true },
  'gemini_2.5_flash_image_preview': { dialect: 'v2', files: 10, dear: false },
  gemini_3_pro_image_preview: { dialect: 'v2', files: 10, dear: true },
  'gemini_3.1_flash_image_preview': { dialect: 'v2', files: 10, dear: true },
  seedream_v4: { dialect: 'v2', files: 10, dear: false },
  seedream_v5: { dialect: 'both', files: 10, dear: false },
  banana: { dialect: 'v3', files: 10, dear: false },
  banana_pro: { dialect: 'v3', files: 10, dear: false },
  banana2: { dialect: 'v3', files: 10, dear: false },
  chat_image_1: { dialect: 'v3', files: 10, dear: false },
  'chat_image_1.5': { dialect: 'v3', files: 10, dear: false },
  chat_image_2: { dialect: 'v3', files: 10, dear: false },
} as const
type ImageModel = keyof typeof IMAGE_MODELS
const isImageModel = (name: unknown): name is ImageModel =>
  typeof name === 'string' && Object.hasOwn(IMAGE_MODELS, name)

const MODEL_NAMES: ImageModel[] = Object.keys(IMAGE_MODELS).filter(isImageModel)

export const generateImageParameters = Type.Object({
  prompt: Type.Optional(
    text({
      maxLength: 1800,
      ui: {
        title: 'Prompt',
        help: 'What the picture shows; image[1] is the first picture.',
        widget: 'prompt',
        group: 'main',
      },
    }),
  ),
  file: Type.Optional(
    image({ ui: { title: 'Image', help: 'The picture to start from.', widget: 'image', group: 'main' } }),
  ),
  files: Type.Optional(
    Type.Array(Type.Object(FileInput.properties), {
      minItems: 1,
      maxItems: 10,
      ui: { title: 'Images', help: 'Several pictures, instead of one.', widget: 'views', group: 'advanced' },
    }),
  ),
  model_version: Type.Optional(
    choice(MODEL_NAMES, {
      ui: { title: 'Image model', help: 'Empty: the service decides.', group: 'main' },
    }),
  ),
  template: Type.Optional(
    text({
      maxLength: 64,
      ui: { title: 'Template', help: 'A recipe of the service, such as t-pose.', widget: 'text', group: 'advanced' },
    }),
  ),
  t_pose: Type.Optional(
    flag({
      serverDefault: false,
      ui: { title: 'T-pose', help: 'Draws a character with its arms out.', group: 'advanced' },
    }),
  ),
  sketch_to_render: Type.Optional(
    flag({
      serverDefault: false,
      ui: { title: 'From a sketch', help: 'Turns a line drawing into a picture.', group: 'advanced' },
    }),
  ),
})

const pictures = ({ file, files }: Params) => (Array.isArray(files) ? files : file === undefined ? [] : [file])
const error = (field: string, message: string) => ({ severity: 'error', field, message, code: 1004 }) as const

export const generateImage: Capability<typeof generateImageParameters> = {
  id: 'generate_image',
  title: 'Image to image',
  summary: 'Draw a picture from a prompt and other pictures.',
  category: 'image',
  icon: 'edit-sparkle',
  parameters: generateImageParameters,
  rules: [
    promptLength,
    promptCharacters,
    (params) =>
      params.file !== undefined && params.files !== undefined
        ? error('files', 'Give one image or several, not both.')
        : undefined,
    (params) => {
      const all = pictures(params)
      if (all.some((one) => countSources(fileInput(one) ?? {}) !== 1)) {
        return error('files', 'Each picture needs exactly one file, address or upload.')
      }
      const hasPrompt = typeof params.prompt === 'string' && params.prompt.trim() !== ''
      return hasPrompt || (params.template !== undefined && all.length > 0)
        ? undefined
        : error('prompt', 'Write what the picture should show, or give a template and an image.')
    },
    (params, { dialect }) => {
      const name = params.model_version
      if (!isImageModel(name)) return undefined
      const model = IMAGE_MODELS[name]
      if (model.dialect !== 'both' && model.dialect !== dialect) {
        return error('model_version', `${name} is not offered by API ${dialect}. Choose another image model.`)
      }
      if (pictures(params).length > model.files) {
        return error('files', `${name} takes ${model.files === 0 ? 'no pictures' : `at most ${model.files} pictures`}.`)
      }
      return undefined
    },
  ],
  price: ({ model_version: name }) => {
    const credits = isImageModel(name) && IMAGE_MODELS[name].dear ? 10 : 5
    return { total: credits, lines: [{ label: 'Image', credits }] }
  },
  v2: { type: 'generate_image' },
  v3: { path: '/generation/image-to-image' },
  outputs: ['generated_image'],
  nominalSeconds: 8,
  pool: () => 'other',
}
