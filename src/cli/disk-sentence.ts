// What a disk's refusal is in the words of the command line.
import { type DiskFault, diskFaultOf } from '../text/system-errors.ts'

const DISK: Readonly<Partial<Record<DiskFault, string>>> = {
  missing: 'The file is gone.',
  'no-permission': 'The file or its folder may not be read or written.',
  'read-only': 'The disk cannot be written.',
  full: 'The disk is full.',
  quota: 'The disk quota is used up.',
}

/** What went wrong with a file, as a sentence; the error's own words where it is not the disk. */
export function diskSentence(error: unknown): string {
  const fault = diskFaultOf(error)
  return (fault && DISK[fault]) ?? (error instanceof Error ? error.message : String(error))
}
