// Applies node transforms to vertices, like Blender's "apply". Nodes that are moved by a clip or a skin keep their transforms,
// since their vertices follow them.
import type { Document, Mesh, Node, Primitive, PrimitiveTarget } from '@gltf-transform/core'
import { floatsOf } from '../formats/floats.ts'
import { sceneOf } from '../formats/surface.ts'
import { determinant3, IDENTITY, type Matrix, multiply, transformNormals, transformPoints } from '../math/matrix.ts'
import { meshTriangles, setTriangles, setValues } from './primitive-edits.ts'

/** Applies every node of the scene whose place is its own. @returns how many nodes were applied */
export function applyTransforms(document: Document): number {
  const kept = keptNodes(document)
  let count = 0
  const visit = (node: Node, above: Matrix) => {
    if (kept.has(node)) {
      for (const child of node.listChildren()) visit(child, IDENTITY)
      return
    }
    const own = multiply(above, node.getMatrix())
    if (!isIdentity(node.getMatrix())) count += 1
    node.setTranslation([0, 0, 0]).setRotation([0, 0, 0, 1]).setScale([1, 1, 1])
    const mesh = node.getMesh()
    if (mesh && !isIdentity(own)) node.setMesh(bakedMesh(document, mesh, own))
    for (const child of node.listChildren()) visit(child, own)
  }
  for (const node of sceneOf(document)?.listChildren() ?? []) visit(node, IDENTITY)
  for (const mesh of document.getRoot().listMeshes())
    if (mesh.listParents().length === 1) {
      for (const primitive of mesh.listPrimitives()) primitive.dispose()
      mesh.dispose()
    }
  return count
}

/** Nodes whose place something else uses (clips, skeletons, skinned meshes, cameras, lights), and all that they lie in. */
function keptNodes(document: Document): Set<Node> {
  const root = document.getRoot()
  const moved = root.listSkins().flatMap((skin) => skin.listJoints())
  // Weights of morph targets move points within the part: its own place is free.
  for (const clip of root.listAnimations())
    for (const channel of clip.listChannels()) {
      const node = channel.getTargetNode()
      if (node && channel.getTargetPath() !== 'weights') moved.push(node)
    }
  for (const node of root.listNodes())
    if (node.getSkin() || node.getCamera() || node.listExtensions().length > 0) moved.push(node)
  const kept = new Set<Node>()
  for (const node of moved) for (let at: Node | null = node; at && !kept.has(at); at = at.getParentNode()) kept.add(at)
  return kept
}

/** How many parts `applyTransforms` leaves a place, turn or size of their own. */
export const countKept = (document: Document): number => {
  const kept = keptNodes(document)
  let count = 0
  sceneOf(document)?.traverse((node) => {
    if (kept.has(node) && !isIdentity(node.getMatrix())) count += 1
  })
  return count
}

const isIdentity = (matrix: readonly number[]) =>
  matrix.every((value, i) => Math.abs(value - (IDENTITY[i] ?? 0)) < 1e-9)

/** A copy of the mesh with all points moved; one that is mirrored by it is turned right again. */
export function bakedMesh(document: Document, mesh: Mesh, matrix: Matrix): Mesh {
  const copy = mesh.clone()
  for (const primitive of mesh.listPrimitives()) {
    const own = primitive.clone()
    copy.removePrimitive(primitive).addPrimitive(own)
    for (const target of own.listTargets()) own.removeTarget(target).addTarget(movedTarget(own, target, matrix))
    const position = own.getAttribute('POSITION')
    if (position) setValues(document, own, 'POSITION', 'VEC3', transformPoints(matrix, floatsOf(position)))
    const normal = own.getAttribute('NORMAL')
    if (normal) setValues(document, own, 'NORMAL', 'VEC3', transformNormals(matrix, floatsOf(normal)))
    const tangent = own.getAttribute('TANGENT')
    if (tangent) setValues(document, own, 'TANGENT', 'VEC4', turnedTangents(matrix, floatsOf(tangent)))
  }
  if (determinant3(matrix) < 0)
    for (const { primitive, list } of meshTriangles(copy).parts)
      setTriangles(
        document,
        primitive,
        list.map((_, i) => list[i % 3 === 0 ? i : i % 3 === 1 ? i + 1 : i - 1] ?? 0),
      )
  return copy
}

/** A copy of a morph target as it fits points that are moved. @param primitive whose points are not moved yet */
function movedTarget(primitive: Primitive, target: PrimitiveTarget, matrix: Matrix): PrimitiveTarget {
  const moved = target.clone()
  const change = (semantic: string, changed: (shifts: Float32Array) => Float32Array) => {
    const shift = moved.getAttribute(semantic)
    const values = shift && new Float32Array(changed(floatsOf(shift)))
    if (values) moved.setAttribute(semantic, shift.clone().setArray(values).setNormalized(false))
  }
  // Shifts are directions: what moves points moves them not.
  const linear = [...matrix.slice(0, 12), 0, 0, 0, 1]
  change('POSITION', (shifts) => transformPoints(linear, shifts))
  const normal = primitive.getAttribute('NORMAL')
  if (normal)
    change('NORMAL', (shifts) => turnedShifts(floatsOf(normal), shifts, (values) => transformNormals(matrix, values)))
  const tangent = primitive.getAttribute('TANGENT')
  if (tangent)
    change('TANGENT', (shifts) => turnedShifts(floatsOf(tangent), shifts, (values) => turnedTangents(matrix, values)))
  return moved
}

/** Shifts between directions that are turned, and of unit length at both ends: they do not grow with the points. */
function turnedShifts(
  directions: Float32Array,
  shifts: Float32Array,
  turned: (directions: Float32Array) => Float32Array,
): Float32Array {
  const size = (directions.length / shifts.length) * 3
  const shifted = directions.map((value, i) => {
    const k = i % size
    return k < 3 ? value + (shifts[((i - k) / size) * 3 + k] ?? 0) : value
  })
  const [from, to] = [turned(directions), turned(shifted)]
  return shifts.map((_, i) => {
    const at = ((i - (i % 3)) / 3) * size + (i % 3)
    return (to[at] ?? 0) - (from[at] ?? 0)
  })
}

function turnedTangents(matrix: Matrix, tangents: Float32Array): Float32Array {
  const out = tangents.slice()
  const side = determinant3(matrix) < 0 ? -1 : 1
  for (let i = 0; i < out.length; i += 4) {
    const turned = [0, 1, 2].map((row) =>
      [0, 1, 2].reduce((sum, k) => sum + (matrix[k * 4 + row] ?? 0) * (tangents[i + k] ?? 0), 0),
    )
    const length = Math.hypot(...turned) || 1
    for (let k = 0; k < 3; k++) out[i + k] = (turned[k] ?? 0) / length
    out[i + 3] = (tangents[i + 3] ?? 1) * side
  }
  return out
}
