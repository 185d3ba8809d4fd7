// Finds files in a folder and below for the command line's globs: dependencies and hidden folders are skipped, links are not
// followed, and the search is bounded, so that a whole disk given by mistake costs little.
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Entries of folders that one search looks at. */
const MOST_ENTRIES = 200_000
const SKIPPED = /^(\.|node_modules$)/

/** What is at a path; undefined: nothing that can be looked at. */
export async function kindAt(path: string): Promise<'file' | 'folder' | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() ? 'file' : found?.isDirectory() ? 'folder' : undefined
}

/** Paths with `/`, relative to the folder, in alphabetical order. */
export async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = []
  const waiting = ['']
  let looks = 0
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    const entries = await readdir(join(folder, at), { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      looks += 1
      if (looks > MOST_ENTRIES) return found.sort()
      const path = at === '' ? entry.name : `${at}/${entry.name}`
      if (entry.isFile()) found.push(path)
      else if (entry.isDirectory() && !SKIPPED.test(entry.name)) waiting.push(path)
    }
  }
  return found.sort()
}
