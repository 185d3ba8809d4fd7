// Rules and prices of a request for a picture, by the model that draws it. Source: docs/protocol.md#images,
// docs/protocol.md#october-2026.
import type * as Type from 'typebox'
import { message, phrase, type Words } from '../../text/index.ts'
import type { Finding, Own, Price, Rule } from './capability.ts'
import {
  type imageModel,
  type imagePrompt,
  MOST_CHARACTERS,
  type pictureOptions,
  type template,
} from './image-fields.ts'
import { IMAGE_MODELS, type ImageModel, TEMPLATES } from './image-models.ts'
import type { FileInput } from './schema.ts'

/** What the rules of both image capabilities read; pictures are one's only. */
type Values = Own<
  Type.TObject<
    typeof pictureOptions & {
      prompt: ReturnType<typeof imagePrompt>
      model_version: ReturnType<typeof imageModel>
      template: ReturnType<typeof template>
      file: typeof FileInput
      files: Type.TArray<typeof FileInput>
    }
  >
>

const modelOf = ({ model_version: name }: Values): ImageModel | undefined =>
  name === undefined ? undefined : IMAGE_MODELS[name]

const error = (field: string, words: Words): Finding => ({ severity: 'error', field, ...message(words), code: 1004 })

/** The pictures that a request draws from. */
export const pictures = ({ file, files }: Values): readonly FileInput[] => files ?? (file === undefined ? [] : [file])

/** What `size` may be: a name, or pixels. */
const SIZE = /^(?:[124]K|\d{2,5}x\d{2,5})$/
const FINE_QUALITIES: readonly unknown[] = ['xhigh', 'max']

/** Which model takes how many pictures, and which of the options. */
export const modelRules: readonly Rule<Values>[] = [
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
    const needs = (field: keyof Values, isMet: boolean, words: string) =>
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
const isSeedream = (params: Values) => params.model_version === undefined || modelOf(params)?.family === 'seedream'

export const templateRule =
  (id: keyof typeof TEMPLATES): Rule<Values> =>
  ({ template }, { dialect }) => {
    const known: readonly unknown[] = TEMPLATES[id]
    return dialect === 'v3' && template !== undefined && !known.includes(template)
      ? error('template', phrase('There is no template “{0}”. Choose one of {1}.', String(template), known.join(', ')))
      : undefined
  }

/** Dearer sizes. Assumed within the range that was seen: twice for 2K, four times for 4K, at most 20. */
const SIZE_FACTORS: Readonly<Record<string, number>> = { '2K': 2, '4K': 4 }

/** Of v3's models only the usual size of those that v2 had too has a published price. */
function isGuess(params: Values): boolean {
  const { dialects = [] } = modelOf(params) ?? {}
  const isDearer = (SIZE_FACTORS[String(params.size)] ?? pixelFactor(params.size)) > 1
  return dialects.includes('v3') && (!dialects.includes('v2') || isDearer)
}

/** Says of a price that it is a guess, where it is one. */
export const priceRule: Rule<Values> = (params, { dialect }) =>
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
export function imagePrice(params: Values): Price {
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

/** The v2 wire takes shorter prompts than the schema allows. */
export const promptLength: Rule<Values> = ({ prompt }, { dialect }) =>
  typeof prompt === 'string' && [...prompt].length > MOST_CHARACTERS[dialect]
    ? {
        severity: 'error',
        field: 'prompt',
        code: 1004,
        ...message(
          phrase(
            'The prompt has {0} characters; at most {1} are allowed. Shorten it.',
            [...prompt].length,
            MOST_CHARACTERS[dialect],
          ),
        ),
      }
    : undefined
