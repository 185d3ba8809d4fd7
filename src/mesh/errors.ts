// The errors of src/mesh: a code that callers can branch on, and a sentence that a user can act on.

import type { MeshErrorCode } from '../text/problem-codes.ts'
import { ProblemError } from '../text/problem-error.ts'

export type { MeshErrorCode }

/** A file could not be read or written. `message` says what is wrong, `nextStep` what the user can do about it. */
export class MeshError extends ProblemError<MeshErrorCode> {
  override readonly name = 'MeshError'
}

/** A model that does not fit into the memory of a local tool. */
export const needsMemory = (cause?: unknown): MeshError =>
  new MeshError(
    'model-too-large',
    'The model needs more memory than a local tool may take.',
    'Reduce or split the model in a 3D program and export it again.',
    { cause },
  )

/** What a tool has thrown as an error of a model: an error's own words are for programmers, and become its cause. */
export function meshErrorOf(error: unknown): MeshError {
  if (error instanceof MeshError) return error
  // As V8 says it; other errors of ranges come from numbers of a damaged file.
  if (error instanceof RangeError && error.message === 'Array buffer allocation failed') return needsMemory(error)
  return new MeshError('model-broken', 'The model file is damaged.', 'Export the model again and retry.', {
    cause: error,
  })
}
