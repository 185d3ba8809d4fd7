// Delivery errors as shown to a person: one factory each, with the next step. None of them loses the result: it stays in the
// extension's storage, or at the service, until it can be placed.
import { type Phrase, phrase } from '../text/index.ts'
import type { AssetsErrorCode } from '../text/problem-codes.ts'
import { ProblemError } from '../text/problem-error.ts'
import { diskFaultOf } from '../text/system-errors.ts'

/** A failure to find a folder or to put a file there. */
export class AssetsError extends ProblemError<AssetsErrorCode> {
  override readonly name = 'AssetsError'
}

const CHOOSE = 'Choose another folder; the finished model is kept safe until then.'

/** Where a folder was named: where to fix it. */
export type FolderSource = 'setting' | 'request'

const SHOWN_FOLDER = 80
const called = (folder: string, source: FolderSource) =>
  phrase(source === 'setting' ? 'The assets folder “{0}”' : 'The folder “{0}”', folder.slice(0, SHOWN_FOLDER))
const nextStepOf = (source: FolderSource, setting: Phrase, request: Phrase) =>
  source === 'setting'
    ? phrase('Set tripo.assetsFolder to {0}', setting)
    : phrase('In the form’s Folder field, enter {0}', request)
/** Of a setting and of a request: another code, since a button that opens the settings helps against the first only. */
const code = <Name extends 'absolute' | 'characters' | 'outside'>(source: FolderSource, name: Name) =>
  source === 'setting' ? (`assets.${name}` as const) : (`assets.request-${name}` as const)

export const absoluteFolder = (folder: string, source: FolderSource = 'setting') => {
  const words = phrase('a folder relative to the workspace, such as “public/models”.')
  return new AssetsError(
    code(source, 'absolute'),
    phrase('{0} is not a path inside the workspace.', called(folder, source)),
    nextStepOf(source, phrase('“auto” or to {0}', words), words),
  )
}

export const strangeFolder = (folder: string, source: FolderSource = 'setting') => {
  const words = phrase('a short path without : * ? " < > | and line breaks, such as “public/models”.')
  return new AssetsError(
    code(source, 'characters'),
    phrase('{0} has characters that no folder’s name needs, or is very long.', called(folder, source)),
    nextStepOf(source, words, words),
  )
}

export const unstorableFolder = (folder: string, source: FolderSource = 'setting') => {
  const words = phrase('a path without names such as CON or NUL, and without dots and spaces at the end of a name.')
  return new AssetsError(
    code(source, 'characters'),
    phrase('{0} cannot be stored on Windows.', called(folder, source)),
    nextStepOf(source, words, words),
  )
}

export const outsideWorkspace = (folder: string, source: FolderSource = 'setting') => {
  const words = phrase('a folder inside the workspace; links that lead out of it are not followed.')
  return new AssetsError(
    code(source, 'outside'),
    phrase('{0} lies outside the workspace.', called(folder, source)),
    nextStepOf(source, words, words),
  )
}

export const notAFolder = (path: string, cause?: unknown) =>
  new AssetsError('assets.not-a-folder', phrase('“{0}” is a file, not a folder.', path), CHOOSE, { cause })

/** A downloaded file is gone although nobody should have touched it: it is fetched again. */
export const lost = (path: string) =>
  new AssetsError(
    'assets.lost',
    phrase('The downloaded file “{0}” is gone.', path),
    'Fetch the result again; it costs nothing.',
  )

/**
 * Makes a failure of file access presentable.
 * @param folder the folder the files should have gone to
 */
export function placementProblem(error: unknown, folder: string): AssetsError {
  if (error instanceof AssetsError) return error
  const options = { cause: error, detail: error instanceof Error ? error.message : String(error) }
  switch (diskFaultOf(error)) {
    case 'no-permission':
    case 'read-only':
      return new AssetsError(
        'assets.read-only',
        phrase('The folder “{0}” cannot be written to.', folder),
        CHOOSE,
        options,
      )
    case 'full':
    case 'quota':
      return new AssetsError(
        'assets.disk-full',
        phrase('The disk that holds “{0}” is full.', folder),
        'Free some space and try again, or choose another folder.',
        options,
      )
    case 'missing':
      return new AssetsError('assets.folder-gone', phrase('The folder “{0}” is gone.', folder), CHOOSE, options)
    case 'not-a-folder':
      return notAFolder(folder, error)
    case 'name-too-long':
      return new AssetsError(
        'assets.name-too-long',
        phrase('A path in “{0}” is too long for this system.', folder),
        'Choose a folder with a shorter path.',
        options,
      )
    default:
      return new AssetsError('assets.failed', phrase('The model could not be put into “{0}”.', folder), CHOOSE, options)
  }
}
