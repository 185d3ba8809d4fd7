// Reads and writes the files of a project on Node, by their path relative to it: completely or not at all, and never outside the
// project, even where a link leads out.
import { readFile, realpath } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { isMissing } from '../text/system-errors.ts'
import { replaceFile } from './atomic.ts'
import { createFolder } from './create-folder.ts'
import { hashFile } from './files.ts'

/** More than a text of ours has. */
const MOST_TEXT = 4 * 1024 * 1024

/** @param root absolute path of the project */
export function openProject(root: string) {
  /** Follows links of what is there already. @throws where they lead out of the project */
  async function inside(path: string): Promise<string> {
    const target = join(root, ...path.split('/'))
    const real = await realpath(root)
    const isIn = (place: string) => place === real || place.startsWith(real + sep)
    if (!target.startsWith(join(root) + sep)) throw new Error(`${path} leaves the project`)
    for (let place = target; place !== join(root) && place.length > root.length; place = dirname(place)) {
      const found = await realpath(place).catch(() => undefined)
      if (found === undefined) continue
      if (!isIn(found)) throw new Error(`${path} leaves the project`)
      break
    }
    return target
  }
  return {
    async sha256(path: string): Promise<string | undefined> {
      return inside(path)
        .then(hashFile)
        .then(
          ({ sha256 }) => sha256,
          () => undefined,
        )
    },
    async read(path: string): Promise<Uint8Array> {
      return new Uint8Array(await readFile(await inside(path)))
    },
    async readText(path: string): Promise<string | undefined> {
      try {
        const bytes = await readFile(await inside(path))
        return bytes.length > MOST_TEXT ? '' : bytes.toString('utf8')
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
    async write(path: string, content: Uint8Array | string): Promise<void> {
      const target = await inside(path)
      await createFolder(dirname(target))
      await replaceFile(target, content)
    },
  }
}
