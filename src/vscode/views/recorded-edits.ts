// The saved changes of a delivered model, in the JSON of its delivery: what the model editor has saved is recorded there, and read
// in any checkout of the workspace, on any machine. What a JSON says is checked, since anybody may have written it.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import * as vscode from 'vscode'
import { type AssetFiles, recordEdits, recordedEdits, SIDECAR } from '../../assets/index.ts'
import { type EditSession, Reference } from '../../mesh/tools/carry-over.ts'
import { readOperations } from '../../mesh/tools/operations.ts'
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

export type EditFiles = Pick<AssetFiles, 'separator' | 'join' | 'identify' | 'readText' | 'replace'>

/** Records what has just been saved into a delivered file; another is left as it is. @throws the disk's error */
export async function recordSaved(files: EditFiles, document: ModelDocument, session: EditSession): Promise<void> {
  const { uri, base } = document
  if (uri.scheme !== 'file' || !base) return
  const workspace = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath
  // Each copy of the file is in a folder of its own, and what is changed since is changed in that copy.
  const id = nameOf(parentOf(base))
  const edits = { id, saved: new Date().toISOString(), operations: [...session.operations] }
  await recordEdits(files, uri.fsPath, workspace, { ...edits, references: [...session.references] })
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
