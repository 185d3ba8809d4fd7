// Failures of delivery as a person sees them: one factory each, with the next step. The result is never lost by any of
// them: it stays in the extension's storage, or with the service, until it has a place.
import type { Problem } from '../protocol/index.ts'
import { codeOf } from './files.ts'

/** A failure to find a folder or to put a file there. */
export class AssetsError extends Error {
  override readonly name = 'AssetsError'
  readonly problem: Problem
  constructor(
    /** Last part of the code after `assets.`. */
    readonly reason: string,
    sentence: string,
    nextStep: string,
    options: { cause?: unknown; detail?: string; billed?: Problem['billed'] } = {},
  ) {
    super(sentence, options.cause === undefined ? undefined : { cause: options.cause })
    const { detail, billed = 'no' } = options
    this.problem = { code: `assets.${reason}`, sentence, nextStep, billed, ...(detail ? { detail } : {}) }
  }
}

const CHOOSE = 'Choose another folder; the finished model is kept safe until then.'

/** Where a folder was named: what mends it is there. */
export type FolderSource = 'setting' | 'request'

const SHOWN_FOLDER = 80
const called = (folder: string, source: FolderSource) =>
  `${source === 'setting' ? 'The assets folder' : 'The folder'} “${folder.slice(0, SHOWN_FOLDER)}”`
const mend = (source: FolderSource, setting: string, request: string) =>
  source === 'setting' ? `Set tripo.assetsFolder to ${setting}` : `In the form’s Folder field, enter ${request}`
/** Of a setting and of a request: another code, since a button that opens the settings helps against the first only. */
const reason = (source: FolderSource, name: string) => (source === 'setting' ? name : `request-${name}`)

export const absoluteFolder = (folder: string, source: FolderSource = 'setting') => {
  const words = 'a folder relative to the workspace, such as “public/models”.'
  return new AssetsError(
    reason(source, 'absolute'),
    `${called(folder, source)} is not a path inside the workspace.`,
    mend(source, `“auto” or to ${words}`, words),
  )
}

export const strangeFolder = (folder: string, source: FolderSource = 'setting') => {
  const words = 'a short path without : * ? " < > | and line breaks, such as “public/models”.'
  return new AssetsError(
    reason(source, 'characters'),
    `${called(folder, source)} has characters that no folder’s name needs, or is very long.`,
    mend(source, words, words),
  )
}

export const outsideWorkspace = (folder: string, source: FolderSource = 'setting') => {
  const words = 'a folder inside the workspace; links that lead out of it are not followed.'
  return new AssetsError(
    reason(source, 'outside'),
    `${called(folder, source)} lies outside the workspace.`,
    mend(source, words, words),
  )
}

export const notAFolder = (path: string, cause?: unknown) =>
  new AssetsError('not-a-folder', `“${path}” is a file, not a folder.`, CHOOSE, { cause })

/** A downloaded file is gone although nobody should have touched it: it is fetched again. */
export const lost = (path: string) =>
  new AssetsError('lost', `The downloaded file “${path}” is gone.`, 'Fetch the result again; it costs nothing.')

/**
 * Makes a failure of file access presentable.
 * @param folder the folder the files should have gone to
 */
export function placementProblem(error: unknown, folder: string): AssetsError {
  if (error instanceof AssetsError) return error
  const code = codeOf(error)
  const options = { cause: error, detail: error instanceof Error ? error.message : String(error) }
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new AssetsError('read-only', `The folder “${folder}” cannot be written to.`, CHOOSE, options)
    case 'ENOSPC':
    case 'EDQUOT':
      return new AssetsError(
        'disk-full',
        `The disk that holds “${folder}” is full.`,
        'Free some space and try again, or choose another folder.',
        options,
      )
    case 'ENOENT':
      return new AssetsError('folder-gone', `The folder “${folder}” is gone.`, CHOOSE, options)
    case 'ENOTDIR':
      return notAFolder(folder, error)
    case 'ENAMETOOLONG':
      return new AssetsError(
        'name-too-long',
        `A path in “${folder}” is too long for this system.`,
        'Choose a folder with a shorter path.',
        options,
      )
    default:
      return new AssetsError('failed', `The model could not be put into “${folder}”.`, CHOOSE, options)
  }
}
