// The sandbox: the simulator inside the extension host, for people without a key. It speaks v3 at an origin that never
// reaches the network; its models are built in a worker thread; its tasks live in a store that windows share.
import { createSimulator, type SimulatorOptions } from '../simulator/simulator.ts'
import type { SimulatorStore } from '../simulator/store.ts'
import { createBuilder } from './builder.ts'

/** `.invalid` never resolves (RFC 2606): a request that went astray would go nowhere. */
export const SANDBOX_ORIGIN = 'https://sandbox.tripo.invalid'
export const SANDBOX_BASE_URL = `${SANDBOX_ORIGIN}/v3`
/** The one account of the sandbox; no secret. */
export const SANDBOX_KEY = 'tsk_sandbox'
/** How much faster than the service it works. */
export const SANDBOX_TIME_SCALE = 10
const SANDBOX_CREDITS = 100_000
const SANDBOX_KEEP = { days: 7, tasks: 500 }

export interface SandboxOptions {
  /** Absolute path of the bundled `src/sandbox/worker.ts` (dist/sandbox-worker.mjs). */
  workerFile: string
  /** Where tasks and uploaded images live; `openStore(directory)` of records.ts. */
  store: SimulatorStore
  /** For tests: the most pixels along a side of pictures and textures. */
  side?: number
  /** For tests: another builder, clock, time scale. */
  simulator?: Partial<SimulatorOptions>
}

export interface Sandbox {
  /** As the platform's fetch, for the sandbox's origin only; any other address rejects, without network. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
  dispose(): void
}

const isAborted = (signal: AbortSignal) =>
  signal.reason instanceof Error ? signal.reason : new DOMException('The operation was aborted.', 'AbortError')

/** As with the platform's fetch, an abort also ends a body that is being read. */
function abortable(response: Response, signal: AbortSignal): Response {
  if (!response.body) return response
  const { status, headers } = response
  return new Response(response.body.pipeThrough(new TransformStream(), { signal }), { status, headers })
}

/** Starts the sandbox. Nothing is read or built before the first request. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const builder = createBuilder(options.workerFile)
  const { side, simulator: { build = builder.build, ...others } = {} } = options
  const sides = side === undefined ? {} : { pictureSide: side, textureSide: side }
  const simulator = createSimulator({
    build: (job) => build({ ...job, ...sides }),
    store: options.store,
    timeScale: SANDBOX_TIME_SCALE,
    credits: SANDBOX_CREDITS,
    keep: SANDBOX_KEEP,
    remoteInputs: true,
    ...others,
  })
  return {
    async fetch(input, init) {
      const request = new Request(input, init)
      if (new URL(request.url).origin !== SANDBOX_ORIGIN) {
        throw new TypeError(`The sandbox does not reach ${new URL(request.url).origin}`)
      }
      const { signal } = request
      if (signal.aborted) throw isAborted(signal)
      let abort = () => {}
      const aborted = new Promise<never>((_done, reject) => {
        abort = () => reject(isAborted(signal))
        signal.addEventListener('abort', abort)
      })
      try {
        return abortable(await Promise.race([simulator.fetch(request), aborted]), signal)
      } finally {
        signal.removeEventListener('abort', abort)
      }
    },
    dispose() {
      simulator.dispose()
      builder.dispose()
    },
  }
}

export { openStore } from '../platform/records.ts'
export { readFaults } from '../simulator/faults.ts'
