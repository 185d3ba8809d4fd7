// The whole scene: its triangle count and bounding box. Computed before and after every tool, so it copies nothing: the loops
// read the file's own arrays directly, since a call per number costs more.
import type { Accessor, Document, Primitive, TypedArray } from '@gltf-transform/core'
import { floatsOf } from '../formats/floats.ts'
import { influencesOf } from '../formats/influences.ts'
import { boneMatrices, nodesOf, triangleCountOf } from '../formats/surface.ts'
import type { Bounds } from '../geometry.ts'
import { type Box, emptyBox, growBox } from '../math/box.ts'
import type { Matrix } from '../math/matrix.ts'
import { drawnCounts } from './drawn-counts.ts'
import { meshUses, placesOf } from './instances.ts'

/** How many triangles the scene shows; a mesh under two nodes, or drawn twice by one, counts twice. */
export const sceneTriangles = (document: Document): number => drawnCounts(meshUses(document)).triangles

/** The box around everything in the scene, in metres, Y up, in the current pose; zeros for an empty scene. */
export function sceneBounds(document: Document): Bounds {
  const box = emptyBox()
  const boxes = new Map<Accessor, Box>()
  for (const node of nodesOf(document)) {
    const mesh = node.getMesh()
    if (!mesh) continue
    const bones = boneMatrices(node)
    const places = placesOf(node)
    for (const primitive of mesh.listPrimitives()) {
      const positions = primitive.getAttribute('POSITION')
      if (!positions || triangleCountOf(primitive) === 0) continue
      if (bones && addPosed(box, primitive, positions, bones)) continue
      for (const place of places) addPlaced(box, positions, place, boxes)
    }
  }
  const [x = 0, y = 0, z = 0, right = 0, top = 0, front = 0] = box
  return x > right ? { min: [0, 0, 0], max: [0, 0, 0] } : { min: [x, y, z], max: [right, top, front] }
}

/** Adds positions where a matrix puts them. One that turns nothing keeps boxes boxes, so that one look is enough. */
function addPlaced(box: Box, positions: Accessor, matrix: Matrix, boxes: Map<Accessor, Box>): void {
  const isTurned = [0, 1, 2].some((row) => [0, 4, 8].filter((column) => matrix[column + row] !== 0).length > 1)
  if (isTurned) {
    addPoints(box, floatsOf(positions), matrix)
    return
  }
  let own = boxes.get(positions)
  if (!own) {
    own = emptyBox()
    growBox(own, floatsOf(positions))
    boxes.set(positions, own)
  }
  if ((own[0] ?? 0) <= (own[3] ?? 0)) addPoints(box, new Float32Array(own), matrix)
}

function addPoints(box: Box, points: Float32Array, m: Matrix): void {
  const moved = new Float32Array(points.length)
  const [a = 1, b = 0, c = 0, , d = 0, e = 1, f = 0, , g = 0, h = 0, k = 1, , tx = 0, ty = 0, tz = 0] = m
  for (let i = 0; i + 2 < points.length; i += 3) {
    const x = points[i] ?? 0
    const y = points[i + 1] ?? 0
    const z = points[i + 2] ?? 0
    moved[i] = a * x + d * y + g * z + tx
    moved[i + 1] = b * x + e * y + h * z + ty
    moved[i + 2] = c * x + f * y + k * z + tz
  }
  growBox(box, moved)
}

/** Adds positions where bones put them. @returns false where the primitive names none */
function addPosed(box: Box, primitive: Primitive, positions: Accessor, bones: readonly Matrix[]): boolean {
  const isOneSet = !primitive.getAttribute('JOINTS_1')
  const joints = primitive.getAttribute('JOINTS_0')?.getArray()
  const weights = primitive.getAttribute('WEIGHTS_0')
  if (!joints || !weights) return false
  const influences = isOneSet ? { joints, weights: floatsOf(weights) } : influencesOf(primitive)
  if (!influences) return false
  growBox(box, posed(floatsOf(positions), influences, bones))
  return true
}

/** As `posedVertices`, without the normals and for joints as they are stored. */
function posed(
  points: Float32Array,
  { joints, weights }: { joints: TypedArray; weights: Float32Array },
  bones: readonly Matrix[],
): Float32Array {
  const out = new Float32Array(points.length)
  const matrices = new Float64Array(bones.length * 16)
  for (const [i, bone] of bones.entries()) matrices.set(bone, i * 16)
  for (let v = 0, p = 0, w = 0; p + 2 < points.length; v++, p += 3, w = v * 4) {
    const x = points[p] ?? 0
    const y = points[p + 1] ?? 0
    const z = points[p + 2] ?? 0
    let [sum, a, b, c] = [0, 0, 0, 0]
    for (let k = w; k < w + 4; k++) {
      const weight = weights[k] ?? 0
      const m = (joints[k] ?? 0) * 16
      if (!(weight > 0)) continue
      sum += weight
      if (m >= matrices.length) continue
      a +=
        weight *
        ((matrices[m] ?? 0) * x + (matrices[m + 4] ?? 0) * y + (matrices[m + 8] ?? 0) * z + (matrices[m + 12] ?? 0))
      b +=
        weight *
        ((matrices[m + 1] ?? 0) * x + (matrices[m + 5] ?? 0) * y + (matrices[m + 9] ?? 0) * z + (matrices[m + 13] ?? 0))
      c +=
        weight *
        ((matrices[m + 2] ?? 0) * x +
          (matrices[m + 6] ?? 0) * y +
          (matrices[m + 10] ?? 0) * z +
          (matrices[m + 14] ?? 0))
    }
    const share = sum > 0 ? 1 / sum : 0
    out[p] = a * share
    out[p + 1] = b * share
    out[p + 2] = c * share
  }
  return out
}
