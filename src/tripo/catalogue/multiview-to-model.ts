// multiview_to_model: a textured 3D model from two to four pictures around an object.

import * as Type from 'typebox'
import { list, message, phrase, type Words } from '../../text/index.ts'
import type { Own, Rule } from './capability.ts'
import { defineCapability } from './define-capability.ts'
import { countSources, fileInput } from './fields.ts'
import { generationPool, generationPrice, generationRules } from './generation.ts'
import { pictureFields, sharedFields, versionField } from './generation-fields.ts'
import { optional, taskId, VIEWS, views } from './schema.ts'

const { style: _notHere, ...shared } = sharedFields

export const multiviewToModelParameters = Type.Object({
  files: Type.Optional(
    views({
      ui: {
        title: 'Views',
        help: 'Front and at least one of left, back and right, all of the same object. Left shows its left side.',
        widget: 'views',
        group: 'main',
      },
    }),
  ),
  original_task_id: Type.Optional(
    taskId({
      ui: {
        title: 'View task',
        help: 'A finished task that drew the views, instead of images.',
        widget: 'task',
        group: 'advanced',
      },
    }),
  ),
  model_version: Type.Optional(versionField()),
  ...optional(shared),
  ...optional(pictureFields),
})

/** Four slots, front and one more; or the task that drew them, not both. */
const slots: Rule<Own<typeof multiviewToModelParameters>> = ({ files, original_task_id: source }) => {
  const error = (words: Words) => ({ severity: 'error', field: 'files', code: 1004, ...message(words) }) as const
  if (files === undefined && source === undefined) return error('Add a front view and at least one more view.')
  if (files === undefined) return undefined
  if (source !== undefined) return error('Give either images or the task that drew them, not both.')
  if (!Array.isArray(files) || files.length !== VIEWS.length) {
    return error(
      phrase(
        'There must be exactly {0} views: {1}; leave a missing one empty.',
        VIEWS.length,
        list(VIEWS.map((view) => phrase(view))),
      ),
    )
  }
  const filled = files.map((file) => countSources(fileInput(file) ?? {}))
  if (filled.some((count) => count > 1)) return error('Each view needs exactly one file, address or upload.')
  if (filled[0] !== 1) return error('The front view is missing. Add it: the other views are placed around it.')
  return filled.filter((count) => count === 1).length < 2
    ? error('Add at least one view besides the front.')
    : undefined
}

export const multiviewToModel = defineCapability({
  id: 'multiview_to_model',
  title: 'Multi-view to model',
  summary: 'Make a textured 3D model from front, left, back and right images.',
  category: 'generate',
  icon: 'layers',
  place: 'tab',
  tabTitle: 'Multi-view',
  parameters: multiviewToModelParameters,
  rules: [slots, ...generationRules('multiview')],
  source: {
    field: 'original_task_id',
    accepts: ['generate_multiview_image', 'edit_multiview_image'],
    code: 2006,
    unfinished: 2007,
    nextStep: 'Choose a task that drew views, or add the images themselves.',
  },
  // Made of a picture that was drawn for it, it is what the picture shows.
  fileWords: () => '',
  price: (params) => generationPrice('image', params),
  v2: { type: 'multiview_to_model' },
  v3: { path: '/generation/multiview-to-model' },
  outputs: ['model', 'base_model', 'pbr_model', 'rendered_image'],
  nominalSeconds: 30,
  pool: generationPool,
})
