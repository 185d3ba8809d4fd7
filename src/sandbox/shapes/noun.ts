// What a noun is to the simulator: the words that name it and the drawing of it.
import type { Sketch } from './sketch.ts'

export interface Noun {
  /** Names in lower case, singular; several words allowed; the first is the model's name. */
  readonly words: readonly string[]
  /** Draws the thing at its real size in metres, standing on y = 0, its front towards +z. */
  readonly draw: (sketch: Sketch) => void
}

export function noun(words: string, draw: (sketch: Sketch) => void): Noun {
  return { words: words.split(',').map((word) => word.trim()), draw }
}
