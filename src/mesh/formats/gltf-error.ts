// How damage of a glTF is told: one code and one next step, a sentence for each kind of damage.
import { MeshError } from '../errors.ts'

export const brokenGltf = (sentence: string) =>
  new MeshError('model-broken', sentence, 'Export the model again and retry.')
