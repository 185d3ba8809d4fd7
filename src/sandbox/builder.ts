// Runs the simulator's tasks in a worker thread: passes jobs from its Builder to the worker's messages.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { createWorkerQueue } from '../platform/workers.ts'
import type { WorkFile, WorkJob, WorkResult } from '../simulator/work.ts'

const Failure = Type.Object({ id: Type.Number(), error: Type.String() })
const Answer = Type.Object({
  id: Type.Number(),
  files: Type.Array(
    Type.Object({ kind: Type.String(), extension: Type.String(), mediaType: Type.String(), bytes: Type.Unknown() }),
  ),
  facts: Type.Optional(
    Type.Object({ riggable: Type.Optional(Type.Boolean()), rig_type: Type.Optional(Type.String()) }),
  ),
})

const areFiles = (files: readonly { bytes: unknown }[]): files is WorkFile[] =>
  files.every((file) => file.bytes instanceof Uint8Array)

function readAnswer(message: unknown): { id: number; result: WorkResult } | { id: number; error: string } | undefined {
  if (Check(Failure, message)) return { id: message.id, error: message.error }
  if (!Check(Answer, message) || !areFiles(message.files)) return undefined
  return { id: message.id, result: { files: message.files, ...(message.facts ? { facts: message.facts } : {}) } }
}

/** The builder also reads files that people import: none of them may take the extension host down. */
const HEAP_MEGABYTES = 2_000
/** Milliseconds: the clock also runs while a busy machine gives the thread nothing, and a task that is given up is lost. */
const PATIENCE = 1_200_000

export interface WorkerBuilder {
  build(job: WorkJob): Promise<WorkResult>
  dispose(): void
}

/** @param workerFile absolute path of the bundled `src/sandbox/worker.ts` */
export function createBuilder(workerFile: string): WorkerBuilder {
  const queue = createWorkerQueue<WorkJob, WorkResult>({
    file: workerFile,
    read: readAnswer,
    patience: PATIENCE,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
  })
  return { build: (job) => queue.run(job), dispose: queue.dispose }
}
