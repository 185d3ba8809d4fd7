// A small XML reader for the parts that 3MF uses: elements and attributes; text, comments and declarations are passed over.
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

/**
 * The document's elements under one nameless root. No entities beyond the five of XML and character numbers, no DTD.
 * @throws MeshError model-broken
 */
export function parseXml(text: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [] }
  const open: XmlElement[] = [root]
  for (const [, closed, opened, attributes = '', empty] of text.matchAll(TOKEN)) {
    if (closed !== undefined) {
      if (open.length < 2) throw malformed()
      open.pop()
    } else if (opened !== undefined) {
      const found: [string, string][] = []
      for (const [, key = '', double, single] of attributes.matchAll(ATTRIBUTE))
        found.push([key, unescapeXml(double ?? single ?? '')])
      const element = { name: localName(opened), attributes: Object.fromEntries(found), children: [] }
      open.at(-1)?.children.push(element)
      if (empty !== '/') open.push(element)
    }
  }
  if (open.length !== 1) throw malformed()
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
