// Generated models of quads: the service returns them as FBX, whatever else was requested (docs/protocol.md#model-versions).

import type { Work, WorkFile } from '../../simulator/work.ts'
import { convertModel, QUAD_LIMIT } from './convert-model.ts'

/** Wraps a generation: with `quad` its model becomes an FBX of at most `face_limit` quads. */
export const withQuads =
  (generate: Work): Work =>
  async (job) => {
    const result = await generate(job)
    if (job.params.quad !== true) return result
    const limit = job.params.face_limit
    const params = { format: 'FBX', quad: true, face_limit: typeof limit === 'number' ? limit : QUAD_LIMIT }
    const files: WorkFile[] = []
    for (const file of result.files) {
      if (file.extension !== 'glb') {
        files.push(file)
        continue
      }
      const source = { capability: job.capability, params: job.params, bytes: file.bytes, extension: file.extension }
      const converted = await convertModel({ capability: 'convert_model', params, inputs: {}, source })
      files.push(...converted.files.map((made) => ({ ...made, kind: file.kind })))
    }
    return { ...result, files }
  }
