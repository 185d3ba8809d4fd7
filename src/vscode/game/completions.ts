// Completions while a person types: paths of the project's models as the current file refers to them, and the clips of those it
// uses.
import * as vscode from 'vscode'
import { isBelow, urlOf } from '../../engines/index.ts'
import { clipPlaceAt, pathPlaceAt, referencesIn } from '../../engines/references.ts'
import { resolved } from './hover.ts'
import { modelsOf, projectOf } from './projects.ts'

/** Models whose clips are looked at for one completion. */
const MOST_MODELS = 20

export class ModelCompletions implements vscode.CompletionItemProvider {
  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const text = document.getText()
    const offset = document.offsetAt(position)
    const clips = clipPlaceAt(text, offset)
    const range = (start: number) => new vscode.Range(document.positionAt(start), position)
    if (clips) return this.#clips(document, text, range(clips.start))
    const path = pathPlaceAt(text, offset)
    return path ? this.#paths(document, path.typed, range(path.start)) : []
  }

  async #clips(document: vscode.TextDocument, text: string, range: vscode.Range): Promise<vscode.CompletionItem[]> {
    const found = await projectOf(document.uri)
    if (!found) return []
    const addresses = [...new Set(referencesIn(text, document.uri.path).map(({ address }) => address))].slice(
      0,
      MOST_MODELS,
    )
    const items: vscode.CompletionItem[] = []
    for (const address of addresses) {
      const target = await resolved(found, address)
      for (const clip of target?.model.clips ?? []) {
        const item = new vscode.CompletionItem(
          { label: clip, description: address },
          vscode.CompletionItemKind.EnumMember,
        )
        items.push(Object.assign(item, { range, insertText: clip, filterText: clip }))
      }
    }
    return items
  }

  async #paths(document: vscode.TextDocument, typed: string, range: vscode.Range): Promise<vscode.CompletionItem[]> {
    const found = await projectOf(document.uri)
    if (!found) return []
    const { root, path: from, project } = found
    const own = (await modelsOf(root)).filter((path) => isBelow(project.folder, path))
    return own.flatMap((path) => {
      const { address } = urlOf(project, path, from)
      // What is imported is relative; what is served begins as the person has begun.
      const text =
        typed.startsWith('/') && !address.startsWith('/') && !address.startsWith('.') ? `/${address}` : address
      if (typed.startsWith('.') !== text.startsWith('.') && typed !== '') return []
      const item = new vscode.CompletionItem({ label: text, description: path }, vscode.CompletionItemKind.File)
      return [Object.assign(item, { range, insertText: text, filterText: text })]
    })
  }
}
