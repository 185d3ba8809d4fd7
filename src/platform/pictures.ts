// Prepares pictures for the service, and icons for lists, in a worker thread; this is the sending end of its messages.

import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { english, type Words } from '../text/index.ts'
import { WordsSchema } from '../text/schema.ts'
import { createWorkerQueue } from './workers.ts'

/** 36 megapixels take about 10 s on a slow machine. */
const PATIENCE = 90_000

/** Pixels lie in typed arrays beside the heap: 40 megapixels several times over. */
const HEAP_MEGABYTES = 512
const GROWTH = 1_500_000_000
const TOO_MUCH = 'The picture took too long or too much memory to read. Save it smaller, as PNG or JPEG.'

const Failure = Type.Object({ id: Type.Number(), error: WordsSchema })
const Answer = Type.Object({ id: Type.Number(), bytes: Type.Unknown() })

/** Why a picture cannot be prepared; `words` are for the person. */
export class PictureError extends Error {
  override readonly name = 'PictureError'
  constructor(readonly words: Words) {
    super(english(words))
  }
}

/** What the thread is asked for. */
export interface PictureJob {
  verb: 'prepare' | 'icon'
  bytes: Uint8Array
}

export interface PicturePreparer {
  /** The picture upright, in sRGB, still. Rejects with a sentence for the person when it cannot be read. */
  prepare(bytes: Uint8Array): Promise<Uint8Array>
  /** A rendered picture as the icon of a list's row, see `taskIcon`. Rejects as `prepare` does. */
  icon(bytes: Uint8Array): Promise<Uint8Array>
  dispose(): void
}

/** @param workerFile absolute path of the bundled `src/platform/picture-worker.ts`; it is started at the first picture */
export function createPicturePreparer(workerFile: string): PicturePreparer {
  const queue = createWorkerQueue<PictureJob, Uint8Array>({
    file: workerFile,
    patience: () => PATIENCE,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
    growth: GROWTH,
    ended: () => new PictureError(TOO_MUCH),
    read: (message) => {
      if (Check(Failure, message)) return { id: message.id, error: new PictureError(message.error) }
      if (!Check(Answer, message) || !(message.bytes instanceof Uint8Array)) return undefined
      return { id: message.id, result: message.bytes }
    },
  })
  const run = (verb: PictureJob['verb']) => (bytes: Uint8Array) => queue.run({ verb, bytes })
  return { prepare: run('prepare'), icon: run('icon'), dispose: queue.dispose }
}
