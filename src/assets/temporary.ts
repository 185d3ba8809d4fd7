// Names of a job's unfinished files: hidden, in the folder of the result, and containing the job and the window, so that two
// windows that both believe they own a job never write to the same file, and the window that delivers can find and remove all of
// them.

/** Whose unfinished file it is. */
export interface Owner {
  jobId: string
  /** A part of the window's name, without dots. */
  owner: string
}

/** The folder of unfinished downloads. */
export const stagingName = ({ jobId, owner }: Owner): string => `.tripo-${jobId}.${owner}`

/** A finished file right before it gets its name. */
export const temporaryName = ({ jobId, owner }: Owner, kind: string): string => `.tripo-${jobId}.${owner}.${kind}.part`

/** Whether a name is one of a job's, of whichever owner; those of earlier versions had none. */
export const isTemporaryOf = (name: string, jobId: string): boolean =>
  name === `.tripo-${jobId}` ||
  name.startsWith(`.tripo-${jobId}.`) ||
  (name.startsWith(`.tripo-${jobId}-`) && name.endsWith('.part'))

/** Whether a name is one of a job's that this owner made. */
export const isTemporaryBy = (name: string, by: Owner): boolean =>
  name === stagingName(by) || name.startsWith(`${stagingName(by)}.`)
