// How long the pictures of a model are waited for. A slow machine or network is no reason to show a model without them for ever: when
// they take long, nobody waits any more and that is told, but each is drawn when it comes. Only much later are they given up.
import type { ViewportError } from './errors.ts'
import type { LatePictures } from './late-pictures.ts'
import { within } from './limits.ts'

/** How many times as long as they are waited for they are still accepted: a decoder that never answers is ended then. */
const LAST = 10

export interface PictureWait {
  /** Resolves when they take long and nobody need wait for them: true; once none is on its way: false. */
  readonly isSlow: Promise<boolean>
  /** Resolves once none is on its way; rejects with a ViewportError when they are given up. */
  readonly over: Promise<void>
}

/**
 * @param milliseconds that they are waited for
 * @param givenUp what is told when they are given up
 * @param stop ends what decodes them
 */
export function waitForPictures(
  pictures: Pick<LatePictures, 'over' | 'release' | 'applyAll' | 'drop'>,
  milliseconds: number,
  givenUp: () => ViewportError,
  stop: () => void,
): PictureWait {
  const isSlow = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => {
      pictures.release()
      resolve(true)
    }, milliseconds)
    void pictures.over.then(() => {
      clearTimeout(timer)
      resolve(false)
    })
  })
  const over = within(pictures.over, {
    // They are over when the model is given back, too.
    ...{ milliseconds: milliseconds * LAST, signal: new AbortController().signal, late: givenUp },
    stop: () => {
      stop()
      pictures.applyAll()
      pictures.drop()
    },
    discard: () => undefined,
  })
  // Whoever shows the model hears of it; until then nobody does.
  over.catch(() => undefined)
  return { isSlow, over }
}
