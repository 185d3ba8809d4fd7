// image_to_model: a textured 3D model from one picture.
import * as Type from 'typebox'
import { defineCapability } from './define-capability.ts'
import { generationPool, generationPrice, generationRules } from './generation.ts'
import { pictureFields, sharedFields, versionField } from './generation-fields.ts'
import { image, optional } from './schema.ts'

export const imageToModelParameters = Type.Object({
  file: image({
    takesTask: true,
    ui: {
      title: 'Image',
      help: 'One object, seen whole, on a plain or transparent background. PNG, JPEG or WebP.',
      missing: 'Choose an image first.',
      widget: 'image',
      group: 'main',
    },
  }),
  model_version: Type.Optional(versionField()),
  ...optional(sharedFields),
  ...optional(pictureFields),
})

export const imageToModel = defineCapability({
  id: 'image_to_model',
  title: 'Image to model',
  summary: 'Make a textured 3D model from one image.',
  category: 'generate',
  icon: 'file-media',
  place: 'tab',
  tabTitle: 'Image',
  parameters: imageToModelParameters,
  rules: generationRules('image'),
  // The picture and the model have the same name and other endings.
  fileWords: () => '',
  price: (params) => generationPrice('image', params),
  v2: { type: 'image_to_model' },
  v3: { path: '/generation/image-to-model' },
  outputs: ['model', 'base_model', 'pbr_model', 'rendered_image'],
  nominalSeconds: 30,
  pool: generationPool,
})
