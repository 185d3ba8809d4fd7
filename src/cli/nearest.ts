// Suggests what an unknown word of the command line may have meant.
import { editDistance } from '../text/edit-distance.ts'

/** How many letters a slip of the fingers has. */
const MOST = 2

/** The word that is nearest to a wrong one; undefined when none is near. */
export function nearest(wrong: string, words: readonly string[]): string | undefined {
  const [best] = words
    .map((word) => ({ word, far: editDistance(wrong, word) }))
    .filter(({ word, far }) => far <= MOST && far < word.length / 2)
    .sort((a, b) => a.far - b.far)
  return best?.word
}
