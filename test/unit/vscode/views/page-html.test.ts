// What a page shows before it draws itself.
import { expect, test } from 'vitest'
import { pageHtml } from '../../../../src/vscode/views/page-html.ts'

const PAGE = { name: 'studio', title: 'Tripo Studio' }

const htmlOf = (strings: Record<string, string>): string => {
  const uri = { toString: () => 'https://page.test' }
  const webview = { cspSource: 'https://page.test', asWebviewUri: () => uri }
  return String(Reflect.apply(pageHtml, undefined, [webview, uri, PAGE, { strings, notLoaded: '' }, () => uri]))
}

test('a page says that it opens before anything that a browser would wait for', () => {
  const [before = ''] = htmlOf({}).split(' rel="stylesheet"')
  expect(before).toContain('<p role="status">Opening…</p></div>')
  expect(before).not.toMatch(/<script[^>]* src=/)
})

test('it says so in the language of the editor, as text', () => {
  expect(htmlOf({ 'Opening…': '正在打开…' })).toContain('<p role="status">正在打开…</p>')
  expect(htmlOf({ 'Opening…': '<b>' })).toContain('<p role="status">&lt;b&gt;</p>')
})
