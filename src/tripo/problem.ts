// Any error as plain data that may be shown, sent to a webview, stored and copied. It never holds a secret.
import { mapWords, type ProblemTexts, problemTexts, wordsOf } from '../text/index.ts'
import { type Billed, isAbort, TripoError } from './errors.ts'
import { describeCause, redact } from './redact.ts'

/** Sentence and next step are in English, and phrases where they have values. */
export interface Problem extends ProblemTexts {
  code: string
  billed: Billed
  traceId?: string
  taskId?: string
  /** Everything a report needs, one fact a line. */
  detail?: string
}

/** The lines for the copy button: code, status, message, suggestion, ids. */
function detailOf(error: TripoError): string {
  const facts: [string, string | number | undefined][] = [
    ['Error', error.code],
    ['HTTP status', error.httpStatus],
    ['Service code', error.serviceCode],
    ['Message', error.serviceMessage],
    ['Suggestion', error.suggestion],
    ['Task', error.taskId],
    ['Trace id', error.traceId],
    ['Detail', error.detail],
  ]
  return facts
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
}

/** What a person is shown of any thrown thing. */
export function toProblem(error: unknown): Problem {
  if (error instanceof TripoError) {
    const { sentence, nextStep } = wordsOf(error)
    return {
      code: error.code,
      ...problemTexts(mapWords(sentence, redact), nextStep),
      billed: error.billed,
      traceId: error.traceId,
      taskId: error.taskId,
      detail: redact(detailOf(error)),
    }
  }
  if (isAbort(error)) {
    return { code: 'stopped', sentence: 'Stopped.', nextStep: 'Start again whenever you like.', billed: 'unknown' }
  }
  return {
    code: 'internal',
    sentence: 'Something went wrong inside the extension.',
    nextStep: 'Try again; if it stays, report the details, which can be copied.',
    billed: 'unknown',
    detail: describeCause(error),
  }
}
