// text_to_model: a textured 3D model from a prompt.

import * as Type from 'typebox'
import { literals } from '../../text/index.ts'
import { defineCapability } from './define-capability.ts'
import { generationPool, generationPrice, generationRules } from './generation.ts'
import { imageSeedField, sharedFields, versionField } from './generation-fields.ts'
import { optional, text } from './schema.ts'

const { style, ...shared } = sharedFields

export const textToModelParameters = Type.Object({
  prompt: text({
    minLength: 1,
    maxLength: 1024,
    ui: {
      title: 'Prompt',
      help: 'What the model shows: object, material, color, style.',
      example: 'A wooden dining chair with a curved back',
      examples: literals([
        'A wooden treasure chest with iron bands',
        'A friendly round robot with big eyes',
        'A mossy stone well with a small roof',
      ]),
      missing: 'Describe what the model should show.',
      widget: 'prompt',
      group: 'main',
    },
  }),
  negative_prompt: Type.Optional(
    text({
      maxLength: 255,
      ui: { title: 'Negative prompt', help: 'What to avoid.', widget: 'text', group: 'advanced', isOfOneModel: true },
    }),
  ),
  model_version: Type.Optional(versionField()),
  ...optional(shared),
  image_seed: Type.Optional(imageSeedField()),
  style: Type.Optional(style),
})

export const textToModel = defineCapability({
  id: 'text_to_model',
  title: 'Text to model',
  summary: 'Make a textured 3D model from a text prompt.',
  category: 'generate',
  icon: 'text-size',
  place: 'tab',
  tabTitle: 'Text',
  parameters: textToModelParameters,
  rules: generationRules('text'),
  price: (params) => generationPrice('text', params),
  v2: { type: 'text_to_model' },
  v3: { path: '/generation/text-to-model' },
  outputs: ['model', 'base_model', 'pbr_model', 'rendered_image'],
  nominalSeconds: 30,
  pool: generationPool,
})
