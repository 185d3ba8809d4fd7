// What the generation capabilities (text, image, later multiview) share: parameters, rules and the price table,
// so that each entry lists only what is its own. Source: protocol sheet, section 3 "Generation types" and section 5.
import type { Finding, Params, Pool, Price, Rule } from './capability.ts'
import { choice, flag, integer, text } from './schema.ts'
import { DEFAULT_MODEL_VERSION, MODEL_VERSIONS, type ModelLine, type ModelVersion, modelVersion } from './versions.ts'

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

const versionWords = Object.fromEntries(
  MODEL_VERSIONS.map((version) => [version.id, { title: version.title, help: version.sentence }]),
)

/** The `model_version` parameter, for one kind of input. Unknown versions pass the schema: the service may be newer. */
export const versionField = () =>
  text({
    maxLength: 64,
    serverDefault: DEFAULT_MODEL_VERSION,
    ui: {
      title: 'Model',
      help: 'Which version of the generator makes the model.',
      widget: 'version',
      group: 'main',
      values: versionWords,
    },
  })

/** A seed: the same one repeats a result. */
export const seedField = (title: string, help: string) =>
  integer({
    minimum: 0,
    maximum: MAX_SEED,
    ui: { title, help, widget: 'seed', group: 'advanced' },
  })

export const imageSeedField = () =>
  seedField('Image seed', 'Repeats the picture the service draws from the prompt before it models.')

/** Parameters that every generation capability has, in the order of the form. */
export const sharedFields = {
  texture: flag({
    serverDefault: true,
    lines: NOT_LEGACY,
    ui: { title: 'Texture', help: 'Off gives bare geometry for fewer credits.', group: 'main' },
  }),
  texture_quality: choice(['standard', 'detailed', 'extreme'], {
    serverDefault: 'standard',
    lines: NOT_LEGACY,
    ui: {
      title: 'Texture quality',
      help: 'Finer textures cost more credits.',
      widget: 'segmented',
      group: 'main',
      values: { standard: { title: 'Standard' }, detailed: { title: 'Detailed' }, extreme: { title: 'Extreme' } },
    },
  }),
  pbr: flag({
    serverDefault: true,
    lines: NOT_LEGACY,
    ui: { title: 'PBR materials', help: 'Adds metallic, roughness and normal maps.', group: 'main' },
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
    },
  }),
  model_seed: seedField('Model seed', 'The same seed and parameters give the same shape.'),
  texture_seed: seedField('Texture seed', 'The same seed gives the same texture on the same shape.'),
  smart_low_poly: flag({
    serverDefault: false,
    lines: H,
    ui: { title: 'Smart low poly', help: 'Hand-made looking topology, 1,000 to 20,000 faces.', group: 'advanced' },
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
    ui: { title: 'Separate parts', help: 'Models parts as meshes of their own; without texture.', group: 'advanced' },
  }),
  auto_size: flag({
    serverDefault: false,
    lines: NOT_LEGACY,
    ui: { title: 'Real-world size', help: 'Scales the model to metres.', group: 'advanced' },
  }),
  compress: choice(['geometry'], {
    lines: NOT_LEGACY,
    ui: {
      title: 'Compress geometry',
      help: 'Meshopt-compressed geometry: a smaller file that needs a decoder in the engine.',
      group: 'advanced',
      values: { geometry: { title: 'Meshopt' } },
    },
  }),
  export_uv: flag({
    serverDefault: true,
    lines: NOT_LEGACY,
    ui: { title: 'Unwrap UVs', help: 'Off is faster; the model then cannot be textured elsewhere.', group: 'advanced' },
  }),
  style: choice(Object.values(ModelStyle), {
    lines: ['H3', 'H2', 'Turbo'],
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

/** The version a request means, also when it names none. */
export const requestedVersion = (params: Params): ModelVersion | undefined =>
  modelVersion(typeof params.model_version === 'string' ? params.model_version : DEFAULT_MODEL_VERSION)

/** pbr forces texture: leaving pbr at its default while switching texture off is still billed as textured. */
export const isTextured = (params: Params) => params.texture !== false || params.pbr !== false

const error = (field: string, message: string, code: Finding['code'] = 1004): Finding => ({
  severity: 'error',
  field,
  message,
  code,
})
const warning = (field: string, message: string): Finding => ({ severity: 'warning', field, message })

/** What speaks against the characters of one text. */
export function checkCharacters(field: string, value: unknown): Finding | undefined {
  if (typeof value !== 'string') return undefined
  const bad = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|(?![\t\n\r])\p{Cc}/u.exec(value)
  return bad
    ? error(field, `The service does not take emoji or control characters. Remove “${bad[0]}”.`, 2009)
    : undefined
}

/** Emoji and control characters make the service answer 2009. */
export const promptCharacters: Rule = (params) => {
  for (const field of ['prompt', 'negative_prompt', 'text_prompt']) {
    const finding = checkCharacters(field, params[field])
    if (finding) return finding
  }
  return undefined
}

/** Spaces alone are no prompt; the schema's minimum length does not see that. */
const promptText: Rule = (params) =>
  typeof params.prompt === 'string' && params.prompt.trim() === ''
    ? error('prompt', 'Describe what the model should show.')
    : undefined

/** The most faces a version makes with these parameters; the service clamps larger limits silently (sheet, section 3). */
export function mostFaces({ faces }: ModelVersion, params: Params): number {
  if (params.smart_low_poly === true) return params.quad === true ? 10_000 : 20_000
  if (params.quad === true && faces.maxQuad !== undefined) return faces.maxQuad
  return params.geometry_quality === 'detailed' ? (faces.maxDetailed ?? faces.max) : faces.max
}

/** The rules of every generation capability. */
export const generationRules = (input: 'text' | 'image' | 'multiview'): readonly Rule[] => [
  promptText,
  promptCharacters,
  (params, { dialect }) => {
    const version = requestedVersion(params)
    if (!version)
      return warning('model_version', 'This version is not known here; the service decides whether it takes it.')
    if (version.status === 'retired' || !version.dialects.includes(dialect)) {
      // A version that is current elsewhere is not too old, but asked for in the wrong place.
      const isElsewhere = version.status === 'current' || version.status === 'preview'
      const message = isElsewhere
        ? `${version.title} is offered by API ${version.dialects.join(' and ')} only. Choose another version, or that API in the settings.`
        : `${version.title} is no longer offered by this service. Choose a newer version.`
      return error('model_version', message, 2015)
    }
    if (!version.inputs.includes(input)) {
      return error('model_version', `${version.title} does not work from ${input} input. Choose another version.`)
    }
    return undefined
  },
  (params) =>
    params.generate_parts === true && (isTextured(params) || params.quad === true)
      ? error('generate_parts', 'Separate parts come without texture and quads. Switch Texture, PBR and Quad mesh off.')
      : undefined,
  (params) =>
    params.texture === false && params.pbr !== false
      ? warning('pbr', 'PBR brings the texture back, at its price. Switch PBR off too for bare geometry.')
      : undefined,
  (params) =>
    params.auto_size === true && !isTextured(params)
      ? warning('auto_size', 'Real-world size works on textured models only and is ignored here.')
      : undefined,
  (params) =>
    params.orientation === 'align_image' && !isTextured(params)
      ? warning('orientation', 'Orientation works on textured models only and is ignored here.')
      : undefined,
  (params) => {
    const version = requestedVersion(params)
    const limit = params.face_limit
    if (!version || typeof limit !== 'number') return undefined
    const { min } = version.faces
    if (limit < min) return error('face_limit', `${version.title} makes at least ${min} faces.`)
    const top = mostFaces(version, params)
    if (limit > top) return warning('face_limit', `The service makes at most ${top.toLocaleString('en')} faces here.`)
    return undefined
  },
]

/** Credits for bare and textured geometry by line. Source: protocol sheet, section 5; P2 and older lines as there. */
const BASE = {
  text: { bare: 10, textured: 20 },
  image: { bare: 20, textured: 30 },
} as const

/**
 * The price of a generation.
 * @param input which price row applies (multiview costs as image)
 */
export function generationPrice(input: 'text' | 'image', params: Params): Price {
  const line = requestedVersion(params)?.line ?? 'H3'
  const textured = isTextured(params)
  const lines: { label: string; credits: number }[] = []
  const extra = line === 'P1' ? 20 : 0
  const base = line === 'P2' ? (textured ? 110 : 100) : BASE[input][textured ? 'textured' : 'bare'] + extra
  lines.push({ label: textured ? 'Textured model' : 'Geometry', credits: base })
  const add = (label: string, credits: number, when: boolean) => {
    if (when) lines.push({ label, credits })
  }
  add('Detailed texture', 10, textured && params.texture_quality === 'detailed')
  add('Extreme texture', 20, textured && params.texture_quality === 'extreme')
  add('Detailed geometry', 20, params.geometry_quality === 'detailed' && line === 'H3')
  add('Quad mesh', 5, params.quad === true)
  add('Smart low poly', 10, params.smart_low_poly === true)
  add('Separate parts', 20, params.generate_parts === true)
  return { total: lines.reduce((sum, entry) => sum + entry.credits, 0), lines }
}

/** The concurrency pool of a generation: P1 has one of its own (protocol sheet, section 5). */
export const generationPool = (params: Params): Pool =>
  requestedVersion(params)?.line === 'P1' ? 'generation_p1' : 'generation'
