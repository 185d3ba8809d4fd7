// generate_image: a picture from a prompt and other pictures.

import * as Type from 'typebox'
import { message, type Words } from '../../text/index.ts'
import type { Params } from './capability.ts'
import { defineCapability } from './define-capability.ts'
import { countSources } from './fields.ts'
import { promptCharacters } from './generation.ts'
import { imageModel, imagePrompt, pictureOptions, template } from './image-fields.ts'
import { IMAGE_MODEL_NAMES } from './image-models.ts'
import { imagePrice, modelRules, pictures, priceRule, promptLength, templateRule } from './image-rules.ts'
import { FileInput, flag, image, optional } from './schema.ts'

/** The most pictures that any image model takes (docs/protocol.md#october-2026). */
const MOST_PICTURES = 16

export const generateImageParameters = Type.Object({
  prompt: Type.Optional(imagePrompt('What the picture shows; image[1] is the first picture.')),
  file: Type.Optional(
    image({
      takesTask: true,
      ui: { title: 'Image', help: 'The picture to start from.', widget: 'image', group: 'main', saidBy: 'files' },
    }),
  ),
  files: Type.Optional(
    Type.Array(Type.Object(FileInput.properties), {
      minItems: 1,
      maxItems: MOST_PICTURES,
      takesTask: true,
      ui: {
        title: 'Reference pictures',
        help: 'Several pictures, instead of one: seedream takes 4, banana 10, chat_image 16.',
        widget: 'pictures',
        group: 'main',
      },
    }),
  ),
  model_version: Type.Optional(imageModel(IMAGE_MODEL_NAMES, 'Empty: the service decides.')),
  template: Type.Optional(template('generate_image')),
  t_pose: Type.Optional(
    flag({
      serverDefault: false,
      ui: { title: 'T-pose', help: 'Draws a character with its arms out; a template on API v3.', group: 'advanced' },
    }),
  ),
  sketch_to_render: Type.Optional(
    flag({
      serverDefault: false,
      dialects: ['v2'],
      ui: { title: 'From a sketch', help: 'Turns a line drawing into a picture; API v2 only.', group: 'advanced' },
    }),
  ),
  ...optional(pictureOptions),
})

const error = (field: string, words: Words) => ({ severity: 'error', field, ...message(words), code: 1004 }) as const

/** v3 has a template for what is a switch on v2. */
const toV3 = ({ t_pose: posed, ...rest }: Params): Params => (posed === true ? { template: 't_pose', ...rest } : rest)

const hasPrompt = ({ prompt = '' }: { prompt?: string }) => prompt.trim() !== ''

export const generateImage = defineCapability({
  id: 'generate_image',
  title: 'Image to image',
  summary: 'Draw a picture from a prompt and other pictures.',
  category: 'image',
  icon: 'edit-sparkle',
  place: 'tab',
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
      if (all.some((one) => countSources(one) !== 1)) {
        return error('files', 'Each picture needs exactly one file, address or upload.')
      }
      return hasPrompt(params) || (params.template !== undefined && all.length > 0)
        ? undefined
        : error('prompt', 'Write what the picture should show, or give a template and an image.')
    },
    templateRule('generate_image'),
    ...modelRules,
    priceRule,
  ],
  price: imagePrice,
  v2: { type: 'generate_image' },
  v3: { path: '/generation/image-to-image', encode: toV3 },
  outputs: ['generated_image'],
  nominalSeconds: 8,
  pool: () => 'other',
})
