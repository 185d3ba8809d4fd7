// Offers recipes by name: the built-in ones and those of the settings (`tripo.recipes`), each with its total. Choosing one fills
// the form; nothing is sent before the person presses Generate there.
import { Check } from 'typebox/schema'
import * as vscode from 'vscode'
import type { Account, RequestStep } from '../protocol/index.ts'
import { RECIPES, type Recipe, RecipeSetting, recipeOf } from '../protocol/recipes.ts'
import { chainPrice, checkChain } from '../tripo/catalogue/chain.ts'
import { findCapability } from '../tripo/catalogue/index.ts'
import type { Dialect } from '../tripo/catalogue/versions.ts'
import { invalid } from '../tripo/failures.ts'
import { costWords } from './cost.ts'
import { SETTINGS, SETTINGS_SECTION } from './names.ts'
import type { FoundRequest, ShownForm } from './repeat-task.ts'
import { editSetting } from './settings.ts'
import { pick, typeIn } from './ui.ts'

/** The generation that a recipe begins with when it is chosen by name: words come last, and are typed. */
const FIRST = 'text_to_model'
/** Stands for the words while a recipe is checked and priced; it is never sent. */
const WORDS = 'a'
/** Of a recipe's name, as the settings take it. */
const MOST_LETTERS = 80
/** More than a person looks through. */
const MOST = 50

/** The recipes of the settings, in their order; what is not written as it should be is left out. */
export function ownRecipes(scope?: vscode.Uri): readonly RecipeSetting[] {
  const value: unknown = vscode.workspace.getConfiguration(SETTINGS_SECTION, scope).get(SETTINGS.recipes)
  const found: readonly unknown[] = Array.isArray(value) ? value.slice(0, MOST) : []
  return found.flatMap((each) => (Check(RecipeSetting, each) ? [each] : []))
}

/** Opens the settings at the recipes. */
export const editRecipes = (): Promise<void> => editSetting(SETTINGS.recipes)

/**
 * Keeps a chain as a recipe, in the workspace for everybody or for the person alone; one of the same name is replaced.
 * @returns its name; undefined when it was called off
 */
export async function saveRecipe(recipe: Omit<RecipeSetting, 'name'>): Promise<string | undefined> {
  const { l10n } = vscode
  const title = l10n.t('Save as a Recipe')
  const name = await typeIn({
    title,
    prompt: l10n.t('A name; one that is there already is replaced'),
    validate: (text) =>
      text.trim().length > MOST_LETTERS ? l10n.t('Use at most {0} letters.', MOST_LETTERS) : undefined,
  })
  if (!name?.trim()) return undefined
  const { ConfigurationTarget } = vscode
  const rows = [
    { icon: 'root-folder', label: l10n.t('For This Workspace'), target: ConfigurationTarget.Workspace },
    { icon: 'account', label: l10n.t('For All My Workspaces'), target: ConfigurationTarget.Global },
  ]
  const hasWorkspace = (vscode.workspace.workspaceFolders ?? []).length > 0
  const where = hasWorkspace ? await pick(rows, { title, placeHolder: l10n.t('Who has it?') }) : rows[1]
  if (!where) return undefined
  const settings = vscode.workspace.getConfiguration(SETTINGS_SECTION)
  const kept = settings.inspect(SETTINGS.recipes)
  const value: unknown = where.target === ConfigurationTarget.Global ? kept?.globalValue : kept?.workspaceValue
  const others: readonly unknown[] = Array.isArray(value) ? value : []
  const own = others.filter((each) => !(Check(RecipeSetting, each) && each.name === name.trim()))
  await settings.update(SETTINGS.recipes, [...own, { name: name.trim(), ...recipe }], where.target)
  return name.trim()
}

export interface RecipeServices {
  account: { readonly state: Account; readonly dialect: Dialect }
  showForm(form: ShownForm): void
}

/** Lets the person choose a recipe, and puts it into the form. */
export async function chooseRecipe({ account, showForm }: RecipeServices): Promise<void> {
  const { l10n } = vscode
  const own = ownRecipes().map(recipeOf)
  const rows = [...own, ...RECIPES].map((recipe) => {
    const first = { capability: recipe.begin ?? FIRST, params: { prompt: WORDS, ...recipe.params } }
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
  showForm(formOf(picked.recipe))
}

/** A recipe as the form takes it. */
function formOf({ params, steps, local, isList, begin = FIRST }: Recipe): ShownForm {
  const request = ({ capability, params: own }: RequestStep): FoundRequest => ({ capability, params: own, images: {} })
  return {
    ...(isList ? { perLine: true } : {}),
    ...(local ? { local: [...local] } : {}),
    requests: [
      request({ capability: begin, params }),
      ...steps.map((one) => request({ ...one, params: { ...one.params } })),
    ],
  }
}

/** Puts a recipe that somebody has passed on as JSON into the form; from there it is saved like any other. */
export async function pasteRecipe(showForm: RecipeServices['showForm']): Promise<void> {
  const text = await vscode.env.clipboard.readText()
  const found = readRecipe(text)
  if (!found) {
    throw invalid(
      'recipe.none',
      'The clipboard holds no recipe.',
      'Copy one with Recipes, Copy as JSON, or from a settings file, and paste again.',
    )
  }
  showForm(formOf(recipeOf(found)))
}

function readRecipe(text: string): RecipeSetting | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    const named = { name: 'recipe', ...value }
    if (!Check(RecipeSetting, named)) return undefined
    return named.steps?.every(({ capability }) => findCapability(capability)) === false ? undefined : named
  } catch {
    return undefined
  }
}

const stepNames = ({ steps }: Recipe): string => steps.map(({ capability }) => capability).join(', ')
