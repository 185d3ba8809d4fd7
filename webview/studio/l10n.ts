// Words in the person's language. The host hands over a map from English source strings to translations; what is not in
// it stays English, so the page never shows a key.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'

const Strings = Type.Record(Type.String(), Type.String())
let strings: Readonly<Record<string, string>> = {}

/** Takes the translations the host wrote into the page as JSON. What is not such a map is left alone. */
export function useStrings(json: string | undefined): void {
  if (!json) return
  try {
    const parsed: unknown = JSON.parse(json)
    if (Check(Strings, parsed)) strings = parsed
  } catch {
    // The page works in English; a broken map is for the host's tests to find.
  }
}

/** The translation of an English text; `{0}`, `{1}` ... are replaced by the values. */
export function t(text: string, ...values: readonly (string | number)[]): string {
  const template = Object.hasOwn(strings, text) ? (strings[text] ?? text) : text
  return template.replace(/\{(\d+)\}/g, (whole, index) => String(values[Number(index)] ?? whole))
}
