// The offer to always open models in the model editor: made once, to a person who has opened one by its command a second time. It
// is stored in VS Code's own setting, where it can be undone.
import * as vscode from 'vscode'
import { MODEL_ENDINGS, TEXT_ENDINGS } from '../../mesh/formats/names.ts'
import { VIEWS } from '../names.ts'
import { notify } from '../ui.ts'

/** How often models were opened by the command, until the offer was made. */
const KEY = 'tripo.modelEditor.opened'
const ASSOCIATIONS = 'workbench.editorAssociations'

/** Counts one opening; with the second one the offer is made. */
export async function offerAsDefault(memory: vscode.Memento): Promise<void> {
  const opened = memory.get<number>(KEY, 0) + 1
  if (opened > 2) return
  await memory.update(KEY, opened)
  if (opened < 2) return
  const { l10n } = vscode
  const yes = { title: l10n.t('Always Open Models Here') }
  const answer = await notify('info', l10n.t('Open models in the model editor from now on?'), yes)
  if (answer !== yes) return
  const settings = vscode.workspace.getConfiguration()
  const known: unknown = settings.inspect(ASSOCIATIONS)?.globalValue
  const others = typeof known === 'object' && known !== null ? known : {}
  // Text formats stay text: who wants to read a glTF or an OBJ has an editor for that.
  const binary = MODEL_ENDINGS.filter((ending) => !TEXT_ENDINGS.includes(ending))
  const ours = Object.fromEntries(binary.map((ending) => [`*.${ending}`, VIEWS.modelEditor]))
  await settings.update(ASSOCIATIONS, { ...others, ...ours }, vscode.ConfigurationTarget.Global)
}
