// mesh_completion: the cut faces of separated parts closed.
import * as Type from 'typebox'
import type { Capability } from './capability.ts'
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
  part_names: Type.Optional(
    names({ ui: { title: 'Parts', help: 'Only these parts; empty: all.', widget: 'names', group: 'main' } }),
  ),
})

export const meshCompletion: Capability<typeof meshCompletionParameters> = {
  id: 'mesh_completion',
  title: 'Complete parts',
  summary: 'Close the holes that cutting into parts left.',
  category: 'shape',
  icon: 'circle-large-filled',
  parameters: meshCompletionParameters,
  rules: [],
  source: {
    field: 'original_model_task_id',
    accepts: ['mesh_segmentation'],
    code: 2006,
    unfinished: 2007,
    wayOut: 'Split the model into parts first, then complete that task.',
  },
  fileWords: () => 'whole parts',
  price: () => ({ total: 50, lines: [{ label: 'Completion', credits: 50 }] }),
  v2: { type: 'mesh_completion' },
  v3: { path: '/mesh/complete' },
  outputs: ['model', 'rendered_image'],
  nominalSeconds: 20,
  pool: () => 'other',
}
