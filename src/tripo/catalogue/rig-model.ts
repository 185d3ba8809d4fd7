// rig_model: a skeleton with skin weights for a model.
import * as Type from 'typebox'
import { RIG_SPECS, RIG_TYPES, RIG_VERSIONS } from './animations.ts'
import type { Capability } from './capability.ts'
import { choice } from './schema.ts'
import { GENERATED, modelTask, notADraft } from './sources.ts'

/** The two file formats that hold a skeleton. */
export const outFormat = () =>
  choice(['glb', 'fbx'], {
    serverDefault: 'glb',
    ui: {
      title: 'Format',
      help: 'GLB for web engines.',
      widget: 'segmented',
      group: 'main',
      values: { glb: { title: 'GLB' }, fbx: { title: 'FBX' } },
    },
  })

export const rigModelParameters = Type.Object({
  original_model_task_id: modelTask('The task whose model gets a skeleton.'),
  out_format: Type.Optional(outFormat()),
  rig_type: Type.Optional(
    choice(RIG_TYPES, {
      serverDefault: 'biped',
      ui: { title: 'Creature', help: 'What kind of skeleton; the free check finds out.', group: 'main' },
    }),
  ),
  spec: Type.Optional(
    choice(RIG_SPECS, {
      serverDefault: 'tripo',
      ui: {
        title: 'Bone names',
        help: 'Mixamo names fit other animation libraries.',
        widget: 'segmented',
        group: 'main',
        values: { tripo: { title: 'Tripo' }, mixamo: { title: 'Mixamo' } },
        note: 'The service cannot animate a v1.0 rig with Mixamo bones.',
      },
    }),
  ),
  model_version: Type.Optional(
    choice(RIG_VERSIONS, {
      serverDefault: RIG_VERSIONS[0],
      ui: {
        title: 'Rig version',
        help: 'Which rigger is used.',
        group: 'advanced',
        values: {
          'v1.0-20240301': { title: 'v1.0', help: 'Bipeds only; about 100 animations.' },
          'v2.5-20260210': { title: 'v2.5', help: 'All creatures; a walk for each.' },
        },
      },
    }),
  ),
})

export const rigModel: Capability<typeof rigModelParameters> = {
  id: 'rig_model',
  title: 'Rig model',
  summary: 'Give a model a skeleton, ready for animation.',
  category: 'animate',
  icon: 'person',
  parameters: rigModelParameters,
  rules: [
    ({ rig_type: type = 'biped', model_version: version = RIG_VERSIONS[0] }) =>
      type !== 'biped' && version === RIG_VERSIONS[0]
        ? {
            severity: 'error',
            field: 'rig_type',
            code: 1004,
            message: 'Rig version v1.0 knows bipeds only. Choose rig version v2.5 for this creature.',
          }
        : undefined,
  ],
  source: {
    field: 'original_model_task_id',
    accepts: [
      ...GENERATED,
      'texture_model',
      'refine_model',
      'import_model',
      'convert_model',
      'smart_lowpoly',
      'mesh_completion',
      'mesh_segmentation',
    ],
    code: 2006,
    unfinished: 2007,
    wayOut: 'Choose a generated, textured, imported or low-poly model.',
    rules: [notADraft('original_model_task_id', 'rigged')],
  },
  fileWords: () => 'rigged',
  price: () => ({ total: 25, lines: [{ label: 'Rig', credits: 25 }] }),
  v2: { type: 'animate_rig' },
  v3: { path: '/animations/rig' },
  outputs: ['model'],
  nominalSeconds: 15,
  pool: () => 'animate_rig',
}
