// rig_model: a skeleton with skin weights for a model.
import * as Type from 'typebox'
import { RIG_SPECS, RIG_TYPES, RIG_VERSIONS, specsOf } from './animations.ts'
import { defineCapability } from './define-capability.ts'
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
      ui: {
        title: 'Creature',
        help: 'What kind of skeleton; the free check finds out.',
        group: 'main',
        foundBy: 'check_riggable',
      },
    }),
  ),
  spec: Type.Optional(
    choice(RIG_SPECS, {
      serverDefault: 'tripo',
      ui: {
        title: 'Bone names',
        help: 'Names that fit another program’s animations; some need rig version v3.0.',
        group: 'main',
        values: {
          tripo: { title: 'Tripo' },
          mixamo: { title: 'Mixamo' },
          actorcore: { title: 'ActorCore' },
          unity: { title: 'Unity' },
          unreal: { title: 'Unreal' },
          vrm: { title: 'VRM' },
        },
        note: 'The service cannot animate a v1.0 rig with Mixamo bones.',
      },
    }),
  ),
  model_version: Type.Optional(
    choice(RIG_VERSIONS, {
      serverDefault: RIG_VERSIONS[0],
      lifespans: {
        'v2.0-20250506': { retires: '2026-06-01', replacedBy: 'v2.5-20260210' },
        'v3.0-20260909': { dialects: ['v3'] },
      },
      ui: {
        title: 'Rig version',
        help: 'Which rigger is used.',
        group: 'advanced',
        values: {
          'v1.0-20240301': { title: 'v1.0', help: 'Bipeds only; about 100 animations.' },
          'v2.0-20250506': { title: 'v2.0' },
          'v2.5-20260210': { title: 'v2.5', help: 'All creatures; basic animations.' },
          'v3.0-20260909': { title: 'v3.0', help: 'The newest; bones for other programs too. API v3 only.' },
        },
      },
    }),
  ),
})

export const rigModel = defineCapability({
  id: 'rig_model',
  title: 'Rig model',
  summary: 'Give a model a skeleton, ready for animation.',
  category: 'animate',
  icon: 'person',
  place: 'step',
  parameters: rigModelParameters,
  rules: [
    ({ model_version: version }) =>
      version === 'v3.0-20260909'
        ? {
            severity: 'warning',
            field: 'model_version',
            message: 'The service publishes no price for rig v3.0: about 25 credits.',
          }
        : undefined,
    ({ rig_type: type = 'biped', model_version: version = RIG_VERSIONS[0] }) =>
      type !== 'biped' && version === RIG_VERSIONS[0]
        ? {
            severity: 'error',
            field: 'rig_type',
            code: 1004,
            message: 'Rig version v1.0 knows bipeds only. Choose rig version v2.5 for this creature.',
          }
        : undefined,
    ({ spec = 'tripo', model_version: version = RIG_VERSIONS[0] }) =>
      specsOf(version).some((known) => known === spec)
        ? undefined
        : {
            severity: 'error',
            field: 'spec',
            code: 1004,
            message: 'Only rig version v3.0 has these bone names. Choose it, or Tripo or Mixamo bones.',
          },
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
    nextStep: 'Choose a generated, textured, imported or low-poly model.',
    rules: [notADraft('original_model_task_id', 'rigged')],
  },
  fileWords: () => 'rigged',
  // The price of v3.0 was not seen; that of the others is assumed for it.
  price: () => ({ total: 25, lines: [{ label: 'Rig', credits: 25 }] }),
  v2: { type: 'animate_rig' },
  v3: { path: '/animations/rig' },
  outputs: ['model'],
  nominalSeconds: 15,
  pool: () => 'animate_rig',
})
