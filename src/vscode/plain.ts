// Makes text from outside (prompts, file names, settings, the service, records, lists) plain before the workbench shows it. VS
// Code turns `[text](command:…)` in notifications and in the texts of an input box into a link that runs a command, and `$(name)`
// in lists into an icon; text that somebody else wrote must be able to do neither.

/** Most UTF-16 units of one shown text. VS Code itself cuts notifications at 1000. */
export const MOST = { sentence: 600, label: 200 } as const

/** Characters that change the direction of what follows, so that a name reads as another one (Unicode UAX 9). */
const DIRECTIONS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g
/** Line ends and other control characters: a text is one line. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu
const LONE_SURROGATES = /\p{Cs}/gu

/** Long texts lose their middle: what a sentence says stands around the name in it. */
function shorten(text: string, most: number): string {
  if (text.length <= most) return text
  const head = Math.ceil((most - 1) / 2)
  return `${text.slice(0, head)}…${text.slice(text.length - (most - 1 - head))}`
}

/**
 * A text that the workbench shows as it stands: one line, no link, no icon, no change of direction, of bounded length.
 * Between the two characters that make a link (`](`) or an icon (`$(`) stands a space then; all else is kept.
 * @param most UTF-16 units before those spaces
 */
export function plain(text: string, most: number = MOST.sentence): string {
  return shorten(text, most)
    .replace(LONE_SURROGATES, '')
    .replace(DIRECTIONS, '')
    .replace(CONTROLS, ' ')
    .replace(/([\]$])\(/g, '$1 (')
    .trim()
}
