// edit_multiview_image: single views of a drawn set changed by words.
import * as Type from 'typebox'
import type { Capability, Params } from './capability.ts'
import { taskId, VIEWS } from './schema.ts'

export const editMultiviewImageParameters = Type.Object({
  original_task_id: taskId({
    ui: { title: 'Views', help: 'The task that drew the views.', widget: 'task', group: 'main' },
  }),
  prompts: Type.Array(
    Type.Object({ view: Type.Enum([...VIEWS]), prompt: Type.String({ minLength: 1, maxLength: 1024 }) }),
    {
      minItems: 1,
      maxItems: VIEWS.length,
      ui: {
        title: 'Changes',
        help: 'What to change in which view; each view is charged.',
        widget: 'edits',
        group: 'main',
      },
    },
  ),
})

const edits = ({ prompts }: Params) => (Array.isArray(prompts) ? prompts.length : 1)

export const editMultiviewImage: Capability<typeof editMultiviewImageParameters> = {
  id: 'edit_multiview_image',
  title: 'Edit views',
  summary: 'Change single views of a drawn set by words.',
  category: 'image',
  icon: 'edit',
  parameters: editMultiviewImageParameters,
  rules: [],
  source: {
    field: 'original_task_id',
    accepts: ['generate_multiview_image', 'edit_multiview_image'],
    code: 2006,
    unfinished: 2007,
    wayOut: 'Choose a task that drew views.',
  },
  price: (params) => ({
    total: 5 * edits(params),
    lines: [{ label: `${edits(params)} views`, credits: 5 * edits(params) }],
  }),
  v2: { type: 'edit_multiview_image' },
  v3: { path: '/generation/edit-multiview' },
  outputs: ['multiview_images'],
  nominalSeconds: 8,
  pool: () => 'edit_multiview_image',
}
