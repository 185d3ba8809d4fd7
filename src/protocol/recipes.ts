// Recipes: named chains of requests that games need most. Data only: they are checked and priced like every other chain, and a
// person can change them in the form before anything is paid.
import * as Type from 'typebox'
import { LocalStep, MAX_LOCAL_STEPS, optionsOf } from '../mesh/tools/local-step.ts'
import { literals } from '../text/index.ts'
import { Animation } from '../tripo/catalogue/animation-presets.ts'
import { RIG_VERSIONS } from '../tripo/catalogue/animations.ts'
import type { Step } from '../tripo/catalogue/chain.ts'

const Params = Type.Record(Type.String({ maxLength: 80 }), Type.Unknown())

/** A recipe as a person writes it in the settings (`tripo.recipes`). */
export const RecipeSetting = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 80 }),
  /** What the generation begins with, whatever it is made from. */
  params: Type.Optional(Params),
  steps: Type.Optional(
    Type.Array(Type.Object({ capability: Type.String({ maxLength: 80 }), params: Type.Optional(Params) }), {
      maxItems: 10,
    }),
  ),
  /** What this machine does with the last result, free: local tools with their options. */
  local: Type.Optional(Type.Array(LocalStep, { maxItems: MAX_LOCAL_STEPS })),
})
export type RecipeSetting = Type.Static<typeof RecipeSetting>

export interface Recipe {
  title: string
  /** What it is for, in a sentence. */
  summary: string
  /** Parameters of the generation it begins with; those that a form does not know are left out. */
  params: Readonly<Record<string, unknown>>
  /** Further steps, each on the result of the one before. */
  steps: readonly Step[]
  /** Local tools after them, free: those of `mesh/tools/local-tools.ts`. */
  local?: readonly LocalStep[]
  /** It is for a list of things, one a line, each of which becomes a model of its own. */
  isList?: true
  /** Catalogue id of what it begins with; absent: whatever form is in front. */
  begin?: string
}

/** A recipe as the settings have it, as it is offered. */
export const recipeOf = ({ name, params = {}, steps = [], local = [] }: RecipeSetting): Recipe => ({
  ...{ title: name, summary: '', params },
  steps: steps.map(({ capability, params: own = {} }) => ({ capability, params: own })),
  ...(local.length > 0 ? { local: local.map((step) => ({ tool: step.tool, options: optionsOf(step) })) } : {}),
})

const step = (capability: string, params: Step['params']): Step => ({ capability, params })

/** The bones of v2.5 know the basic presets, and a gait for creatures (docs/protocol.md#animation). */
const [, RIG] = RIG_VERSIONS

export const RECIPES: readonly Recipe[] = [
  {
    ...literals({ title: 'Game prop', summary: 'One object of 5,000 faces, standard textures.' }),
    params: { texture_quality: 'standard' },
    steps: [step('smart_lowpoly', { face_limit: 5000 })],
  },
  {
    ...literals({
      title: 'Physics prop',
      summary:
        'An object of 5,000 faces, on the ground, with a collider around it that this machine makes for nothing.',
    }),
    params: { texture_quality: 'standard' },
    steps: [step('smart_lowpoly', { face_limit: 5000 })],
    local: [
      { tool: 'size', options: { pivot: 'bottom' } },
      { tool: 'collider', options: { shape: 'hull' } },
    ],
  },
  {
    ...literals({
      title: 'Hero prop',
      summary: 'An object that the camera comes close to: detailed textures.',
    }),
    params: { texture_quality: 'detailed' },
    steps: [],
  },
  {
    ...literals({ title: 'Animated character', summary: 'A biped with a skeleton that idles, walks and runs.' }),
    params: {},
    steps: [
      step('rig_model', { rig_type: 'biped', model_version: RIG }),
      step('retarget_animation', { animations: [Animation.IDLE, Animation.WALK, Animation.RUN] }),
    ],
  },
  {
    ...literals({
      title: 'Posed character',
      summary: 'Drawn with its arms out first, then modelled, rigged and animated: it idles, walks and runs.',
    }),
    begin: 'text_to_image',
    params: { template: 't_pose' },
    steps: [
      step('image_to_model', {}),
      step('rig_model', { rig_type: 'biped', model_version: RIG }),
      step('retarget_animation', { animations: [Animation.IDLE, Animation.WALK, Animation.RUN] }),
    ],
  },
  {
    ...literals({ title: 'Creature', summary: 'An animal on four legs with a skeleton that walks.' }),
    params: {},
    steps: [
      step('rig_model', { rig_type: 'quadruped', model_version: RIG }),
      step('retarget_animation', { animations: [Animation.QUADRUPED_WALK] }),
    ],
  },
  {
    ...literals({ title: 'AR', summary: 'A USDZ for Apple’s AR Quick Look, and the GLB for the web.' }),
    params: {},
    steps: [step('convert_model', { format: 'USDZ' })],
  },
  {
    ...literals({
      title: 'Level kit',
      summary: 'A list of things, one a line, each a prop of 5,000 faces. Choose a style, so that they look alike.',
    }),
    params: { texture_quality: 'standard' },
    steps: [step('smart_lowpoly', { face_limit: 5000 })],
    isList: true,
  },
  {
    ...literals({ title: '3D print', summary: 'The bare shape as STL, and as 3MF.' }),
    params: { texture: false, pbr: false },
    steps: [step('convert_model', { format: 'STL' }), step('convert_model', { format: '3MF' })],
  },
]
