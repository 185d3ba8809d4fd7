// The thread that prepares pictures: decoding and writing one takes seconds, for which the extension host must not be blocked.

import { parentPort } from 'node:worker_threads'
import { MeshError } from '../mesh/errors.ts'
import { preparePicture } from '../mesh/images/prepare-picture.ts'
import { taskIcon } from '../mesh/images/task-icon.ts'
import { type Phrase, part, phrase, wordsOf } from '../text/index.ts'
import { loadPictureDecoders } from './picture-wasm.ts'
import type { PictureJob } from './pictures.ts'

loadPictureDecoders()

const VERBS = { prepare: preparePicture, icon: taskIcon }

const port = parentPort
port?.on('message', async ({ id, job }: { id: number; job: PictureJob }) => {
  try {
    const bytes = new Uint8Array(await VERBS[job.verb](job.bytes))
    port.postMessage({ id, bytes }, [bytes.buffer])
  } catch (error) {
    // A person reads only what was written for one.
    port.postMessage({ id, error: error instanceof MeshError ? wordsOfBoth(error) : UNKNOWN })
  }
})

/** What is wrong and what to do about it, in one. */
function wordsOfBoth(error: MeshError): Phrase {
  const { sentence, nextStep } = wordsOf(error)
  return phrase('{0} {1}', part(sentence), part(nextStep))
}

const UNKNOWN = 'The picture could not be read. Save it as PNG and try again.'
