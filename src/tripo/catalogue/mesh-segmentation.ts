// mesh_segmentation: cuts a model into named parts.
import * as Type from 'typebox'
import { defineCapability } from './define-capability.ts'
import { choice, flag, image } from './schema.ts'
import { ANY_MODEL, modelTask, notADraft } from './sources.ts'

const NEWER = 'v2.0-20260430'
/** What only the second version knows, with what it does when it is not said. Source: docs/protocol.md#october-2026. */
const NEWER_ONLY = [
  ['ref_image', undefined],
  ['segmentation_granularity', undefined],
  ['split_by_connectivity', true],
] as const
/** How fine the parts are, from few to many. */
export const GRANULARITIES = ['simple', 'balanced', 'detailed'] as const satisfies string[]

export const meshSegmentationParameters = Type.Object({
  original_model_task_id: modelTask('The task whose model is cut into parts.'),
  model_version: Type.Optional(
    choice(['v1.0-20250506', NEWER], {
      serverDefault: 'v1.0-20250506',
      lifespans: { [NEWER]: { dialects: ['v3'], replacedBy: 'v1.0-20250506' } },
      ui: {
        title: 'Version',
        help: 'Which segmenter is used.',
        group: 'advanced',
        values: {
          'v1.0-20250506': { title: 'v1.0', help: 'By the geometry.' },
          [NEWER]: { title: 'v2.0', help: 'By meaning; a beta, API v3 only.' },
        },
      },
    }),
  ),
  ref_image: Type.Optional(
    image({
      dialects: ['v3'],
      beside: { field: 'model_version', values: [NEWER] },
      ui: {
        title: 'Reference image',
        help: 'A picture whose colors mark the parts; it overrides all other settings.',
        widget: 'image',
        group: 'advanced',
      },
    }),
  ),
  segmentation_granularity: Type.Optional(
    choice(GRANULARITIES, {
      dialects: ['v3'],
      beside: { field: 'model_version', values: [NEWER] },
      ui: {
        title: 'Granularity',
        help: 'From few, large parts to many, small ones.',
        group: 'advanced',
        none: 'Automatic',
      },
    }),
  ),
  split_by_connectivity: Type.Optional(
    flag({
      serverDefault: true,
      dialects: ['v3'],
      beside: { field: 'model_version', values: [NEWER] },
      ui: { title: 'Split loose pieces', help: 'Pieces that do not touch become parts.', group: 'advanced' },
    }),
  ),
})

export const meshSegmentation = defineCapability({
  id: 'mesh_segmentation',
  title: 'Split into parts',
  summary: 'Cut a model into named parts.',
  category: 'shape',
  icon: 'extensions',
  place: 'step',
  parameters: meshSegmentationParameters,
  rules: [
    (params) => {
      const [field] = NEWER_ONLY.find(([name, usual]) => params[name] !== undefined && params[name] !== usual) ?? []
      return field !== undefined && params.model_version !== NEWER
        ? { severity: 'error', field, code: 1004, message: 'This needs version v2.0. Choose it, or leave this out.' }
        : undefined
    },
    ({ ref_image: picture, segmentation_granularity: granularity, split_by_connectivity: split }) =>
      picture !== undefined && (granularity !== undefined || split === false)
        ? {
            severity: 'warning',
            field: granularity === undefined ? 'split_by_connectivity' : 'segmentation_granularity',
            message: 'The reference image decides alone; this is ignored.',
          }
        : undefined,
  ],
  source: {
    ...ANY_MODEL,
    rules: [notADraft('original_model_task_id', 'cut into parts')],
  },
  fileWords: () => 'parts',
  price: () => ({ total: 40, lines: [{ label: 'Segmentation', credits: 40 }] }),
  v2: { type: 'mesh_segmentation' },
  v3: { path: '/mesh/segment' },
  outputs: ['model', 'rendered_image'],
  nominalSeconds: 20,
  pool: () => 'other',
})
