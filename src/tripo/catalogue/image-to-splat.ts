// image_to_splat: a Gaussian splat from one picture. It is not a mesh, so no step can follow. Source:
// docs/protocol.md#october-2026.
import * as Type from 'typebox'
import { defineCapability } from './define-capability.ts'
import { seedField } from './generation-fields.ts'
import { image } from './schema.ts'

export const imageToSplatParameters = Type.Object({
  file: image({
    takesTask: true,
    ui: {
      title: 'Image',
      help: 'One object or scene. PNG, JPEG or WebP.',
      missing: 'Choose an image first.',
      widget: 'image',
      group: 'main',
      note: 'A splat is a cloud of soft points for splat viewers, not a mesh: it cannot be textured, rigged or converted.',
    },
  }),
  model_seed: Type.Optional(seedField('Seed', 'The same seed gives the same splat.', { isShapeSeed: true })),
})

export const imageToSplat = defineCapability({
  id: 'image_to_splat',
  title: 'Image to splat',
  summary: 'Make a Gaussian splat from one image, for viewers of splats.',
  category: 'generate',
  icon: 'sparkle',
  place: 'tab',
  tabTitle: 'Splat',
  dialects: ['v3'],
  parameters: imageToSplatParameters,
  rules: [],
  fileWords: () => 'splat',
  price: () => ({ total: 30, lines: [{ label: 'Splat', credits: 30 }] }),
  v2: { type: 'image_to_splat' },
  v3: { path: '/generation/image-to-splat' },
  outputs: ['splat'],
  nominalSeconds: 240,
  pool: () => 'generation',
})
