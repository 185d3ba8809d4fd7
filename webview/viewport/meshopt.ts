// Decodes meshopt data, with the interface that three's loader expects of a decoder: small parts directly on the page, since
// starting a worker takes longer than decoding them; large ones in a worker, which is started with the first of them.
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js'
import { Check } from 'typebox/schema'
import { MeshoptResult, type MeshoptTask } from './workers/messages.ts'
import { startWorker } from './workers/start.ts'

type Settle = (bytes: Uint8Array | undefined) => void

/** Bytes of a part that are unpacked within a few milliseconds. */
const SMALL = 2_000_000

export class MeshoptParts {
  readonly #base: string
  readonly #waiting = new Map<number, Settle>()
  #worker: Promise<Worker> | undefined
  #isDisposed = false
  #next = 1

  /** @param base the address of the folder with the workers */
  constructor(base: string) {
    this.#base = base
  }

  /** For GLTFLoader, which prefers `decodeGltfBufferAsync` where there is one. */
  get decoder(): typeof MeshoptDecoder {
    return {
      ...MeshoptDecoder,
      decodeGltfBufferAsync: (count, stride, source, mode, filter) =>
        count * stride <= SMALL
          ? MeshoptDecoder.decodeGltfBufferAsync(count, stride, source, mode, filter)
          : this.#decode({ count, stride, source: new Uint8Array(source), mode, filter }),
    }
  }

  dispose(): void {
    this.#isDisposed = true
    void this.#worker?.then((worker) => worker.terminate()).catch(() => undefined)
    this.#giveUp()
  }

  async #start(): Promise<Worker> {
    const worker = await startWorker(this.#base, 'meshopt')
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!Check(MeshoptResult, data)) return
      this.#waiting.get(data.id)?.(data.bytes)
      this.#waiting.delete(data.id)
    })
    worker.addEventListener('error', () => this.#giveUp())
    return worker
  }

  async #decode(part: Omit<MeshoptTask, 'id'>): Promise<Uint8Array> {
    const id = this.#next++
    this.#worker ??= this.#start()
    const worker = await this.#worker.catch((cause: unknown) => {
      // The next model tries again.
      this.#worker = undefined
      throw cause
    })
    if (this.#isDisposed) throw new Error('the model is not shown any more')
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (bytes) => (bytes ? resolve(bytes) : reject(new Error('meshopt data is damaged'))))
      worker.postMessage({ id, ...part } satisfies MeshoptTask, [part.source.buffer])
    })
  }

  #giveUp(): void {
    for (const settle of this.#waiting.values()) settle(undefined)
    this.#waiting.clear()
  }
}
