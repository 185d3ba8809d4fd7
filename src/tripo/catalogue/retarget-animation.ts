// retarget_animation: preset clips on a rigged model.

import * as Type from 'typebox'
import { labelled, message, type Phrase, phrase, type Words } from '../../text/index.ts'
import {
  ANIMATION_PRESETS,
  BIPED_PRESETS,
  presetRigType,
  presetsOf,
  presetTitle,
  RIG_VERSIONS,
  type Rig,
} from './animations.ts'
import type { Finding, Named, Own, RuleContext, SourceTask } from './capability.ts'
import { defineCapability } from './define-capability.ts'
import { outFormat } from './rig-model.ts'
import { flag, taskId, text } from './schema.ts'
import type { Dialect } from './versions.ts'

/** Clips per request. Source: docs/protocol.md#animation. */
export const MAX_ANIMATIONS = 5

export const retargetAnimationParameters = Type.Object({
  original_model_task_id: taskId({
    ui: { title: 'Rigged model', help: 'The rig task whose model is animated.', widget: 'task', group: 'main' },
  }),
  animation: Type.Optional(
    text({
      maxLength: 64,
      ui: {
        title: 'Animation',
        help: 'One preset.',
        widget: 'animations',
        group: 'advanced',
        saidBy: 'animations',
      },
    }),
  ),
  animations: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      minItems: 1,
      maxItems: MAX_ANIMATIONS,
      ui: { title: 'Animations', help: 'Up to five; each is charged.', widget: 'animations', group: 'main' },
    }),
  ),
  out_format: Type.Optional(outFormat()),
  bake_animation: Type.Optional(
    flag({ serverDefault: true, ui: { title: 'Bake', help: 'A key for every frame; GLB only.', group: 'advanced' } }),
  ),
  export_with_geometry: Type.Optional(
    flag({
      serverDefault: true,
      ui: { title: 'With the model', help: 'Off gives skeleton and clips alone.', group: 'advanced' },
    }),
  ),
  animate_in_place: Type.Optional(
    flag({ serverDefault: false, ui: { title: 'In place', help: 'Without moving forward.', group: 'advanced' } }),
  ),
})

type Values = Own<typeof retargetAnimationParameters>

/** The presets a request asks for. */
export function requestedAnimations({
  animation,
  animations,
}: Named<Pick<Values, 'animation' | 'animations'>>): readonly string[] {
  if (typeof animation === 'string') return [animation]
  return Array.isArray(animations) ? animations.filter((name) => typeof name === 'string') : []
}

/** What is wrong with the presets, beside the parameter that names them. */
const error = (params: Values, words: Words): Finding => ({
  severity: 'error',
  field: params.animation !== undefined && params.animations === undefined ? 'animation' : 'animations',
  ...message(words),
  code: 1004,
})

/** What is known of a rig task's skeleton; left out is what the service takes for it. */
const rigOf = ({ params }: SourceTask): Rig => ({
  type: params.rig_type ?? 'biped',
  version: params.model_version ?? params.model ?? RIG_VERSIONS[0],
  spec: params.spec,
})

/** How a rig is called in a sentence. */
const rigWords = ({ type, version }: Rig): Phrase => {
  const short = /^v\d+\.\d+/.exec(String(version))?.[0] ?? String(version)
  return phrase('{0} {1}', short, phrase(String(type)))
}

/** The preset of the same name that a rig takes instead, if there is one. */
const twinOf = (preset: string, fits: readonly string[]) =>
  fits.find((other) => other.split(':').at(-1) === preset.split(':').at(-1))

/** Clips must be of the family that the rig takes. */
function fitsRig(source: SourceTask, params: Values, { dialect }: RuleContext): Finding | undefined {
  const rig = rigOf(source)
  if (rig.spec === 'mixamo' && rig.version === RIG_VERSIONS[0]) {
    return error(
      params,
      'A v1.0 rig with Mixamo bones cannot be animated by the service. Rig again with Tripo bones or v2.5.',
    )
  }
  const fits = presetsOf(rig, dialect)
  if (fits.length === 0) {
    const words = phrase(
      'The service has no animation for a {0}. Keep the rig as it is, or animate it elsewhere.',
      rigWords(rig),
    )
    return { severity: 'error', field: 'original_model_task_id', ...message(words), code: 1004 }
  }
  const stranger = requestedAnimations(params).find((preset) => !fits.includes(preset))
  if (stranger === undefined) return undefined
  if (presetRigType(stranger) !== rig.type)
    return error(
      params,
      phrase('“{0}” is made for another creature than this {1}.', stranger, phrase(String(rig.type))),
    )
  if (BIPED_PRESETS.includes(stranger)) {
    const way = phrase('Rig again with one of these, or choose a basic animation.')
    return error(params, phrase('“{0}” needs a rig of version v1.0 or v3.0. {1}', stranger, way))
  }
  const twin = twinOf(stranger, fits)
  const way =
    twin === undefined
      ? phrase('Choose another one, or rig again with another version.')
      : phrase('Choose “{0}” instead.', twin)
  return error(params, phrase('A {0} rig does not take “{1}”. {2}', rigWords(rig), stranger, way))
}

/** The presets that fit a rig, in the order of forms. */
export const presetsFor = (rig: SourceTask, dialect: Dialect = 'v3'): readonly string[] =>
  presetsOf(rigOf(rig), dialect)

export const retargetAnimation = defineCapability({
  id: 'retarget_animation',
  title: 'Animate',
  summary: 'Put preset animations on a rigged model.',
  category: 'animate',
  icon: 'play',
  place: 'step',
  parameters: retargetAnimationParameters,
  rules: [
    (params) => {
      if (params.animation !== undefined && params.animations !== undefined) {
        return error(params, 'Give one animation or a list of them, not both.')
      }
      const asked = requestedAnimations(params)
      if (asked.length === 0) return error(params, 'Choose at least one animation.')
      const unknown = asked.find((preset) => !ANIMATION_PRESETS.includes(preset))
      return unknown === undefined
        ? undefined
        : error(params, phrase('There is no animation “{0}”. Choose one of the list.', unknown))
    },
  ],
  source: {
    field: 'original_model_task_id',
    accepts: ['rig_model'],
    code: 2012,
    unfinished: 2007,
    nextStep: 'Rig the model first, then animate the rig task.',
    rules: [fitsRig],
  },
  fileWords: (params) => {
    const names = requestedAnimations(params).map(presetTitle)
    return names.length > 0 && names.length <= 3 ? names.join(' ') : 'animated'
  },
  price: (params) => {
    const count = Math.max(1, requestedAnimations(params).length)
    return {
      total: 10 * count,
      lines: [
        count === 1
          ? { label: '1 animation', credits: 10 }
          : { ...labelled(phrase('{0} animations', count)), credits: 10 * count },
      ],
    }
  },
  v2: { type: 'animate_retarget' },
  v3: { path: '/animations/retarget' },
  outputs: ['model'],
  nominalSeconds: 10,
  pool: () => 'animate_retarget',
})
