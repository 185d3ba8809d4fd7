// Where a model's origin is.
import type { Document } from '@gltf-transform/core'
import { translation } from '../math/matrix.ts'
import { transformScene } from './orient.ts'
import { sceneBounds } from './scene.ts'

/** Moves the model so that the origin is under the middle of it, on the ground. */
export function pivotToCenterBottom(document: Document): Document {
  const { min, max } = sceneBounds(document)
  return transformScene(document, translation(-(min[0] + max[0]) / 2, -min[1], -(min[2] + max[2]) / 2))
}
