// The parameters that text_to_image and generate_image share. Source: docs/protocol.md#images, docs/protocol.md#october-2026.
import { literals } from '../../text/index.ts'
import { IMAGE_MODELS, TEMPLATES } from './image-models.ts'
import { choice, type FieldOptions, flag, text } from './schema.ts'

/** Longest prompt of the image capabilities on v3; v2 takes 1024 (docs/protocol.md#images). */
export const MOST_CHARACTERS = { v2: 1024, v3: 1800 }

/** The prompt of an image capability. */
export const imagePrompt = (help: string) =>
  text({
    maxLength: MOST_CHARACTERS.v3,
    ui: {
      title: 'Prompt',
      help,
      example: 'A brass lantern, seen from the front',
      examples: literals([
        'A brass lantern, seen from the front, plain background',
        'A fantasy knight in worn armor, full body, front view',
        'A red toy car, three-quarter view, plain background',
      ]),
      missing: 'Write what the picture should show.',
      widget: 'prompt',
      group: 'main',
    },
  })

/** Who draws: one of these names. */
export const imageModel = (names: readonly string[], help: string) =>
  choice([...names], {
    lifespans: IMAGE_MODELS,
    ui: {
      title: 'Image model',
      help,
      none: 'Automatic',
      group: 'main',
      values: Object.fromEntries(names.map((name) => [name, { title: name }])),
    },
  })

const V3_ONLY = { dialects: ['v3'] as const }

/** What the service's recipes are for. Source: docs/protocol.md#october-2026. */
const TEMPLATE_WORDS = {
  t_pose: { title: 'T-pose', help: 'A character with its arms out, ready for rigging.' },
  character_completion: { title: 'Whole character', help: 'The whole body of a character that is cut off.' },
  variants: { title: 'Variants', help: 'The same thing in several designs.' },
  figure: { title: 'Figure', help: 'A collectible figure on its stand.' },
  asset_extraction: { title: 'Single object', help: 'One object without its surroundings.' },
  '3d_enhance': {
    title: 'Clean up for 3D',
    help: 'Even lighting and a plain background, before a model is made from it.',
  },
}

/** A recipe of the service: the names that a capability takes. */
export const template = (id: keyof typeof TEMPLATES, options: Pick<FieldOptions, 'dialects'> = {}) =>
  text({
    ...options,
    maxLength: 64,
    ui: {
      title: 'Template',
      help: 'A template of the service, with or instead of a prompt.',
      none: 'None',
      widget: 'suggest',
      group: 'main',
      suggestions: TEMPLATES[id],
      onlySuggested: true,
      values: TEMPLATE_WORDS,
    },
  })

/** What v3 lets one choose of a picture. */
export const pictureOptions = {
  quality: choice(['low', 'medium', 'high', 'xhigh', 'max'], {
    ...V3_ONLY,
    ui: {
      title: 'Quality',
      help: 'For chat_image models; xhigh and max for those of 2.5. Empty: low.',
      none: 'Automatic',
      group: 'main',
      values: { xhigh: { title: 'Extra high' } },
    },
  }),
  background: choice(['auto', 'opaque', 'transparent'], {
    ...V3_ONLY,
    ui: {
      title: 'Background',
      help: 'For chat_image_2.5 models; transparent needs PNG.',
      none: 'Automatic',
      group: 'main',
    },
  }),
  size: text({
    ...V3_ONLY,
    maxLength: 11,
    ui: {
      title: 'Size',
      help: '1K, 2K, 4K or pixels such as 1024x1024.',
      none: 'Automatic',
      widget: 'suggest',
      group: 'main',
      suggestions: ['1K', '2K', '4K', '1024x1024', '1536x1024', '1024x1536'],
      values: {
        '1024x1024': { title: '1024 × 1024' },
        '1536x1024': { title: '1536 × 1024' },
        '1024x1536': { title: '1024 × 1536' },
      },
    },
  }),
  aspect_ratio: text({
    ...V3_ONLY,
    maxLength: 8,
    ui: {
      title: 'Aspect ratio',
      help: 'Such as 16:9; for banana models.',
      none: 'Automatic',
      widget: 'suggest',
      group: 'advanced',
      suggestions: ['1:1', '4:3', '3:4', '16:9', '9:16'],
    },
  }),
  watermark: flag({
    ...V3_ONLY,
    ui: { title: 'Watermark', help: 'For seedream models.', group: 'advanced' },
  }),
  output_format: choice(['png', 'jpeg'], {
    ...V3_ONLY,
    ui: {
      title: 'Format',
      help: 'The kind of file.',
      none: 'Automatic',
      start: 'png',
      group: 'advanced',
      values: { png: { title: 'PNG' }, jpeg: { title: 'JPEG' } },
    },
  }),
}
