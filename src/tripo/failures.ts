// One factory for each error a person can see: its code, its sentence, its next step. No other module creates errors.
import { part, phrase, type Words } from '../text/index.ts'
import type { Finding, ImageProblem } from './catalogue/index.ts'
import { type Billed, type ErrorDetails, TripoApiError, TripoCheckError, TripoRequestError } from './errors.ts'
import type { ModelProblem } from './model-file.ts'
import { describeCause, redact } from './redact.ts'
import { SERVICE_CODES, serviceWords } from './service-codes.ts'

const host = (url: string) => (URL.canParse(url) ? new URL(url).host : phrase('the service'))
const LOOK_FIRST = 'Look at the balance or the usage list before generating again; a task can be added by its id.'

/* The network */

/** Never connected: nothing was sent, so nothing was billed. */
export const offline = (url: string, cause?: unknown) =>
  new TripoRequestError({
    code: 'network.offline',
    sentence: phrase('{0} cannot be reached.', host(url)),
    nextStep: 'Check the internet connection and the proxy settings, then try again.',
    retryable: true,
    detail: describeCause(cause),
    cause,
  })

/** A reading request broke off or timed out, more often than is retried. */
export const interrupted = (url: string, cause?: unknown) =>
  new TripoRequestError({
    code: 'network.interrupted',
    sentence: phrase('The connection to {0} broke off.', host(url)),
    nextStep: 'Check the internet connection, then try again.',
    retryable: true,
    detail: describeCause(cause),
    cause,
  })

export const noAnswer = (url: string, seconds: number) =>
  new TripoRequestError({
    code: 'network.timeout',
    sentence: phrase('{0} did not answer for {1} seconds.', host(url), seconds),
    nextStep: 'Try again; if it stays, the service or a proxy in between is in trouble.',
    retryable: true,
  })

/** A creation was sent and its outcome is not known. It may have been billed: never send it again unasked. */
export const unconfirmed = (cause: unknown, traceId?: string) =>
  new TripoRequestError({
    code: 'network.unconfirmed',
    sentence: 'The request was sent, but no answer came; the task may be running and may have been charged.',
    nextStep: LOOK_FIRST,
    billed: 'unknown',
    traceId,
    detail: describeCause(cause),
    cause,
  })

/** An answer that is not the service's: a proxy's or a login page. */
export const notJson = (url: string, status: number, start: string, traceId?: string) =>
  new TripoRequestError({
    code: 'answer.not-json',
    sentence: phrase('{0} answered with something that is not the service’s JSON.', host(url)),
    nextStep: 'Check tripo.baseUrl, and whether a proxy or a login page stands in between.',
    retryable: status >= 500,
    httpStatus: status,
    traceId,
    detail: redact(`HTTP ${status}: ${start.replace(/\s+/g, ' ').slice(0, 200)}`),
  })

/** JSON, but without the fields that were asked for. */
export const malformed = (what: Words, traceId?: string) =>
  new TripoRequestError({
    code: 'answer.malformed',
    sentence: phrase('The service’s answer has no readable {0}.', part(what)),
    nextStep: 'Update the extension; if it stays, report the details, which can be copied.',
    traceId,
  })

/** Storage is named at an address that files must not be sent to. @param why in words, as `it is not https` */
export const uploadAddress = (url: string, why: Words) =>
  new TripoRequestError({
    code: 'upload.address',
    sentence: phrase('The service named a place for the file that is not allowed: {0}.', part(why)),
    nextStep: 'Try again; if it stays, report the details, which can be copied.',
    detail: redact(url.slice(0, 200)),
  })

/** Storage did not take a file. Uploads cost nothing. */
export const uploadRefused = (url: string, status: number) =>
  new TripoRequestError({
    code: 'upload.refused',
    sentence: phrase('The service’s storage at {0} did not take the file (HTTP {1}).', host(url), status),
    nextStep: 'Try again; if it stays, check the clock of this machine and the proxy.',
    retryable: true,
    httpStatus: status,
  })

export const uploadInterrupted = (url: string, cause: unknown) =>
  new TripoRequestError({
    code: 'upload.interrupted',
    sentence: phrase('The connection to {0} broke off during the upload.', host(url)),
    nextStep: 'Check the internet connection and that a firewall lets this host through, then try again.',
    retryable: true,
    detail: describeCause(cause),
    cause,
  })

/* The service */

export interface ServiceAnswer {
  status: number
  code?: number
  message?: string
  suggestion?: string
  traceId?: string
  taskId?: string
  billed?: Billed
}

/** A refusal that nothing is known about here but what the service says of it. */
const isUnworded = (status: number, code: number | undefined) =>
  status >= 400 && status < 500 && ![401, 404, 408, 429].includes(status) && !SERVICE_CODES[code ?? 0]

/** The service said no. The texts must be redacted already when they may hold a key of unusual form. */
export function refused(answer: ServiceAnswer) {
  const { status, code, traceId, taskId, billed } = answer
  const words = serviceWords(status, code)
  const shown = status === 401 ? 1002 : code
  const message = answer.message ? redact(answer.message) : undefined
  return new TripoApiError({
    ...words,
    // Where it may have been accepted all the same, trying again could be paid twice.
    ...(billed === 'unknown' ? { nextStep: LOOK_FIRST, retryable: false } : {}),
    // Only the service knows which parameter it means, or what its other refusals are about.
    sentence:
      message && (shown === 1004 || isUnworded(status, shown))
        ? phrase('The service refused the request with “{0}”.', message.slice(0, 200))
        : words.sentence,
    code: shown === undefined ? `service.http-${status}` : `service.${shown}`,
    billed: billed ?? 'no',
    httpStatus: status,
    serviceCode: code,
    serviceMessage: message,
    suggestion: answer.suggestion ? redact(answer.suggestion) : undefined,
    traceId,
    taskId,
  })
}

/* Checks before anything is sent */

export function checkFailed(findings: readonly Finding[]) {
  const first = findings.find((finding) => finding.severity === 'error')
  return new TripoCheckError(
    {
      code: 'check.parameters',
      sentence: first?.phrase ?? first?.message ?? 'The request is not valid.',
      nextStep: 'Correct the marked fields, then generate again. Nothing was sent or charged.',
      detail: findings.map((finding) => `${finding.field}: ${finding.message}`).join('\n'),
    },
    findings,
  )
}

export const invalid = (code: ErrorDetails['code'], sentence: Words, nextStep: Words) =>
  new TripoCheckError({ code, sentence, nextStep })

export const imageRefused = (problem: ImageProblem) =>
  new TripoCheckError({
    code: `image.${problem.code}`,
    sentence: problem.phrase ?? problem.message,
    nextStep: 'Nothing was sent or charged.',
  })

export const modelRefused = (problem: ModelProblem) =>
  new TripoCheckError({
    code: `model.${problem.code}`,
    sentence: problem.phrase ?? problem.message,
    nextStep: 'Nothing was sent or charged.',
  })

export const unsupported = (what: Words, dialect: string) =>
  new TripoCheckError({
    code: 'check.unsupported',
    sentence: phrase('{0} is not offered by the {1} service.', part(what), dialect),
    nextStep: 'Choose another capability, or another API version in the settings.',
  })

/** A task id that could leave its place in the request path, or is no id at all. */
export const badTaskId = () =>
  new TripoCheckError({
    code: 'check.task-id',
    sentence: 'This is not a task id.',
    nextStep: 'Copy the id as the service shows it: letters, digits and hyphens.',
  })

/* Keys */

/** @param more what else a person has to know, after the next step */
export const keyRefused = (detail: string, traceId?: string, more?: Words) => {
  const words = serviceWords(401, 1002)
  const nextStep = more === undefined ? words.nextStep : phrase('{0} {1}', part(words.nextStep), part(more))
  return new TripoApiError({ ...words, nextStep, code: 'service.1002', httpStatus: 401, detail, traceId })
}

/** The settings name a service that is closed, and nothing answered there. */
export const serviceClosed = (nextStep: Words, detail: string, cause?: unknown) =>
  new TripoRequestError({
    code: 'service.closed',
    sentence: 'API v2 of the service does not answer any more.',
    nextStep,
    detail,
    cause,
  })

export * from './failures-files.ts'
export * from './failures-tasks.ts'
