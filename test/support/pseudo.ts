// A language made by the tests: every text of the collected bundle with accents on its vowels, in brackets and a third
// longer. What still has a plain vowel in the product was never translated; what is cut off was made for English alone.
import { readFileSync } from 'node:fs'

const ACCENTS: Readonly<Record<string, string>> = {
  ...{ a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', A: 'Á', E: 'É', I: 'Í', O: 'Ó', U: 'Ú' },
}

/** A text in the pseudo-language; its places stay. */
export function pseudo(text: string): string {
  const accented = text.replace(/\{\d+\}|[aeiou]/gi, (found) => ACCENTS[found] ?? found)
  return `⟦${accented}${'~'.repeat(Math.ceil(text.length / 3))}⟧`
}

const bundle: unknown = JSON.parse(readFileSync(new URL('../../l10n/bundle.l10n.json', import.meta.url), 'utf8'))

/** The whole bundle in the pseudo-language, as VS Code would hand it over. */
export const PSEUDO: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(bundle ?? {}).map((text) => [text, pseudo(text)]),
)

/** What is the same in every language: products, formats, keys, settings, names and ids of the service. */
const NAMES =
  /^(?:Tripo|VS|Code|Mixamo|ActorCore|Unity|Unreal|Blender|Meshopt|Draco|TRIPO_API_KEY|tripo\.\w+|https?:.*|Enter|Home|(?:Ctrl|Alt|Shift|Cmd)(?:\+\w*)?|TARGA|TIFF|WEBP|3dsmax|three\.js|Babylon\.js|JPEG|USDZ|OBJ|v\d\S*|API|UV|HTTP|JSON|[a-z0-9]+(?:[_.-][a-z0-9]+)+|banana\d?|x?high|low|max|medium|auto|opaque|midjourney|preset:\S+|\S+\.(?:glb|png|json|gltf)|public\/assets|file:.*)$/i

/** The words of a text that are still English. @param data words of the sample that is shown: prompts, names of files */
export function englishIn(text: string, data: readonly string[] = []): string[] {
  const rest = data.reduce((left, each) => left.split(each).join(' '), text)
  // A word in the pseudo-language has no plain vowel, so that what has one was not translated.
  const words = rest.split(/[^\p{L}\p{N}_.:/\\+-]+/u).map((word) => word.replace(/^[.:/-]+|[.:/-]+$/g, ''))
  return words.filter((word) => /[a-z]{2}/i.test(word) && /[aeiou]/i.test(word) && !NAMES.test(word))
}
