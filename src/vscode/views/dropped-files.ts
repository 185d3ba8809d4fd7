// What a person drops on the picture of the model editor by its address, as VS Code's explorer does: a panorama that the page reads,
// or another model to compare with. Only what lies in the workspace, or beside the model.
import * as vscode from 'vscode'
import { isModelPath } from '../../mesh/formats/names.ts'
import { isInside } from '../file-access.ts'
import { COMMANDS } from '../names.ts'
import { droppedUri } from '../uris.ts'
import { parentOf } from './folder-walk.ts'

/**
 * The page's requests about dropped files.
 * @param uri the model that is shown
 * @param folders what else may be read
 */
export function droppedFiles(
  uri: vscode.Uri,
  webview: Pick<vscode.Webview, 'asWebviewUri'>,
  folders: readonly vscode.Uri[],
) {
  const readable = (address: string) => {
    const file = droppedUri(address)
    return [parentOf(uri), ...folders].some((one) => isInside(file, one)) ? file : undefined
  }
  return {
    openDropped: async ({ uri: address }: { uri: string }) => {
      const file = readable(address)
      return file ? { url: webview.asWebviewUri(file).toString() } : {}
    },
    compareDropped: async ({ uri: address }: { uri: string }) => {
      const file = readable(address)
      if (!file || !isModelPath(file.path) || file.toString() === uri.toString()) return { isShown: false }
      await vscode.commands.executeCommand(COMMANDS.compareModels, uri, [uri, file])
      return { isShown: true }
    },
  }
}
