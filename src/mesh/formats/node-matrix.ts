// A node's transform set from a matrix: the readers have matrices, and animated nodes of glTF must have their three parts.
import type { Node } from '@gltf-transform/core'
import { decompose, type Matrix } from '../math/matrix.ts'

/** Sets the local transform, in metres and quaternions; shear is lost. @returns the same node */
export function setMatrix(node: Node, matrix: Matrix): Node {
  const { translation, rotation, scale } = decompose(matrix)
  return node.setTranslation(translation).setRotation(rotation).setScale(scale)
}
