// Paths in the assets file: inside the project, the same on every system, and never inside the folders of tools.

/** What no path of a project needs: what Windows cannot store, control characters, marks that change direction. */
const STRANGE = /[:*?"<>|\\\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u
/** Names that Windows keeps for devices, and names that end as it does not store them. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)|[. ]$/i

/**
 * A path with `/` as it is meant: `./a/b` is `a/b`.
 * @returns undefined for one that is absolute, climbs, is hidden, or cannot be on every system
 */
export function projectPath(text: string): string | undefined {
  if (/^[/~]/.test(text) || text.length > 300 || STRANGE.test(text)) return undefined
  const parts = text.split('/').filter((part) => part !== '' && part !== '.')
  const isOdd = (part: string) => part.startsWith('.') || RESERVED.test(part) || part === 'node_modules'
  return parts.length === 0 || parts.some(isOdd) ? undefined : parts.join('/')
}

/** The ending without a dot, lower case; empty without one. */
export const endingOf = (path: string): string => (/\.([^./]+)$/.exec(path)?.[1] ?? '').toLowerCase()

/** What two paths are the same by, also where letter case does not count. */
export const pathKey = (path: string): string => path.normalize('NFC').toLowerCase()
