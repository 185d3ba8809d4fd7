// A project for tests of src/engines, as a table of its files: nothing of it is on a disk.
import type { Entry, ProjectFiles } from '../../src/engines/index.ts'

/** Files by path; a value that is no text is written as JSON. */
export type Tree = Readonly<Record<string, unknown>>

export function projectOf(tree: Tree): ProjectFiles & { reads: string[] } {
  const texts = new Map(
    Object.entries(tree).map(([path, value]) => [path, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
  const reads: string[] = []
  return {
    reads,
    read: async (path) => {
      reads.push(path)
      return texts.get(path)
    },
    list: async (folder) => {
      const start = folder === '' ? '' : `${folder}/`
      const entries = new Map<string, Entry>()
      for (const path of texts.keys()) {
        if (!path.startsWith(start)) continue
        const [name = '', ...rest] = path.slice(start.length).split('/')
        entries.set(name, { name, isFolder: rest.length > 0 })
      }
      return [...entries.values()]
    },
  }
}
