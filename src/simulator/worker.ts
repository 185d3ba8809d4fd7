// The worker thread's entry: carries out one job after the other and hands the bytes over without copying them.
import { parentPort } from 'node:worker_threads'
import jpegDecoder from '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'
import webpDecoder from '@jsquash/webp/codec/dec/webp_dec.wasm'
import webpEncoder from '@jsquash/webp/codec/enc/webp_enc.wasm'
import { JPEG_WASM } from '../mesh/jpeg.ts'
import { setWasmLoader } from '../mesh/wasm.ts'
import { WEBP_WASM } from '../mesh/webp.ts'
import { carryOut } from './work/index.ts'
import type { WorkJob } from './work/job.ts'

/** What a picture may need, inside this bundle. */
const WASM: Readonly<Record<string, Uint8Array>> = {
  [JPEG_WASM]: jpegDecoder,
  [WEBP_WASM.decoder]: webpDecoder,
  [WEBP_WASM.encoder]: webpEncoder,
}

setWasmLoader(async (name) => {
  const bytes = WASM[name]
  if (!bytes) throw new Error(`There is no ${name} in the worker.`)
  return bytes
})

interface Message {
  id: number
  job: WorkJob
}

const port = parentPort
port?.on('message', async ({ id, job }: Message) => {
  try {
    const { files, facts } = await carryOut(job)
    // bytes that are a view of a larger buffer are cut out first: a transfer takes the whole buffer
    const cut = files.map((file) => ({ ...file, bytes: new Uint8Array(file.bytes) }))
    const buffers = [...new Set(cut.map((file) => file.bytes.buffer))]
    port.postMessage({ id, files: cut, ...(facts ? { facts } : {}) }, buffers)
  } catch (error) {
    port.postMessage({ id, error: error instanceof Error ? error.message : String(error) })
  }
})
