// The saved changes of a delivered model, in the JSON of its delivery: what the model editor has saved is recorded there, and read
// in any checkout of the workspace, on any machine. What a JSON says is checked, since anybody may have written it.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import * as vscode from 'vscode'
import { type AssetFiles, derivedSidecar, recordEdits, recordedEdits, SIDECAR } from '../../assets/index.ts'
import { type EditSession, Reference } from '../../mesh/tools/carry-over.ts'
import { readOperations } from '../../mesh/tools/operations.ts'
import { provenanceFolderSetting, writesProvenance } from '../settings.ts'
import { nameOf } from '../uris.ts'
import { parentOf } from './folder-walk.ts'
import type { ModelDocument } from './model-document.ts'

/** JSONs that are looked into. */
const MOST = 2000

/** A model with all that was saved into it, a session after the other. */
export interface EditedModel {
  readonly uri: vscode.Uri
  /** When it was saved last, in milliseconds since the epoch. */
  readonly at: number
  readonly sessions: readonly EditSession[]
}

/** What is needed of the disk that JSONs are on. */
export type EditFiles = Pick<
  AssetFiles,
  'separator' | 'join' | 'kindOf' | 'identify' | 'hash' | 'readText' | 'replace' | 'create' | 'createFolder'
>

/** Records what has just been saved into a delivered file; another is left as it is. @throws the disk's error */
export const recordSaved = (files: EditFiles, document: ModelDocument, session: EditSession): Promise<void> =>
  record(files, document, document.uri, session)

async function record(files: EditFiles, { base }: ModelDocument, uri: vscode.Uri, session: EditSession): Promise<void> {
  if (uri.scheme !== 'file' || !base) return
  const workspace = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath
  // Each copy of the file is in a folder of its own, and what is changed since is changed in that copy.
  const id = nameOf(parentOf(base))
  const edits = { id, saved: new Date().toISOString(), operations: [...session.operations] }
  await recordEdits(files, uri.fsPath, workspace, { ...edits, references: [...session.references] })
}

/**
 * Gives what a delivered model was saved as a JSON of its own, with all changes: of another file of that name nothing is written.
 * @throws the disk's error
 */
export async function recordCopy(
  files: EditFiles,
  document: ModelDocument,
  target: vscode.Uri,
  session: EditSession,
): Promise<void> {
  const root = vscode.workspace.getWorkspaceFolder(target)?.uri
  if (document.uri.scheme !== 'file' || target.scheme !== 'file' || !root || !writesProvenance(root)) return
  const own = { source: document.uri.fsPath, target: target.fsPath, ...(await files.hash(target.fsPath)) }
  const where = { place: provenanceFolderSetting(root), workspace: root.fsPath }
  const found = await derivedSidecar(files, { ...own, ...where, localSteps: [] })
  if (!found) return
  const json = files.join(root.fsPath, ...found.path.split('/'))
  if ((await files.kindOf(json)) === undefined) {
    await files.createFolder(vscode.Uri.joinPath(vscode.Uri.file(json), '..').fsPath)
    await files.create(json, found.text)
  } else await files.replace(json, found.text)
  await record(files, document, target, session)
}

/** The delivered models of the workspace that have been changed since, in no order. */
export async function editedModels(files: EditFiles): Promise<EditedModel[]> {
  const found = await vscode.workspace.findFiles(`**/*.${SIDECAR}`, '**/{node_modules,.git}/**', MOST)
  const models: EditedModel[] = []
  for (const json of found.filter(({ scheme, path }) => scheme === 'file' && path.endsWith(`.${SIDECAR}`)))
    for (const { path, edits } of await recordedEdits(files, json.fsPath)) {
      const sessions = edits.flatMap(({ operations, references }) => sessionOf(operations, references))
      const at = Math.max(...edits.map(({ saved }) => Date.parse(saved) || 0))
      if (sessions.length === edits.length) models.push({ uri: vscode.Uri.file(path), at, sessions })
    }
  return models
}

const References = Type.Array(Type.Array(Reference))

/** What was saved as it was read; nothing where it is none, or of a later version. */
export function sessionOf(listed: unknown, references: unknown): readonly EditSession[] {
  const operations = readOperations(listed)
  return operations && Check(References, references) ? [{ operations, references }] : []
}
