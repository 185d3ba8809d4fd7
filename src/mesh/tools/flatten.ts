// Flattens the underside of a model, so that it can stand on a surface.
import type { Document, Node } from '@gltf-transform/core'
import { floatsOf, nodesOf } from '../formats/surface.ts'
import { invert, transformNormals, transformPoints } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'
import { sceneBounds } from './scene.ts'

/**
 * Presses everything below `threshold` (a share of the height) up to one plane; what lies wholly in it faces down.
 * Closed meshes stay closed. Skinned meshes are left alone: their vertices have no one place.
 */
export function flattenBottom(document: Document, threshold = 0.01): Document {
  const { min, max } = sceneBounds(document)
  const level = min[1] + (max[1] - min[1]) * threshold
  const done = new Set<unknown>()
  for (const node of nodesOf(document)) {
    if (node.getSkin()) continue
    for (const primitive of node.getMesh()?.listPrimitives() ?? []) {
      const [position, normal] = [primitive.getAttribute('POSITION'), primitive.getAttribute('NORMAL')]
      // A mesh that several nodes share, or positions several primitives share, can be pressed for the first only.
      if (!position || done.has(position)) continue
      done.add(position)
      const pressed = press(node, floatsOf(position), normal ? floatsOf(normal) : undefined, level)
      if (!pressed) continue
      position.setArray(pressed.positions).setNormalized(false)
      if (normal && pressed.normals) normal.setArray(pressed.normals).setNormalized(false)
    }
  }
  return document
}

/** The vertices with those below `level` on it; undefined when there are none. */
function press(node: Node, positions: Float32Array, normals: Float32Array | undefined, level: number) {
  const matrix = node.getWorldMatrix()
  const world = transformPoints(matrix, positions)
  const low: number[] = []
  for (let v = 0; v * 3 < world.length; v++) if (at(world, v * 3 + 1) < level) low.push(v)
  if (low.length === 0) return undefined
  for (const v of low) world[v * 3 + 1] = level
  const inverse = invert(matrix)
  const back = transformPoints(inverse, world)
  const out = positions.slice()
  for (const v of low) out.set(back.subarray(v * 3, v * 3 + 3), v * 3)
  const turned = normals?.slice()
  if (turned) {
    const placed = transformNormals(matrix, turned)
    const down = transformNormals(inverse, new Float32Array([0, -1, 0]))
    for (const v of low) if (at(placed, v * 3 + 1) < -0.5) turned.set(down, v * 3)
  }
  return { positions: out, normals: turned }
}
