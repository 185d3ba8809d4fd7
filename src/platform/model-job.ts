// The messages to and from the thread that reads models: one description for both ends.
import * as Type from 'typebox'
import type { MeshErrorCode } from '../mesh/errors.ts'
import type { ModelFormat } from '../mesh/formats/index.ts'
import { WordsSchema } from '../text/schema.ts'

export interface ModelJob {
  readonly bytes: Uint8Array
  /** The format to assume where the content does not tell. */
  readonly hint?: ModelFormat
  /** Files beside the model by their path relative to it. */
  readonly files?: ReadonlyMap<string, Uint8Array>
}

export interface ReadModel {
  /** The model as a GLB. */
  readonly glb: Uint8Array
  /** What the person should know although the model opened, a sentence each. */
  readonly warnings: readonly string[]
}

/** A MeshError on its way through a thread's messages. */
export const Problem = Type.Object({
  id: Type.Number(),
  problem: Type.Object({
    code: Type.Unsafe<MeshErrorCode>(Type.String()),
    sentence: WordsSchema,
    nextStep: WordsSchema,
  }),
})
export const Answer = Type.Object({ id: Type.Number(), glb: Type.Unknown(), warnings: Type.Array(Type.String()) })
