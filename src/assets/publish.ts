// One file's step from its hidden temporary name to its final name, in the same folder: without ever replacing
// anything, and so that it can be taken back, or recognised after a crash.
import { type AssetFiles, codeOf } from './files.ts'

/** One file to publish: where it waits and what it will be called. */
export interface Publication {
  temporary: string
  final: string
}

/** Failures of `link` that say something about these files; any other may just mean "no hard links here". */
const NOT_ABOUT_LINKS: ReadonlySet<string | undefined> = new Set(['EEXIST', 'ENOENT', 'ENOSPC', 'EDQUOT'])

/**
 * Gives a temporary file its final name, beside the temporary one (or instead of it, where there are no hard links:
 * exFAT, some network shares). Fails with EEXIST when the name is taken.
 */
export async function publish(files: AssetFiles, { temporary, final }: Publication): Promise<void> {
  try {
    await files.link(temporary, final)
    return
  } catch (error) {
    if (NOT_ABOUT_LINKS.has(codeOf(error))) throw error
  }
  // The empty file keeps everybody else off the name; the rename then replaces nothing but our own.
  await files.claim(final)
  try {
    await files.rename(temporary, final)
  } catch (error) {
    await files.remove(final).catch(() => undefined)
    throw error
  }
}

/** Takes a publication of ours back; the file then waits at its temporary path again. */
export async function unpublish(files: AssetFiles, { temporary, final }: Publication): Promise<void> {
  if (await files.identify(temporary)) await files.remove(final)
  else await files.rename(final, temporary)
}

/**
 * How far a publication got before it was cut off. The temporary file goes only after its final name is there, so a
 * final name without a temporary file is ours when the content is.
 */
export async function stateOf(
  files: AssetFiles,
  { temporary, final }: Publication,
  whole: { bytes: number; sha256: string },
): Promise<'waiting' | 'published' | 'taken' | 'lost'> {
  const [waiting, there] = await Promise.all([files.identify(temporary), files.identify(final)])
  if (!there) return waiting ? 'waiting' : 'lost'
  if (waiting) return waiting.id === there.id ? 'published' : 'taken'
  if (there.bytes !== whole.bytes) return 'lost'
  return (await files.hash(final)).sha256 === whole.sha256 ? 'published' : 'lost'
}
