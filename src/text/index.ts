// Sentences for people, in layers without translations: an English literal with numbered placeholders, and their values. The
// layer that shows them translates them (the host by `vscode.l10n`, the page by the bundle in its HTML). A sentence without
// values is a plain string. `npm run l10n` collects the literals.

export { joinSentences } from './sentences.ts'

/**
 * What stands in a place of a phrase: data as it is, a phrase to be translated too, a figure in the language's digits
 * and groups, a day (ISO) in the language's words, or several things, one after another.
 */
export type PhraseValue = string | number | Phrase | Figure | Day | All
interface Figure {
  readonly figure: number
}
interface Day {
  readonly day: string
}
interface All {
  readonly all: readonly Phrase[]
}

/** An English literal whose `{0}`, `{1}` ... stand for the values. */
export interface Phrase {
  readonly text: string
  readonly values: readonly PhraseValue[]
}

/** A sentence or a title: a literal, or a phrase. */
export type Words = string | Phrase

/** Translates an English literal; `{0}` and so on stand for the values. */
export type Translate = (text: string, ...values: (string | number)[]) => string

/** A phrase of a literal; without values it only marks the literal to be translated where it is a value of another. */
export const phrase = (text: string, ...values: readonly PhraseValue[]): Phrase => ({ text, values })

/** A phrase of one thing or of several: the first literal where `count` is 1. Both have the same places. */
export const counted = (count: number, texts: readonly [string, string], ...values: readonly PhraseValue[]): Phrase =>
  phrase(texts[count === 1 ? 0 : 1], ...values)

/** A part of a phrase: a literal among its values is data, so it is marked as one. */
export const part = (words: Words): Phrase => (typeof words === 'string' ? phrase(words) : words)

/** Phrases one after another, as a list in a sentence. */
export const list = (items: readonly PhraseValue[]): Phrase => ({
  text: items.map((_, index) => `{${index}}`).join(', '),
  values: items,
})

/** Marks a table of literals, so that they are collected. */
export const literals = <const Table>(table: Table): Table => table

/** A number as a person reads it: `20,000`. */
export const figure = (value: number): Figure => ({ figure: value })

/** A day as a person reads it: `23 October 2026`. @param day ISO */
export const dayOf = (day: string): Day => ({ day })

/** A day in a language's words. */
function dayWords(iso: string, language: string): string {
  const date = new Date(`${iso}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return iso
  // Ours is the English of the rest of the product: the day before the month.
  const options = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  return date.toLocaleDateString(language === 'en' ? 'en-GB' : language, options)
}

/**
 * As `toLocaleString('en')`, which takes 20 ms when it is first asked: most of what a short command spends on its words. What a
 * service has put in the place of a number stays as it is.
 */
export function englishFigure(value: number): string {
  const [whole = '', part] = String(Number(Number(value).toFixed(3))).split('.')
  if (!/^-?\d+$/.test(whole)) return value.toLocaleString('en')
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return part === undefined ? grouped : `${grouped}.${part}`
}

/** Several things as a sentence names them: `lights, cameras, and skeletons`. */
export const allOf = (all: readonly Phrase[]): All => ({ all })

/** Hebrew, Arabic and their like. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

/** A text that is written from right to left, apart from what stands before and after it (Unicode's isolates); any other as it is. */
export const isolated = (text: string): string => (RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text)

/** Fills the places of a literal, each once: a value that holds `{1}` itself is left alone. */
export const fill: Translate = (text, ...values) =>
  text.replace(/\{(\d+)\}/g, (whole, index) => String(values[Number(index)] ?? whole))

/**
 * Words in a language.
 * @param language BCP 47, for figures and days
 */
export function translate(words: Words, t: Translate, language: string): string {
  if (typeof words === 'string') return t(words)
  const values = words.values.map((value) => {
    if (typeof value === 'string' || typeof value === 'number') return value
    if ('figure' in value)
      return language === 'en' ? englishFigure(value.figure) : value.figure.toLocaleString(language)
    if ('day' in value) return dayWords(value.day, language)
    if (!('all' in value)) return translate(value, t, language)
    const words = value.all.map((each) => translate(each, t, language))
    return new Intl.ListFormat(language, { type: 'conjunction' }).format(words)
  })
  return t(words.text, ...values)
}

/** Words in English: for logs, reports, programs. A plain string is left alone, whatever braces are in it. */
export const english = (words: Words): string => (typeof words === 'string' ? words : translate(words, fill, 'en'))

/** Words with each text in them changed, such as by taking secrets out. */
export function mapWords(words: Words, change: (text: string) => string): Words {
  if (typeof words === 'string') return change(words)
  const values = words.values.map((value) => {
    if (typeof value === 'string') return change(value)
    return typeof value === 'object' && 'text' in value ? mapPhrase(value, change) : value
  })
  return { text: words.text, values }
}

const mapPhrase = (inner: Phrase, change: (text: string) => string): Phrase => {
  const mapped = mapWords(inner, change)
  return typeof mapped === 'string' ? inner : mapped
}

/** What a message is in English, and as a phrase where it has values: the fields of a finding. */
export const message = (words: Words): { message: string; phrase?: Phrase } =>
  typeof words === 'string' ? { message: words } : { message: english(words), phrase: words }

/** The fields of a line of a price. */
export const labelled = (words: Phrase): { label: string; phrase: Phrase } => ({ label: english(words), phrase: words })

/** The two texts of a problem, in English and, where they have values, as phrases. */
export interface ProblemTexts {
  sentence: string
  nextStep: string
  phrases?: { sentence?: Phrase; nextStep?: Phrase }
}

const phraseOf = (words: Words) => (typeof words === 'string' ? undefined : words)

/** A problem's sentence and next step as fields of it. */
export function problemTexts(sentence: Words, nextStep: Words): ProblemTexts {
  const phrases = {
    ...(phraseOf(sentence) && { sentence: phraseOf(sentence) }),
    ...(phraseOf(nextStep) && { nextStep: phraseOf(nextStep) }),
  }
  const texts = { sentence: english(sentence), nextStep: english(nextStep) }
  return Object.keys(phrases).length > 0 ? { ...texts, phrases } : texts
}

/** What a problem says, as words to be translated. */
export const wordsOf = ({ sentence, nextStep, phrases }: ProblemTexts): { sentence: Words; nextStep: Words } => ({
  sentence: phrases?.sentence ?? sentence,
  nextStep: phrases?.nextStep ?? nextStep,
})
