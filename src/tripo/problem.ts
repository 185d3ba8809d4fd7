// Any error as plain data that may be shown, sent to a webview, stored and copied. It never contains a secret.
import { mapWords, phrase, problemTexts, wordsOf } from '../text/index.ts'
import type { Problem } from '../text/problem.ts'
import { ProblemError, problem } from '../text/problem-error.ts'
import { isAbort, TripoError } from './errors.ts'
import { describeCause, redact } from './redact.ts'

export type { Problem }

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
  if (error instanceof ProblemError) return error.problem
  if (isAbort(error))
    return problem('stopped', phrase('Stopped.'), 'Start again whenever you like.', { billed: 'unknown' })
  return problem(
    'internal',
    'Something went wrong inside the extension.',
    'Try again; if it stays, report the details, which can be copied.',
    { billed: 'unknown', detail: describeCause(error) },
  )
}
