// Where code refers to model files: string literals, imports, JSX and HTML attributes, A-Frame's `url(…)`; and where it refers to
// one of their clips. Based on the text alone.

import { editDistance } from '../text/edit-distance.ts'
import { fileKindOf } from './code/place.ts'
import { type Token, tokensOf } from './tokens.ts'

/** A model's address in a text. */
export interface Reference {
  /** The address, without quotes and without what a bundler is asked by its query. */
  address: string
  /** Offsets of the address in the text. */
  start: number
  end: number
}

const ADDRESS = /^[^\s*{}<>|"'`$][^*{}<>|"'`$\n]*\.(?:glb|gltf)$/i
const QUERY = /[?#][^'"`]*$/
const IN_QUOTES = /(["'`])([^"'`\n]{1,400}?\.(?:glb|gltf)(?:[?#][^"'`\n]*)?)\1/gi
const IN_URL = /\burl\(\s*([^)"'\n]{1,400}?\.(?:glb|gltf))\s*\)/gi
/** What a template begins with: the base of the bundler. */
const BASE = /^\$\{[^`]*\}\/?(?=[^$]*$)/

/** The text with comments as blanks, so that what they name is not taken for code. */
function withoutComments(text: string, path: string): string {
  const blank = (part: string) => part.replace(/[^\n]/g, ' ')
  const kind = fileKindOf(path)
  if (kind !== 'script' && kind !== 'jsx') return text.replace(/<!--[\s\S]*?(?:-->|$)/g, blank)
  let result = text
  for (const { kind, start, end } of tokensOf(text))
    if (kind === 'comment') result = result.slice(0, start) + blank(text.slice(start, end)) + result.slice(end)
  return result
}

/** All addresses of models in a text, in order. @param path the file's, which says what language it is */
export function referencesIn(text: string, path: string): Reference[] {
  if (!/\.(?:glb|gltf)/i.test(text)) return []
  const code = withoutComments(text, path)
  const found: Reference[] = []
  const add = (raw: string, at: number) => {
    const base = BASE.exec(raw)?.[0].length ?? 0
    const address = raw.slice(base).replace(QUERY, '')
    if (!ADDRESS.test(address) || /(?:^|\/)\.(?:glb|gltf)$/i.test(address)) return
    found.push({ address, start: at + base, end: at + base + address.length })
  }
  for (const match of code.matchAll(IN_QUOTES)) add(match[2] ?? '', match.index + 1)
  for (const match of code.matchAll(IN_URL)) add(match[1] ?? '', match.index + match[0].indexOf(match[1] ?? ''))
  return found.sort((a, b) => a.start - b.start)
}

/** Before the place of a clip's name. */
const BEFORE_CLIP = [
  /findByName\s*\(\s*[^,()]+(?:\([^()]*\))?[^,()]*,\s*(["'`])([^"'`\n]*)$/,
  /animation-name\s*=\s*(["'])([^"'\n]*)$/,
  /\bactions\??\.?\[\s*(["'`])([^"'`\n]*)$/,
  /\bclip\s*:\s*()([^;"'\n]*)$/,
  /\bassignAnimation\s*\(\s*(["'`])([^"'`\n]*)$/,
  /\bname\s*===?\s*(["'`])([^"'`\n]*)$/,
]

/** Where in its text a name of a clip is being written; undefined: nowhere. @returns the offset at which the name begins */
export function clipPlaceAt(text: string, offset: number): { start: number } | undefined {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
  // A-Frame's mixer is an attribute with a list in it.
  const [, , , mixer] = BEFORE_CLIP
  for (const pattern of BEFORE_CLIP) {
    if (pattern === mixer && !/animation-mixer\s*=/.test(before)) continue
    const match = pattern.exec(before)
    if (match) return { start: offset - (match[2] ?? '').length }
  }
  return undefined
}

/** Where a path is being written in quotes: what stands before the cursor. */
export function pathPlaceAt(text: string, offset: number): { start: number; typed: string } | undefined {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
  const match = /(["'`]|\burl\(\s*)(?:\$\{[^}`]*\}\/?)?([^"'`\n()]*)$/.exec(before)
  if (!match) return undefined
  const typed = match[2] ?? ''
  // An odd number of quotes before: the cursor stands in a string.
  const quote = match[1] ?? ''
  const isOpen =
    quote.startsWith('url') || (before.slice(0, before.length - typed.length).split(quote).length - 1) % 2 === 1
  return isOpen && /[/.]|^$/.test(typed) ? { start: offset - typed.length, typed } : undefined
}

/** What stands between the quotes around an offset, as offsets; undefined outside of strings. */
export function stringAround(text: string, offset: number): { start: number; end: number } | undefined {
  const isAround = ({ kind, start, end }: Token) =>
    (kind === 'string' || kind === 'template') && offset > start && offset < end
  const token = tokensOf(text).find(isAround)
  return token && { start: token.start + 1, end: token.end - 1 }
}

/** Addresses that look like one, nearest first. */
export function nearest(wanted: string, known: readonly string[], most = 3): string[] {
  const distances = known.map((one) => ({ one, distance: editDistance(wanted.toLowerCase(), one.toLowerCase()) }))
  return distances
    .filter(({ distance }) => distance <= Math.max(2, promptOf(wanted).length / 3))
    .sort((a, b) => a.distance - b.distance || a.one.localeCompare(b.one))
    .slice(0, most)
    .map(({ one }) => one)
}

/** `oak barrel` of `/models/oak-barrel.glb`: a prompt to begin with. */
export const promptOf = (address: string): string =>
  (address.split('/').at(-1) ?? '')
    .replace(/\.[^.]+$/, '')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/[-_.\s]+/g, ' ')
    .replace(/\b(?:lod)\s?\d\b/gi, '')
    .trim()
    .toLowerCase()
