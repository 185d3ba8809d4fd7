// generate_multiview_image: front, left, back and right views of an object from one picture.
import * as Type from 'typebox'
import { defineCapability } from './define-capability.ts'
import { image } from './schema.ts'

export const generateMultiviewImageParameters = Type.Object({
  file: image({
    takesTask: true,
    ui: { title: 'Image', help: 'One object, seen from the front.', widget: 'image', group: 'main' },
  }),
})

export const generateMultiviewImage = defineCapability({
  id: 'generate_multiview_image',
  title: 'Image to views',
  summary: 'Draw an object from four sides, from one picture.',
  category: 'image',
  icon: 'split-horizontal',
  place: 'tab',
  parameters: generateMultiviewImageParameters,
  rules: [],
  // Each file says which view it is.
  fileWords: () => '',
  price: () => ({ total: 10, lines: [{ label: 'Four views', credits: 10 }] }),
  v2: { type: 'generate_multiview_image' },
  v3: { path: '/generation/image-to-multiview' },
  outputs: ['multiview_images'],
  nominalSeconds: 8,
  pool: () => 'generate_multiview_image',
})
