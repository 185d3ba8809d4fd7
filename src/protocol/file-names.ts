// File names for results: a short slug of what the person asked for, safe on every file system and unable to leave
// its folder. Shared with the page, which shows the name before anything is paid. What Windows forbids: text/portable-name.ts.

import { isDeviceName } from '../text/portable-name.ts'

/** Whether a file's name is that of a glTF, which is what games load and what can be edited. */
export const isGltfPath = (path: string): boolean => /\.(glb|gltf)$/i.test(path)

/** Longest slug, in characters as a person counts letters (code points). */
const MAX_CHARACTERS = 60
/**
 * Longest slug in UTF-8 bytes: file systems allow 255 for a whole name, and a number, an output kind and the
 * endings `.tripo.json` or `.glb` follow the slug.
 */
const MAX_BYTES = 200

/** The name when nothing of the prompt can be used. */
export const FALLBACK_NAME = 'model'

const ARTICLES = new Set(['a', 'an', 'the'])
const PREPOSITIONS = new Set(
  (
    'about above across after against along amid among around as at atop before behind below beneath beside besides ' +
    'between beyond by during for from in inside into like near of on onto outside over through throughout to ' +
    'toward towards under underneath until upon via with within without'
  ).split(' '),
)

const bytesOf = (text: string) => new TextEncoder().encode(text).length

/**
 * The letters, marks and digits of one word in lower case; hyphens inside it stay (`state-of-the-art`). Apostrophes
 * and invisible characters (direction marks, joiners) vanish, everything else parts words.
 */
const tidy = (word: string) =>
  word
    .replace(/['’\p{Cf}]/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^[-\p{M}]+|-+$/gu, '')
    .toLowerCase()
    .normalize('NFC')

/** Whether a slug plus one more word still fits. */
const fits = (text: string) => [...text].length <= MAX_CHARACTERS && bytesOf(text) <= MAX_BYTES

/** The longest beginning of an over-long word that fits, never parting a letter from its marks. */
function shorten(word: string): string {
  let short = ''
  for (const [letter] of word.matchAll(/[^\p{M}]\p{M}*/gu)) {
    if (!fits(short + letter)) break
    short += letter
  }
  return short.replace(/-+$/, '')
}

function join(words: readonly string[]): string {
  let name = ''
  for (const word of words) {
    const longer = name ? `${name}-${word}` : word
    if (!fits(longer)) {
      if (!name) name = shorten(word)
      break
    }
    name = longer
  }
  if (!name) return FALLBACK_NAME
  return isDeviceName(name) ? `${name}-${FALLBACK_NAME}` : name
}

const wordsOf = (text: string) =>
  text
    .split(/[\s_/\\]+/u)
    .map(tidy)
    .filter((word) => word !== '')

/**
 * The file name, without ending, for what a prompt describes: `a wooden dining chair with a curved back` becomes
 * `wooden-dining-chair`. A leading article is dropped, the rest is cut at the first preposition (one that is the
 * first word stays, or nothing would be left) and at 60 characters, between words where possible.
 */
export function nameOfPrompt(prompt: string): string {
  const all = wordsOf(prompt)
  const words = ARTICLES.has(all[0] ?? '') ? all.slice(1) : all
  const cut = words.findIndex((word, index) => index > 0 && PREPOSITIONS.has(word))
  return join(cut > 0 ? words.slice(0, cut) : words)
}

/**
 * The same for an image: its file name or address, without folders, ending and query.
 * @param image `lantern.png`, `file:///game/props/lantern.png`, `https://host/pictures/lantern.png?size=2`
 */
export function nameOfImage(image: string): string {
  return nameOfPrompt(
    imageTitle(image)
      .replace(/\.[\p{L}\p{N}]{1,5}$/u, '')
      .replaceAll('-', ' '),
  )
}

/** An image's own name as a person knows it: `lantern.png` of a path or an address. */
export function imageTitle(image: string): string {
  const isAddress = /^[a-z][a-z0-9+.-]+:\/\//i.test(image)
  const path = isAddress ? image.replace(/[?#].*$/su, '').replace(/^[^:]+:\/\/[^/]*/u, '') : image
  const last = path.split(/[/\\]/u).findLast((part) => part !== '') ?? ''
  try {
    return isAddress ? decodeURIComponent(last) : last
  } catch {
    return last // a lone percent sign: no encoding after all
  }
}

/** A name that the person chose: only made safe, not cut at prepositions. */
export const nameOfChoice = (name: string): string => join(wordsOf(name))

/**
 * The name of what was made from something that has a name: `robot` and `Low poly` become `robot-low-poly`. The first
 * part gives way when both do not fit.
 */
export function nameOfStep(name: string, words: string): string {
  const own = wordsOf(words).join('-')
  if (own === '') return name
  let base = name
  while (base !== '' && !fits(`${base}-${own}`)) {
    const end = base.lastIndexOf('-')
    base = end > 0 ? base.slice(0, end) : base.replace(/[^\p{M}]\p{M}*$/u, '')
  }
  return join([base, own].filter((part) => part !== ''))
}

/** `chair`, `chair-2`, `chair-3` ... for the numbers 1, 2, 3 ... */
export const numbered = (name: string, number: number): string => (number <= 1 ? name : `${name}-${number}`)

/** What Unicode does not take apart into a letter and marks. Cyrillic as in passports (ICAO 9303), Greek as in ELOT 743. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ħ: 'h', ı: 'i', ŋ: 'n', ŧ: 't', ĸ: 'k' },
  ...{
    а: 'a',
    б: 'b',
    в: 'v',
    г: 'g',
    д: 'd',
    е: 'e',
    ж: 'zh',
    з: 'z',
    и: 'i',
    к: 'k',
    л: 'l',
    м: 'm',
    н: 'n',
    о: 'o',
  },
  ...{ п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ы: 'y', э: 'e' },
  ...{
    ю: 'yu',
    я: 'ya',
    ё: 'yo',
    й: 'y',
    і: 'i',
    ї: 'yi',
    є: 'ye',
    ґ: 'g',
    ђ: 'dj',
    ј: 'j',
    љ: 'lj',
    њ: 'nj',
    ћ: 'c',
    џ: 'dz',
  },
  ...{
    α: 'a',
    β: 'v',
    γ: 'g',
    δ: 'd',
    ε: 'e',
    ζ: 'z',
    η: 'i',
    θ: 'th',
    ι: 'i',
    κ: 'k',
    λ: 'l',
    μ: 'm',
    ν: 'n',
    ξ: 'x',
  },
  ...{ ο: 'o', π: 'p', ρ: 'r', σ: 's', ς: 's', τ: 't', υ: 'y', φ: 'f', χ: 'ch', ψ: 'ps', ω: 'o' },
}

const toAscii = (letter: string): string =>
  LETTERS[letter] ??
  LETTERS[letter.normalize('NFKC')] ??
  [...letter.normalize('NFKD')].map((part) => LETTERS[part] ?? part.replace(/[^a-z0-9-]/gi, '')).join('')

/**
 * A name in letters `a` to `z`, digits and hyphens, for engines and servers that take no others. Latin, Cyrillic and Greek
 * are transliterated; what other scripts leave out may leave nothing but `model`.
 */
export const asciiName = (name: string): string =>
  join(
    [...name.normalize('NFC')]
      .map(toAscii)
      .join('')
      .toLowerCase()
      .split('-')
      .filter((part) => part !== ''),
  )

/** What the name of a result is drawn from; the name that a person chose comes first. */
export interface Named {
  name?: string
  prompt?: string
  /** File name or address of a picture. */
  image?: string
  /** Whether only ASCII is wanted: `tripo.naming.ascii`. */
  ascii?: boolean
  /** What a name is made of that nobody chose: `tripo.naming.pattern`. */
  pattern?: string
  /** Catalogue id, for the pattern. */
  capability?: string
  /** The day, for the pattern. */
  at?: Date
}

/** The pattern of names: what was asked for and nothing else. */
export const DEFAULT_PATTERN = '{slug}'

/** A name by a pattern. The slug gives way when the whole does not fit; what is no placeholder is made safe as any name. */
function patterned(slug: string, { pattern = DEFAULT_PATTERN, capability = '', at = new Date() }: Named): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  const values: Readonly<Record<string, string>> = { capability: capability.replaceAll('_', '-'), date }
  const filled = (own: string) =>
    wordsOf(
      pattern.replace(/\{(slug|capability|date)\}/g, (_, name: string) =>
        name === 'slug' ? own : (values[name] ?? ''),
      ),
    )
  let own = slug
  while (own.includes('-') && !fits(filled(own).join('-'))) own = own.slice(0, own.lastIndexOf('-'))
  return join(filled(own))
}

/** The file name, without number and ending, of what is made of a request. */
export function fileNameOf(named: Named): string {
  const { name, prompt, image, ascii = false } = named
  const own = prompt ? nameOfPrompt(prompt) : image ? nameOfImage(image) : FALLBACK_NAME
  const chosen = name?.trim() ? nameOfChoice(name) : patterned(own, named)
  return ascii ? asciiName(chosen) : chosen
}

/** What browsers call every picture of the clipboard; it says nothing of this one. */
const CLIPBOARD = /^image(\.(?:png|jpe?g|webp))$/i

/** The title of a picture that came without a file: `picture-20261128-090507.png` of a pasted `image.png`. Local time. */
export function pictureTitle(name: string, at: Date): string {
  const ending = CLIPBOARD.exec(name)?.[1]
  if (name !== '' && ending === undefined) return name
  const two = (number: number) => String(number).padStart(2, '0')
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`
  const time = `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`
  return `picture-${day}-${time}${(ending ?? '').toLowerCase()}`
}
