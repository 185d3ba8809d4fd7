// smart_segment: cuts the object that a hint names out of a picture or a model file. Source: docs/protocol.md#october-2026.
import * as Type from 'typebox'
import type { Own, Params, Rule } from './capability.ts'
import { defineCapability } from './define-capability.ts'
import { fileInput } from './fields.ts'
import { choice, FileInput, text } from './schema.ts'

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]

export const smartSegmentParameters = Type.Object({
  seg_type: choice(['image', 'model'], {
    ui: { title: 'Segment', help: 'A picture, or a GLB file.', widget: 'segmented', group: 'main', start: 'image' },
  }),
  file: Type.Object(FileInput.properties, {
    kindFrom: 'seg_type',
    ui: {
      title: 'File',
      help: 'The picture, or the GLB; a file or an address.',
      missing: 'Choose a file first.',
      widget: 'image',
      group: 'main',
    },
  }),
  granularity: Type.Optional(
    choice(['coarse', 'medium', 'fine'], {
      serverDefault: 'medium',
      ui: { title: 'Granularity', help: 'How small the parts are.', widget: 'segmented', group: 'main' },
    }),
  ),
  hint: Type.Optional(
    text({
      maxLength: 1024,
      ui: { title: 'Hint', help: 'What the parts are, in words.', widget: 'text', group: 'main' },
    }),
  ),
  transform: Type.Optional(
    Type.Array(Type.Number(), {
      beside: { field: 'seg_type', values: ['model'] },
      minItems: IDENTITY.length,
      maxItems: IDENTITY.length,
      ui: {
        title: 'Transform',
        help: 'The model’s transform: 16 numbers, column by column. Empty: as in the file.',
        widget: 'numbers',
        group: 'advanced',
      },
    }),
  ),
})

/** A task's result is no input here. */
const noTask: Rule<Own<typeof smartSegmentParameters>> = ({ file }) => {
  const { task_id: task } = fileInput(file) ?? {}
  return task === undefined
    ? undefined
    : {
        severity: 'error',
        field: 'file',
        code: 1004,
        message: 'This takes files only. Download the model and choose it.',
      }
}

/** Models need to be told where they stand; a picture stands nowhere. */
const encode = ({ transform, ...rest }: Params): Params =>
  rest.seg_type === 'model' ? { ...rest, transform: transform ?? IDENTITY } : rest

export const smartSegment = defineCapability({
  id: 'smart_segment',
  title: 'Smart segment',
  summary: 'Split a picture or a model file into semantic parts.',
  category: 'shape',
  icon: 'symbol-misc',
  place: 'tab',
  tabTitle: 'Segment',
  dialects: ['v3'],
  parameters: smartSegmentParameters,
  rules: [noTask],
  fileWords: () => 'segments',
  price: ({ seg_type: type }) => {
    const credits = type === 'model' ? 55 : 85
    return { total: credits, lines: [{ label: 'Segmentation', credits }] }
  },
  v2: { type: 'smart_segment' },
  v3: { path: '/mesh/smartsegment', encode },
  outputs: ['model', 'mask_image'],
  nominalSeconds: 60,
  pool: () => 'other',
})
