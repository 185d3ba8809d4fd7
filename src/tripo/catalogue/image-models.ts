// The models that draw pictures: which dialect has each, what it takes, what it costs, and when it goes.
// Source: docs/protocol.md#images, docs/protocol.md#october-2026.
import { message, phrase, type Words } from '../../text/index.ts'
import type { Finding, Params, Price, Rule } from './capability.ts'
import { isOffered, type Lifespan } from './lifespan.ts'
import type { Dialect } from './versions.ts'

type Family = 'seedream' | 'banana' | 'chat' | 'other'

interface ImageModel extends Lifespan {
  family: Family
  dialects: readonly Dialect[]
  /** How many pictures it works from at most. */
  files: number
  /** Credits of a picture of usual size. v3 charges 5 to 20 by model and size; which for what was not seen. */
  credits: number
  /** Whether it can draw without a background, and knows the two highest qualities. */
  isFine?: boolean
  /** Whether it draws from words only. */
  wordsOnly?: boolean
}

const V2: readonly Dialect[] = ['v2']
const V3: readonly Dialect[] = ['v3']
const chat = { family: 'chat', dialects: V3, files: 16, credits: 10 } as const
const banana = { family: 'banana', dialects: V3, files: 10, credits: 5 } as const
const old = { family: 'other', dialects: V2, files: 10, credits: 5 } as const

export const IMAGE_MODELS: Readonly<Record<string, ImageModel>> = {
  seedream_v4: { family: 'seedream', dialects: ['v2', 'v3'], files: 4, credits: 5, wordsOnly: true },
  seedream_v5: { family: 'seedream', dialects: ['v2', 'v3'], files: 4, credits: 5 },
  banana,
  banana_pro: { ...banana, credits: 10 },
  banana2: banana,
  chat_image_1: { ...chat, retires: '2026-10-23', replacedBy: 'chat_image_2' },
  'chat_image_1.5': { ...chat, retires: '2026-12-01', replacedBy: 'chat_image_2' },
  chat_image_2: chat,
  'chat_image_2.5_flare': { ...chat, isFine: true },
  'chat_image_2.5_sunburst': { ...chat, isFine: true },
  'flux.1_kontext_pro': { ...old, files: 4, replacedBy: 'seedream_v5' },
  'flux.1_dev': { ...old, files: 0, replacedBy: 'seedream_v5' },
  gpt_4o: { ...old, replacedBy: 'chat_image_2' },
  'gpt_image_1.5': { ...old, credits: 10, replacedBy: 'chat_image_2' },
  gpt_image_2: { ...old, credits: 10, replacedBy: 'chat_image_2' },
  z_image: { ...old, files: 0, replacedBy: 'seedream_v5' },
  midjourney: { ...old, files: 1, credits: 10, replacedBy: 'seedream_v5' },
  'gemini_2.5_flash_image_preview': { ...old, replacedBy: 'banana' },
  gemini_3_pro_image_preview: { ...old, credits: 10, replacedBy: 'banana_pro' },
  'gemini_3.1_flash_image_preview': { ...old, credits: 10, replacedBy: 'banana2' },
}

export const IMAGE_MODEL_NAMES: string[] = Object.keys(IMAGE_MODELS)
/** Those that v3 has had; API v2 lets nobody choose who draws from words alone. */
export const V3_IMAGE_MODELS: string[] = IMAGE_MODEL_NAMES.filter((name) => IMAGE_MODELS[name]?.dialects.includes('v3'))

/** Which image models a dialect offers on a day. */
export const imageModelsOf = (dialect: Dialect, now: number): readonly string[] =>
  IMAGE_MODEL_NAMES.filter((name) => isOffered(IMAGE_MODELS[name] ?? {}, dialect, now))

const modelOf = ({ model_version: name }: Params): ImageModel | undefined =>
  typeof name === 'string' ? IMAGE_MODELS[name] : undefined

const error = (field: string, words: Words): Finding => ({ severity: 'error', field, ...message(words), code: 1004 })

/** The pictures that a request draws from. */
export const pictures = ({ file, files }: Params): readonly unknown[] =>
  Array.isArray(files) ? files : file === undefined ? [] : [file]

/** What `size` may be: a name, or pixels. */
const SIZE = /^(?:[124]K|\d{2,5}x\d{2,5})$/
const FINE_QUALITIES: readonly unknown[] = ['xhigh', 'max']

/** Which model takes how many pictures, and which of the options. */
export const modelRules: readonly Rule[] = [
  (params, { dialect }) => {
    const model = modelOf(params)
    const count = pictures(params).length
    if (!model || count === 0) return undefined
    // API v2 drew from pictures with it too.
    const most = model.wordsOnly === true && dialect === 'v3' ? 0 : model.files
    return count > most
      ? error(
          'files',
          most === 0
            ? phrase('{0} takes no pictures.', String(params.model_version))
            : phrase('{0} takes at most {1} pictures.', String(params.model_version), most),
        )
      : undefined
  },
  ({ size }) =>
    typeof size === 'string' && !SIZE.test(size)
      ? error('size', 'The size is 1K, 2K, 4K or pixels such as 1024x1024.')
      : undefined,
  (params) => {
    const model = modelOf(params)
    const needs = (field: string, isMet: boolean, words: string) =>
      params[field] !== undefined && !isMet ? error(field, words) : undefined
    const isFine = model?.isFine === true
    return (
      needs('quality', model?.family === 'chat', 'Only the chat_image models have qualities. Choose one of them.') ??
      needs('background', isFine, 'Only chat_image_2.5 models choose the background. Choose one of them.') ??
      needs('aspect_ratio', model?.family === 'banana', 'Only the banana models take an aspect ratio. Use the size.') ??
      needs('watermark', isSeedream(params), 'Only the seedream models have a watermark. Leave it out.') ??
      (FINE_QUALITIES.includes(params.quality) && !isFine
        ? error('quality', 'This quality needs a chat_image_2.5 model. Choose one, or a lower quality.')
        : undefined) ??
      (params.background === 'transparent' && params.output_format !== 'png'
        ? error('background', 'A transparent background needs PNG. Choose it as the format.')
        : undefined)
    )
  },
]

/** The service draws with a seedream model where none is named. */
const isSeedream = (params: Params) => params.model_version === undefined || modelOf(params)?.family === 'seedream'

/** Which recipes of the service each capability takes on v3; v2 takes any name. */
export const TEMPLATES = {
  text_to_image: ['t_pose', 'character_completion', 'variants', 'figure', 'asset_extraction'],
  generate_image: ['t_pose', 'character_completion', 'variants', 'figure', '3d_enhance'],
} as const

export const templateRule =
  (id: keyof typeof TEMPLATES): Rule =>
  ({ template }, { dialect }) => {
    const known: readonly unknown[] = TEMPLATES[id]
    return dialect === 'v3' && template !== undefined && !known.includes(template)
      ? error('template', phrase('There is no template “{0}”. Choose one of {1}.', String(template), known.join(', ')))
      : undefined
  }

/** Dearer sizes. Assumed within the range that was seen: twice for 2K, four times for 4K, at most 20. */
const SIZE_FACTORS: Readonly<Record<string, number>> = { '2K': 2, '4K': 4 }

/** Of v3's models only the usual size of those that v2 had too has a published price. */
function isGuess(params: Params): boolean {
  const { dialects = [] } = modelOf(params) ?? {}
  const isDearer = (SIZE_FACTORS[String(params.size)] ?? pixelFactor(params.size)) > 1
  return dialects.includes('v3') && (!dialects.includes('v2') || isDearer)
}

/** Says of a price that it is a guess, where it is one. */
export const priceRule: Rule = (params, { dialect }) =>
  dialect === 'v3' && isGuess(params)
    ? {
        severity: 'warning',
        field: 'model_version',
        ...message(
          phrase(
            'The service publishes no price for this: about {0} credits, between 5 and 20.',
            imagePrice(params).total,
          ),
        ),
      }
    : undefined

/** Credits of a picture. */
export function imagePrice(params: Params): Price {
  const credits = modelOf(params)?.credits ?? 5
  const factor = SIZE_FACTORS[String(params.size)] ?? pixelFactor(params.size)
  const total = Math.min(20, credits * factor)
  return {
    total,
    lines: [{ label: isGuess(params) ? 'Image (about; 5 to 20 by model and size)' : 'Image', credits: total }],
  }
}

function pixelFactor(size: unknown): number {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(typeof size === 'string' ? size : '') ?? []
  const side = Math.max(Number(width ?? 0), Number(height ?? 0))
  return side > 2048 ? 4 : side > 1536 ? 2 : 1
}
