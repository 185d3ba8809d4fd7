// Reads model files of any format and origin on the host: each in a thread with limits of time and memory, which can be
// terminated; the result is a GLB or a MeshError. The limits themselves are in src/mesh/budget.ts.
import { Check } from 'typebox/schema'
import { READER_HEAP_MEGABYTES, readerLimits, tooSlow } from '../mesh/budget.ts'
import { MeshError } from '../mesh/errors.ts'
import { Answer, type ModelJob, Problem, type ReadModel } from './model-job.ts'
import { parcelOf } from './parcel.ts'
import { createWorkerQueue, type WorkerEnd } from './workers.ts'

/** Bytes by which the process may grow while a model is read: its heap limit, and typed arrays beside it. */
const GROWTH = 2_000_000_000
/** The reader gives up by itself first; the thread is ended only when it cannot. */
const GRACE = 10_000

export interface ModelReader {
  /**
   * Reads a model file. `signal` ends the thread at once, whatever it is at.
   * @throws MeshError model-unknown, model-broken, model-too-large; the signal's reason
   */
  read(job: ModelJob, signal?: AbortSignal): Promise<ReadModel>
  dispose(): void
}

/**
 * @param workerFile absolute path of the bundled `src/platform/model-worker.ts` (dist/model-worker.mjs)
 * @param limits for tests: others than those of src/mesh/budget.ts
 */
export function createModelReader(
  workerFile: string,
  limits: { heapMegabytes?: number; growth?: number; patience?: number } = {},
): ModelReader {
  const { heapMegabytes = READER_HEAP_MEGABYTES, growth = GROWTH, patience } = limits
  const queue = createWorkerQueue<ModelJob, ReadModel>({
    file: workerFile,
    parcel: (job) => parcelOf(job),
    read: readAnswer,
    patience: patience ?? ((job) => readerLimits(sizeOf(job)).milliseconds + GRACE),
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    growth,
    ended,
  })
  return { read: queue.run, dispose: queue.dispose }
}

function sizeOf({ bytes, files = new Map() }: ModelJob): number {
  return [...files.values()].reduce((sum, body) => sum + body.length, bytes.length)
}

function readAnswer(message: unknown): { id: number; result: ReadModel } | { id: number; error: Error } | undefined {
  if (Check(Problem, message)) {
    const { code, sentence, nextStep } = message.problem
    return { id: message.id, error: new MeshError(code, sentence, nextStep) }
  }
  if (!Check(Answer, message) || !(message.glb instanceof Uint8Array)) return undefined
  return { id: message.id, result: { glb: message.glb, warnings: message.warnings } }
}

function ended(why: WorkerEnd, _reason: string, job: ModelJob): MeshError {
  if (why === 'time') return tooSlow(readerLimits(sizeOf(job)))
  if (why === 'memory')
    return new MeshError(
      'model-too-large',
      'The model needs more memory than reading a model may take.',
      'Reduce or split the model in a 3D program and export it again.',
    )
  return new MeshError(
    'model-broken',
    'The model file brought its reader to a stop.',
    'Export the model again and retry; if it happens again, report the file.',
  )
}
