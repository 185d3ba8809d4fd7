// Quantizes a model before it is packed: positions to 14 bits of their mesh's box, which its nodes undo; colors to 8; weights and
// joints as `shrinkSkins` does. Directions and texture coordinates are reduced by the packing itself. The library does the same
// with a call per number, and with signed values, which compress worse by a tenth; it still handles unusual data.
import type { Accessor, Document, Mesh, Node, Primitive } from '@gltf-transform/core'
import type { MeshoptEncoder } from 'meshoptimizer/encoder'
import { floatsOf } from '../formats/floats.ts'
import { MeshQuantization } from '../formats/mesh-quantization.ts'
import { emptyBox, growBox } from '../math/box.ts'
import { IDENTITY, type Matrix, multiply } from '../math/matrix.ts'
import { isOnlyOf, like, taken } from './keep-triangles.ts'
import { dropUnusedAccessors } from './unused.ts'

/** The largest number of a position along its mesh's longest side: 14 bits, as gltfpack. */
const MOST = 16_383
const BYTE = 255

/** Whether all of a model can be done here: floats of plain meshes, that only nodes show. */
export function isPlain(document: Document): boolean {
  const root = document.getRoot()
  if (root.listExtensionsUsed().some(({ extensionName }) => UNUSUAL.has(extensionName))) return false
  const primitives = root.listMeshes().flatMap((mesh) => mesh.listPrimitives())
  return primitives.every(
    (primitive) =>
      primitive.listTargets().length === 0 && primitive.getAttribute('POSITION')?.getArray() instanceof Float32Array,
  )
}

const UNUSUAL: ReadonlySet<string> = new Set([
  'EXT_mesh_gpu_instancing',
  'KHR_materials_volume',
  'KHR_mesh_primitive_restart',
  'KHR_mesh_quantization',
])

/**
 * Makes floats of all positions, those of morph targets, too. The library writes places between -1 and 1 into numbers of the kind
 * that it finds, and leaves those of 8 bits where they were under a node that has moved.
 */
export function floatPositions(document: Document): void {
  const primitives = document
    .getRoot()
    .listMeshes()
    .flatMap((mesh) => mesh.listPrimitives())
  for (const owner of primitives.flatMap((primitive) => [primitive, ...primitive.listTargets()])) {
    const positions = owner.getAttribute('POSITION')
    if (!positions || positions.getArray() instanceof Float32Array) continue
    positions.setArray(floatsOf(positions)).setNormalized(false)
  }
}

/** Triangles and vertices in the order that graphics cards and packing like best; vertices that none has go. */
export function reorder(document: Document, encoder: typeof MeshoptEncoder): void {
  const orders = new Map<Accessor, Order>()
  for (const mesh of document.getRoot().listMeshes())
    for (const primitive of mesh.listPrimitives()) {
      const indices = primitive.getIndices()
      if (!indices) continue
      let order = orders.get(indices)
      if (!order) {
        order = orderOf(document, indices, primitive, encoder)
        orders.set(indices, order)
      }
      if (order.indices !== indices) primitive.setIndices(order.indices)
      for (const semantic of primitive.listSemantics()) {
        const attribute = primitive.getAttribute(semantic)
        const made = attribute && reordered(document, attribute, primitive, order)
        if (made !== attribute) primitive.setAttribute(semantic, made)
      }
    }
  dropUnusedAccessors(document)
}

interface Order {
  readonly indices: Accessor
  /** The old number of each vertex. */
  readonly kept: Uint32Array
  readonly done: Map<Accessor, Accessor>
}

function orderOf(document: Document, indices: Accessor, primitive: Primitive, encoder: typeof MeshoptEncoder): Order {
  const list = new Uint32Array(indices.getArray() ?? [])
  const isTriangles = primitive.getMode() === 4 && list.length % 3 === 0
  const [renamed, count] = encoder.reorderMesh(list, isTriangles, true)
  const kept = new Uint32Array(count)
  for (let vertex = 0; vertex < renamed.length; vertex++) {
    const name = renamed[vertex] ?? 0
    if (name < count) kept[name] = vertex
  }
  const array = count < 65_535 ? new Uint16Array(list) : list
  const own = isOnlyOf(document, indices, [primitive]) ? indices : like(document, indices)
  return { indices: own.setArray(array), kept, done: new Map() }
}

function reordered(document: Document, attribute: Accessor, primitive: Primitive, { kept, done }: Order): Accessor {
  const known = done.get(attribute)
  if (known) return known
  const array = attribute.getArray()
  const made = isOnlyOf(document, attribute, [primitive]) ? attribute : like(document, attribute)
  if (array) made.setArray(taken(array, attribute.getElementSize(), kept))
  done.set(attribute, made)
  return made
}

/** @param document one that `isPlain` */
export function quantise(document: Document): void {
  const done = new Map<Accessor, Accessor>()
  const once = (accessor: Accessor, array: () => Accessor) => {
    const known = done.get(accessor) ?? array()
    done.set(accessor, known)
    return known
  }
  for (const mesh of document.getRoot().listMeshes()) {
    place(document, mesh)
    for (const primitive of mesh.listPrimitives())
      for (const semantic of primitive.listSemantics()) {
        const attribute = semantic.startsWith('COLOR_') ? primitive.getAttribute(semantic) : null
        const values = attribute?.getArray()
        const array = values instanceof Float32Array ? shares(values) : undefined
        if (!attribute || !array) continue
        const own = isOnlyOf(document, attribute, [primitive]) ? attribute : undefined
        const made = once(attribute, () => (own ?? like(document, attribute)).setArray(array).setNormalized(true))
        if (made !== attribute) primitive.setAttribute(semantic, made)
      }
  }
  dropUnusedAccessors(document)
}

/** Numbers between 0 and 1 in a byte each; undefined where some are not. */
function shares(values: Float32Array): Uint8Array<ArrayBuffer> | undefined {
  const out = new Uint8Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0
    if (!(value >= 0 && value <= 1)) return undefined
    out[i] = Math.round(value * BYTE)
  }
  return out
}

/** Positions as whole numbers from the corner of their mesh's box, and its nodes so that it stands where it stood. */
function place(document: Document, mesh: Mesh): void {
  const lists = new Map<Accessor, Float32Array>()
  for (const primitive of mesh.listPrimitives()) {
    const positions = primitive.getAttribute('POSITION')
    if (positions) lists.set(positions, floatsOf(positions))
  }
  const { corner, size } = boxOf([...lists.values()])
  const scale = size > 0 ? size / MOST : 1
  const [x, y, z] = corner
  const matrix: Matrix = [scale, 0, 0, 0, 0, scale, 0, 0, 0, 0, scale, 0, x, y, z, 1]
  const made = new Map<Accessor, Accessor>()
  for (const [positions, values] of lists) {
    const own = isOnlyOf(document, positions, mesh.listPrimitives()) ? positions : like(document, positions)
    made.set(positions, own.setArray(stepped(values, corner, scale)).setNormalized(false))
  }
  for (const primitive of mesh.listPrimitives()) {
    const positions = primitive.getAttribute('POSITION')
    const moved = positions && made.get(positions)
    if (moved && moved !== positions) primitive.setAttribute('POSITION', moved)
  }
  if (lists.size === 0) return
  document.createExtension(MeshQuantization).setRequired(true)
  for (const node of document.getRoot().listNodes()) if (node.getMesh() === mesh) move(document, node, matrix)
}

function boxOf(lists: readonly Float32Array[]): { corner: readonly [number, number, number]; size: number } {
  const box = emptyBox()
  for (const values of lists) growBox(box, values)
  const [x = 0, y = 0, z = 0, right = 0, top = 0, front = 0] = box
  return x > right
    ? { corner: [0, 0, 0], size: 0 }
    : { corner: [x, y, z], size: Math.max(right - x, top - y, front - z) }
}

function stepped(
  values: Float32Array,
  [x, y, z]: readonly [number, number, number],
  scale: number,
): Uint16Array<ArrayBuffer> {
  const out = new Uint16Array(values.length)
  for (let i = 0; i + 2 < values.length; i += 3) {
    out[i] = Math.round(((values[i] ?? 0) - x) / scale)
    out[i + 1] = Math.round(((values[i + 1] ?? 0) - y) / scale)
    out[i + 2] = Math.round(((values[i + 2] ?? 0) - z) / scale)
  }
  return out
}

/** A skin undoes it in its bind matrices, since the node of its mesh counts for nothing; any other node in its own. */
function move(document: Document, node: Node, matrix: Matrix): void {
  const skin = node.getSkin()
  if (skin) {
    const own = skin.clone()
    const inverse = skin.getInverseBindMatrices()
    const joints = skin.listJoints()
    const element: number[] = []
    const all = joints.flatMap((_, i) =>
      multiply(inverse ? matrixOf(inverse.getElement(i, element)) : IDENTITY, matrix),
    )
    const list = document.createAccessor().setType('MAT4').setArray(new Float32Array(all))
    own.setInverseBindMatrices(list.setBuffer(document.getRoot().listBuffers()[0] ?? null))
    node.setSkin(own)
    if (
      !document
        .getRoot()
        .listNodes()
        .some((other) => other.getSkin() === skin)
    )
      skin.dispose()
    return
  }
  const target = isBare(node) ? node : within(document, node)
  const [
    a = 1,
    b = 0,
    c = 0,
    d = 0,
    e = 0,
    f = 1,
    g = 0,
    h = 0,
    i = 0,
    j = 0,
    k = 1,
    l = 0,
    m = 0,
    n = 0,
    o = 0,
    p = 1,
  ] = multiply(target.getMatrix(), matrix)
  target.setMatrix([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p])
}

const matrixOf = (element: readonly number[]): Matrix => element.slice(0, 16)

/** Whether nothing but its mesh hangs on where a node is. */
function isBare(node: Node): boolean {
  const parents = node.listParents().map(({ propertyType }) => propertyType)
  return (
    node.listChildren().length === 0 &&
    !node.getCamera() &&
    node.listExtensions().length === 0 &&
    parents.every((type) => type === 'Root' || type === 'Scene' || type === 'Node')
  )
}

/** A node of its own for the mesh, below the one that has other uses; clips of morph targets go with the mesh. */
function within(document: Document, node: Node): Node {
  const inner = document.createNode('').setMesh(node.getMesh())
  node.addChild(inner).setMesh(null)
  return inner
}
