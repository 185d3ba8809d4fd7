// Where a result is saved: which workspace folder, and what to ask if that is ambiguous. Asked before anything is sent.
import * as vscode from 'vscode'
import { chooseRoot } from '../assets/index.ts'
import type { JobRecord } from '../jobs/index.ts'
import { isOnDisk } from './model-files.ts'
import { pickOnDisk, pickWorkspaceFolder } from './ui.ts'

/** The folder that a job's files belong to, and whether it is a workspace folder. */
export interface TargetFolder {
  root: vscode.Uri
  /** A folder that the person picked because no workspace is open: files go right into it. */
  isPicked: boolean
  /** The folder in it, as `tripo.assetsFolder` is written, that a request asks for instead of that setting's. */
  folder?: string
}

const CHOSEN = 'tripo.targetFolder'

/** The workspace's folders on this machine's disk: models cannot be put into the others. */
const diskFolders = (): readonly vscode.WorkspaceFolder[] =>
  (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => isOnDisk(uri))

/**
 * Decides the target of a new job. One workspace folder: that one. Several: the one of the input, the one chosen
 * before in this workspace, else a question. None, or none
 * on disk: a folder to pick, since opening one would restart the host.
 * @param near a file the job starts from, such as the right-clicked image
 * @returns undefined when the person cancels
 */
export async function chooseTargetFolder(memory: vscode.Memento, near?: vscode.Uri): Promise<TargetFolder | undefined> {
  const folders = diskFolders().map(known)
  if (folders.length === 0) {
    const isVirtual = (vscode.workspace.workspaceFolders ?? []).length > 0
    return pickFolder(
      isVirtual ? vscode.l10n.t('This workspace is not on disk: choose a folder for the model') : undefined,
    )
  }
  const containing = near && isOnDisk(near) ? vscode.workspace.getWorkspaceFolder(near) : undefined
  const chosen = await chooseRoot({
    folders,
    near: containing && known(containing),
    remembered: memory.get<unknown>(CHOSEN),
    ask: async () => {
      const answer = await pickWorkspaceFolder(
        vscode.l10n.t('Which folder do models go to? Asked once for this workspace'),
      )
      return answer && known(answer)
    },
    remember: (id) => memory.update(CHOSEN, id),
  })
  return chosen && { root: chosen.folder.uri, isPicked: false }
}

/** The workspace folder that results go to as things are, without asking; undefined without a workspace. */
export function likelyRoot(memory: vscode.Memento): vscode.Uri | undefined {
  const folders = diskFolders()
  const remembered = memory.get<unknown>(CHOSEN)
  return (folders.find(({ uri }) => uri.toString() === remembered) ?? folders[0])?.uri
}

const known = (folder: vscode.WorkspaceFolder) => ({ id: folder.uri.toString(), folder })

/** Asks for any folder on disk. */
export async function pickFolder(
  title = vscode.l10n.t('Choose a folder for the model'),
): Promise<TargetFolder | undefined> {
  const root = await pickOnDisk({
    title,
    openLabel: vscode.l10n.t('Save Models Here'),
    canSelectFiles: false,
    canSelectFolders: true,
  })
  return root && { root, isPicked: true }
}

/** The folder of a file of the workspace, as `tripo.assetsFolder` is written; undefined for files elsewhere. */
export function folderBeside(uri: vscode.Uri): string | undefined {
  if (!vscode.workspace.getWorkspaceFolder(uri)) return undefined
  const parts = vscode.workspace.asRelativePath(uri, false).split('/')
  return parts.length > 1 ? parts.slice(0, -1).join('/') : '.'
}

/** A path as a person knows it: relative to its workspace folder, else whole. */
export const shownPath = (uri: vscode.Uri): string => vscode.workspace.asRelativePath(uri)

/**
 * Whether this window runs a job of the shared journal: the workspace it belongs to is open here. Jobs whose folder
 * was picked freely belong to windows without a workspace.
 */
export function isMine({ workspace }: Pick<JobRecord, 'workspace'>): boolean {
  const folders = diskFolders()
  if (workspace === undefined) return folders.length === 0
  return folders.some((folder) => folder.uri.fsPath === workspace)
}
