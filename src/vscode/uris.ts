// Small functions on URIs: the last part, whether a file exists, and how files of our own storage are written.
import * as vscode from 'vscode'
import { IMAGE_LIMITS } from '../tripo/catalogue/index.ts'

/** The file's name with its ending. */
export const nameOf = (uri: vscode.Uri): string => uri.path.slice(uri.path.lastIndexOf('/') + 1)

/** The file's name without its last ending. */
export const stemOf = (uri: vscode.Uri): string => nameOf(uri).replace(/\.[^.]*$/, '')

export const isThere = (uri: vscode.Uri): Promise<boolean> =>
  Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  )

/** Writes a file of the extension's storage, whole or not at all: another window may read or write the same one. */
export type StoreFile = (path: string, bytes: Uint8Array) => Promise<void>

/**
 * A file by an address that a page was handed by a drop. In a remote window the explorer names it by the remote's own scheme, which
 * VS Code translates in all that passes its API, but not in a page's messages.
 * @throws when it is no address
 */
export function droppedUri(address: string): vscode.Uri {
  const uri = vscode.Uri.parse(address, true)
  return uri.scheme === 'vscode-remote' && vscode.env.remoteName !== undefined ? vscode.Uri.file(uri.path) : uri
}

/** Reads an image by its address; one that is far too large is not read whole only to be refused. */
export async function readInput(upload: string): Promise<{ bytes: Uint8Array; name: string }> {
  const uri = vscode.Uri.parse(upload, true)
  const { size } = await vscode.workspace.fs.stat(uri)
  if (size > 10 * IMAGE_LIMITS.maxBytes) throw new RangeError(`${size} bytes`)
  return { bytes: await vscode.workspace.fs.readFile(uri), name: nameOf(uri) }
}
