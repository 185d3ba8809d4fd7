// The models that draw pictures: the dialects that have them, their options, their prices, and when they are retired. Source:
// docs/protocol.md#images, docs/protocol.md#october-2026.
import { isOffered, type Lifespan } from './lifespan.ts'
import type { Dialect } from './versions.ts'

type Family = 'seedream' | 'banana' | 'chat' | 'other'

export interface ImageModel extends Lifespan {
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

/** Which recipes of the service each capability takes on v3; v2 takes any name. */
export const TEMPLATES = {
  text_to_image: ['t_pose', 'character_completion', 'variants', 'figure', 'asset_extraction'],
  generate_image: ['t_pose', 'character_completion', 'variants', 'figure', '3d_enhance'],
} as const
