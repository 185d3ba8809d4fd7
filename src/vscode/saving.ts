// What the form shows about where results are saved: the folder that the settings lead to in this workspace, and how names are
// made.
import type * as vscode from 'vscode'
import type { AssetFiles } from '../assets/index.ts'
import type { Saving } from '../protocol/index.ts'
import { folderForResults } from './game/projects.ts'
import { ownRecipes } from './recipes.ts'
import { defaultParameters, namePattern, wantsAsciiNames } from './settings.ts'
import { projectStyles } from './styles.ts'
import { likelyRoot } from './workspace.ts'

/** Never rejects: a folder that cannot be used is said when a model is asked for, and left out here. */
export async function savingOf(
  memory: vscode.Memento,
  files: AssetFiles,
): Promise<Pick<Saving, 'assetsFolder' | 'asciiNames' | 'namePattern' | 'defaults' | 'styles' | 'recipes'>> {
  const root = likelyRoot(memory)
  const styles = [...projectStyles(root)]
  const recipes = [...ownRecipes(root)]
  const defaults = { ...defaultParameters(root) }
  if (!root) return { asciiNames: wantsAsciiNames(), namePattern: namePattern(), defaults, styles, recipes }
  const folder = await folderForResults(files, root).catch(() => undefined)
  const below = folder?.slice(root.fsPath.length).split(files.separator)
  return {
    assetsFolder: below?.filter((part) => part !== '').join('/'),
    asciiNames: wantsAsciiNames(root),
    namePattern: namePattern(root),
    defaults,
    styles,
    recipes,
  }
}
