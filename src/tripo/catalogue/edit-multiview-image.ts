// edit_multiview_image: edits single views of a drawn set by prompt.

import * as Type from 'typebox'
import { labelled, message, phrase } from '../../text/index.ts'
import type { Own, Rule } from './capability.ts'
import { defineCapability } from './define-capability.ts'
import { checkCharacters } from './generation.ts'
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
        missing: 'Say what to change in at least one view.',
        widget: 'edits',
        group: 'main',
      },
    },
  ),
})

type Values = Own<typeof editMultiviewImageParameters>

const edits = ({ prompts }: Values) => prompts?.length ?? 1

/** What is said of the views: words the service takes, each view once. */
const goodEdits: Rule<Values> = ({ prompts = [] }) => {
  for (const { prompt } of prompts) {
    const finding = checkCharacters('prompts', prompt)
    if (finding) return finding
  }
  const twice = prompts.find(({ view }, index) => prompts.findIndex((other) => other.view === view) < index)
  return twice
    ? {
        severity: 'warning',
        field: 'prompts',
        ...message(phrase('The {0} view is named twice; both are charged.', phrase(twice.view))),
      }
    : undefined
}

export const editMultiviewImage = defineCapability({
  id: 'edit_multiview_image',
  title: 'Edit views',
  summary: 'Change single views of a drawn set by words.',
  category: 'image',
  icon: 'edit',
  place: 'step',
  parameters: editMultiviewImageParameters,
  rules: [goodEdits],
  source: {
    field: 'original_task_id',
    accepts: ['generate_multiview_image', 'edit_multiview_image'],
    code: 2006,
    unfinished: 2007,
    nextStep: 'Choose a task that drew views.',
  },
  fileWords: () => 'edited',
  price: (params) => ({
    total: 5 * edits(params),
    lines: [{ ...labelled(phrase('{0} views', edits(params))), credits: 5 * edits(params) }],
  }),
  v2: { type: 'edit_multiview_image' },
  v3: { path: '/generation/edit-multiview' },
  outputs: ['multiview_images'],
  nominalSeconds: 8,
  pool: () => 'edit_multiview_image',
})
