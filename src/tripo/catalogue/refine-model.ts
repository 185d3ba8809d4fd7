// refine_model: a draft of an early version in more detail. Retired by the service; offered for older deployments.
import * as Type from 'typebox'
import { defineCapability } from './define-capability.ts'
import { GENERATED, modelTask, sourceVersion } from './sources.ts'

export const refineModelParameters = Type.Object({
  draft_model_task_id: modelTask('A draft made with v1.4.'),
})

export const refineModel = defineCapability({
  id: 'refine_model',
  dialects: ['v2'],
  title: 'Refine draft',
  summary: 'Work out the draft of an early model version.',
  category: 'shape',
  icon: 'wand',
  place: 'step',
  parameters: refineModelParameters,
  rules: [],
  source: {
    field: 'draft_model_task_id',
    accepts: GENERATED,
    code: 2006,
    unfinished: 2005,
    nextStep: 'Choose a draft made with v1.4.',
    rules: [
      (source) =>
        sourceVersion(source)?.line === 'legacy'
          ? undefined
          : {
              severity: 'error',
              field: 'draft_model_task_id',
              code: 2006,
              message:
                'Only drafts of v1.4 can be refined. Newer models are finished already; texture or convert them instead.',
            },
    ],
  },
  fileWords: () => 'refined',
  price: () => ({ total: 30, lines: [{ label: 'Refine', credits: 30 }] }),
  v2: { type: 'refine_model' },
  v3: { path: '/models/refine' },
  outputs: ['model', 'rendered_image'],
  nominalSeconds: 30,
  pool: () => 'refine',
})
