// The errors of disk and downloads, one factory each; re-exported by failures.ts.

import { figure, part, phrase, type Words, wordsOf } from '../text/index.ts'
import type { TripoErrorCode } from '../text/problem-codes.ts'
import { type DiskFault, diskFaultOf } from '../text/system-errors.ts'
import { OUTPUT_WORDS } from './catalogue/capability.ts'
import { type Billed, TripoDownloadError, TripoError, TripoFileError } from './errors.ts'
import { describeCause, redact } from './redact.ts'

type DiskWords = readonly [Extract<TripoErrorCode, `disk.${string}`>, string, string]

const FAILED: DiskWords = [
  'disk.failed',
  'The file could not be read or written.',
  'Check the disk and the path, then try again.',
]
const DISK: Readonly<Partial<Record<DiskFault, DiskWords>>> = {
  full: ['disk.full', 'The disk is full.', 'Free some space; the result can then be fetched again at no cost.'],
  quota: ['disk.full', 'The disk quota is used up.', 'Free some space; the result can then be fetched again.'],
  'no-permission': [
    'disk.read-only',
    'The folder may not be written to.',
    'Choose another assets folder or change its rights.',
  ],
  'read-only': ['disk.read-only', 'The folder is read-only.', 'Choose another assets folder.'],
  missing: ['disk.missing', 'The file or folder does not exist.', 'Check the path and try again.'],
  'not-a-folder': ['disk.missing', 'The folder does not exist.', 'Check the path and try again.'],
  'too-large': ['disk.too-large', 'The file is too large to be read.', 'Choose a smaller file.'],
}

/** What the disk said, in words. @param billed what is known of the credits behind what was to be written */
export function diskFailed(cause: unknown, billed: Billed = 'no') {
  const fault = diskFaultOf(cause)
  const [code, sentence, nextStep] = (fault && DISK[fault]) ?? FAILED
  return new TripoFileError({ code, sentence, nextStep, retryable: true, billed, detail: describeCause(cause), cause })
}

export const noResource = (what: Words) =>
  new TripoFileError({
    code: 'client.no-resource',
    sentence: phrase('{0} is not available here.', part(what)),
    nextStep: 'Pass it to the client as a resource.',
  })

const FETCH_AGAIN = 'Fetch the result again; that costs nothing.'

interface Found {
  /** What the task says of its credits. */
  billed?: Billed
  detail?: string
  cause?: unknown
}

/** The task is done, so every failure of a download can be tried again. */
const downloadError = (
  code: Extract<TripoErrorCode, `download.${string}`>,
  sentence: Words,
  { billed = 'unknown', detail, cause }: Found = {},
) =>
  new TripoFileError({
    code,
    sentence,
    nextStep: FETCH_AGAIN,
    retryable: true,
    billed,
    detail,
    cause,
  })

/** Some of a task's files could not be had. The code and next step are those of the first. */
export function downloadsFailed(
  taskId: string,
  failures: TripoDownloadError['failures'],
  paths: TripoDownloadError['paths'],
  billed: Billed = 'unknown',
) {
  const all = Object.entries(failures).flatMap(([kind, error]): [string, TripoError][] =>
    error ? [[kind, error]] : [],
  )
  const [kind = 'file', first] = all[0] ?? []
  const words = phrase(Object.entries(OUTPUT_WORDS).find(([output]) => output === kind)?.[1] ?? 'file')
  const named = all.length > 1 ? phrase('{0} (and {1} more)', words, all.length - 1) : words
  const said = first instanceof TripoError ? wordsOf(first) : { sentence: 'A download failed.', nextStep: FETCH_AGAIN }
  return new TripoDownloadError(
    {
      code: first?.code ?? 'download.failed',
      sentence: phrase('{0} This concerns: {1}.', part(said.sentence), named),
      nextStep: said.nextStep,
      retryable: all.every(([, error]) => error.retryable),
      billed,
      taskId,
      detail: all.map(([name, error]) => `${name}: ${error.code}: ${error.detail ?? error.sentence}`).join('\n'),
      cause: first,
    },
    failures,
    paths,
  )
}

export function downloadIncomplete(received: number, expected: number | undefined, cause?: unknown, billed?: Billed) {
  const why = cause === undefined ? '' : `; ${describeCause(cause)}`
  const detail = `${received} of ${expected ?? 'an unknown number of'} bytes${why}`
  return downloadError('download.incomplete', 'The file arrived incomplete, also when tried again.', {
    billed,
    detail,
    cause,
  })
}

export const downloadBroken = (detail: string, billed?: Billed) =>
  downloadError('download.broken', 'The file that arrived is not a whole GLB.', { billed, detail })

export const downloadNotTheFile = (detail: string, billed?: Billed) =>
  downloadError(
    'download.not-a-file',
    'The download is not the expected file but something else, such as a web page.',
    {
      billed,
      detail: redact(detail),
    },
  )

export const downloadExpired = (status: number, billed?: Billed) =>
  downloadError('download.expired', 'The download address has expired and no fresh one could be had.', {
    billed,
    detail: `HTTP ${status}`,
  })

/** @param why in words, where the status does not say it */
export const downloadRefused = (status: number, billed?: Billed, why?: string) =>
  downloadError('download.refused', phrase('The file could not be downloaded (HTTP {0}).', status), {
    billed,
    detail: why,
  })

export const downloadFailed = (cause: unknown, billed?: Billed) =>
  downloadError('download.interrupted', 'The connection broke off during the download.', {
    billed,
    detail: describeCause(cause),
    cause,
  })

/** The service names an address that nothing is fetched from. @param why in words, as `it is not https` */
export const downloadAddress = (url: string, why: Words, billed?: Billed) =>
  downloadError(
    'download.address',
    phrase('The service named an address for the file that is not allowed: {0}.', part(why)),
    {
      billed,
      detail: redact(url.slice(0, 200)),
    },
  )

const megabytes = (bytes: number) => phrase('{0} MB', figure(Math.round(bytes / 1e6)))

const TOO_LARGE = 'download.too-large'

const tooLarge = (sentence: Words, billed: Billed = 'unknown') =>
  new TripoFileError({
    code: TOO_LARGE,
    sentence,
    nextStep:
      'Nothing of it was kept. Fetch the result again and confirm if this is what you expect; that costs nothing.',
    billed,
  })

/** @param most bytes */
export const downloadTooLarge = (most: number, billed?: Billed) =>
  tooLarge(phrase('The result is larger than {0}, which is not fetched unasked.', megabytes(most)), billed)

export const downloadTooMany = (count: number, most: number, billed?: Billed) =>
  tooLarge(phrase('The task names {0} files; more than {1} are not fetched unasked.', figure(count), most), billed)
