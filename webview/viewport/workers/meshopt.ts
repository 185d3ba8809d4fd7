// The worker that decodes meshopt's buffers: a small file may expand to very many bytes, and only a worker can be terminated
// while it is busy.
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js'
import { Check } from 'typebox/schema'
import { type MeshoptResult, MeshoptTask } from './messages.ts'

const answer = (result: MeshoptResult, transfer: Transferable[] = []) => self.postMessage(result, { transfer })

self.addEventListener('message', async ({ data }: MessageEvent<unknown>) => {
  if (!Check(MeshoptTask, data)) return
  const { id, count, stride, source, mode, filter } = data
  try {
    await MeshoptDecoder.ready
    const bytes = new Uint8Array(count * stride)
    MeshoptDecoder.decodeGltfBuffer(bytes, count, stride, source, mode, filter)
    answer({ id, bytes }, [bytes.buffer])
  } catch {
    answer({ id })
  }
})
