// The thread that prepares pictures: decoding and writing one takes seconds that the extension host must not stand still.
import { parentPort } from 'node:worker_threads'
import { MeshError } from '../mesh/errors.ts'
import { preparePicture } from '../mesh/images/prepare-picture.ts'
import { loadPictureDecoders } from './picture-wasm.ts'

loadPictureDecoders()

const port = parentPort
port?.on('message', async ({ id, job }: { id: number; job: Uint8Array }) => {
  try {
    const bytes = new Uint8Array(await preparePicture(job))
    port.postMessage({ id, bytes }, [bytes.buffer])
  } catch (error) {
    // A person reads only what was written for one.
    const known = error instanceof MeshError
    port.postMessage({ id, error: known ? `${error.message} ${error.nextStep}` : UNKNOWN })
  }
})

const UNKNOWN = 'The picture could not be read. Save it as PNG and try again.'
