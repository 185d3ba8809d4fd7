// mesh_segmentation: a model cut into named parts.
import * as Type from 'typebox'
import type { Capability } from './capability.ts'
import { choice, flag, image, integer } from './schema.ts'
import { MODELS, modelTask, notADraft } from './sources.ts'

/** Parameters that only the second version on v3 knows. */
const V2_ONLY = ['ref_image', 'segmentation_granularity', 'split_by_connectivity']
const NEWER = 'v2.0-20260430'

export const meshSegmentationParameters = Type.Object({
  original_model_task_id: modelTask('The task whose model is cut into parts.'),
  model_version: Type.Optional(
    choice(['v1.0-20250506', NEWER], {
      serverDefault: 'v1.0-20250506',
      ui: {
        title: 'Version',
        help: 'Which segmenter is used.',
        group: 'advanced',
        values: { 'v1.0-20250506': { title: 'v1.0' }, [NEWER]: { title: 'v2.0', help: 'API v3 only.' } },
      },
    }),
  ),
  ref_image: Type.Optional(
    image({
      ui: {
        title: 'Reference image',
        help: 'A picture whose colours mark the parts.',
        widget: 'image',
        group: 'advanced',
      },
    }),
  ),
  segmentation_granularity: Type.Optional(
    integer({
      minimum: 1,
      maximum: 10,
      ui: { title: 'Granularity', help: 'Higher gives more and smaller parts.', group: 'advanced' },
    }),
  ),
  split_by_connectivity: Type.Optional(
    flag({
      serverDefault: false,
      ui: { title: 'Split loose pieces', help: 'Pieces that do not touch become parts.', group: 'advanced' },
    }),
  ),
})

export const meshSegmentation: Capability<typeof meshSegmentationParameters> = {
  id: 'mesh_segmentation',
  title: 'Split into parts',
  summary: 'Cut a model into named parts.',
  category: 'shape',
  icon: 'extensions',
  parameters: meshSegmentationParameters,
  rules: [
    (params, { dialect }) =>
      params.model_version === NEWER && dialect === 'v2'
        ? { severity: 'error', field: 'model_version', code: 2017, message: 'Version v2.0 needs API v3. Choose v1.0.' }
        : undefined,
    (params) => {
      const field = V2_ONLY.find((name) => params[name] !== undefined && params[name] !== false)
      return field !== undefined && params.model_version !== NEWER
        ? { severity: 'error', field, code: 1004, message: 'This needs version v2.0. Choose it, or leave this out.' }
        : undefined
    },
  ],
  source: {
    field: 'original_model_task_id',
    accepts: MODELS,
    code: 2006,
    unfinished: 2007,
    wayOut: 'Choose a task that made a model.',
    rules: [notADraft('original_model_task_id', 'cut into parts')],
  },
  fileWords: () => 'parts',
  price: () => ({ total: 40, lines: [{ label: 'Segmentation', credits: 40 }] }),
  v2: { type: 'mesh_segmentation' },
  v3: { path: '/mesh/segment' },
  outputs: ['model', 'rendered_image'],
  nominalSeconds: 20,
  pool: () => 'other',
}
