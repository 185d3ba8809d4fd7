// The last part of an address, and whether there is something at it: said once for everything that has a `Uri` in hand.
import * as vscode from 'vscode'

/** The file's name with its ending. */
export const nameOf = (uri: vscode.Uri): string => uri.path.slice(uri.path.lastIndexOf('/') + 1)

/** The file's name without its last ending. */
export const stemOf = (uri: vscode.Uri): string => nameOf(uri).replace(/\.[^.]*$/, '')

export const isThere = (uri: vscode.Uri): Promise<boolean> =>
  Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  )
