// Rotates, moves and scales a whole model without changing its parts.
import type { Document, Node } from '@gltf-transform/core'
import { setMatrix } from '../formats/node-matrix.ts'
import { sceneOf } from '../formats/surface.ts'
import { compose, type Matrix, multiply, scaling } from '../math/matrix.ts'

/** Where a model's front points, in the axes of programs with Z up: `-y` is glTF's own front, +z. */
export type Front = '+x' | '-x' | '+y' | '-y'

/** Degrees about the up axis from glTF's front (+z) to each direction, counter-clockwise seen from above. */
const TURNS: Readonly<Record<Front, number>> = { '-y': 0, '+x': 90, '+y': 180, '-x': 270 }

/** Turns the model so that its front, now pointing to `from`, points to `to`. */
export function orient(document: Document, to: Front, from: Front = '-y'): Document {
  const half = (((TURNS[to] - TURNS[from]) / 2) * Math.PI) / 180
  return transformScene(document, compose([0, 0, 0], [0, Math.sin(half), 0, Math.cos(half)], [1, 1, 1]))
}

/** Multiplies the model's size. */
export function scaleBy(document: Document, factor: number): Document {
  return transformScene(document, scaling(factor))
}

/**
 * Applies a rotation, uniform scale or translation to everything in the scene. Root nodes take it up; where an
 * animation drives a root node, one node above them does. Skinned meshes follow their joints.
 */
export function transformScene(document: Document, matrix: Matrix): Document {
  const scene = sceneOf(document)
  if (!scene) return document
  const animated = new Set<Node | null>(
    document
      .getRoot()
      .listAnimations()
      .flatMap((animation) => animation.listChannels().map((channel) => channel.getTargetNode())),
  )
  // A skinned mesh's own place has no effect, and validators frown on one.
  const roots = scene.listChildren().filter((node) => node.getSkin() === null || node.listChildren().length > 0)
  if (roots.some((node) => animated.has(node))) {
    const above = document.createNode('root')
    setMatrix(above, matrix)
    for (const node of roots) above.addChild(node)
    scene.addChild(above)
  } else for (const node of roots) setMatrix(node, multiply(matrix, node.getMatrix()))
  return document
}
