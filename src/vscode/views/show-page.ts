// Puts a page into a webview. VS Code hands a webview its files through a service worker, which gives up on one after 30 seconds, as
// on a busy or distant machine; a page without its script can do nothing about that, and would open for ever. It is shown again.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import * as vscode from 'vscode'
import { NOT_LOADED, type Page, pageHtml } from './page-html.ts'

const NotLoaded = Type.Object({ kind: Type.Literal(NOT_LOADED) })

/** How often a page is shown again while its panel is open. */
const TRIES = 3

/**
 * Shows a page in a webview.
 * @param root the extension's dist/webview folder
 * @returns ends looking after it
 */
export function showPage(webview: vscode.Webview, root: vscode.Uri, page: Page): vscode.Disposable {
  let left = TRIES
  const show = () => {
    const notLoaded = vscode.l10n.t('The page could not be loaded. Close it and open it again.')
    const words = { strings: vscode.l10n.bundle ?? {}, notLoaded }
    webview.html = pageHtml(webview, root, page, words, vscode.Uri.joinPath, vscode.env.language)
  }
  const listening = webview.onDidReceiveMessage((message: unknown) => {
    if (left === 0 || !Check(NotLoaded, message)) return
    left--
    show()
  })
  show()
  return listening
}
