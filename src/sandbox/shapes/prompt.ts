// How the simulator interprets a prompt: the object it names and the adjectives that shape it. Word lists, no guessing.
import type { Rgb } from './colors.ts'
import type { Noun } from './noun.ts'
import type { Look } from './sketch.ts'
import { COLORS, MATERIALS, type MaterialWord, SIZES, STRETCHES, TRAITS, WEARS } from './words.ts'

/** The trait of a figure with its arms straight out, as riggers want it. */
export const T_POSE = 't-pose'

/** A prompt taken apart. */
export interface Reading {
  /** Undefined when no known noun occurs: then a placeholder is drawn. */
  readonly noun: Noun | undefined
  readonly look: Look
  /** Factor of the real size. */
  readonly size: number
  /** Stretch across and up. */
  readonly stretch: readonly [number, number]
  readonly wear: number
  readonly lowPoly: boolean
}

/** Words that end the part of a prompt that names the thing itself. */
const LINKS = new Set(
  'with of on in at for from by made full filled holding carrying and that which who wearing under over near beside inside next to standing sitting lying surrounded covered featuring having made, , . ; :'.split(
    ' ',
  ),
)
/** Links after which a material or color still speaks of the thing: "a chair made of stone". */
const MATTER = new Set(['of', 'made', 'from', 'in'])

interface Phrase {
  readonly link: string
  readonly words: readonly string[]
}

/**
 * Reads a prompt against the known nouns. Chinese nouns and adjectives are found inside running text.
 * @param negative what is not wanted: its words do not count as adjectives of the prompt
 */
export function readPrompt(prompt: string, nouns: readonly Noun[], negative = ''): Reading {
  const unwanted = new Set(phrasesOf(negative, nouns).flatMap((phrase) => phrase.words))
  const adjectives = (words: readonly Phrase[]) =>
    words.flatMap((phrase) => phrase.words).filter((word) => !unwanted.has(word))
  const phrases = phrasesOf(prompt, nouns)
  let noun: Noun | undefined
  let head = 0
  for (const [index, phrase] of phrases.entries()) {
    noun = lastNoun(phrase.words, nouns)
    if (noun) {
      head = index
      break
    }
  }
  const own = adjectives(phrases.filter((phrase, index) => index <= head || MATTER.has(phrase.link)))
  const other = adjectives(phrases.filter((phrase, index) => index > head && !MATTER.has(phrase.link)))
  const all = adjectives(phrases)
  const main = surface(own)
  const accent = surface(other)
  const sizes = own.map((word) => SIZES.get(word)).filter((size) => size !== undefined)
  const stretches = own.map((word) => STRETCHES.get(word)).filter((stretch) => stretch !== undefined)
  const wears = all.map((word) => WEARS.get(word)).filter((wear) => wear !== undefined)
  return {
    noun,
    look: {
      traits: new Set([
        ...all.filter((word) => TRAITS.has(word)),
        ...(/\bt[-_ ]?pose\b/i.test(prompt) ? [T_POSE] : []),
      ]),
      ...(main ? { main } : {}),
      ...(accent ? { accent } : {}),
    },
    size: sizes.reduce((product, size) => product * size, 1),
    stretch: stretches.reduce<readonly [number, number]>(([x, y], [a, b]) => [x * a, y * b], [1, 1]),
    wear: wears.length > 0 ? Math.max(...wears) : 0.12,
    lowPoly: all.includes('lowpoly') || all.includes('low-poly') || /low[ -]?poly/i.test(prompt),
  }
}

/** The prompt in lower-case singular words, cut at prepositions. */
function phrasesOf(prompt: string, nouns: readonly Noun[]): Phrase[] {
  const phrases: { link: string; words: string[] }[] = [{ link: '', words: [] }]
  const spaced = prompt
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’']s\b/g, '')
    .replace(/([,.;:!?()])/g, ' $1 ')
  for (const token of spaced.split(/\s+/)) {
    const words = /[\u3400-\u9fff\uf900-\ufaff]/.test(token) ? chinese(token, nouns) : hyphened(token)
    for (const word of words) {
      if (LINKS.has(word)) phrases.push({ link: word, words: [] })
      else phrases.at(-1)?.words.push(word)
    }
  }
  return phrases.filter((phrase) => phrase.words.length > 0)
}

/** Compounds stay whole when the lists know them, else they are two words. */
function hyphened(token: string): string[] {
  if (!token.includes('-') || TRAITS.has(token)) return token ? [token] : []
  return token.split('-').filter((part) => part.length > 0)
}

/** The known words inside a run of Chinese characters, longest first. */
function chinese(text: string, nouns: readonly Noun[]): string[] {
  const lists = [
    ...COLORS.keys(),
    ...MATERIALS.keys(),
    ...SIZES.keys(),
    ...STRETCHES.keys(),
    ...WEARS.keys(),
    ...nouns.flatMap((n) => n.words),
  ]
  const known = lists
    .filter((word) => word.codePointAt(0) !== undefined && /[\u3400-\u9fff]/.test(word))
    .sort((a, b) => b.length - a.length)
  const out: string[] = []
  for (let i = 0; i < text.length; ) {
    const word = known.find((candidate) => text.startsWith(candidate, i))
    if (word) out.push(word)
    // A noun that begins with a material (wooden chair) leaves the material's word to be read too.
    i += word ? word.length : 1
    if (word && word.length > 1)
      for (const [key] of MATERIALS) if (word.startsWith(key) && key !== word) out.unshift(key)
  }
  return out
}

/** The known noun that ends latest in the phrase, the longest one among equals. */
function lastNoun(words: readonly string[], nouns: readonly Noun[]): Noun | undefined {
  const index = nounIndex(nouns)
  for (let end = words.length; end > 0; end--)
    for (let start = Math.max(0, end - 3); start < end; start++)
      for (const form of singulars(words.slice(start, end))) {
        const noun = index.get(form)
        if (noun) return noun
      }
  return undefined
}

const indices = new WeakMap<readonly Noun[], Map<string, Noun>>()

function nounIndex(nouns: readonly Noun[]): Map<string, Noun> {
  let index = indices.get(nouns)
  if (!index) {
    index = new Map(nouns.flatMap((noun) => noun.words.map((word): [string, Noun] => [word, noun])))
    indices.set(nouns, index)
  }
  return index
}

/** The words as they are, joined by a space or nothing, with the last one also in its possible singulars. */
export function singulars(words: readonly string[]): string[] {
  const last = words.at(-1) ?? ''
  const forms = [last]
  if (last.endsWith('ves')) forms.push(`${last.slice(0, -3)}f`, `${last.slice(0, -3)}fe`)
  if (last.endsWith('ies')) forms.push(`${last.slice(0, -3)}y`)
  if (last.endsWith('es')) forms.push(last.slice(0, -2))
  if (last.endsWith('s')) forms.push(last.slice(0, -1))
  if (last.endsWith('men')) forms.push(`${last.slice(0, -3)}man`)
  const before = words.slice(0, -1)
  return forms.flatMap((form) =>
    before.length > 0 ? [[...before, form].join(' '), [...before, form].join('')] : [form],
  )
}

/** What color and material words ask of a surface: paint over metal when both are there. */
function surface(words: readonly string[]): Look['main'] {
  let material: MaterialWord | undefined
  let color: Rgb | undefined
  for (const word of words) {
    const next = MATERIALS.get(word)
    // "Rusty metal" is still rust.
    if (next && !(material?.kind === 'rust' && next.kind === 'metal')) material = next
    color = COLORS.get(word) ?? color
  }
  if (!material && !color) return undefined
  if (!material) return color ? { color } : undefined
  if (color) return { kind: material.painted ? 'paint' : material.kind, color }
  return { kind: material.kind, color: material.color, ...(material.color2 ? { color2: material.color2 } : {}) }
}
