// Formats that three's glTF loader does not read: the bytes go to a worker with src/mesh in it and come back as a GLB, so that
// everything after reading is the same for every format.
import { Check } from 'typebox/schema'
import type { Words } from '../../src/text/index.ts'
import { errors } from './errors.ts'
import { timeFor, within } from './limits.ts'
import { readNeighbours } from './neighbours.ts'
import { ReadResult, type ReadTask } from './workers/messages.ts'
import { startWorker } from './workers/start.ts'

export interface ReadableFile {
  data: ArrayBuffer
  url: string
  name: string
}

/** A model as a GLB, and which files beside it are missing. */
export interface ReadFile {
  glb: ArrayBuffer
  /** What of a damaged file is not in it. */
  damage?: Words
  missing: readonly string[]
}

/** What the name ends with, without the dot: `obj`. */
const endingOf = (name: string) => /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''

/**
 * @param base where the page's workers are, with a slash at its end
 * @throws ViewportError with the reader's own words
 */
export async function readInWorker(base: string, file: ReadableFile, signal: AbortSignal): Promise<ReadFile> {
  const { data, url, name } = file
  const ending = endingOf(name)
  const { files, missing } = await readNeighbours(data, ending, url, signal)
  const worker = await startWorker(base, 'model-reader').catch((cause: unknown) => {
    throw errors.decoder(name, endingOf(name).toUpperCase(), cause)
  })
  const milliseconds = timeFor(data.byteLength)
  const answered = new Promise<unknown>((resolve, reject) => {
    worker.addEventListener('message', (event: MessageEvent<unknown>) => resolve(event.data))
    // Out of memory, mostly: the worker is gone, the page goes on.
    worker.addEventListener('error', (event) => reject(errors.damaged(name, event.message)))
    const task: ReadTask = { bytes: new Uint8Array(data), ending, files: [...files] }
    worker.postMessage(task)
  })
  const result = await within(answered, {
    ...{ milliseconds, signal },
    late: () => errors.slow(name, [], Math.round(milliseconds / 1000)),
    stop: () => worker.terminate(),
    discard: () => undefined,
  }).finally(() => worker.terminate())
  if (!Check(ReadResult, result)) throw errors.damaged(name, result)
  if ('problem' in result) throw errors.unreadable(name, result.problem)
  const { glb, damage } = result
  return { glb: glb.buffer, missing, ...(damage && { damage }) }
}
