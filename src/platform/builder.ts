// The simulator's models are built in a worker thread: the bridge from its Builder to the worker's messages.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import type { BuildJob, BuiltFile } from '../simulator/build.ts'
import { createWorkerQueue } from './workers.ts'

const Failure = Type.Object({ id: Type.Number(), error: Type.String() })
const Answer = Type.Object({
  id: Type.Number(),
  files: Type.Array(
    Type.Object({ kind: Type.String(), extension: Type.String(), mediaType: Type.String(), bytes: Type.Unknown() }),
  ),
})

const isBuiltFiles = (files: readonly { bytes: unknown }[]): files is BuiltFile[] =>
  files.every((file) => file.bytes instanceof Uint8Array)

function readAnswer(message: unknown) {
  if (Check(Failure, message)) return { id: message.id, error: message.error }
  if (Check(Answer, message) && isBuiltFiles(message.files)) return { id: message.id, result: message.files }
  return undefined
}

export interface WorkerBuilder {
  build(job: BuildJob): Promise<BuiltFile[]>
  dispose(): void
}

/** @param workerFile absolute path of the bundled `src/simulator/worker.ts` */
export function createBuilder(workerFile: string): WorkerBuilder {
  const queue = createWorkerQueue<BuildJob, BuiltFile[]>({ file: workerFile, read: readAnswer })
  return { build: (job) => queue.run(job), dispose: queue.dispose }
}
