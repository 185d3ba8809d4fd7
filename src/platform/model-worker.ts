// Entry point of the thread that reads and processes model files (dist/model-worker.mjs).

import { parentPort } from 'node:worker_threads'
import { readerContext } from '../mesh/budget.ts'
import { meshErrorOf } from '../mesh/errors.ts'
import { writeGlb } from '../mesh/formats/gltf.ts'
import { readModel, sizeWith } from '../mesh/formats/read-model.ts'
import type { ToolJob } from '../mesh/tools/job.ts'
import { runTool } from '../mesh/tools/run-tool.ts'
import { wordsOf } from '../text/index.ts'
import { useBundledWasm } from './bundled-wasm.ts'
import type { ModelJob, ReadModel } from './model-job.ts'
import { buffersOf } from './parcel.ts'

useBundledWasm()

const port = parentPort
port?.on('message', async ({ id, job }: { id: number; job: ModelJob | ToolJob }) => {
  try {
    if ('tool' in job) {
      // What was sent to this thread is a copy.
      const result = await runTool({ ...job, isDisposable: true })
      port.postMessage({ id, result }, buffersOf(result.files))
      return
    }
    const { glb, warnings } = await read(job)
    port.postMessage({ id, glb, warnings }, buffersOf([{ bytes: glb }]))
  } catch (error) {
    const problem = meshErrorOf(error)
    port.postMessage({ id, problem: { code: problem.code, ...wordsOf(problem) } })
  }
})

async function read({ bytes, hint, files = new Map<string, Uint8Array>() }: ModelJob): Promise<ReadModel> {
  const warnings: string[] = []
  const document = await readModel(bytes, hint, files, readerContext(sizeWith(bytes, files), warnings))
  const glb = await writeGlb(document)
  // a view of a larger buffer is cut out first: a transfer takes the whole buffer
  return { glb: glb.byteLength === glb.buffer.byteLength ? glb : glb.slice(), warnings }
}
