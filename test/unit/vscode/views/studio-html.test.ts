// What a page shows before it draws itself.
import { expect, test } from 'vitest'
import { studioHtml } from '../../../../src/vscode/views/studio-html.ts'

const htmlOf = (strings: Record<string, string>): string => {
  const uri = { toString: () => 'https://page.test' }
  const webview = { cspSource: 'https://page.test', asWebviewUri: () => uri }
  return String(Reflect.apply(studioHtml, undefined, [webview, uri, strings, () => uri]))
}

test('a page says that it opens before anything that a browser would wait for', () => {
  const [before = ''] = htmlOf({}).split('<link rel="stylesheet"')
  expect(before).toContain('<p role="status">Opening…</p></div>')
  expect(before).not.toContain('<script')
})

test('it says so in the language of the editor, as text', () => {
  expect(htmlOf({ 'Opening…': '正在打开…' })).toContain('<p role="status">正在打开…</p>')
  expect(htmlOf({ 'Opening…': '<b>' })).toContain('<p role="status">&lt;b&gt;</p>')
})
