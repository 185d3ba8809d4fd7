// The policy of the studio's webview, taken from the extension's own text so that tests stand under the very same one.
import { pageHtml } from '../../../../../src/vscode/views/page-html.ts'

/** With the page's origin in the place of the webview's, and a nonce that is known. */
export function policyOf(origin: string, nonce: string): string {
  const uri = { toString: () => origin }
  const webview = { cspSource: origin, asWebviewUri: () => uri }
  const html: unknown = Reflect.apply(pageHtml, undefined, [
    webview,
    uri,
    { name: 'studio', title: '' },
    { strings: {}, notLoaded: '' },
    () => uri,
  ])
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(String(html))?.[1]
  if (policy === undefined) throw new Error('The studio’s page has no policy.')
  return policy.replace(/'nonce-[0-9a-f]+'/, `'nonce-${nonce}'`)
}
