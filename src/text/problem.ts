// A failure as a person sees it: the schema of what is stored and sent, and the error that all of ours are. A code, a
// sentence, a next step; both texts in English, and as phrases where they have values.
import * as Type from 'typebox'
import { PhraseSchema, type ProblemTexts, problemTexts, type Words } from './index.ts'
import type { ProblemCode } from './problem-codes.ts'

/** Whether credits were spent on what failed; `unknown` means: look before trying again. */
export const Billed = Type.Enum(['yes', 'no', 'unknown'])
export type Billed = Type.Static<typeof Billed>

/** What a person sees of a failure: never holds a secret. */
export const Problem = Type.Object({
  /** A ProblemCode; a record may hold one of an older version. */
  code: Type.String(),
  sentence: Type.String(),
  nextStep: Type.String(),
  /** The same as phrases, where they have values; sentence and next step are in English. */
  phrases: Type.Optional(Type.Object({ sentence: Type.Optional(PhraseSchema), nextStep: Type.Optional(PhraseSchema) })),
  billed: Billed,
  traceId: Type.Optional(Type.String()),
  taskId: Type.Optional(Type.String()),
  /** More for a copy button, one fact a line: service code, message, suggestion, HTTP status. */
  detail: Type.Optional(Type.String()),
})
export type Problem = Type.Static<typeof Problem>

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
