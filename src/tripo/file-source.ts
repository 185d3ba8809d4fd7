// The bytes of a file that a caller passes by path or directly, for the methods of TripoClient that upload.
import { IMPORT_MAX_BYTES } from './catalogue/index.ts'
import { isAbort, TripoError } from './errors.ts'
import { diskFailed, noResource } from './failures.ts'
import type { Resources } from './resources.ts'

/** The whole file at a path. Throws TripoResourceError without the `readFile` resource, TripoFileError when it cannot be read. */
export async function readPath({ readFile }: Pick<Resources, 'readFile'>, path: string): Promise<Uint8Array> {
  if (!readFile) throw noResource('Reading files')
  try {
    // More than the service takes, so that the check can say how large the file is.
    return await readFile(path, 2 * IMPORT_MAX_BYTES)
  } catch (error) {
    if (error instanceof TripoError || isAbort(error)) throw error
    throw diskFailed(error)
  }
}

/** A file's bytes with its name. @param unnamed what bytes without a name are called */
export async function bytesOf(
  resources: Pick<Resources, 'readFile'>,
  file: string | Uint8Array | { bytes: Uint8Array; name: string },
  unnamed: string,
): Promise<{ bytes: Uint8Array; name: string }> {
  if (typeof file === 'string') return { bytes: await readPath(resources, file), name: file }
  return file instanceof Uint8Array ? { bytes: file, name: unnamed } : file
}
