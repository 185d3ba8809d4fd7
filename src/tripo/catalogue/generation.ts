// What the generation capabilities (text, image, views) share besides their parameters: rules, the price table, pools. Source:
// docs/protocol.md#generation, docs/protocol.md#prices, docs/protocol.md#october-2026.
import { figure, literals, message, phrase, type Words } from '../../text/index.ts'
import type { Finding, Named, Pool, Price, Rule } from './capability.ts'
import type { GenerationValues } from './generation-fields.ts'
import { WITH_FAST } from './texture-versions.ts'
import { DEFAULT_MODEL_VERSION, type ModelVersion, modelVersion } from './versions.ts'

/** The version a request means, also when it names none. */
export const requestedVersion = (params: Named<Pick<GenerationValues, 'model_version'>>): ModelVersion | undefined =>
  modelVersion(typeof params.model_version === 'string' ? params.model_version : DEFAULT_MODEL_VERSION)

/** pbr forces texture: leaving pbr at its default while switching texture off is still billed as textured. */
export const isTextured = (params: Named<Pick<GenerationValues, 'texture' | 'pbr'>>) =>
  params.texture !== false || params.pbr !== false

const error = (field: string, words: Words, code: Finding['code'] = 1004): Finding => ({
  severity: 'error',
  field,
  ...message(words),
  code,
})
const warning = (field: string, words: Words): Finding => ({ severity: 'warning', field, ...message(words) })

/** What speaks against the characters of one text. */
export function checkCharacters(field: string, value: unknown): Finding | undefined {
  if (typeof value !== 'string') return undefined
  const bad = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|(?![\t\n\r])\p{Cc}/u.exec(value)
  return bad
    ? error(field, phrase('The service does not take emoji or control characters. Remove “{0}”.', bad[0]), 2009)
    : undefined
}

const PROMPTS = ['prompt', 'negative_prompt', 'text_prompt'] as const

/** Emoji and control characters make the service answer 2009. */
export const promptCharacters: Rule<Named<Record<(typeof PROMPTS)[number], string>>> = (params) => {
  for (const field of PROMPTS) {
    const finding = checkCharacters(field, params[field])
    if (finding) return finding
  }
  return undefined
}

/** Spaces alone are no prompt; the schema's minimum length does not see that. */
const promptText: Rule<GenerationValues> = (params) =>
  typeof params.prompt === 'string' && params.prompt.trim() === ''
    ? error('prompt', 'Describe what the model should show.')
    : undefined

/** The most faces a version makes with these parameters; the service clamps larger limits silently (docs/protocol.md#model-versions). */
export function mostFaces(
  { faces }: ModelVersion,
  params: Named<Pick<GenerationValues, 'smart_low_poly' | 'quad' | 'geometry_quality'>>,
): number {
  if (params.smart_low_poly === true) return params.quad === true ? 10_000 : 20_000
  if (params.quad === true && faces.maxQuad !== undefined) return faces.maxQuad
  return params.geometry_quality === 'detailed' ? (faces.maxDetailed ?? faces.max) : faces.max
}

/** The fewest faces of smart low poly on v3 (docs/protocol.md#october-2026). */
const SMART_LEAST = 500

const TEXTURE_VERSION = literals('texture version')

/** The quality `fast` is one of the newest painter only (docs/protocol.md#october-2026). */
export const fastQuality =
  <Values extends Pick<GenerationValues, 'texture_quality'>>(
    painter: (params: Values) => string | undefined,
    title: string,
  ): Rule<Values> =>
  (params, { dialect }) => {
    if (params.texture_quality !== 'fast') return undefined
    if (dialect === 'v2') return error('texture_quality', 'Fast textures need API v3. Choose another quality.')
    return WITH_FAST.includes(String(painter(params)))
      ? undefined
      : error(
          'texture_quality',
          phrase('Fast textures need the {0} v3.5. Choose it, or another quality.', phrase(title)),
        )
  }

/** What is said of a version that does not take what a model is made from. */
const INPUTS = literals({
  text: '{0} does not work from text input. Choose another version.',
  image: '{0} does not work from image input. Choose another version.',
  multiview: '{0} does not work from multiview input. Choose another version.',
})

/** The rules of every generation capability. */
export const generationRules = (input: 'text' | 'image' | 'multiview'): readonly Rule<GenerationValues>[] => [
  promptText,
  promptCharacters,
  (params, { dialect }) => {
    const version = requestedVersion(params)
    if (!version)
      return warning('model_version', 'This version is not known here; the service decides whether it takes it.')
    // What the service took away, or the other API has, is said by the version's own life.
    if (version.dialects.includes(dialect) && !version.inputs.includes(input)) {
      return error('model_version', phrase(INPUTS[input], version.title))
    }
    return undefined
  },
  (params) =>
    params.generate_parts === true && (isTextured(params) || params.quad === true)
      ? error('generate_parts', 'Separate parts come without texture and quads. Switch Texture, PBR and Quad mesh off.')
      : undefined,
  fastQuality((params: GenerationValues) => params.texture_version, TEXTURE_VERSION),
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
  (params, { dialect }) => {
    const version = requestedVersion(params)
    const limit = params.face_limit
    if (!version || typeof limit !== 'number') return undefined
    if (dialect === 'v3' && params.smart_low_poly === true) {
      const most = mostFaces(version, params)
      return limit < SMART_LEAST || limit > most
        ? error('face_limit', phrase('Smart low poly takes {0} to {1} faces.', SMART_LEAST, figure(most)))
        : undefined
    }
    const { min } = version.faces
    if (limit < min) return error('face_limit', phrase('{0} makes at least {1} faces.', version.title, min))
    const top = mostFaces(version, params)
    if (limit > top) return warning('face_limit', phrase('The service makes at most {0} faces here.', figure(top)))
    return undefined
  },
]

/** Credits for bare and textured geometry by line. Source: docs/protocol.md#prices; P2 and older lines as there. */
const BASE = {
  text: { bare: 10, textured: 20 },
  image: { bare: 20, textured: 30 },
} as const

/**
 * The price of a generation.
 * @param input which price row applies (multiview costs as image)
 */
export function generationPrice(input: 'text' | 'image', params: GenerationValues): Price {
  const line = requestedVersion(params)?.line ?? 'H3'
  const textured = isTextured(params)
  const lines: { label: string; credits: number }[] = []
  const extra = line === 'P1' ? 20 : 0
  const base = line === 'P2' ? (textured ? 110 : 100) : BASE[input][textured ? 'textured' : 'bare'] + extra
  lines.push({ label: textured ? 'Textured model' : 'Geometry', credits: base })
  const add = (label: string, credits: number, when: boolean) => {
    if (when) lines.push({ label, credits })
  }
  add(literals('Detailed texture'), 10, textured && params.texture_quality === 'detailed')
  add(literals('Extreme texture'), 20, textured && params.texture_quality === 'extreme')
  add(literals('Detailed geometry'), 20, params.geometry_quality === 'detailed' && line === 'H3')
  add(literals('Quad mesh'), 5, params.quad === true)
  add(literals('Smart low poly'), 10, params.smart_low_poly === true)
  add(literals('Separate parts'), 20, params.generate_parts === true)
  return { total: lines.reduce((sum, entry) => sum + entry.credits, 0), lines }
}

/** The concurrency pool of a generation: P1 has one of its own (docs/protocol.md#limits-and-pools). */
export const generationPool = (params: Pick<GenerationValues, 'model_version'>): Pool =>
  requestedVersion(params)?.line === 'P1' ? 'generation_p1' : 'generation'
