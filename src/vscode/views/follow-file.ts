// Watches a model file and the files beside it on disk.
import * as vscode from 'vscode'
import { isModelPath } from '../../mesh/formats/names.ts'
import { DisposableStore } from '../disposable-store.ts'

/** Milliseconds without a change after which a file counts as written. */
const SETTLED = 250

/** Calls back when the file, or one that lies beside it and may belong to it, has been written, or is gone. */
export function followFile(uri: vscode.Uri, changed: () => Promise<void>): vscode.Disposable {
  const own = new DisposableStore()
  const hasCompanions = /\.(gltf|obj|fbx|usda|usdc|usd)$/i.test(uri.path)
  const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), hasCompanions ? '{*,*/*}' : '*')
  const watcher = own.add(vscode.workspace.createFileSystemWatcher(pattern))
  let timer: NodeJS.Timeout | undefined
  own.add({ dispose: () => clearTimeout(timer) })
  const heard = (file: vscode.Uri) => {
    // Another model beside it is none of its parts.
    if (file.toString() !== uri.toString() && (!hasCompanions || isModelPath(file.path))) return
    clearTimeout(timer)
    timer = setTimeout(() => void changed(), SETTLED)
  }
  own.add(watcher.onDidChange(heard))
  own.add(watcher.onDidCreate(heard))
  own.add(watcher.onDidDelete(heard))
  return own
}
