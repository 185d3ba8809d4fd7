// text_to_image: a picture from a prompt, a cheap way to a reference image before a model is paid for.
import * as Type from 'typebox'
import type { Capability } from './capability.ts'
import { promptCharacters } from './generation.ts'
import { choice, text } from './schema.ts'

/** Longest prompt of the image capabilities on v3; v2 takes 1024 (protocol sheet, sections 3 and 6). */
const MOST_CHARACTERS = { v2: 1024, v3: 1800 }

/** The v2 wire takes shorter prompts than the schema allows. */
export const promptLength: Capability['rules'][number] = ({ prompt }, { dialect }) =>
  typeof prompt === 'string' && [...prompt].length > MOST_CHARACTERS[dialect]
    ? {
        severity: 'error',
        field: 'prompt',
        code: 1004,
        message: `The prompt has ${[...prompt].length} characters; at most ${MOST_CHARACTERS[dialect]} are allowed. Shorten it.`,
      }
    : undefined

/** The prompt of an image capability. */
export const imagePrompt = () =>
  text({
    minLength: 1,
    maxLength: MOST_CHARACTERS.v3,
    ui: { title: 'Prompt', help: 'What the picture shows.', widget: 'prompt', group: 'main' },
  })

export const textToImageParameters = Type.Object({
  prompt: imagePrompt(),
  negative_prompt: Type.Optional(
    text({
      maxLength: 255,
      ui: { title: 'Negative prompt', help: 'What to avoid.', widget: 'text', group: 'advanced' },
    }),
  ),
  model_version: Type.Optional(
    choice(
      [
        'seedream_v4',
        'seedream_v5',
        'banana',
        'banana_pro',
        'banana2',
        'chat_image_1',
        'chat_image_1.5',
        'chat_image_2',
      ],
      {
        ui: { title: 'Image model', help: 'API v3 only. Empty: the service decides.', group: 'advanced' },
      },
    ),
  ),
})

export const textToImage: Capability<typeof textToImageParameters> = {
  id: 'text_to_image',
  title: 'Text to image',
  summary: 'Draw a picture from a prompt.',
  category: 'image',
  icon: 'symbol-color',
  parameters: textToImageParameters,
  rules: [
    promptLength,
    promptCharacters,
    (params, { dialect }) =>
      dialect === 'v2' && params.model_version !== undefined
        ? {
            severity: 'error',
            field: 'model_version',
            code: 1004,
            message: 'Image models can be chosen on API v3 only. Leave it out.',
          }
        : undefined,
  ],
  price: () => ({ total: 5, lines: [{ label: 'Image', credits: 5 }] }),
  v2: { type: 'text_to_image' },
  v3: { path: '/generation/text-to-image' },
  outputs: ['generated_image'],
  nominalSeconds: 8,
  pool: () => 'other',
}
