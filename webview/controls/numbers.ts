// Arithmetic of number controls, without DOM: parsing, stepping, random seeds, moving borders.

/** A number with or without a fraction; what is none comes back as typed, nothing as undefined. */
export function parseDecimal(text: string): number | string | undefined {
  const bare = text.trim()
  if (bare === '') return undefined
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(bare) ? Number(bare) : text
}

/** The number that was typed, `undefined` for nothing, or the text when it is none. Spaces and commas may group digits. */
export function parseWholeNumber(text: string): number | string | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  const digits = trimmed.replace(/(?<=\d)[\s,'_](?=\d{3}(\D|$))/g, '')
  return /^-?\d+$/.test(digits) ? Number(digits) : trimmed
}

/** The next value for an arrow key, kept between the limits. Starts at the lower limit or 0. */
export function stepNumber(value: number | string | undefined, delta: number, minimum = -Infinity, maximum = Infinity) {
  const from = typeof value === 'number' ? value + delta : Math.max(minimum, 0)
  return Math.min(maximum, Math.max(minimum, from))
}

/** A whole number in 0..maximum, both included, drawn evenly. */
export const drawSeed = (maximum: number, random: () => number = Math.random): number =>
  Math.floor(random() * (maximum + 1))

/** What an arrow key moves a border by, pixels. */
const STEP = 16

/** The width a key leads to, or undefined for keys that do not move the border. */
export function movedWidth(key: string, value: number, minimum: number, maximum: number): number | undefined {
  const moved = { ArrowLeft: value - STEP, ArrowRight: value + STEP, Home: minimum, End: maximum }
  const next = Object.entries(moved).find(([name]) => name === key)?.[1]
  return next === undefined ? undefined : clamp(next, minimum, maximum)
}

/** Whole pixels between the limits; the lower one wins when they cross. */
export const clamp = (value: number, minimum: number, maximum: number) =>
  Math.round(Math.max(minimum, Math.min(Math.max(minimum, maximum), value)))

/**
 * Numbers apart by spaces, commas or lines. Text that is none comes back as it is, for the check to speak of it; nothing
 * typed is empty text.
 */
export function parseNumbers(text: string): readonly number[] | string {
  const words = text.split(/[\s,;[\]]+/).filter((word) => word !== '')
  const numbers = words.map(Number)
  if (words.length === 0) return ''
  return numbers.every(Number.isFinite) ? numbers : text
}
