// Reopens a model in the model editor after it was saved under another name.
import * as vscode from 'vscode'
import { VIEWS } from '../names.ts'

/** Milliseconds for which a tab of text is waited for. */
const TEXT_TAB = 30_000

/** VS Code shows what was saved under another name as text, where the model editor is not the editor of models: it takes that place. */
export function openOnceShownAsText(target: vscode.Uri): void {
  const listener = vscode.window.tabGroups.onDidChangeTabs(async ({ opened, changed }) => {
    const tab = [...opened, ...changed].find(
      ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === target.toString(),
    )
    if (!tab) return
    listener.dispose()
    await vscode.commands.executeCommand('vscode.openWith', target, VIEWS.modelEditor, tab.group.viewColumn)
    await vscode.window.tabGroups.close(tab)
  })
  setTimeout(() => listener.dispose(), TEXT_TAB)
}
