// How damage of a glTF is reported: one code and one next step, and a sentence for each kind of damage.
import type { Words } from '../../text/index.ts'
import { MeshError } from '../errors.ts'

export const brokenGltf = (sentence: Words) =>
  new MeshError('model-broken', sentence, 'Export the model again and retry.')
