// Creates folders, with the disk's own reason when it refuses. It is all that makes a folder together with those above it
// (test/unit/scenarios/layers.test.ts), since what Node says of a disk that cannot be written is wrong.
import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isNowhere } from '../text/system-errors.ts'

/**
 * Creates a folder and those above it; fine when it exists. Node says ENOENT where a disk cannot be written (libuv's
 * EROFS, then looked for): what the disk says of the first one that is missing is told instead.
 * @param make for tests: a disk that cannot be written
 * @returns the uppermost folder that was created; undefined when all were there
 * @throws Node's error with the disk's code
 */
export async function createFolder(path: string, make: typeof mkdir = mkdir): Promise<string | undefined> {
  try {
    return await make(path, { recursive: true })
  } catch (error) {
    if (!isNowhere(error)) throw error
    let missing = path
    while (dirname(missing) !== missing && !(await isThere(dirname(missing)))) missing = dirname(missing)
    await make(missing)
    await make(path, { recursive: true })
    return missing
  }
}

/** False only where nothing is: what cannot be asked for is left to the disk to tell. */
const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: unknown) => !isNowhere(error),
  )
