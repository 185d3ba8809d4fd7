// A small XML reader for what 3MF uses: elements and attributes; text, comments and declarations are skipped.
import { ReaderBudget, readerLimits } from '../budget.ts'
import { type Lose, refuse } from '../damage.ts'
import { MeshError } from '../errors.ts'

export interface XmlElement {
  /** Without its namespace prefix. */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
}

const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<![^>]*>|<\/([^\s>]+)\s*>|<([^\s/>]+)((?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** Told of each element as it opens; `path` is the names of those around it, the outermost first. */
export type OnElement = (name: string, attributes: Readonly<Record<string, string>>, path: readonly string[]) => void

/**
 * Goes through a document without keeping it. No entities beyond the five of XML and character numbers, no DTD. Names come
 * without their prefixes, also of attributes (`p:path` is `path`).
 * @throws MeshError model-broken, model-too-large
 */
export function scanXml(
  text: string,
  budget: ReaderBudget,
  element: OnElement,
  { closed = () => undefined, lose = refuse }: { closed?: () => void; lose?: Lose } = {},
): void {
  const path: string[] = []
  for (const [, end, opened, attributes = '', empty] of text.matchAll(TOKEN)) {
    if (end !== undefined) {
      if (path.pop() === undefined) lose(malformed())
      else closed()
    } else if (opened !== undefined) {
      budget.spend('elements', 1)
      budget.checkDepth(path.length)
      const name = localName(opened)
      element(name, attributesIn(attributes), path)
      if (empty === '/') closed()
      else path.push(name)
    }
  }
  if (path.length > 0) lose(malformed())
}

function attributesIn(text: string): Record<string, string> {
  const found: [string, string][] = []
  for (const [, key = '', double, single] of text.matchAll(ATTRIBUTE))
    found.push([localName(key), unescapeXml(double ?? single ?? '')])
  return Object.fromEntries(found)
}

/** The document's elements under one nameless root. @throws MeshError model-broken, model-too-large */
export function parseXml(
  text: string,
  budget = new ReaderBudget(readerLimits(text.length)),
  lose: Lose = refuse,
): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [] }
  const open: XmlElement[] = [root]
  const add = (name: string, attributes: Readonly<Record<string, string>>) => {
    const element = { name, attributes, children: [] }
    open.at(-1)?.children.push(element)
    open.push(element)
  }
  scanXml(text, budget, add, { closed: () => open.pop(), lose })
  return root
}

export function elementsOf(parent: XmlElement, name: string): XmlElement[] {
  return parent.children.filter((child) => child.name === name)
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function unescapeXml(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (all, hex: string, digits: string, name: string) => {
      if (name) return ENTITIES[name] ?? all
      const code = hex ? Number.parseInt(hex, 16) : Number(digits)
      return code <= 0x10ffff ? String.fromCodePoint(code) : all
    },
  )
}

function malformed(): MeshError {
  return new MeshError('model-broken', 'The XML inside the file is damaged.', 'Export the model again and retry.')
}
