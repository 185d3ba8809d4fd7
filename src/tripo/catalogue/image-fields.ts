// The parameters that text_to_image and generate_image share. Source: docs/protocol.md#images, docs/protocol.md#october-2026.
import { IMAGE_MODELS } from './image-models.ts'
import { choice, flag, text } from './schema.ts'

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

/** What v3 lets one choose of a picture. */
export const pictureOptions = {
  quality: choice(['low', 'medium', 'high', 'xhigh', 'max'], {
    ...V3_ONLY,
    ui: {
      title: 'Quality',
      help: 'For chat_image models; xhigh and max for those of 2.5. Empty: low.',
      none: 'Automatic',
      group: 'advanced',
      values: { xhigh: { title: 'Extra high' } },
    },
  }),
  background: choice(['auto', 'opaque', 'transparent'], {
    ...V3_ONLY,
    ui: {
      title: 'Background',
      help: 'For chat_image_2.5 models; transparent needs PNG.',
      none: 'Automatic',
      group: 'advanced',
    },
  }),
  size: text({
    ...V3_ONLY,
    maxLength: 11,
    ui: { title: 'Size', help: '1K, 2K, 4K or pixels such as 1024x1024.', widget: 'text', group: 'advanced' },
  }),
  aspect_ratio: text({
    ...V3_ONLY,
    maxLength: 8,
    ui: { title: 'Aspect ratio', help: 'Such as 16:9; for banana models.', widget: 'text', group: 'advanced' },
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
      group: 'advanced',
      values: { png: { title: 'PNG' }, jpeg: { title: 'JPEG' } },
    },
  }),
}
