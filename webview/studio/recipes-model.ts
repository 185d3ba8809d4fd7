// Converts a recipe to a draft, and a draft to a recipe. No DOM.

import type { Recipe, RecipeSetting } from '../../src/protocol/recipes.ts'
import type { Draft } from '../../src/protocol/studio.ts'
import type { Step } from '../../src/tripo/catalogue/chain.ts'
import { type Capability, fieldsOf, findCapability, holdsFiles, type Params } from '../../src/tripo/catalogue/index.ts'
import { newId } from './steps-model.ts'

/** Stands for words and pictures while a recipe is checked and priced; it is never sent. */
const PLACEHOLDERS: Params = { prompt: 'a', file: { url: 'https://example.com/a.png' } }

/** What belongs to one model alone, and to no recipe. */
const isOfOneModel = (field: ReturnType<typeof fieldsOf>[number]): boolean =>
  holdsFiles(field) || ['prompt', 'seed', 'task'].includes(field.ui.widget ?? '') || field.ui.isOfOneModel === true

/** The values among these that a form of this capability has. */
function fitting(capability: Capability, params: Params): Params {
  const names = new Set(fieldsOf(capability).map(({ name }) => name))
  return Object.fromEntries(Object.entries(params).filter(([name]) => names.has(name)))
}

/** The request that a recipe begins with in a form, and what follows. */
export const chainOf = (capability: Capability, { params, steps }: Recipe): readonly [Step, ...Step[]] => [
  { capability: capability.id, params: { ...fitting(capability, PLACEHOLDERS), ...fitting(capability, params) } },
  ...steps,
]

/** The draft with a recipe in the form in front; a list of things begins in the form that takes words. */
export function withRecipe(draft: Draft, { params, steps, local = [], isList, begin }: Recipe): Partial<Draft> {
  const tab = begin ?? (isList ? 'text_to_model' : draft.tab)
  const capability = findCapability(tab)
  if (!capability) return {}
  const own = fieldsOf(capability).filter(isOfOneModel)
  // Words that were written for another form are for this one, too.
  const { prompt } = draft.forms[draft.tab] ?? {}
  const written = { ...(typeof prompt === 'string' ? { prompt } : {}), ...draft.forms[tab] }
  const kept = Object.entries(written).filter(([name]) => own.some((field) => field.name === name))
  const made: { id: string; capability: string; params: Params }[] = []
  for (const step of steps)
    made.push({ ...step, id: newId(made.map((one) => ({ ...one, params: { ...one.params } }))) })
  return {
    ...{ tab, openStep: undefined, stepsOpen: made.length + local.length > 0 },
    forms: { ...draft.forms, [tab]: { ...Object.fromEntries(kept), ...fitting(capability, params) } },
    steps: made.map((step) => ({ ...step, params: { ...step.params } })),
    local: [...local],
    ...(isList ? { perLine: true } : {}),
  }
}

/** The form in front and its steps as a recipe, without what belongs to one model. */
export function recipeFrom({ tab, forms, steps = [], local = [] }: Draft): Omit<RecipeSetting, 'name'> {
  const capability = findCapability(tab)
  const own = (capability ? fieldsOf(capability) : []).filter((field) => !isOfOneModel(field))
  const params = Object.entries(forms[tab] ?? {}).filter(([name]) => own.some((field) => field.name === name))
  return {
    params: Object.fromEntries(params),
    steps: steps.map((step) => ({ capability: step.capability, params: step.params })),
    ...(local.length > 0 ? { local } : {}),
  }
}
