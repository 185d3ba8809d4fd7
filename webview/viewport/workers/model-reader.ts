// The worker that reads every format but glTF with the library in src/mesh, the same reader for view, report and conversion. It
// reads one file and is then terminated by the page, which is also how it is cancelled.

import { Check } from 'typebox/schema'
import { MeshError } from '../../../src/mesh/errors.ts'
import { writeGlb } from '../../../src/mesh/formats/gltf.ts'
import { formatFacts, formatOfEnding, type ModelFormat } from '../../../src/mesh/formats/names.ts'
import { salvageModel } from '../../../src/mesh/formats/read-model.ts'
import { wordsOf } from '../../../src/text/index.ts'
import { type ReadResult, ReadTask } from './messages.ts'

const answer = (result: ReadResult, transfer: Transferable[] = []) => self.postMessage(result, { transfer })

/** A format to assume where the bytes do not tell. What is glTF has told so, and does not come here. */
function hintOf(ending: string): ModelFormat | undefined {
  const format = formatOfEnding(ending)
  return format && formatFacts(format).isWhole ? undefined : format
}

self.addEventListener('message', async ({ data }: MessageEvent<unknown>) => {
  if (!Check(ReadTask, data)) return
  try {
    const files = new Map(data.files.map(({ name, bytes }) => [name, bytes]))
    const { document, damage } = await salvageModel(data.bytes, hintOf(data.ending), files)
    const glb = new Uint8Array(await writeGlb(document))
    answer({ glb, ...(damage && { damage }) }, [glb.buffer])
  } catch (error) {
    answer({ problem: problemOf(error) })
  }
})

function problemOf(error: unknown) {
  if (error instanceof MeshError) return { code: error.code, ...wordsOf(error) }
  return { code: 'damaged', sentence: 'Its contents are damaged.', nextStep: 'Export the model again.' }
}
