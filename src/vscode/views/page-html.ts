// The HTML of our pages: a shell with a strict content security policy; the page draws everything but the word that stands there
// until its bundle has come. A browser paints only what stands before a stylesheet it waits for: the stylesheet comes after it.
import type { Uri, Webview } from 'vscode'

/** The hash of nothing: webview-ui-toolkit inserts one empty inline style, and only that is allowed. */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

/** JSON that can stand in an HTML attribute or element without ending it. */
const escapeHtml = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

/** A value no page can guess, for this one load. */
const makeNonce = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** What a person is used to, for the viewport of a page. */
export interface Habits {
  keys: string
  scroll: string
}

/** A page of ours. */
export interface Page {
  /** Of its bundle. */
  readonly name: 'studio' | 'history' | 'model' | 'compare' | 'compact'
  readonly title: string
  /** Those of its viewport. */
  readonly habits?: Habits | undefined
}

/** What a page posts as `kind` whose script or stylesheet did not come. */
export const NOT_LOADED = 'not-loaded'

/**
 * Notices that the page's script or stylesheet did not come, says so in the page, and tells the host. Who loads afterwards gets the
 * same VS Code API, which is given out once. Text, since it must not have to be loaded.
 */
const WATCH = `addEventListener('error', function notice({ target }) {
    if (target.id !== 'page-style' && target.id !== 'page-script') return
    removeEventListener('error', notice, true)
    const app = document.getElementById('app')
    app.firstChild.textContent = app.dataset.notLoaded
    const api = acquireVsCodeApi()
    globalThis.acquireVsCodeApi = () => api
    api.postMessage({ kind: '${NOT_LOADED}' })
  }, true)`

/**
 * A page's HTML.
 * @param root the extension's dist/webview folder
 * @param words translations of the page's texts by their English original, and what it says where its files do not come
 * @param language the editor's, which figures and dates follow
 */
export function pageHtml(
  webview: Webview,
  root: Uri,
  page: Page,
  { strings, notLoaded }: { strings: Readonly<Record<string, string>>; notLoaded: string },
  join: typeof Uri.joinPath,
  language = 'en',
): string {
  const nonce = makeNonce()
  const at = (...path: string[]) => webview.asWebviewUri(join(root, ...path)).toString()
  const source = webview.cspSource
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'`,
    `style-src ${source} ${EMPTY_STYLE}`,
    `font-src ${source}`,
    `img-src ${source} blob: data:`,
    `connect-src ${source} blob:`,
    'worker-src blob:',
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ')
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escapeHtml(page.title)}</title>
</head>
<body>
  <div id="app" data-decoders="${at('decoders')}/" data-keys="${escapeHtml(page.habits?.keys ?? '')}" data-scroll="${escapeHtml(page.habits?.scroll ?? '')}" data-not-loaded="${escapeHtml(notLoaded)}" data-strings="${escapeHtml(JSON.stringify(strings))}"><p role="status">${escapeHtml(strings['Opening…'] ?? 'Opening…')}</p></div>
  <script nonce="${nonce}">${WATCH}</script>
  <link id="page-style" rel="stylesheet" href="${at(`${page.name}.css`)}">
  <script id="page-script" type="module" nonce="${nonce}" src="${at(`${page.name}.js`)}"></script>
</body>
</html>`
}
