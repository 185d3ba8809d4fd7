// Sanitizes JSON from outside before anything is stored: the key is removed from every string and name, numbers that are not
// finite (1e999 reads as infinity) become null, and nesting is limited to a depth that all later code can process.

/** Levels of objects and lists that are kept; answers of the service have about six. */
const DEEPEST = 64

/** The same value without what must not be kept. @param hide takes the key out of a text */
export function tidy(value: unknown, hide: (text: string) => string, depth = 0): unknown {
  if (typeof value === 'string') return hide(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEEPEST) return null
  if (Array.isArray(value)) return value.map((entry) => tidy(entry, hide, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [hide(name), tidy(entry, hide, depth + 1)]))
}

/** Reads JSON; undefined when it is none. */
export function readJson(source: string, hide: (text: string) => string): unknown {
  try {
    const value: unknown = JSON.parse(source)
    return tidy(value, hide)
  } catch {
    return undefined
  }
}
