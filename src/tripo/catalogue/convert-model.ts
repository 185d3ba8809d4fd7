// convert_model: a model in another format, size, orientation or topology.

import * as Type from 'typebox'
import { message, phrase, type Words } from '../../text/index.ts'
import type { Own, Params } from './capability.ts'
import { lossesOf, lossWords, STATIC_FORMATS } from './contents.ts'
import { defineCapability } from './define-capability.ts'
import { choice, flag, integer, names, number } from './schema.ts'
import { ANY_MODEL, isRigged, modelTask } from './sources.ts'

export const CONVERT_FORMATS = ['GLTF', 'USDZ', 'FBX', 'OBJ', 'STL', '3MF'] as const

/** What only some formats have: the others' forms do not show it, and it is not sent for them. */
const only = (...values: (typeof CONVERT_FORMATS)[number][]) => ({ beside: { field: 'format', values } })
const MOVING = only('GLTF', 'USDZ', 'FBX')
const TEXTURED = only('GLTF', 'USDZ', 'FBX', 'OBJ')

const off = (title: string, help: string, limits: ReturnType<typeof only> | object = {}) =>
  flag({ serverDefault: false, ...limits, ui: { title, help, group: 'advanced' } })

export const convertModelParameters = Type.Object({
  original_model_task_id: modelTask('The task whose model is converted.'),
  format: choice(CONVERT_FORMATS, {
    ui: {
      title: 'Format',
      help: 'GLTF gives a GLB for web engines.',
      missing: 'Choose a format.',
      widget: 'segmented',
      group: 'main',
      // A GLB is what there is already.
      start: 'USDZ',
      values: {
        GLTF: { title: 'GLB', help: 'three.js, Babylon.js and most engines.' },
        USDZ: { title: 'USDZ', help: 'Apple AR.' },
        FBX: { title: 'FBX', help: 'Unity, Unreal, DCC tools.' },
        OBJ: { title: 'OBJ', help: 'A zip with materials and textures.' },
        STL: { title: 'STL', help: '3D printing; no textures.' },
        '3MF': { title: '3MF', help: '3D printing; no textures.' },
      },
    },
  }),
  quad: Type.Optional(off('Quad mesh', 'Four-sided faces; the file is then an FBX.')),
  force_symmetry: Type.Optional(off('Force symmetry', 'Makes both halves alike; quad meshes only.')),
  face_limit: Type.Optional(
    integer({
      minimum: 1,
      maximum: 2_000_000,
      ui: {
        title: 'Face limit',
        help: 'The most faces the model may have. Empty: as it is.',
        unit: 'faces',
        group: 'main',
      },
    }),
  ),
  flatten_bottom: Type.Optional(off('Flatten bottom', 'Cuts the bottom flat, so that the model can stand.')),
  flatten_bottom_threshold: Type.Optional(
    number({
      minimum: 0,
      maximum: 1,
      serverDefault: 0.01,
      ui: { title: 'Flatten height', help: 'How much is cut, as a share of the height.', group: 'advanced' },
    }),
  ),
  texture_size: Type.Optional(
    integer({
      ...TEXTURED,
      minimum: 64,
      maximum: 8192,
      serverDefault: 4096,
      ui: { title: 'Texture size', help: 'Pixels along a side; never scaled up.', unit: 'px', group: 'main' },
    }),
  ),
  texture_format: Type.Optional(
    choice(['BMP', 'DPX', 'HDR', 'JPEG', 'OPEN_EXR', 'PNG', 'TARGA', 'TIFF', 'WEBP'], {
      ...TEXTURED,
      serverDefault: 'JPEG',
      ui: { title: 'Texture format', help: 'PNG is the default for FBX.', group: 'advanced' },
    }),
  ),
  pivot_to_center_bottom: Type.Optional(off('Pivot at the bottom', 'Puts the origin under the middle of the model.')),
  scale_factor: Type.Optional(
    number({
      minimum: 0.0001,
      maximum: 10_000,
      serverDefault: 1,
      ui: { title: 'Scale', help: 'Multiplies the size.', group: 'advanced' },
    }),
  ),
  with_animation: Type.Optional(
    flag({
      ...MOVING,
      serverDefault: true,
      ui: { title: 'With animation', help: 'Keeps skeleton and clips.', group: 'advanced' },
    }),
  ),
  pack_uv: Type.Optional(off('Pack UVs', 'All parts share one texture.', TEXTURED)),
  bake: Type.Optional(
    flag({
      ...TEXTURED,
      serverDefault: true,
      ui: { title: 'Bake', help: 'Makes tints and vertex colors part of the textures.', group: 'advanced' },
    }),
  ),
  part_names: Type.Optional(
    names({ ui: { title: 'Parts', help: 'Only these parts; empty: all.', widget: 'names', group: 'advanced' } }),
  ),
  animate_in_place: Type.Optional(off('Animate in place', 'Clips without moving forward.', MOVING)),
  export_vertex_colors: Type.Optional(
    off('Vertex colors', 'Writes colors per vertex; OBJ and GLTF only.', only('OBJ', 'GLTF')),
  ),
  auto_size: Type.Optional(
    flag({
      serverDefault: false,
      dialects: ['v3'],
      ui: { title: 'Real-world size', help: 'Scales the model to meters.', group: 'advanced' },
    }),
  ),
  export_orientation: Type.Optional(
    choice(['+x', '-x', '+y', '-y'], {
      ui: {
        title: 'Faces toward',
        help: 'The axis the front points to; only for the last step, as further ones would read the front wrongly.',
        group: 'advanced',
      },
    }),
  ),
  fbx_preset: Type.Optional(
    choice(['blender', '3dsmax', 'mixamo', 'bake_scale'], {
      ...only('FBX'),
      ui: {
        title: 'FBX for',
        help: 'Axes and units as that program expects them.',
        group: 'advanced',
        values: { bake_scale: { title: 'Bake scale', help: 'Sizes in the points, not in objects.' } },
      },
    }),
  ),
})

type Values = Own<typeof convertModelParameters>

/** FBX files get PNG textures when nothing is said. */
const defaultTexture = ({ format, quad }: Values) => (format === 'FBX' || quad === true ? 'PNG' : 'JPEG')

/** Any option other than a default makes a conversion cost double. Source: docs/protocol.md#prices. */
function hasExtras(values: Values): boolean {
  const usual: Params = { ...DEFAULTS, texture_format: defaultTexture(values) }
  return Object.entries(optionsOf(values)).some(([name, value]) => value !== (usual[name] ?? false))
}

/** What a conversion is asked for beside its format. */
const optionsOf = ({ original_model_task_id: _source, format: _format, ...options }: Values) => options

const DEFAULTS: Values = {
  with_animation: true,
  bake: true,
  flatten_bottom_threshold: 0.01,
  texture_size: 4096,
  scale_factor: 1,
}

const error = (field: string, words: Words) => ({ severity: 'error', field, ...message(words), code: 1004 }) as const
const warning = (field: string, words: Words) => ({ severity: 'warning', field, ...message(words) }) as const

export const convertModel = defineCapability({
  id: 'convert_model',
  title: 'Convert model',
  summary: 'Write a model in another format, with fewer faces, another size or orientation.',
  category: 'convert',
  icon: 'arrow-swap',
  place: 'step',
  parameters: convertModelParameters,
  rules: [
    ({ force_symmetry: symmetry, quad }) =>
      symmetry === true && quad !== true
        ? error('force_symmetry', 'Symmetry can be forced on quad meshes only. Switch Quad mesh on.')
        : undefined,
    ({ quad, format }, { dialect }) =>
      quad === true && format === 'GLTF' && dialect === 'v3'
        ? error('quad', 'A GLB has no quads. Choose FBX, or switch Quad mesh off.')
        : undefined,
    ({ quad, format }) =>
      quad === true && format !== 'FBX'
        ? warning('format', 'Quad meshes are delivered as FBX, regardless of the format.')
        : undefined,
  ],
  source: {
    ...ANY_MODEL,
    rules: [
      (source, { format }) =>
        isRigged(source) && STATIC_FORMATS.includes(format)
          ? error(
              'format',
              phrase(
                '{0} cannot hold a skeleton. Choose GLTF, FBX or USDZ, or convert the model before rigging.',
                String(format),
              ),
            )
          : undefined,
      (source, params) => {
        const [extra] = Object.keys(optionsOf(params))
        return source.capability === 'convert_model' && extra !== undefined
          ? error(
              extra,
              'A converted model can only change its format. Convert the original with these options instead.',
            )
          : undefined
      },
      (source, params) => {
        const words = lossWords(source, params)
        return words === undefined ? undefined : warning('format', words)
      },
    ],
  },
  losses: (params, holds = []) => lossesOf(params, holds).certain,
  // The ending tells the formats apart, but for these: a GLB is what there was before, an OBJ comes as a zip.
  fileWords: ({ format }) => (format === 'GLTF' ? 'converted' : format === 'OBJ' ? 'obj' : ''),
  price: (params) => {
    const credits = hasExtras(params) ? 10 : 5
    return { total: credits, lines: [{ label: hasExtras(params) ? 'Conversion with options' : 'Conversion', credits }] }
  },
  v2: { type: 'convert_model' },
  v3: { path: '/models/convert' },
  outputs: ['model'],
  nominalSeconds: 10,
  pool: () => 'other',
})
