// Paths in the assets file: inside the project, the same on every system, and never inside the folders of tools.
import { nameFault } from '../text/portable-name.ts'

/**
 * A path with `/` as it is meant: `./a/b` is `a/b`.
 * @returns undefined for one that is absolute, climbs, is hidden, or cannot be on every system
 */
export function projectPath(text: string): string | undefined {
  if (/^[/~]/.test(text) || text.length > 300) return undefined
  const parts = text.split('/').filter((part) => part !== '' && part !== '.')
  const isOdd = (part: string) => part.startsWith('.') || nameFault(part) !== undefined || part === 'node_modules'
  return parts.length === 0 || parts.some(isOdd) ? undefined : parts.join('/')
}

/** The ending without a dot, lower case; empty without one. */
export const endingOf = (path: string): string => (/\.([^./]+)$/.exec(path)?.[1] ?? '').toLowerCase()

/** What two paths are the same by, also where letter case does not count. */
export const pathKey = (path: string): string => path.normalize('NFC').toLowerCase()
