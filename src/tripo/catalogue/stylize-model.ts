// stylize_model: a model rebuilt from blocks. Official SDKs no longer send it, but the service still accepted it in November
// 2026, so it is offered with a note (docs/protocol.md#october-2026).
import * as Type from 'typebox'
import { defineCapability } from './define-capability.ts'
import { choice, integer } from './schema.ts'
import { GENERATED, modelTask, notADraft } from './sources.ts'

/** Styles that a finished model can be rebuilt in. */
export const PostStyle = { LEGO: 'lego', VOXEL: 'voxel', VORONOI: 'voronoi', MINECRAFT: 'minecraft' } as const
export type PostStyle = (typeof PostStyle)[keyof typeof PostStyle]
export const POST_STYLES = Object.values(PostStyle)

export const stylizeModelParameters = Type.Object({
  original_model_task_id: modelTask(),
  style: choice(POST_STYLES, {
    ui: {
      title: 'Style',
      help: 'What the model is rebuilt from.',
      missing: 'Choose a style.',
      widget: 'segmented',
      isDrawn: true,
      group: 'main',
      note: 'The service is retiring styles and may refuse; its own answer is shown, and a refusal costs nothing.',
      values: {
        lego: { title: 'Lego' },
        voxel: { title: 'Voxels' },
        voronoi: { title: 'Voronoi' },
        minecraft: { title: 'Minecraft', help: 'A .schem file for the game.' },
      },
    },
  }),
  block_size: Type.Optional(
    integer({
      minimum: 32,
      maximum: 128,
      serverDefault: 80,
      beside: { field: 'style', values: ['minecraft'] },
      ui: { title: 'Block size', help: 'Blocks along the longest side.', unit: 'blocks', group: 'main' },
    }),
  ),
})

export const stylizeModel = defineCapability({
  id: 'stylize_model',
  title: 'Stylize model',
  summary: 'Rebuild a model from bricks, voxels or cells.',
  caution: 'being retired; may be refused',
  category: 'shape',
  icon: 'symbol-array',
  place: 'step',
  parameters: stylizeModelParameters,
  rules: [],
  source: {
    field: 'original_model_task_id',
    accepts: [...GENERATED, 'texture_model', 'refine_model', 'import_model', 'rig_model', 'retarget_animation'],
    code: 2006,
    unfinished: 2007,
    nextStep: 'Choose a generated, textured, imported or rigged model.',
    rules: [notADraft('original_model_task_id', 'stylized')],
  },
  fileWords: ({ style }) => String(style ?? 'stylized'),
  price: () => ({ total: 20, lines: [{ label: 'Stylize', credits: 20 }] }),
  v2: { type: 'stylize_model' },
  v3: { path: '/models/stylize' },
  outputs: ['model', 'rendered_image'],
  nominalSeconds: 10,
  pool: () => 'other',
})
