// check_riggable: whether a model can be rigged, and as what. Free.
import * as Type from 'typebox'
import { defineCapability } from './define-capability.ts'
import { MODELS, modelTask } from './sources.ts'

export const checkRiggableParameters = Type.Object({
  original_model_task_id: modelTask('The task whose model is checked.'),
})

export const checkRiggable = defineCapability({
  id: 'check_riggable',
  title: 'Check for rigging',
  summary: 'Find out whether a model can be rigged, and as what kind of creature.',
  category: 'animate',
  icon: 'search',
  place: 'neither',
  parameters: checkRiggableParameters,
  rules: [],
  source: {
    field: 'original_model_task_id',
    accepts: MODELS,
    code: 2011,
    unfinished: 2007,
    nextStep: 'Choose a task that made a model.',
  },
  price: () => ({ total: 0, lines: [{ label: 'Check', credits: 0 }] }),
  v2: { type: 'animate_prerigcheck' },
  v3: { path: '/animations/rig-check' },
  outputs: ['riggable'],
  nominalSeconds: 3,
  pool: () => 'animate_prerigcheck',
})
