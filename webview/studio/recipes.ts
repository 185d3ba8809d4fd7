// Recipes in the form: one click fills in a chain's values and steps; the current chain can be saved as a recipe, or copied as
// JSON.
import type { PanelCommand } from '../../src/protocol/messages.ts'
import { RECIPES, type Recipe, type RecipeSetting, recipeOf } from '../../src/protocol/recipes.ts'
import type { Draft } from '../../src/protocol/studio.ts'
import { chainPrice, checkChain } from '../../src/tripo/catalogue/chain.ts'
import { findCapability } from '../../src/tripo/catalogue/index.ts'
import { element, icon, type MenuItem, PopupMenu } from '../controls/index.ts'
import type { FormContext } from './form-model.ts'
import { formatCredits } from './format.ts'
import type { Host } from './host.ts'
import { sayFinding, t } from './l10n.ts'
import { chainOf, recipeFrom, withRecipe } from './recipes-model.ts'

export interface RecipesHost {
  draft(): Draft
  change(part: Partial<Draft>): void
  context(): FormContext
  rpc: Pick<Host['rpc'], 'ask'>
  /** Says what was done, or what went wrong. */
  showOutcome(done: Promise<{ words?: string }>): void
  run(command: PanelCommand): void
  /** Puts the focus where the person goes on. */
  chosen(): void
}

export class RecipeMenu {
  readonly root: HTMLElement
  readonly #button: HTMLButtonElement
  readonly #menu = new PopupMenu()
  #own: readonly RecipeSetting[] = []

  readonly #host: RecipesHost

  constructor(host: RecipesHost) {
    this.#host = host
    this.#button = element(
      'button',
      'control-link recipes-open',
      { type: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'data-testid': 'recipes' },
      icon('list-ordered'),
      t('Recipes'),
    )
    this.#button.title = t('Chains for common game assets, each with its total price')
    this.#button.addEventListener('click', () => this.#menu.toggle(this.#button, t('Recipes'), this.#items()))
    this.root = element('div', 'recipes', {}, this.#button, this.#menu.root)
  }

  /** Takes the recipes of the settings. */
  apply(own: readonly RecipeSetting[]): void {
    this.#own = own
  }

  show(): void {
    const capability = findCapability(this.#host.draft().tab)
    this.root.hidden = !(capability?.category === 'generate' && capability.outputs.includes('model'))
  }

  #items(): readonly MenuItem[] {
    const host = this.#host
    const { steps = [], local = [] } = host.draft()
    const none = steps.length + local.length === 0 ? { reason: t('Add a step first.') } : {}
    const own = this.#own.map((each) => this.#item(recipeOf(each), each.name, 'bookmark'))
    const ours = RECIPES.map((each) => this.#item(each, t(each.title), 'list-ordered'))
    const save = async () => {
      const { name } = await host.rpc.ask('saveRecipe', { recipe: recipeFrom(host.draft()) })
      return name === undefined ? {} : { words: t('Saved as the recipe “{0}”', name) }
    }
    const copy = async () => {
      const recipe = { name: t('Recipe'), ...recipeFrom(host.draft()) }
      await navigator.clipboard.writeText(JSON.stringify(recipe, undefined, 2))
      return { words: t('Copied as JSON') }
    }
    return [
      ...own,
      ...ours,
      { icon: 'save', label: t('Save These Steps as a Recipe…'), run: () => host.showOutcome(save()), ...none },
      { icon: 'copy', label: t('Copy as JSON'), run: () => host.showOutcome(copy()), ...none },
      { icon: 'clippy', label: t('Paste from JSON'), run: () => host.run('tripo.pasteRecipe') },
      { icon: 'edit', label: t('Edit Recipes'), run: () => host.run('tripo.editRecipes') },
    ]
  }

  #item(recipe: Recipe, label: string, icon: string): MenuItem {
    const host = this.#host
    const capability = findCapability(recipe.begin ?? (recipe.isList ? 'text_to_model' : host.draft().tab))
    const chain = capability && chainOf(capability, recipe)
    const { dialect, now } = host.context()
    const wrong = (chain ? checkChain(chain, { dialect, now }) : [])
      .flatMap(({ findings }) => findings)
      // Pictures of several sides are chosen in the form.
      .find(({ severity, field }) => severity === 'error' && field !== 'files')
    return {
      ...{ icon, label, detail: formatCredits(chain ? chainPrice(chain).total : 0) },
      ...(wrong ? { reason: sayFinding(wrong) } : {}),
      run: () => {
        host.change(withRecipe(host.draft(), recipe))
        host.chosen()
      },
    }
  }
}
