// The local tools (src/mesh/tools) in a thread with limits of time and memory, which can be terminated at any moment: the host
// uses them only through this.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { READER_HEAP_MEGABYTES, readerLimits, tooSlow } from '../mesh/budget.ts'
import { MeshError, needsMemory } from '../mesh/errors.ts'
import type { ToolJob, ToolResult } from '../mesh/tools/job.ts'
import { Problem } from './model-job.ts'
import { parcelOf } from './parcel.ts'
import { createWorkerQueue, type WorkerEnd } from './workers.ts'

/** Bytes by which the process may grow while a tool works: its heap, typed arrays, and the result beside the model. */
const GROWTH = 3_000_000_000
/** Bytes that the thread may keep when nothing is to be done: starting another takes a third of a second. */
const KEPT = 150_000_000
/** Working on a model may take so many times as long as reading it. */
const PATIENCE = 5

export interface ModelTools {
  /**
   * Has a tool work on a file. `signal` ends the thread at once, whatever it is at. Files of a job that is `isDisposable` are
   * handed over, and empty afterwards.
   * @throws MeshError model-unknown, model-broken, model-too-large and those of pictures; the signal's reason
   */
  run(job: ToolJob, signal?: AbortSignal): Promise<ToolResult>
  dispose(): void
}

const Answer = Type.Object({
  id: Type.Number(),
  result: Type.Object({
    files: Type.Array(Type.Object({ path: Type.String(), bytes: Type.Unknown() })),
    losses: Type.Array(Type.Unknown()),
    warnings: Type.Array(Type.String()),
  }),
})
/** What our own worker sends is a ToolResult; its shape is looked at, so that a stranger's message is none. */
const isAnswer = (message: unknown): message is { id: number; result: ToolResult } =>
  Check(Answer, message) && message.result.files.every(({ bytes }) => bytes instanceof Uint8Array)

/** @param workerFile absolute path of the bundled `src/platform/model-worker.ts` (dist/model-worker.mjs) */
export function createModelTools(workerFile: string): ModelTools {
  const queue = createWorkerQueue<SizedJob, ToolResult>({
    file: workerFile,
    parcel: ({ job }) => parcelOf(job, job.isDisposable),
    read: (message) => {
      if (Check(Problem, message)) {
        const { code, sentence, nextStep } = message.problem
        return { id: message.id, error: new MeshError(code, sentence, nextStep) }
      }
      return isAnswer(message) ? message : undefined
    },
    patience: ({ size }) => readerLimits(size).milliseconds * PATIENCE,
    resourceLimits: { maxOldGenerationSizeMb: READER_HEAP_MEGABYTES },
    growth: GROWTH,
    keeps: KEPT,
    ended,
  })
  return { run: (job, signal) => queue.run({ job, size: sizeOf(job) }, signal), dispose: queue.dispose }
}

interface SizedJob {
  readonly job: ToolJob
  /** Bytes of its files, which are empty once they are handed over. */
  readonly size: number
}

// Not by the reader's own function: the host's bundle has no readers in it.
const sizeOf = ({ bytes, files = new Map<string, Uint8Array>() }: ToolJob) =>
  [...files.values()].reduce((sum, body) => sum + body.length, bytes.length)

function ended(why: WorkerEnd, _reason: string, { size }: SizedJob): MeshError {
  if (why === 'time') return tooSlow(readerLimits(size))
  if (why === 'memory') return needsMemory()
  return new MeshError(
    'model-broken',
    'The model file brought the local tool to a stop.',
    'Export the model again and retry; if it happens again, report the file.',
  )
}
