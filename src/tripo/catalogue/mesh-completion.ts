// mesh_completion: closes the cut faces of separated parts.
import * as Type from 'typebox'
import { defineCapability } from './define-capability.ts'
import { choice, names } from './schema.ts'
import { modelTask } from './sources.ts'

export const meshCompletionParameters = Type.Object({
  original_model_task_id: modelTask('The segmentation task whose parts are closed.'),
  model_version: Type.Optional(
    choice(['v1.0-20250506'], {
      serverDefault: 'v1.0-20250506',
      ui: {
        title: 'Version',
        help: 'Which version is used.',
        group: 'advanced',
        values: { 'v1.0-20250506': { title: 'v1.0' } },
      },
    }),
  ),
  completion_mode: Type.Optional(
    choice(['ai_completion', 'quick_cap'], {
      serverDefault: 'ai_completion',
      dialects: ['v3'],
      ui: {
        title: 'Completion',
        help: 'Work the parts out, or only close their holes.',
        widget: 'segmented',
        group: 'main',
        values: {
          ai_completion: { title: 'Work out' },
          quick_cap: { title: 'Close only', help: 'Flat caps over the cuts, for fewer credits.' },
        },
      },
    }),
  ),
  part_names: Type.Optional(
    names({ ui: { title: 'Parts', help: 'Only these parts; empty: all.', widget: 'names', group: 'main' } }),
  ),
})

export const meshCompletion = defineCapability({
  id: 'mesh_completion',
  title: 'Complete parts',
  summary: 'Close the holes that cutting into parts left.',
  category: 'shape',
  icon: 'circle-large-filled',
  place: 'step',
  parameters: meshCompletionParameters,
  rules: [],
  source: {
    field: 'original_model_task_id',
    accepts: ['mesh_segmentation'],
    code: 2006,
    unfinished: 2007,
    nextStep: 'Split the model into parts first, then complete that task.',
  },
  fileWords: () => 'whole parts',
  price: ({ completion_mode: mode }) => {
    const credits = mode === 'quick_cap' ? 30 : 50
    return { total: credits, lines: [{ label: mode === 'quick_cap' ? 'Closing' : 'Completion', credits }] }
  },
  v2: { type: 'mesh_completion' },
  v3: { path: '/mesh/complete' },
  outputs: ['model', 'rendered_image'],
  nominalSeconds: 20,
  pool: () => 'other',
})
