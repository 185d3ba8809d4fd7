// The errors of src/mesh: what is wrong with a file, as a code a caller can branch on and a sentence a user can act on.

export type MeshErrorCode =
  | 'image-empty'
  | 'image-unknown'
  | 'image-broken'
  | 'image-too-large'
  | 'image-unsupported'
  | 'glb-broken'
  | 'model-unknown'
  | 'model-broken'
  | 'model-too-large'

/** A file could not be read or written. `message` says what is wrong, `nextStep` what the user can do about it. */
export class MeshError extends Error {
  override readonly name = 'MeshError'
  constructor(
    readonly code: MeshErrorCode,
    message: string,
    readonly nextStep: string,
  ) {
    super(message)
  }
}
