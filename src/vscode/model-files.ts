// Models of a workspace that may not be on disk: those are read through VS Code, so that viewing them works everywhere.
import * as vscode from 'vscode'
import { MeshError } from '../mesh/errors.ts'
import { type ModelFolder, type ModelOnDisk, readModelIn } from '../platform/files-beside.ts'
import { phrase } from '../text/index.ts'
import { nameOf } from './uris.ts'

/** Whether a file is one of this machine's, which programs and threads can open by its path. */
export const isOnDisk = ({ scheme }: vscode.Uri): boolean => scheme === 'file'

const folderOf = (root: vscode.Uri): ModelFolder => ({
  list: async (below) => {
    const entries = await Promise.resolve(vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(root, below))).catch(
      () => [],
    )
    return entries.map(([name, type]) => ({
      ...{ name, isFile: (type & vscode.FileType.File) !== 0, isFolder: (type & vscode.FileType.Directory) !== 0 },
    }))
  },
  size: async (name) => (await vscode.workspace.fs.stat(vscode.Uri.joinPath(root, name))).size,
  read: async (name) => vscode.workspace.fs.readFile(vscode.Uri.joinPath(root, name)),
})

/**
 * A model with the files beside it that it names.
 * @param read for what is on disk
 * @throws Node's error, or VS Code's, when it cannot be read
 */
export const readModelAt = (uri: vscode.Uri, read: (path: string) => Promise<ModelOnDisk>): Promise<ModelOnDisk> =>
  isOnDisk(uri) ? read(uri.fsPath) : readModelIn(folderOf(vscode.Uri.joinPath(uri, '..')), nameOf(uri))

/** @throws MeshError for a file that is not on disk, where something is to be written or a program is to open it */
export function needDisk(uri: vscode.Uri): void {
  if (isOnDisk(uri)) return
  throw new MeshError(
    'not-on-disk',
    phrase('{0} is not on this machine’s disk.', nameOf(uri)),
    phrase('Save a copy in a folder on disk, and use that.'),
  )
}
