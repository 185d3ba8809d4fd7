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

/** The studio page's HTML. */
export const studioHtml = (
  webview: Webview,
  root: Uri,
  strings: Readonly<Record<string, string>>,
  join: typeof Uri.joinPath,
  language = 'en',
  habits?: Habits,
): string => pageHtml(webview, root, { name: 'studio', title: 'Tripo Studio', habits }, strings, join, language)

/**
 * A page's HTML.
 * @param root the extension's dist/webview folder
 * @param page the name of its bundle there, its title, and the habits of its viewport
 * @param strings translations of the page's texts by their English original
 * @param language the editor's, which figures and dates follow
 */
export function pageHtml(
  webview: Webview,
  root: Uri,
  page: { name: 'studio' | 'history' | 'model' | 'compare' | 'compact'; title: string; habits?: Habits | undefined },
  strings: Readonly<Record<string, string>>,
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
  <div id="app" data-decoders="${at('decoders')}/" data-keys="${escapeHtml(page.habits?.keys ?? '')}" data-scroll="${escapeHtml(page.habits?.scroll ?? '')}" data-strings="${escapeHtml(JSON.stringify(strings))}"><p role="status">${escapeHtml(strings['Opening…'] ?? 'Opening…')}</p></div>
  <link rel="stylesheet" href="${at(`${page.name}.css`)}">
  <script type="module" nonce="${nonce}" src="${at(`${page.name}.js`)}"></script>
</body>
</html>`
}
