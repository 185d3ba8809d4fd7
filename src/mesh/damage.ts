// Which parts of a damaged file cannot be read. A conversion or edit must not lose a part silently, so there the first damage is
// an error; a viewer shows the rest and lists what is missing.
import { part, phrase, type Words, wordsOf } from '../text/index.ts'
import { isBroken } from '../text/problem-codes.ts'
import { MeshError } from './errors.ts'

/** What is left out because of a damage: single faces, a whole part, or what cannot be counted. */
export type Lost = 'face' | 'part' | 'rest'

/** Told of damage. It throws the error, or notes it, and then the reader goes on without what is damaged. */
export type Lose = (error: MeshError, lost?: Lost) => void

/** For whoever needs a file to be whole. */
export const refuse: Lose = (error) => {
  throw error
}

/** The losses of one reading. */
export class Damage {
  /** The first: what follows is often its consequence. */
  first: MeshError | undefined
  readonly #lost = { face: 0, part: 0, rest: 0 }

  /** Notes instead of refusing. */
  readonly record: Lose = (error, lost = 'rest') => {
    this.first ??= error
    this.#lost[lost]++
  }

  /** What is not shown, and why; undefined where all is. */
  get words(): Words | undefined {
    if (!this.first) return undefined
    const why = part(wordsOf(this.first).sentence)
    const { face, part: parts } = this.#lost
    if (face > 0 && parts > 0) return phrase('Faces that are not shown: {0}; parts: {1}. {2}', face, parts, why)
    if (face > 0) return phrase('Faces that are not shown: {0}. {1}', face, why)
    if (parts > 0) return phrase('Parts that are not shown: {0}. {1}', parts, why)
    return phrase('Some of the file is not used. {0}', why)
  }
}

/**
 * Tells of damage that ends `read`, whatever kind of error it is. Limits of time and memory are no damage and go on.
 * @returns undefined where it ended
 */
export function attempt<T>(read: () => T, lose: Lose, damaged: () => MeshError, lost?: Lost): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof MeshError && !isBroken(error)) throw error
    lose(error instanceof MeshError ? error : damaged(), lost)
    return undefined
  }
}
