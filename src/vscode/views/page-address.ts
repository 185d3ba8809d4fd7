// The URL from which a page reads a model: different for each state of the file, if its file system allows that.
import type * as vscode from 'vscode'

/** File systems of VS Code's own, of which a query is no part of a file's name. */
const WITH_QUERY = new Set(['file', 'vscode-remote'])

/**
 * A model's address for a page. The time makes it another one, which no cache knows. A version of git's names itself by its
 * query, and file systems of other extensions may take it for a part of the name: those are asked for as they are.
 * @param mtime when the file was written, in milliseconds
 */
export function pageAddress(webview: vscode.Webview, file: vscode.Uri, mtime: number): string {
  const address = webview.asWebviewUri(file)
  const isDated = file.query === '' && WITH_QUERY.has(file.scheme)
  return (isDated ? address.with({ query: `v=${mtime}` }) : address).toString()
}
