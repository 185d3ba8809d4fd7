// Removes secrets from messages: the key, other keys, and the signatures in download URLs.
import { codeOf } from '../text/problem-codes.ts'

/** Keys of the service and client ids, wherever they appear. */
const KEYS = /\bt(?:sk|cli)_[A-Za-z0-9_-]+/g
const BEARER = /\bBearer\s+[^\s"',;]+/gi
/** Query strings carry signatures. */
const QUERY = /(\bhttps?:\/\/[^\s"'<>?#]+)[?#][^\s"'<>]*/gi

const LONGEST = 1000

/** Text that may be shown, logged and copied. At most 1000 characters. */
export function redact(text: string): string {
  const clean = text.replace(BEARER, 'Bearer ***').replace(KEYS, '***').replace(QUERY, '$1?…')
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean
}

/** Characters from which a secret is one, and not a word of other texts too; in what is only shown, fewer do. */
const SHORTEST = { kept: 8, shown: 4 }

/**
 * Takes one secret, known by heart, out of a text, also where it is written as in an address; the rest stays as it is.
 * For everything that is kept of an answer.
 */
export function hider(secret: string, shortest = SHORTEST.kept): (text: string) => string {
  if (secret.length < shortest) return (text) => text
  const forms = [...new Set([secret, encodeURIComponent(secret), btoa(secret).replace(/=+$/, '')])]
  return (text) => forms.reduce((clean, form) => (clean.includes(form) ? clean.split(form).join('***') : clean), text)
}

/** A redactor that also knows one secret by heart, for keys of unusual form. */
export function redactor(secret: string): (text: string) => string {
  const hide = hider(secret, SHORTEST.shown)
  return (text) => redact(hide(text))
}

/** A thrown thing in a few words, without addresses' queries or keys. */
export function describeCause(cause: unknown): string {
  const words: string[] = []
  let at: unknown = cause
  for (let depth = 0; depth < 4 && at instanceof Error; depth++) {
    const code = codeOf(at)
    words.push(code && !at.message.includes(code) ? `${at.message} (${code})` : at.message)
    at = at.cause
  }
  if (words.length === 0 && cause !== undefined) words.push(typeof cause === 'string' ? cause : 'unknown cause')
  return redact([...new Set(words.filter((word) => word !== ''))].join(': '))
}
