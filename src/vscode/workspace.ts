// Where a result goes: which workspace folder, and what to ask when that is not clear. Asked before anything is sent.
import * as vscode from 'vscode'

/** The folder that a job's files belong to, and whether it is a workspace folder. */
export interface Place {
  root: vscode.Uri
  /** A folder that the person picked because no workspace is open: files go right into it. */
  isPicked: boolean
}

const CHOSEN = 'tripo.targetFolder'

/**
 * Decides the target of a new job. One workspace folder: that one. Several: the one of the input, the one chosen
 * before in this workspace, else a question. None: a folder to pick, since opening one would restart the host.
 * @param near a file the job starts from, such as the right-clicked image
 * @returns undefined when the person cancels
 */
export async function choosePlace(memory: vscode.Memento, near?: vscode.Uri): Promise<Place | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? []
  const only = folders[0]
  if (!only) return pickFolder()
  if (folders.length === 1) return { root: only.uri, isPicked: false }
  const containing = near && vscode.workspace.getWorkspaceFolder(near)
  if (containing) return { root: containing.uri, isPicked: false }
  const before = memory.get<unknown>(CHOSEN)
  const known = folders.find((folder) => folder.uri.toString() === before)
  if (known) return { root: known.uri, isPicked: false }
  const answer = await vscode.window.showWorkspaceFolderPick({
    placeHolder: vscode.l10n.t('Which folder should models go to?'),
  })
  if (!answer) return undefined
  await memory.update(CHOSEN, answer.uri.toString())
  return { root: answer.uri, isPicked: false }
}

/** Asks for any folder on disk. */
export async function pickFolder(title = vscode.l10n.t('Choose a folder for the model')): Promise<Place | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title,
    openLabel: vscode.l10n.t('Save Models Here'),
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
  })
  const root = picked?.[0]
  return root && { root, isPicked: true }
}

/** A path as a person knows it: relative to its workspace folder, else whole. */
export const shownPath = (uri: vscode.Uri): string => vscode.workspace.asRelativePath(uri)
