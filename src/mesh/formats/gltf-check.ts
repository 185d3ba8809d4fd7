// Checks what only the data of a glTF can show: numbers that are not finite, and triangles with vertices that do not exist. All
// code that reads a Document after this may rely on it.

import type { Document, Primitive } from '@gltf-transform/core'
import { phrase } from '../../text/index.ts'
import type { ReaderContext } from '../budget.ts'
import { brokenGltf } from './gltf-error.ts'

/** Kinds of primitives that src/mesh has no polygons for (glTF's modes). */
const NAMES = new Map<number, string>([
  [0, 'points'],
  [1, 'lines'],
  [2, 'lines'],
  [3, 'lines'],
])
const TRIANGLES = 4

/** @throws MeshError model-broken */
export function checkData(document: Document, context: ReaderContext): void {
  for (const [i, accessor] of document.getRoot().listAccessors().entries()) {
    const array = accessor.getArray()
    context.budget.checkTime()
    if ((array instanceof Float32Array || array instanceof Float64Array) && !isFiniteThroughout(array))
      throw brokenGltf(phrase('The model has numbers that are none, or infinite (accessor {0}).', i))
  }
  for (const mesh of document.getRoot().listMeshes())
    for (const primitive of mesh.listPrimitives()) checkPrimitive(primitive, mesh.getName(), context)
}

/** A plain loop: "every" calls a function for each of millions. */
function isFiniteThroughout(values: Float32Array | Float64Array): boolean {
  // What is finite gives zero, and anything else something that is no number, whatever comes after.
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) * 0
  return sum === 0
}

function checkPrimitive(primitive: Primitive, name: string, context: ReaderContext): void {
  const positions = primitive.getAttribute('POSITION')
  const vertices = positions?.getCount() ?? 0
  const whose = name === '' ? phrase('A mesh') : phrase('The mesh “{0}”', name.slice(0, 60))
  for (const attribute of primitive.listAttributes())
    if (positions && attribute.getCount() !== vertices)
      throw brokenGltf(phrase('{0} has {1} positions, but {2} values for them.', whose, vertices, attribute.getCount()))
  for (const target of primitive.listTargets())
    for (const attribute of target.listAttributes())
      if (attribute.getCount() !== vertices)
        throw brokenGltf(phrase('{0} has a morph target of another number of vertices.', whose))
  const indices = primitive.getIndices()?.getArray()
  context.budget.checkTime()
  if (!positions || !indices) return
  // Ends of strips, under KHR_mesh_primitive_restart.
  const restart = indices instanceof Uint8Array ? 0xff : indices instanceof Uint16Array ? 0xffff : 0xffffffff
  const mayRestart = primitive.getMode() !== TRIANGLES && !NAMES.has(primitive.getMode())
  const wrong = firstAbove(indices, vertices, mayRestart ? restart : undefined)
  if (wrong !== undefined) throw brokenGltf(phrase('{0} names vertex {1}, and has only {2}.', whose, wrong, vertices))
}

/** A plain loop here, too. @param restart a number that is no vertex */
function firstAbove(indices: ArrayLike<number>, vertices: number, restart: number | undefined): number | undefined {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] ?? 0
    if (index >= vertices && index !== restart) return index
  }
  return undefined
}

/** Names what a mesh has beside triangles, which other formats and reports leave out. */
export function otherPrimitives(document: Document): string[] {
  const found = new Set<string>()
  for (const mesh of document.getRoot().listMeshes())
    for (const primitive of mesh.listPrimitives()) {
      const name = NAMES.get(primitive.getMode())
      if (name !== undefined) found.add(name)
    }
  return [...found]
}
