// What a disk's refusal is in the words of the command line.
import { type DiskFault, diskFaultOf, isTaken } from '../text/system-errors.ts'

const DISK: Readonly<Partial<Record<DiskFault, string>>> = {
  missing: 'The file is gone.',
  'no-permission': 'The file or its folder may not be read or written.',
  'read-only': 'The disk cannot be written.',
  full: 'The disk is full.',
  quota: 'The disk quota is used up.',
  'not-a-folder': 'A folder on the way to the result is a file.',
  'name-too-long': 'The name of the result is too long.',
}

/** What went wrong with a file, as a sentence; the error's own words where it is not the disk. */
export function diskSentence(error: unknown): string {
  // Names of results are free or replaced: what is in the way is a file where a folder is wanted.
  const fault = isTaken(error) ? 'not-a-folder' : diskFaultOf(error)
  return (fault && DISK[fault]) ?? (error instanceof Error ? error.message : String(error))
}
