// Opening a model file in the model editor: from the explorer, from an editor's title, or by name.
import * as vscode from 'vscode'
import { isModelPath, MODEL_ENDINGS } from '../../mesh/formats/names.ts'
import { COMMANDS } from '../names.ts'
import { notify, pick } from '../ui.ts'
import { nameOf } from '../uris.ts'
import { offerAsDefault } from '../views/default-editor.ts'
import { type ModelEditors, openInModelEditor } from '../views/model-editor.ts'
import { shownPath } from '../workspace.ts'

/** Most models that are listed when none is named. */
const MOST = 2000

/** The file of the tab in front, whatever editor shows it. */
export function modelInFront(): vscode.Uri | undefined {
  const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input
  const uri = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined
  return uri && isModelPath(uri.path) ? uri : undefined
}

/** The models of the workspace, up to a number that can be listed. */
export function allModels(): Thenable<readonly vscode.Uri[]> {
  const endings = [...MODEL_ENDINGS, ...MODEL_ENDINGS.map((ending) => ending.toUpperCase())]
  return vscode.workspace.findFiles(`**/*.{${endings.join(',')}}`, '**/node_modules/**', MOST)
}

/** One of the workspace's models, as the person chooses. */
export async function pickModel(title: string): Promise<vscode.Uri | undefined> {
  const { l10n } = vscode
  const found = await allModels()
  if (found.length === 0) {
    await notify('info', l10n.t('There is no model in this workspace.'))
    return undefined
  }
  const rows = found.map((uri) => ({ label: nameOf(uri), description: shownPath(uri), uri }))
  rows.sort((a, b) => a.description.localeCompare(b.description))
  return (await pick(rows, { title, matchOnDescription: true }))?.uri
}

export interface ModelEditorCommandServices {
  /** Where is counted how often the editor was opened. */
  memory: vscode.Memento
  modelEditors: Pick<ModelEditors, 'applyLastEdits' | 'showFinding'>
}

/** The commands of this file by name. */
export const modelEditorCommands = ({ memory, modelEditors }: ModelEditorCommandServices) => ({
  [COMMANDS.applyLastEdits]: async (...args: unknown[]) => {
    const [first] = args
    const uri =
      first instanceof vscode.Uri ? first : (modelInFront() ?? (await pickModel(vscode.l10n.t('Apply Last Edits'))))
    if (uri) await modelEditors.applyLastEdits(uri)
  },
  [COMMANDS.showFinding]: async (...args: unknown[]) => {
    const [file, text] = args
    const uri = typeof file === 'string' ? vscode.Uri.parse(file) : undefined
    // The link may have been written by anybody: it opens models, and nothing else.
    if (uri && isModelPath(uri.path)) await modelEditors.showFinding(uri, String(text))
  },
  [COMMANDS.openInModelEditor]: async (...args: unknown[]) => {
    const [first] = args
    const uri =
      first instanceof vscode.Uri ? first : (modelInFront() ?? (await pickModel(vscode.l10n.t('Open a Model'))))
    if (!uri) return
    await openInModelEditor(uri)
    void offerAsDefault(memory)
  },
})
