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

export const absoluteFolder = (setting: string) =>
  new AssetsError(
    'absolute',
    `The assets folder “${setting}” is not a path inside the workspace.`,
    'Set tripo.assetsFolder to “auto” or to a folder relative to the workspace, such as “public/models”.',
  )

export const strangeFolder = (setting: string) =>
  new AssetsError(
    'characters',
    `The assets folder “${setting.slice(0, 80)}” has characters that no folder’s name needs, or is very long.`,
    'Set tripo.assetsFolder to a short path without : * ? " < > | and line breaks, such as “public/models”.',
  )

export const outsideWorkspace = (setting: string) =>
  new AssetsError(
    'outside',
    `The assets folder “${setting}” lies outside the workspace.`,
    'Set tripo.assetsFolder to a folder inside the workspace; links that lead out of it are not followed.',
  )

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
