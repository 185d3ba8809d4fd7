// JSON from outside, made harmless before anybody keeps it: the key is taken out of every text and name, numbers that
// are none (1e999 reads as infinity) become null, and nesting ends at a depth that every later step can walk.

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
