// Goes through the models of a folder in one tab: which one is next, and what its page takes over from the one before.
import * as vscode from 'vscode'
import { isModelPath } from '../../mesh/formats/names.ts'
import type { Carried } from '../../protocol/index.ts'
import { VIEWS } from '../names.ts'
import { nameOf } from '../uris.ts'

export const parentOf = (uri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(uri, '..')

/** The models of a file's folder, by name. */
export async function modelsBeside(uri: vscode.Uri): Promise<readonly string[]> {
  const entries = await vscode.workspace.fs.readDirectory(parentOf(uri))
  const names = entries.flatMap(([name, type]) => (type & vscode.FileType.File && isModelPath(name) ? [name] : []))
  return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}

/**
 * The neighbour of a file among names, going round at the ends.
 * @returns the name and its place, from 0; undefined when there is no other
 */
function neighbourOf(names: readonly string[], name: string, step: -1 | 1): string | undefined {
  const at = names.indexOf(name)
  const next = names[(at + step + names.length) % names.length]
  return next === name ? undefined : next
}

export class FolderWalk {
  #next: { to: string; carried: Carried } | undefined

  /** Opens the neighbour of a model in the tab that shows what is only looked at, so that a walk leaves one tab behind. */
  async go(uri: vscode.Uri, step: -1 | 1, carried: Carried | undefined, viewColumn?: vscode.ViewColumn): Promise<void> {
    const name = neighbourOf(await modelsBeside(uri), nameOf(uri), step)
    if (name === undefined) return
    const target = vscode.Uri.joinPath(parentOf(uri), name)
    this.#next = carried && { to: target.toString(), carried }
    const where = { viewColumn: viewColumn ?? vscode.ViewColumn.Active, preview: true }
    await vscode.commands.executeCommand('vscode.openWith', target, VIEWS.modelEditor, where)
    // A tab that was there already has a look of its own.
    this.#next = undefined
  }

  /** For a page that opens: gives what it takes along, the first time it is asked. */
  alongTo(uri: vscode.Uri): () => { carried?: Carried } {
    let carried = this.#next?.to === uri.toString() ? this.#next.carried : undefined
    return () => {
      const taken = carried
      carried = undefined
      return taken ? { carried: taken } : {}
    }
  }
}
