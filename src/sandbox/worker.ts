// Entry point of the worker thread: runs one job after the other and transfers the bytes without copying them.
import { parentPort } from 'node:worker_threads'
import { useBundledWasm } from '../platform/bundled-wasm.ts'
import type { WorkJob } from '../simulator/work.ts'
import { executeTask } from './work/index.ts'

useBundledWasm()

interface Message {
  id: number
  job: WorkJob
}

const port = parentPort
port?.on('message', async ({ id, job }: Message) => {
  try {
    const { files, facts } = await executeTask(job)
    // bytes that are a view of a larger buffer are cut out first: a transfer takes the whole buffer
    const cut = files.map((file) => ({ ...file, bytes: new Uint8Array(file.bytes) }))
    const buffers = [...new Set(cut.map((file) => file.bytes.buffer))]
    port.postMessage({ id, files: cut, ...(facts ? { facts } : {}) }, buffers)
  } catch (error) {
    port.postMessage({ id, error: error instanceof Error ? error.message : String(error) })
  }
})
