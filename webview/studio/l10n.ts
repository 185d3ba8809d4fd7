// Texts in the person's language. The host passes a map from English source strings to translations; a string that is missing
// stays English, so the page never shows a key.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import {
  fill,
  isolated,
  joinSentences,
  type ProblemTexts,
  translate,
  type Words,
  wordsOf,
} from '../../src/text/index.ts'

const Strings = Type.Record(Type.String(), Type.String())
let strings: Readonly<Record<string, string>> = {}
let shown = 'en'

/** Whether figures and dates can be written in a language: other editors than VS Code may name what is none. */
function isLanguage(name: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(name).length > 0
  } catch {
    return false
  }
}

/**
 * Takes the translations the host wrote into the page as JSON. What is not such a map is left alone.
 * @param language the page's, BCP 47: figures and dates are written in it
 */
export function useStrings(json: string | undefined, language = 'en'): void {
  shown = isLanguage(language) ? language : 'en'
  if (!json) return
  try {
    const parsed: unknown = JSON.parse(json)
    if (Check(Strings, parsed)) strings = parsed
  } catch {
    // The page works in English; a broken map is for the host's tests to find.
  }
}

/** The language in which figures and dates are written. */
export const language = (): string => shown

/** Translated sentences as one text. */
export const together = (...sentences: readonly (string | undefined | false)[]): string =>
  joinSentences(sentences, shown)

/** The translation of an English text; `{0}`, `{1}` ... are replaced by the values. */
export const t = (text: string, ...values: readonly (string | number)[]): string =>
  fill(
    Object.hasOwn(strings, text) ? (strings[text] ?? text) : text,
    ...values.map((value) => (typeof value === 'string' ? isolated(value) : value)),
  )

/** Words in the person's language. */
export const say = (words: Words): string => translate(words, t, shown)

/** What a problem says, in the person's language. */
export function sayOf(problem: ProblemTexts): { sentence: string; nextStep: string } {
  const { sentence, nextStep } = wordsOf(problem)
  return { sentence: say(sentence), nextStep: say(nextStep) }
}

/** What a finding says, in the person's language. */
export const sayFinding = ({ message, phrase }: { message: string; phrase?: Words }): string => say(phrase ?? message)
