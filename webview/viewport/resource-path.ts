// Confines the buffers and images that a glTF names to its own folder and those below it, whatever its URIs say.
import { decodedName, leadsOut } from '../../src/mesh/formats/folder-names.ts'
import { addressOf } from './neighbours.ts'

/**
 * The address to ask instead of one that a loader has made of a file's.
 * @param address as three resolves it: below the folder, or as the file has it where that is no relative one
 * @param url the model's
 * @returns what leads elsewhere is looked for by its last name in the model's folder; undefined where there is none
 */
export function confineToFolder(address: string, url: string): string | undefined {
  return addressOf(nameIn(address, url), url)
}

/** What a file names, where that is not in its folder: as it is confined, another file is looked for. */
export function leadsElsewhere(address: string, url: string): string | undefined {
  const name = nameIn(address, url)
  return leadsOut(name) ? name : undefined
}

function nameIn(address: string, url: string): string {
  const folder = url.slice(0, url.lastIndexOf('/') + 1)
  const name = address.startsWith(folder) ? address.slice(folder.length) : address
  // What stands behind a question mark is no part of a file's name.
  return decodedName(name.replace(/[?#].*$/, ''))
}
