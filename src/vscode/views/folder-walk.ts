// Goes through the models of a folder in one tab: which one is next, what its page takes over from the one before, and a model's place
// among those of its folder while they come and go.
import * as vscode from 'vscode'
import { isModelPath } from '../../mesh/formats/names.ts'
import type { Carried, ModelPlace } from '../../protocol/index.ts'
import { DisposableStore } from '../disposable-store.ts'
import { VIEWS } from '../names.ts'
import { nameOf } from '../uris.ts'

export const parentOf = (uri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(uri, '..')

/** The models of a file's folder, by name. */
export async function modelsBeside(uri: vscode.Uri): Promise<readonly string[]> {
  const entries = await vscode.workspace.fs.readDirectory(parentOf(uri))
  const names = entries.flatMap(([name, type]) => (type & vscode.FileType.File && isModelPath(name) ? [name] : []))
  return names.sort(byName)
}

const byName = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true })

/** A file's place among the models of its folder; alone where the folder cannot be read. */
export async function placeBeside(uri: vscode.Uri): Promise<ModelPlace> {
  const names = await modelsBeside(uri).catch(() => [nameOf(uri)])
  return { place: names.indexOf(nameOf(uri)) + 1, of: names.length }
}

/** Milliseconds without a change after which a folder counts as settled: programs write many files at once. */
const SETTLED = 250

/** Calls back when models of a file's folder have come or gone. */
export function followPlace(uri: vscode.Uri, changed: (place: ModelPlace) => void): vscode.Disposable {
  const own = new DisposableStore()
  const watcher = own.add(vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(parentOf(uri), '*')))
  let timer: NodeJS.Timeout | undefined
  let isOver = false
  own.add({
    dispose: () => {
      isOver = true
      clearTimeout(timer)
    },
  })
  const notify = async () => {
    const place = await placeBeside(uri)
    if (!isOver) changed(place)
  }
  const heard = ({ path }: vscode.Uri) => {
    if (!isModelPath(path)) return
    clearTimeout(timer)
    timer = setTimeout(() => void notify(), SETTLED)
  }
  own.add(watcher.onDidCreate(heard))
  own.add(watcher.onDidDelete(heard))
  return own
}

/**
 * The neighbour of a file among names in order, going round at the ends; of one that is gone, the one after or before its place.
 * @returns undefined when there is no other
 */
export function neighbourOf(names: readonly string[], name: string, step: -1 | 1): string | undefined {
  const others = names.filter((one) => one !== name)
  if (step > 0) return others.find((one) => byName(one, name) > 0) ?? others[0]
  return others.findLast((one) => byName(one, name) < 0) ?? others.at(-1)
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
