// texture_model: new textures for a model, from words, an image, views, or the style of an image.

import * as Type from 'typebox'
import { literals } from '../../text/index.ts'
import type { Own, Params, Rule } from './capability.ts'
import { defineCapability } from './define-capability.ts'
import { countSources } from './fields.ts'
import { fastQuality, promptCharacters } from './generation.ts'
import { compressField, pictureFields, qualityField, seedField, sharedFields } from './generation-fields.ts'
import { choice, flag, image, names, optional, text, views } from './schema.ts'
import { GENERATED, modelTask, notADraft } from './sources.ts'
import { TEXTURE_VERSION_WORDS, TEXTURE_VERSIONS, WITH_FAST } from './texture-versions.ts'

/** The version that paints when none is named. */
const DEFAULT_PAINTER = 'v2.5-20250123'

const { texture, pbr } = sharedFields

export const textureModelParameters = Type.Object({
  original_model_task_id: modelTask('The task whose model gets new textures.'),
  text_prompt: Type.Optional(
    text({
      maxLength: 1024,
      ui: {
        title: 'Prompt',
        help: 'What the surface should look like.',
        example: 'Weathered oak with iron fittings',
        widget: 'prompt',
        group: 'main',
      },
    }),
  ),
  image_prompt: Type.Optional(
    image({
      ui: { title: 'Image', help: 'A picture of the model as it should look.', widget: 'image', group: 'main' },
    }),
  ),
  image_prompts: Type.Optional(
    views({
      ui: { title: 'Views', help: 'Pictures from four sides, instead of one.', widget: 'views', group: 'advanced' },
    }),
  ),
  style_image: Type.Optional(
    image({
      ui: {
        title: 'Style image',
        help: 'A picture whose style is adopted; needs a prompt.',
        widget: 'image',
        group: 'advanced',
      },
    }),
  ),
  model_version: Type.Optional(
    choice(TEXTURE_VERSIONS, {
      serverDefault: DEFAULT_PAINTER,
      lifespans: { 'v3.5-20260815': { dialects: ['v3'], replacedBy: 'v3.0-20250812' } },
      ui: {
        title: 'Model version',
        help: 'Which version of the painter is used.',
        group: 'advanced',
        values: TEXTURE_VERSION_WORDS,
      },
    }),
  ),
  // To paint a model anew without a texture is no wish, so that its form does not offer it.
  ...optional({ texture, texture_quality: qualityField(), pbr }),
  delight: Type.Optional(
    flag({
      serverDefault: true,
      dialects: ['v3'],
      beside: { field: 'model_version', values: WITH_FAST },
      ui: {
        title: 'Remove baked light',
        help: 'Takes light and shadow of the reference out of the texture; textures of v3.5 only.',
        group: 'advanced',
      },
    }),
  ),
  model_seed: Type.Optional(seedField('Model seed', 'Kept for older deployments.')),
  texture_seed: Type.Optional(seedField('Texture seed', 'The same seed gives the same texture.')),
  texture_alignment: Type.Optional(pictureFields.texture_alignment),
  part_names: Type.Optional(
    names({ ui: { title: 'Parts', help: 'Only these parts; empty: all.', widget: 'names', group: 'main' } }),
  ),
  compress: Type.Optional(compressField({})),
  bake: Type.Optional(
    flag({
      serverDefault: true,
      ui: { title: 'Bake', help: 'One texture set for the whole model.', group: 'advanced' },
    }),
  ),
})

type Values = Own<typeof textureModelParameters>

const PROMPTS = ['text_prompt', 'image_prompt', 'image_prompts'] as const

/** Only what could not be taken apart is left of `texture_prompt`: a bare text, most often. It would be lost unsaid. */
const nestedPrompt: Rule<object> = (_own, _context, { texture_prompt: nested }) =>
  nested === undefined || nested === null || nested === ''
    ? undefined
    : {
        severity: 'error',
        field: 'texture_prompt',
        code: 1004,
        message: 'Write the prompt as an object with text, image or images.',
      }

const onePrompt: Rule<Values> = (params) => {
  const given = PROMPTS.filter((name) => params[name] !== undefined)
  if (given.length > 1) {
    return {
      severity: 'error',
      field: given[1] ?? '',
      code: 1004,
      message: 'Give one of prompt, image and views, not several.',
    }
  }
  if (params.style_image !== undefined && params.text_prompt === undefined) {
    return { severity: 'error', field: 'style_image', code: 1004, message: 'A style image also needs a prompt.' }
  }
  const { image_prompts: views } = params
  if (views?.every((view) => countSources(view) === 0)) {
    return { severity: 'error', field: 'image_prompts', code: 1004, message: 'Add at least one view.' }
  }
  return undefined
}

const PROMPT_PARTS = [
  ['text_prompt', 'text'],
  ['image_prompt', 'image'],
  ['image_prompts', 'images'],
  ['style_image', 'style_image'],
] as const

/** The client reference (docs/protocol.md#client-documents) names the prompts flat; the wire nests them in `texture_prompt`. */
function encode(params: Params): Params {
  const rest: Record<string, unknown> = { ...params }
  const prompt: Record<string, unknown> = {}
  for (const [flat, nested] of PROMPT_PARTS) {
    if (rest[flat] !== undefined) prompt[nested] = rest[flat]
    delete rest[flat]
  }
  return Object.keys(prompt).length > 0 ? { ...rest, texture_prompt: prompt } : rest
}

function decode(body: Params): Params {
  const { texture_prompt: nested, ...rest } = body
  if (typeof nested !== 'object' || nested === null || Array.isArray(nested)) return body
  const prompt = new Map<string, unknown>(Object.entries(nested))
  return { ...rest, ...Object.fromEntries(PROMPT_PARTS.map(([flat, name]) => [flat, prompt.get(name)])) }
}

/** 10, detailed 20, extreme 30; without texture it costs double (docs/protocol.md#prices: seen live). */
function price(params: Values) {
  const qualities = { standard: 10, fast: 10, detailed: 20, extreme: 30 }
  const credits = qualities[params.texture_quality ?? 'standard']
  const total = params.texture === false && params.pbr === false ? credits * 2 : credits
  return { total, lines: [{ label: 'Texture', credits: total }] }
}

export const textureModel = defineCapability({
  id: 'texture_model',
  title: 'Texture model',
  summary: 'Retexture a model from a prompt, an image or a style.',
  category: 'texture',
  icon: 'paintcan',
  place: 'step',
  parameters: textureModelParameters,
  rules: [
    nestedPrompt,
    onePrompt,
    promptCharacters,
    fastQuality((params: Values) => params.model_version, literals('model version')),
  ],
  source: {
    field: 'original_model_task_id',
    accepts: [...GENERATED, 'texture_model', 'import_model'],
    code: 2006,
    unfinished: 2007,
    nextStep: 'Choose a generated, textured or imported model.',
    rules: [
      notADraft('original_model_task_id', 'textured'),
      (source, params) =>
        source.capability === 'import_model' && PROMPT_PARTS.every(([name]) => params[name] === undefined)
          ? {
              severity: 'error',
              field: 'text_prompt',
              code: 1004,
              message: 'An imported model has no prompt of its own. Describe the texture, or give an image.',
            }
          : undefined,
    ],
  },
  fileWords: () => 'textured',
  price,
  v2: { type: 'texture_model', encode, decode },
  // v3's own default is v3.0; naming v2.5 keeps v2's behaviour (docs/protocol.md#post-processing).
  v3: { path: '/models/texture', encode: (params) => encode({ model_version: DEFAULT_PAINTER, ...params }), decode },
  outputs: ['model', 'pbr_model', 'rendered_image'],
  nominalSeconds: 15,
  pool: () => 'other',
})
