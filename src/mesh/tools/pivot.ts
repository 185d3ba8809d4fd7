// Where a model's origin is.
import type { Document } from '@gltf-transform/core'
import { placedPositions } from '../formats/surface.ts'
import { type Bounds, boundsOf } from '../geometry.ts'
import { translation } from '../math/matrix.ts'
import { transformScene } from './orient.ts'

/** The box around everything in the scene, in metres, Y up; zeros for an empty scene. */
export function sceneBounds(document: Document): Bounds {
  const boxes = placedPositions(document).map((positions) => boundsOf(positions))
  const corners = boxes.flatMap(({ min, max }) => [...min, ...max])
  return boundsOf(corners)
}

/** Moves the model so that the origin is under the middle of it, on the ground. */
export function pivotToCenterBottom(document: Document): Document {
  const { min, max } = sceneBounds(document)
  return transformScene(document, translation(-(min[0] + max[0]) / 2, -min[1], -(min[2] + max[2]) / 2))
}
