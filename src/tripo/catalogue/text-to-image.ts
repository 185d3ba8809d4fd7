// text_to_image: a picture from a prompt, a cheap way to a reference image before a model is paid for.

import * as Type from 'typebox'
import { defineCapability } from './define-capability.ts'
import { promptCharacters } from './generation.ts'
import { imageModel, imagePrompt, pictureOptions, template } from './image-fields.ts'
import { V3_IMAGE_MODELS } from './image-models.ts'
import { imagePrice, modelRules, priceRule, promptLength, templateRule } from './image-rules.ts'
import { optional, text } from './schema.ts'

export const textToImageParameters = Type.Object({
  prompt: Type.Optional(imagePrompt('What the picture shows.')),
  negative_prompt: Type.Optional(
    text({
      maxLength: 255,
      ui: { title: 'Negative prompt', help: 'What to avoid.', widget: 'text', group: 'advanced', isOfOneModel: true },
    }),
  ),
  model_version: Type.Optional(imageModel(V3_IMAGE_MODELS, 'API v3 only. Empty: the service decides.')),
  template: Type.Optional(template('text_to_image', { dialects: ['v3'] })),
  ...optional(pictureOptions),
})

export const textToImage = defineCapability({
  id: 'text_to_image',
  title: 'Text to image',
  summary: 'Draw a picture from a prompt.',
  category: 'image',
  icon: 'symbol-color',
  place: 'tab',
  parameters: textToImageParameters,
  rules: [
    // A template stands for itself on v3.
    ({ prompt, template }) =>
      (prompt !== undefined && prompt.trim() !== '') || template !== undefined
        ? undefined
        : { severity: 'error', field: 'prompt', code: 1004, message: 'Write what the picture should show.' },
    promptLength,
    promptCharacters,
    (params, { dialect }) =>
      dialect === 'v2' && params.model_version !== undefined
        ? {
            severity: 'error',
            field: 'model_version',
            code: 1004,
            message: 'Image models can be chosen on API v3 only. Leave it out.',
          }
        : undefined,
    templateRule('text_to_image'),
    ...modelRules,
    priceRule,
  ],
  price: imagePrice,
  v2: { type: 'text_to_image' },
  v3: { path: '/generation/text-to-image' },
  outputs: ['generated_image'],
  nominalSeconds: 8,
  pool: () => 'other',
})
