// The page's end of the meshopt worker, in the shape three's loader takes a decoder in.
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js'
import { Check } from 'typebox/schema'
import { MeshoptResult, type MeshoptTask } from './workers/messages.ts'
import { startWorker } from './workers/start.ts'

type Settle = (bytes: Uint8Array | undefined) => void

export class MeshoptInWorker {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Settle>()
  #next = 1

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!Check(MeshoptResult, data)) return
      this.#waiting.get(data.id)?.(data.bytes)
      this.#waiting.delete(data.id)
    })
    worker.addEventListener('error', () => this.#giveUp())
  }

  static async start(base: string): Promise<MeshoptInWorker> {
    return new MeshoptInWorker(await startWorker(base, 'meshopt'))
  }

  /** For GLTFLoader, which prefers `decodeGltfBufferAsync` where there is one. */
  get decoder(): typeof MeshoptDecoder {
    return {
      ...MeshoptDecoder,
      decodeGltfBufferAsync: (count, stride, source, mode, filter) =>
        this.#decode({ count, stride, source: new Uint8Array(source), mode, filter }),
    }
  }

  dispose(): void {
    this.#worker.terminate()
    this.#giveUp()
  }

  #decode(part: Omit<MeshoptTask, 'id'>): Promise<Uint8Array> {
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (bytes) => (bytes ? resolve(bytes) : reject(new Error('meshopt data is damaged'))))
      this.#worker.postMessage({ id, ...part } satisfies MeshoptTask, [part.source.buffer])
    })
  }

  #giveUp(): void {
    for (const settle of this.#waiting.values()) settle(undefined)
    this.#waiting.clear()
  }
}
