// A capability that the service does not have, for the test that one file is all that a new one takes.
import * as Type from 'typebox'
import { defineCapability } from '../../../../../src/tripo/catalogue/define-capability.ts'
import { choice, image, integer, text } from '../../../../../src/tripo/catalogue/schema.ts'

export const MADE_UP = defineCapability({
  id: 'carve_relief',
  title: 'Carve a relief',
  summary: 'Carve a picture into a slab.',
  category: 'generate',
  icon: 'symbol-ruler',
  place: 'tab',
  tabTitle: 'Relief',
  parameters: Type.Object({
    file: image({
      takesTask: true,
      ui: { title: 'Motif', help: 'What is carved.', missing: 'Choose a motif first.', widget: 'image', group: 'main' },
    }),
    depth: Type.Optional(
      integer({
        minimum: 1,
        maximum: 9,
        serverDefault: 2,
        ui: { title: 'Depth', help: 'How deep.', unit: 'mm', group: 'main' },
      }),
    ),
    stone: Type.Optional(
      choice(['marble', 'slate'], {
        serverDefault: 'marble',
        ui: { title: 'Stone', help: 'What it is carved into.', widget: 'segmented', group: 'main' },
      }),
    ),
    inscription: Type.Optional(
      text({ maxLength: 80, ui: { title: 'Inscription', help: 'Words below.', group: 'advanced' } }),
    ),
  }),
  rules: [
    ({ stone, depth = 2 }) =>
      stone === 'slate' && depth > 4
        ? { severity: 'error', field: 'depth', code: 1004, message: 'Slate breaks below four millimetres.' }
        : undefined,
  ],
  price: ({ depth = 2 }) => ({ total: 7 * depth, lines: [{ label: 'Relief', credits: 7 * depth }] }),
  v2: { type: 'carve_relief' },
  v3: { path: '/generation/carve-relief' },
  outputs: ['model'],
  nominalSeconds: 5,
  pool: () => 'other',
})
