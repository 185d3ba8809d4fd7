// A problem as a value, and the base class of all our errors; separate from the schema, which takes time to load.
import { type ProblemTexts, problemTexts, type Words } from './index.ts'
import type { Billed, Problem } from './problem.ts'
import type { ProblemCode } from './problem-codes.ts'

export interface ProblemOptions {
  /** Default: no. */
  billed?: Billed
  detail?: string
  cause?: unknown
}

/** A problem of a known code. */
export const problem = (
  code: ProblemCode,
  sentence: Words,
  nextStep: Words,
  { billed = 'no', detail }: ProblemOptions = {},
): Problem => ({ code, ...problemTexts(sentence, nextStep), billed, ...(detail ? { detail } : {}) })

/** An error that a person may be shown: the base of all others. `message` is the sentence in English. */
export class ProblemError<Code extends ProblemCode = ProblemCode> extends Error {
  override readonly name: string = 'ProblemError'
  readonly code: Code
  readonly nextStep: string
  readonly billed: Billed
  readonly detail?: string
  /** Both texts as phrases, where they have values. */
  readonly phrases: ProblemTexts['phrases']

  constructor(code: Code, sentence: Words, nextStep: Words, { billed = 'no', detail, cause }: ProblemOptions = {}) {
    const texts = problemTexts(sentence, nextStep)
    super(texts.sentence, cause === undefined ? undefined : { cause })
    this.code = code
    this.nextStep = texts.nextStep
    this.phrases = texts.phrases
    this.billed = billed
    this.detail = detail
  }

  get sentence(): string {
    return this.message
  }

  /** What is stored and shown of it. */
  get problem(): Problem {
    const { code, sentence, nextStep, phrases, billed, detail } = this
    return { code, sentence, nextStep, ...(phrases && { phrases }), billed, ...(detail ? { detail } : {}) }
  }
}
