// Work that keeps the machine busy beside the soak: what only shows on a busy machine is to show here.
import { Worker } from 'node:worker_threads'

/** Sums for ever. */
const LOOP = 'for (let sum = 0; ; sum++) Math.sqrt(sum)'

/** Starts threads that never rest. @param count 0 for none */
export function keepBusy(count: number): { end(): Promise<void> } {
  const workers = Array.from({ length: count }, () => new Worker(LOOP, { eval: true }))
  return {
    end: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}
