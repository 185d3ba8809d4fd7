// Recipes offered by name: the product's own and those of the settings (`tripo.recipes`), each with its total. Choosing one
// fills the form; nothing is sent before the person presses Generate there.
import { Check } from 'typebox/schema'
import * as vscode from 'vscode'
import type { Account, RequestStep } from '../protocol/index.ts'
import { chainPrice, checkChain } from '../tripo/catalogue/chain.ts'
import { RECIPES, type Recipe, RecipeSetting } from '../tripo/catalogue/recipes.ts'
import type { Dialect } from '../tripo/catalogue/versions.ts'
import type { FoundRequest } from './again.ts'
import { costWords } from './cost.ts'
import { SETTINGS, SETTINGS_SECTION } from './names.ts'
import { pick } from './ui.ts'

/** The generation that a recipe begins with when it is chosen by name: words come last, and are typed. */
const FIRST = 'text_to_model'
/** Stands for the words while a recipe is checked and priced; it is never sent. */
const WORDS = 'a'
/** More than a person looks through. */
const MOST = 50

/** The recipes of the settings, in their order; what is not written as it should be is left out. */
export function ownRecipes(): readonly Recipe[] {
  const value: unknown = vscode.workspace.getConfiguration(SETTINGS_SECTION).get(SETTINGS.recipes)
  const found: readonly unknown[] = Array.isArray(value) ? value.slice(0, MOST) : []
  return found.flatMap((each) => {
    if (!Check(RecipeSetting, each)) return []
    const steps = (each.steps ?? []).map(({ capability, params = {} }) => ({ capability, params }))
    return [{ title: each.name, summary: '', params: each.params ?? {}, steps }]
  })
}

export interface RecipeServices {
  account: { readonly state: Account; readonly dialect: Dialect }
  showForm(form: { requests: readonly FoundRequest[] }): void
}

/** Lets the person choose a recipe, and puts it into the form. */
export async function chooseRecipe({ account, showForm }: RecipeServices): Promise<void> {
  const { l10n } = vscode
  const own = ownRecipes()
  const rows = [...own, ...RECIPES].map((recipe) => {
    const first = { capability: FIRST, params: { prompt: WORDS, ...recipe.params } }
    const [begin, ...steps] = checkChain([first, ...recipe.steps], {
      ...{ dialect: account.dialect, now: Date.now() },
    })
    const wrong = [begin, ...steps]
      .flatMap((result) => result?.findings ?? [])
      .find(({ severity }) => severity === 'error')
    const price = chainPrice([first, ...recipe.steps]).total
    const isOwn = own.includes(recipe)
    return {
      ...{ icon: isOwn ? 'bookmark' : 'list-ordered', label: isOwn ? recipe.title : l10n.t(recipe.title), recipe },
      description: wrong ? l10n.t('cannot be made') : costWords(account.state, price).cost,
      detail: wrong ? wrong.message : isOwn ? stepNames(recipe) : l10n.t(recipe.summary),
    }
  })
  const placeHolder = l10n.t('The form shows every step and the total before anything is sent.')
  const picked = await pick(rows, { title: l10n.t('Generate with a Recipe'), placeHolder })
  if (!picked) return
  const request = ({ capability, params }: RequestStep): FoundRequest => ({ capability, params, images: {} })
  const { params, steps } = picked.recipe
  showForm({
    requests: [
      request({ capability: FIRST, params }),
      ...steps.map((one) => request({ ...one, params: { ...one.params } })),
    ],
  })
}

const stepNames = ({ steps }: Recipe): string => steps.map(({ capability }) => capability).join(', ')
