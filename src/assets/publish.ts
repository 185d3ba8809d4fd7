// Moves one file from its hidden temporary name to its final name in the same folder, without ever replacing anything or being
// undone. A second process that does the same, perhaps after being suspended, finds the file there.
import { isMissing, isTaken, mayLackLinks } from '../text/system-errors.ts'
import type { AssetFiles } from './files.ts'

/** One file to publish: where it waits, what it will be called, and how to tell that it is there already. */
export interface Publication {
  temporary: string
  final: string
  /** Whether what has the final name is this very file, put there by somebody else at work on the same job. */
  isThere(): Promise<boolean>
  /** What keeps the name where there are no hard links: tells whose it is. */
  placeholder: string
}

export type Published = 'published' | 'there' | 'taken'

/** Bytes of the longest placeholder. */
const SHORT = 200

/**
 * Gives a temporary file its final name, beside the temporary one (or instead of it, where there are no hard links:
 * exFAT, some network shares). Fails with ENOENT when the temporary file is gone and the final one is not there.
 */
export async function publish(files: AssetFiles, publication: Publication): Promise<Published> {
  const { temporary, final } = publication
  try {
    await files.link(temporary, final)
    return 'published'
  } catch (error) {
    if (await publication.isThere()) return 'there'
    if (isTaken(error)) {
      if (!(await isOwnPlaceholder(files, publication))) return 'taken'
    } else if (!mayLackLinks(error)) throw error
  }
  return publishWithoutLinks(files, publication)
}

/** The placeholder keeps everybody else off the name; the rename then replaces nothing but our own. */
async function publishWithoutLinks(files: AssetFiles, publication: Publication): Promise<Published> {
  const { temporary, final, placeholder } = publication
  try {
    await files.create(final, placeholder)
  } catch (error) {
    if (!isTaken(error)) throw error
    if (!(await isOwnPlaceholder(files, publication))) return (await publication.isThere()) ? 'there' : 'taken'
  }
  try {
    await files.rename(temporary, final)
    return 'published'
  } catch (error) {
    if (isMissing(error) && (await publication.isThere())) return 'there'
    throw error
  }
}

async function isOwnPlaceholder(files: AssetFiles, { final, placeholder }: Publication): Promise<boolean> {
  const found = await files.identify(final)
  return found !== undefined && found.bytes < SHORT && (await files.readText(final)) === placeholder
}

/** Whether a path is a second name of a file, or a file of the same content. */
export async function isSameFile(
  files: AssetFiles,
  path: string,
  { temporary, bytes, sha256 }: { temporary: string; bytes: number; sha256: string },
  byContent: boolean,
): Promise<boolean> {
  const [there, waiting] = await Promise.all([files.identify(path), files.identify(temporary)])
  if (!there || there.bytes !== bytes) return false
  if (there.id === waiting?.id) return true
  return byContent && (await files.hash(path)).sha256 === sha256
}
