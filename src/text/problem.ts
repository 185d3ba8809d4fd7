// A problem as shown to a person: the schema that is stored and sent. A code, a sentence, a next step; both texts in English, and
// as phrases if they have values.
import * as Type from 'typebox'
import { PhraseSchema } from './schema.ts'

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
