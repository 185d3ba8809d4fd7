// smart_lowpoly: a model rebuilt with few, well-placed faces.
import * as Type from 'typebox'
import type { Capability, Params } from './capability.ts'
import { choice, flag, integer, names } from './schema.ts'
import { MODELS, modelTask, notADraft } from './sources.ts'

/** Faces: quads count as one each. Source: protocol sheet, section 3. */
const MOST = { triangles: 20_000, quads: 10_000 }

export const smartLowpolyParameters = Type.Object({
  original_model_task_id: modelTask('The task whose model is rebuilt.'),
  face_limit: Type.Optional(
    integer({
      minimum: 500,
      maximum: MOST.triangles,
      ui: { title: 'Face limit', help: '500 to 20,000 triangles, or 10,000 quads.', unit: 'faces', group: 'main' },
    }),
  ),
  quad: Type.Optional(
    flag({
      serverDefault: false,
      ui: { title: 'Quad mesh', help: 'Four-sided faces; the file is then an FBX.', group: 'main' },
    }),
  ),
  bake: Type.Optional(
    flag({
      serverDefault: true,
      ui: { title: 'Bake', help: 'Carries the texture over; off: a colour per vertex.', group: 'advanced' },
    }),
  ),
  part_names: Type.Optional(
    names({ ui: { title: 'Parts', help: 'Only these parts; empty: all.', widget: 'names', group: 'advanced' } }),
  ),
  model_version: Type.Optional(
    choice(['P-v2.0-20251225', 'P-v1.0-20250506'], {
      serverDefault: 'P-v2.0-20251225',
      ui: {
        title: 'Version',
        help: 'Which version is used.',
        group: 'advanced',
        values: {
          'P-v2.0-20251225': { title: 'P v2.0' },
          'P-v1.0-20250506': { title: 'P v1.0', help: 'Older deployments.' },
        },
      },
    }),
  ),
})

/** v3 has one version only and no field for it. */
function withoutVersion({ model_version: _only, ...rest }: Params): Params {
  return rest
}

export const smartLowpoly: Capability<typeof smartLowpolyParameters> = {
  id: 'smart_lowpoly',
  title: 'Low poly',
  summary: 'Rebuild a model with few, well-placed faces.',
  category: 'shape',
  icon: 'type-hierarchy',
  parameters: smartLowpolyParameters,
  rules: [
    ({ face_limit: limit, quad }) =>
      quad === true && typeof limit === 'number' && limit > MOST.quads
        ? { severity: 'error', field: 'face_limit', code: 1004, message: 'At most 10,000 quads. Lower the limit.' }
        : undefined,
  ],
  source: {
    field: 'original_model_task_id',
    accepts: MODELS,
    code: 2006,
    unfinished: 2007,
    wayOut: 'Choose a task that made a model.',
    rules: [notADraft('original_model_task_id', 'rebuilt')],
  },
  price: () => ({ total: 30, lines: [{ label: 'Low poly', credits: 30 }] }),
  v2: { type: 'highpoly_to_lowpoly' },
  v3: { path: '/mesh/decimate', encode: withoutVersion },
  outputs: ['model', 'rendered_image'],
  nominalSeconds: 15,
  pool: () => 'other',
}
