// The error types of the client. Each error has a stable code, a sentence, a next step, and says whether credits may
// have been spent. The factories are in failures.ts, the service's own codes in service-codes.ts.
import type { Words } from '../text/index.ts'
import type { Billed } from '../text/problem.ts'
import type { EditorErrorCode, TripoErrorCode } from '../text/problem-codes.ts'
import { ProblemError } from '../text/problem-error.ts'
import type { Finding } from './catalogue/index.ts'
import type { FileKind, Task } from './task.ts'

export type { Billed }

/** Whether a task was charged, by what it says of its credits; it may say nothing. */
export function billedBy(credits: number | undefined): Billed {
  if (credits === undefined) return 'unknown'
  return credits > 0 ? 'yes' : 'no'
}

export interface ErrorDetails {
  /** `invalid` also takes those of the editor's own checks. */
  code: TripoErrorCode | EditorErrorCode
  sentence: Words
  nextStep: Words
  retryable?: boolean
  billed?: Billed
  httpStatus?: number
  /** The code in the body of the service's answer, or in a failed task. */
  serviceCode?: number
  /** What the service itself said, redacted. */
  serviceMessage?: string
  suggestion?: string
  traceId?: string
  taskId?: string
  /** More for the copy button, redacted. */
  detail?: string
  cause?: unknown
}

export class TripoError extends ProblemError<TripoErrorCode | EditorErrorCode> {
  override readonly name: string = 'TripoError'
  readonly retryable: boolean
  readonly httpStatus?: number
  readonly serviceCode?: number
  readonly serviceMessage?: string
  readonly suggestion?: string
  readonly traceId?: string
  readonly taskId?: string

  constructor(details: ErrorDetails) {
    super(details.code, details.sentence, details.nextStep, details)
    this.retryable = details.retryable ?? false
    this.httpStatus = details.httpStatus
    this.serviceCode = details.serviceCode
    this.serviceMessage = details.serviceMessage
    this.suggestion = details.suggestion
    this.traceId = details.traceId
    this.taskId = details.taskId
  }
}

/** The network failed: no answer, half an answer, or one that was not the service's. */
export class TripoRequestError extends TripoError {
  override readonly name = 'TripoRequestError'
}

/** The service answered with an error. */
export class TripoApiError extends TripoError {
  override readonly name = 'TripoApiError'
}

/** A task ended without success. */
export class TripoTaskError extends TripoError {
  override readonly name = 'TripoTaskError'
  constructor(
    details: ErrorDetails,
    readonly task: Task,
  ) {
    super(details)
  }
}

/** Waiting took longer than the caller wanted; the task goes on. */
export class TripoTimeoutError extends TripoError {
  override readonly name = 'TripoTimeoutError'
}

/** Refused here, before anything was sent or spent. */
export class TripoCheckError extends TripoError {
  override readonly name = 'TripoCheckError'
  constructor(
    details: ErrorDetails,
    readonly findings: readonly Finding[] = [],
  ) {
    super(details)
  }
}

/** A file could not be read, written or understood. */
export class TripoFileError extends TripoError {
  override readonly name: string = 'TripoFileError'
}

/** Some results of a task could not be downloaded: `failures` says which and why, `paths` where the others are. */
export class TripoDownloadError extends TripoFileError {
  override readonly name = 'TripoDownloadError'
  constructor(
    details: ErrorDetails,
    readonly failures: Partial<Record<FileKind, TripoError>>,
    readonly paths: Readonly<Partial<Record<FileKind, string>>>,
  ) {
    super(details)
  }
}

/** Whether an error means "stopped on purpose". */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError'
