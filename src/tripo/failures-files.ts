// The failures of disk and downloads, one factory each; failures.ts passes them on with all others.
import { TripoDownloadError, type TripoError, TripoFileError } from './errors.ts'
import { codeOf, describeCause, redact } from './redact.ts'

const DISK: Readonly<Record<string, readonly [string, string, string]>> = {
  ENOSPC: ['disk.full', 'The disk is full.', 'Free some space; the result can then be fetched again at no cost.'],
  EDQUOT: ['disk.full', 'The disk quota is used up.', 'Free some space; the result can then be fetched again.'],
  EACCES: ['disk.read-only', 'The folder may not be written to.', 'Choose another assets folder or change its rights.'],
  EPERM: ['disk.read-only', 'The folder may not be written to.', 'Choose another assets folder or change its rights.'],
  EROFS: ['disk.read-only', 'The folder is read-only.', 'Choose another assets folder.'],
  ENOENT: ['disk.missing', 'The file or folder does not exist.', 'Check the path and try again.'],
  ENOTDIR: ['disk.missing', 'The folder does not exist.', 'Check the path and try again.'],
  EFBIG: ['disk.too-large', 'The file is too large to be read.', 'Choose a smaller file.'],
}

/** What the disk said, in words. */
export function diskFailed(cause: unknown) {
  const [code, sentence, nextStep] = DISK[codeOf(cause) ?? ''] ?? [
    'disk.failed',
    'The file could not be read or written.',
    'Check the disk and the path, then try again.',
  ]
  return new TripoFileError({ code, sentence, nextStep, retryable: true, detail: describeCause(cause), cause })
}

export const noResource = (what: string) =>
  new TripoFileError({
    code: 'client.no-resource',
    sentence: `${what} is not available here.`,
    nextStep: 'Pass it to the client as a resource.',
  })

const FETCH_AGAIN = 'Fetch the result again; that costs nothing.'

/** The model is paid for, so every failure of a download can be tried again. */
const downloadError = (code: string, sentence: string, detail?: string, cause?: unknown) =>
  new TripoFileError({
    code: `download.${code}`,
    sentence,
    nextStep: FETCH_AGAIN,
    retryable: true,
    billed: 'yes',
    detail,
    cause,
  })

/** Some of a task's files could not be had. The code and next step are those of the first. */
export function downloadsFailed(
  taskId: string,
  failures: TripoDownloadError['failures'],
  paths: TripoDownloadError['paths'],
) {
  const all = Object.entries(failures).flatMap(([kind, error]): [string, TripoError][] =>
    error ? [[kind, error]] : [],
  )
  const [kind = 'file', first] = all[0] ?? []
  const more = all.length > 1 ? ` (and ${all.length - 1} more)` : ''
  return new TripoDownloadError(
    {
      code: first?.code ?? 'download.failed',
      sentence: `${first?.sentence ?? 'A download failed.'} This concerns: ${kind.replace(/_/g, ' ')}${more}.`,
      nextStep: first?.nextStep ?? FETCH_AGAIN,
      retryable: all.every(([, error]) => error.retryable),
      billed: 'yes',
      taskId,
      detail: all.map(([name, error]) => `${name}: ${error.code}: ${error.detail ?? error.sentence}`).join('\n'),
      cause: first,
    },
    failures,
    paths,
  )
}

export const downloadIncomplete = (received: number, expected: number | undefined, cause?: unknown) =>
  downloadError(
    'incomplete',
    'The file arrived incomplete, also when tried again.',
    `${received} of ${expected ?? 'an unknown number of'} bytes${cause === undefined ? '' : `; ${describeCause(cause)}`}`,
    cause,
  )

export const downloadBroken = (detail: string) =>
  downloadError('broken', 'The file that arrived is not a whole GLB.', detail)

export const downloadNotTheFile = (detail: string) =>
  downloadError('not-a-file', 'The download brought something else than the file, such as a web page.', redact(detail))

export const downloadExpired = (status: number) =>
  downloadError('expired', 'The download address has expired and no fresh one could be had.', `HTTP ${status}`)

export const downloadRefused = (status: number) =>
  downloadError('refused', `The file could not be downloaded (HTTP ${status}).`)

export const downloadFailed = (cause: unknown) =>
  downloadError('interrupted', 'The connection broke off during the download.', describeCause(cause), cause)
