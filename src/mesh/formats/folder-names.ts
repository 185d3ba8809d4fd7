// Where a name leads by which a model asks for another file: into its own folder or one below, which is all that is read, or
// elsewhere on this machine or another. One answer for the page and the host, so that both show, tell and convert the same.

/** Whether an address holds its content itself (RFC 2397). */
export const isData = (address: string): boolean => /^data:/i.test(address)

/** An address as the name of a file: percent-encoding (RFC 3986) is undone, where an exporter has used it. */
export function decodedName(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

/** A path below a folder as an address has it, in which `#`, `?`, `%` and spaces mean something else. */
export const addressOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/')

/** A scheme of two letters or more, a drive, the root of a disk, or another machine. */
const ROOTED = /^(?:[a-z][a-z0-9+.-]*:|[\\/])/i

/**
 * The way from a model's folder to a file that it names, with nothing but names in it.
 * @param name as a file system has it: see `decodedName` for addresses
 * @returns undefined for what leads out of the folder; nothing for the folder itself
 */
export function pathBelow(name: string): readonly string[] | undefined {
  if (ROOTED.test(name)) return undefined
  const path: string[] = []
  for (const part of partsOf(name)) {
    if (part !== '..') path.push(part)
    else if (path.pop() === undefined) return undefined
  }
  return path
}

/** Whether a name leads out of the model's folder. @param name as for `pathBelow` */
export const leadsOut = (name: string): boolean => pathBelow(name) === undefined

/**
 * Where a named file is looked for: where the name says, or in the model's own folder by its last part, since programs that
 * export leave paths of their own machine.
 * @param name as for `pathBelow`
 * @returns names from the model's folder on; undefined where the name is none of a file
 */
export function placeInFolder(name: string): readonly string[] | undefined {
  const path = pathBelow(name) ?? partsOf(name).slice(-1)
  return path.length === 0 || path.includes('..') ? undefined : path
}

/** A name's parts, with `/` or `\` between them. */
const partsOf = (name: string): string[] => name.split(/[\\/]+/).filter((part) => part !== '' && part !== '.')
