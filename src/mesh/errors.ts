// The errors of src/mesh: a code that callers can branch on, and a sentence that a user can act on.

import type { MeshErrorCode } from '../text/problem-codes.ts'
import { ProblemError } from '../text/problem-error.ts'

export type { MeshErrorCode }

/** A file could not be read or written. `message` says what is wrong, `nextStep` what the user can do about it. */
export class MeshError extends ProblemError<MeshErrorCode> {
  override readonly name = 'MeshError'
}
