// Names of a job's unfinished files: hidden, in the folder where the result will be, and each with the job and the
// window that made it, so that two windows that both believe to have a job never write to the same one, and whoever
// delivers can find and remove them all.

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
