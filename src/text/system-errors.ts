// What the system's error codes mean for reading and writing files, defined once for all layers. Each layer has its own
// sentences, since the next step differs: a download waits, a tool is started again.
import { codeOf } from './problem-codes.ts'

/** What a disk refuses, as far as a person can do something about it. */
export type DiskFault =
  | 'full'
  | 'quota'
  | 'no-permission'
  | 'read-only'
  | 'missing'
  | 'not-a-folder'
  | 'too-large'
  | 'name-too-long'

const FAULTS: ReadonlyMap<string | undefined, DiskFault> = new Map([
  ['ENOSPC', 'full'],
  ['EDQUOT', 'quota'],
  ['EACCES', 'no-permission'],
  ['EPERM', 'no-permission'],
  ['EROFS', 'read-only'],
  ['ENOENT', 'missing'],
  ['ENOTDIR', 'not-a-folder'],
  ['EFBIG', 'too-large'],
  ['ENAMETOOLONG', 'name-too-long'],
])

/** What the disk refused; undefined for any other failure. */
export const diskFaultOf = (error: unknown): DiskFault | undefined => FAULTS.get(codeOf(error))

/** Nothing is at the path. */
export const isMissing = (error: unknown): boolean => diskFaultOf(error) === 'missing'

/** Nothing can be at the path: it is missing, or a folder on the way to it is a file. */
export const isNowhere = (error: unknown): boolean => isMissing(error) || diskFaultOf(error) === 'not-a-folder'

/** Something already has the name of a file that must be new. */
export const isTaken = (error: unknown): boolean => codeOf(error) === 'EEXIST'

/** Failures of a hard link that a copy would run into as well. */
const NOT_ABOUT_LINKS: ReadonlySet<DiskFault | undefined> = new Set(['missing', 'full', 'quota', 'read-only'])

/** A hard link failed in a way that leaves room for a copy: exFAT and some network shares have no links. */
export const mayLackLinks = (error: unknown): boolean => !isTaken(error) && !NOT_ABOUT_LINKS.has(diskFaultOf(error))
