// The parameters that the generation capabilities (text, image, views) share, so that each entry lists only its own. Source:
// docs/protocol.md#generation, docs/protocol.md#october-2026.
import type * as Type from 'typebox'
import type { Own } from './capability.ts'
import type { Lifespan } from './lifespan.ts'
import { choice, type FieldHint, type FieldOptions, flag, integer, text } from './schema.ts'
import { TEXTURE_VERSION_WORDS, TEXTURE_VERSIONS, WITH_FAST } from './texture-versions.ts'
import { DEFAULT_MODEL_VERSION, MODEL_VERSIONS, type ModelLine } from './versions.ts'

const H: readonly ModelLine[] = ['H3', 'H2']
const NOT_LEGACY: readonly ModelLine[] = ['P2', 'P1', 'H3', 'H2', 'Turbo']

/** Styles applied while generating. */
export const ModelStyle = {
  PERSON_TO_CARTOON: 'person:person2cartoon',
  ANIMAL_VENOM: 'animal:venom',
  OBJECT_CLAY: 'object:clay',
  OBJECT_STEAMPUNK: 'object:steampunk',
  OBJECT_CHRISTMAS: 'object:christmas',
  OBJECT_BARBIE: 'object:barbie',
  GOLD: 'gold',
  ANCIENT_BRONZE: 'ancient_bronze',
} as const
export type ModelStyle = (typeof ModelStyle)[keyof typeof ModelStyle]

/** Highest seed the forms draw; the wire takes any 32-bit integer. */
export const MAX_SEED = 2_147_483_647

const versionLives: Record<string, Lifespan> = Object.fromEntries(
  MODEL_VERSIONS.map(({ id, retires, replacedBy, dialects }) => [id, { retires, replacedBy, dialects }]),
)

const versionWords = Object.fromEntries(
  MODEL_VERSIONS.map((version) => [version.id, { title: version.title, help: version.sentence }]),
)

/** The `model_version` parameter, for one kind of input. Unknown versions pass the schema: the service may be newer. */
export const versionField = () =>
  text({
    maxLength: 64,
    serverDefault: DEFAULT_MODEL_VERSION,
    lifespans: versionLives,
    ui: {
      title: 'Model',
      help: 'Which version of the generator makes the model.',
      widget: 'version',
      group: 'main',
      values: versionWords,
    },
  })

/** A seed: the same one repeats a result. */
export const seedField = (title: string, help: string, hints: Pick<FieldHint, 'isShapeSeed'> = {}) =>
  integer({
    minimum: 0,
    maximum: MAX_SEED,
    ui: { title, help, widget: 'seed', group: 'advanced', ...hints },
  })

export const imageSeedField = () =>
  seedField('Image seed', 'Repeats the picture the service draws from the prompt before it models.')

/** Compressed geometry, for the lines that take it. */
export const compressField = (lines: Pick<FieldOptions, 'lines' | 'v3Lines'>) =>
  choice(['geometry'], {
    ...lines,
    ui: {
      title: 'Compress geometry',
      help: 'Meshopt-compressed geometry: a smaller file that needs a decoder in the engine.',
      group: 'advanced',
      values: { geometry: { title: 'Meshopt' } },
    },
  })

/** How finely the textures are painted. */
export const qualityField = (hints: Pick<FieldHint, 'switchedBy'> = {}) =>
  choice(['standard', 'fast', 'detailed', 'extreme'], {
    serverDefault: 'standard',
    lines: NOT_LEGACY,
    ui: {
      title: 'Texture quality',
      help: 'Finer textures cost more credits.',
      widget: 'segmented',
      group: 'main',
      values: {
        fast: { title: 'Fast', help: 'As large as standard and at its price; textures of v3.5 only.' },
      },
      ...hints,
    },
  })

/** Parameters that every generation capability has, in the order of the form. */
export const sharedFields = {
  texture: flag({
    serverDefault: true,
    lines: NOT_LEGACY,
    ui: {
      title: 'Texture',
      help: 'Off gives bare geometry for fewer credits.',
      group: 'main',
      saidBy: 'texture_quality',
    },
  }),
  // PBR alone would bring the texture back, and its price.
  texture_quality: qualityField({ switchedBy: { field: 'texture', along: ['pbr'] } }),
  texture_version: choice(TEXTURE_VERSIONS, {
    lines: ['P2', 'P1', 'H3', 'H2'],
    dialects: ['v3'],
    ui: {
      title: 'Texture version',
      help: 'Which version of the painter is used, whichever version models.',
      group: 'advanced',
      none: 'As the model',
      values: TEXTURE_VERSION_WORDS,
    },
  }),
  delight: flag({
    serverDefault: true,
    lines: ['P2', 'P1', 'H3', 'H2'],
    dialects: ['v3'],
    beside: { field: 'texture_version', values: WITH_FAST },
    ui: {
      title: 'Remove baked light',
      help: 'Takes light and shadow of the reference out of the texture; textures of v3.5 only.',
      group: 'advanced',
    },
  }),
  pbr: flag({
    serverDefault: true,
    lines: NOT_LEGACY,
    ui: {
      title: 'PBR materials',
      help: 'Adds metallic, roughness and normal maps.',
      group: 'main',
      needs: { field: 'texture', note: 'Needs a texture.' },
    },
  }),
  geometry_quality: choice(['standard', 'detailed'], {
    serverDefault: 'standard',
    lines: ['H3'],
    ui: {
      title: 'Geometry',
      help: 'Detailed allows up to 2 million triangles.',
      widget: 'segmented',
      group: 'main',
      values: { standard: { title: 'Standard' }, detailed: { title: 'Detailed' } },
    },
  }),
  face_limit: integer({
    minimum: 1,
    maximum: 2_000_000,
    lines: NOT_LEGACY,
    ui: {
      title: 'Face limit',
      help: 'The most faces the model may have. Empty: the service decides.',
      unit: 'faces',
      group: 'main',
      styledBy: 'faceLimit',
    },
  }),
  model_seed: seedField('Model seed', 'The same seed and parameters give the same shape.', { isShapeSeed: true }),
  texture_seed: seedField('Texture seed', 'The same seed gives the same texture on the same shape.'),
  smart_low_poly: flag({
    serverDefault: false,
    lines: H,
    v3Lines: ['H3'],
    ui: { title: 'Smart low poly', help: 'Hand-made looking topology, 500 to 20,000 faces.', group: 'advanced' },
  }),
  quad: flag({
    serverDefault: false,
    lines: ['P2', 'H3', 'H2', 'Turbo'],
    ui: {
      title: 'Quad mesh',
      help: 'Four-sided faces. The file is then an FBX, which three.js loads with its FBXLoader and Babylon.js not at all.',
      group: 'advanced',
    },
  }),
  generate_parts: flag({
    serverDefault: false,
    lines: ['H3', 'H2', 'Turbo'],
    v3Lines: ['H3'],
    ui: { title: 'Separate parts', help: 'Models parts as meshes of their own; without texture.', group: 'advanced' },
  }),
  auto_size: flag({
    serverDefault: false,
    lines: NOT_LEGACY,
    ui: { title: 'Real-world size', help: 'Scales the model to meters.', group: 'advanced' },
  }),
  compress: compressField({ lines: NOT_LEGACY, v3Lines: ['H3'] }),
  export_uv: flag({
    serverDefault: true,
    lines: NOT_LEGACY,
    v3Lines: ['P2', 'P1'],
    ui: { title: 'Unwrap UVs', help: 'Off is faster; the model then cannot be textured elsewhere.', group: 'advanced' },
  }),
  style: choice(Object.values(ModelStyle), {
    lines: ['H3', 'H2', 'Turbo'],
    isIgnoredLive: true,
    ui: {
      title: 'Style',
      help: 'A look applied while generating.',
      note: 'The live service ignores styles now; older deployments and the sandbox apply them.',
      group: 'advanced',
      values: {
        [ModelStyle.PERSON_TO_CARTOON]: { title: 'Person to cartoon' },
        [ModelStyle.ANIMAL_VENOM]: { title: 'Venom' },
        [ModelStyle.OBJECT_CLAY]: { title: 'Clay' },
        [ModelStyle.OBJECT_STEAMPUNK]: { title: 'Steampunk' },
        [ModelStyle.OBJECT_CHRISTMAS]: { title: 'Christmas' },
        [ModelStyle.OBJECT_BARBIE]: { title: 'Barbie' },
      },
    },
  }),
}

/** Parameters of capabilities that start from pictures. */
export const pictureFields = {
  texture_alignment: choice(['original_image', 'geometry'], {
    serverDefault: 'original_image',
    lines: ['P2', 'P1', 'H3', 'H2'],
    ui: {
      title: 'Texture alignment',
      help: 'Follow the picture, or follow the shape where they differ.',
      group: 'advanced',
      values: { original_image: { title: 'Original image' }, geometry: { title: 'Geometry' } },
    },
  }),
  orientation: choice(['default', 'align_image'], {
    serverDefault: 'default',
    lines: NOT_LEGACY,
    ui: {
      title: 'Orientation',
      help: 'Turn the model the way the picture shows it.',
      group: 'advanced',
      values: { default: { title: 'Default' }, align_image: { title: 'As in the image' } },
    },
  }),
  enable_image_autofix: flag({
    serverDefault: false,
    ui: {
      title: 'Improve the image first',
      help: 'The service cleans the picture up before modelling.',
      group: 'advanced',
    },
  }),
}

/** What rules and prices of generations read. No capability has all of it. */
export type GenerationValues = Own<
  Type.TObject<
    typeof sharedFields &
      typeof pictureFields & { prompt: Type.TString; model_version: ReturnType<typeof versionField> }
  >
>
