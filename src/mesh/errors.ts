// The errors of src/mesh: what is wrong with a file, as a code a caller can branch on and a sentence a user can act on.

import { english, type ProblemTexts, problemTexts, type Words } from '../text/index.ts'

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
  readonly nextStep: string
  /** Both texts as phrases, where they have values. */
  readonly phrases: ProblemTexts['phrases']
  constructor(
    readonly code: MeshErrorCode,
    sentence: Words,
    nextStep: Words,
  ) {
    super(english(sentence))
    const texts = problemTexts(sentence, nextStep)
    this.nextStep = texts.nextStep
    this.phrases = texts.phrases
  }

  get sentence(): string {
    return this.message
  }
}
