// smart_lowpoly: a model rebuilt with few, well-placed faces, or only decimated.

import * as Type from 'typebox'
import { figure, message, phrase, type Words } from '../../text/index.ts'
import type { Params } from './capability.ts'
import { defineCapability } from './define-capability.ts'
import { choice, flag, integer, names } from './schema.ts'
import { ANY_MODEL, modelTask, notADraft } from './sources.ts'

/** The rebuilder that is used when none is named, its deprecated older name, and v3's thinner-out. */
const [REBUILD, OLD, THIN] = ['P-v2.0-20251225', 'P-v1.0-20250506', 'v1.0'] as const

/** Faces by version; quads count as one each. Source: docs/protocol.md#post-processing, docs/protocol.md#october-2026. */
const LIMITS = {
  rebuild: { least: 500, triangles: 20_000, quads: 10_000 },
  thin: { least: 1, triangles: 2_000_000, quads: 150_000 },
} as const

/** Whether a request asks for the cheap version that only takes faces away. */
const isThin = ({ model_version: version }: { model_version?: string }) => version === THIN

export const smartLowpolyParameters = Type.Object({
  original_model_task_id: modelTask('The task whose model is rebuilt.'),
  face_limit: Type.Optional(
    integer({
      minimum: LIMITS.thin.least,
      maximum: LIMITS.thin.triangles,
      ui: {
        title: 'Face limit',
        help: '500 to 20,000 triangles, or 10,000 quads; v1.0 takes 2,000,000 or 150,000. A target, not a ceiling.',
        unit: 'faces',
        group: 'main',
      },
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
      ui: {
        title: 'Bake',
        help: 'Carries the texture over; off: a color per vertex. Not with v1.0.',
        group: 'advanced',
      },
    }),
  ),
  part_names: Type.Optional(
    names({ ui: { title: 'Parts', help: 'Only these parts; empty: all.', widget: 'names', group: 'advanced' } }),
  ),
  model_version: Type.Optional(
    choice([REBUILD, OLD, THIN], {
      serverDefault: REBUILD,
      lifespans: { [OLD]: { dialects: ['v2'], replacedBy: REBUILD }, [THIN]: { dialects: ['v3'] } },
      ui: {
        title: 'Version',
        help: 'Rebuild the mesh, or only take faces away.',
        group: 'advanced',
        values: {
          [REBUILD]: { title: 'v2.0', help: 'Rebuilds the mesh.' },
          [OLD]: { title: 'P v1.0', help: 'Older deployments.' },
          [THIN]: { title: 'v1.0', help: 'Takes faces away; 10 credits. API v3 only.' },
        },
      },
    }),
  ),
})

/** v3 takes its default for granted (docs/protocol.md#post-processing), and calls the other one `v1.0`. */
function toV3({ model_version: version, ...rest }: Params): Params {
  return version === undefined || version === REBUILD ? rest : { ...rest, model_version: version }
}

/** v3's names for its default, and the older ones that it still takes for it. */
function fromV3(params: Params): Params {
  const { model_version: version } = params
  return version === 'v2.0' || version === OLD ? { ...params, model_version: REBUILD } : params
}

const error = (field: string, words: Words) => ({ severity: 'error', field, code: 1004, ...message(words) }) as const

export const smartLowpoly = defineCapability({
  id: 'smart_lowpoly',
  title: 'Low poly',
  summary: 'Rebuild a model with few, well-placed faces.',
  category: 'shape',
  icon: 'type-hierarchy',
  place: 'step',
  parameters: smartLowpolyParameters,
  rules: [
    (params) => {
      const { face_limit: limit, quad } = params
      if (limit === undefined && isThin(params)) return error('face_limit', 'Version v1.0 needs a face limit. Set one.')
      if (typeof limit !== 'number') return undefined
      const { least, triangles, quads } = isThin(params) ? LIMITS.thin : LIMITS.rebuild
      const most = quad === true ? quads : triangles
      const kind = phrase(quad === true ? 'quads' : 'triangles')
      return limit < least || limit > most
        ? error('face_limit', phrase('This version makes {0} to {1} {2}. Change the limit.', least, figure(most), kind))
        : undefined
    },
    (params) => {
      const { bake, part_names: parts } = params
      // The texture is carried over by default: to say so changes nothing.
      const unknown = bake === undefined ? parts && 'part_names' : bake ? undefined : 'bake'
      return isThin(params) && unknown !== undefined
        ? error(unknown, 'Version v1.0 does not take this. Leave it out, or choose v2.0.')
        : undefined
    },
  ],
  source: {
    ...ANY_MODEL,
    rules: [notADraft('original_model_task_id', 'rebuilt')],
  },
  price: (params) => {
    const credits = isThin(params) ? 10 : 30
    return { total: credits, lines: [{ label: 'Low poly', credits }] }
  },
  v2: { type: 'highpoly_to_lowpoly' },
  v3: { path: '/mesh/decimate', encode: toV3, decode: fromV3 },
  outputs: ['model', 'rendered_image'],
  nominalSeconds: 15,
  pool: () => 'other',
})
