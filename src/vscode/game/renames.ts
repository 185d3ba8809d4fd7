// Updates code when a model is renamed or moved in the explorer, after VS Code has asked: at once, or with a preview. (Changes
// that need confirmation would be unchecked in the preview, and Apply would leave them out.) Its provenance is moved by
// FollowedFiles.
import * as vscode from 'vscode'
import { filesOf, isBelow, urlOf } from '../../engines/index.ts'
import { referencesIn } from '../../engines/references.ts'
import { isGltfPath } from '../../protocol/file-names.ts'
import { projectOf, rootOf } from './projects.ts'

/** Files with code that are looked through, and letters of the longest. */
const MOST_FILES = 3000
const MOST_TEXT = 500_000
const SOURCES = '**/*.{js,jsx,ts,tsx,mjs,cjs,mts,cts,vue,svelte,astro,html}'
const LEFT_OUT = '**/{node_modules,dist,build,out,.*}/**'

const below = (root: vscode.Uri, uri: vscode.Uri) => uri.path.slice(root.path.length).replace(/^\/+/, '')

/** Text of an open document, which may not be saved yet, or of the disk. */
async function textOf(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  return vscode.workspace.openTextDocument(uri).then(
    (document) => document,
    () => undefined,
  )
}

/** The path after some files or folders were moved; undefined: it was not. */
function movedTo(path: string, moves: readonly { from: string; to: string }[]): string | undefined {
  const move = moves.find(({ from }) => isBelow(from, path))
  return move && move.to + path.slice(move.from.length)
}

/** Whether this may be a model, or a folder that holds some. */
async function mayHoldModels(uri: vscode.Uri): Promise<boolean> {
  if (isGltfPath(uri.path)) return true
  const stat = await vscode.workspace.fs.stat(uri).then(
    (found) => found,
    () => undefined,
  )
  if (!stat || !(stat.type & vscode.FileType.Directory)) return false
  const found = await vscode.workspace.findFiles(new vscode.RelativePattern(uri, '**/*.{glb,gltf}'), LEFT_OUT, 1)
  return found.length > 0
}

/** The changes of code that a move of models asks for; undefined: none. */
export async function editForMoves(
  files: readonly { oldUri: vscode.Uri; newUri: vscode.Uri }[],
): Promise<vscode.WorkspaceEdit | undefined> {
  const edit = new vscode.WorkspaceEdit()
  const label = vscode.l10n.t('Update the paths of models in code')
  for (const root of new Set(files.flatMap(({ oldUri }) => rootOf(oldUri) ?? []))) {
    const own: { from: string; to: string }[] = []
    for (const { oldUri, newUri } of files) {
      const isHere = rootOf(oldUri)?.path === root.path && rootOf(newUri)?.path === root.path
      if (isHere && (await mayHoldModels(oldUri))) own.push({ from: below(root, oldUri), to: below(root, newUri) })
    }
    if (own.length === 0) continue
    const sources = await vscode.workspace.findFiles(new vscode.RelativePattern(root, SOURCES), LEFT_OUT, MOST_FILES)
    for (const uri of sources) {
      const bytes = await vscode.workspace.fs.readFile(uri)
      const isOpen = vscode.workspace.textDocuments.some((open) => open.uri.toString() === uri.toString())
      if (!isOpen && (bytes.length > MOST_TEXT || !/\.(glb|gltf)/i.test(new TextDecoder().decode(bytes)))) continue
      const document = await textOf(uri)
      const found = document && (await projectOf(uri))
      if (!document || !found) continue
      for (const { address, start, end } of referencesIn(document.getText(), uri.path)) {
        const candidates = filesOf(found.project, address, found.path)
        const moved = candidates.map((path) => movedTo(path, own)).find((path) => path !== undefined)
        if (moved === undefined) continue
        const text = addressAfter(address, urlOf(found.project, moved, found.path).address)
        if (text === address) continue
        const range = new vscode.Range(document.positionAt(start), document.positionAt(end))
        edit.replace(uri, range, text, { needsConfirmation: false, label })
      }
    }
  }
  return edit.size > 0 ? edit : undefined
}

/** The new address with a slash at its beginning, or none, as the old one was written. */
function addressAfter(old: string, address: string): string {
  if (address.startsWith('.')) return address
  if (old.startsWith('/')) return address.startsWith('/') ? address : `/${address}`
  return /^\.\.?\//.test(old) ? address : address.replace(/^\/+/, '')
}

export const registerRenames = (): vscode.Disposable =>
  vscode.workspace.onWillRenameFiles((event) => {
    event.waitUntil(editForMoves(event.files).then((edit) => edit ?? new vscode.WorkspaceEdit()))
  })
