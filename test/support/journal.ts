// The journal's files, as a test looks at them behind the extension's back.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Path of a record's newest revision in a journal's folder. */
export async function recordPath(folder: string, id: string): Promise<string> {
  const names = await readdir(join(folder, id))
  const revisions = names.map((name) => Number.parseInt(name, 10)).filter(Number.isInteger)
  return join(folder, id, `${Math.max(...revisions)}.json`)
}
