// What becomes of skinned meshes when bones are deleted: what a bone has moved follows the nearest bone above it that stays. glTF
// has no vertex that a part of its weights leaves where it was, as Blender does, and a hand without bones for its fingers is
// meant to move as a whole. A mesh whose bones are all gone stands where they held it, and is one without a skin.
import type { Document, Mesh, Node, Primitive, Skin } from '@gltf-transform/core'
import { floatsOf } from '../formats/floats.ts'
import { setMatrix } from '../formats/node-matrix.ts'
import { IDENTITY, invert, type Matrix, multiply } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'

/** Takes bones out of all skins before their nodes are deleted. @param going all nodes that are to be deleted */
export function releaseBones(document: Document, going: ReadonlySet<Node>): void {
  for (const skin of document.getRoot().listSkins()) {
    const joints = skin.listJoints()
    if (!joints.some((joint) => going.has(joint))) continue
    const nodes = document
      .getRoot()
      .listNodes()
      .filter((node) => node.getSkin() === skin && !going.has(node))
    const primitives = ownMeshes(document, skin, nodes).flatMap((mesh) => mesh.listPrimitives())
    if (joints.every((joint) => going.has(joint))) {
      for (const node of nodes) unbind(node, skin)
      for (const primitive of primitives) dropInfluences(primitive)
      skin.dispose()
    } else hand(skin, new Set(primitives), going)
  }
}

/** The meshes that these nodes show; one that other skins move, too, becomes one of their own. */
function ownMeshes(document: Document, skin: Skin, nodes: readonly Node[]): Mesh[] {
  const others = new Set(
    document
      .getRoot()
      .listNodes()
      .flatMap((node) => (node.getSkin() && node.getSkin() !== skin ? (node.getMesh() ?? []) : [])),
  )
  const own = new Map<Mesh, Mesh>()
  for (const node of nodes) {
    const mesh = node.getMesh()
    if (!mesh) continue
    const copy = own.get(mesh) ?? (others.has(mesh) ? copied(mesh) : mesh)
    own.set(mesh, copy)
    node.setMesh(copy)
  }
  return [...own.values()]
}

function copied(mesh: Mesh): Mesh {
  const copy = mesh.clone()
  for (const primitive of mesh.listPrimitives()) copy.removePrimitive(primitive).addPrimitive(primitive.clone())
  return copy
}

/** Gives a mesh the place that its bones have given it, as the first of them has it now. */
function unbind(node: Node, skin: Skin): void {
  const [joint] = skin.listJoints()
  const inverses = skin.getInverseBindMatrices()
  const inverse: Matrix = inverses ? [...floatsOf(inverses).subarray(0, 16)] : IDENTITY
  const place = joint ? multiply(joint.getWorldMatrix(), inverse) : IDENTITY
  const above = node.getParentNode()
  setMatrix(node, above ? multiply(invert(above.getWorldMatrix()), place) : place)
  node.setSkin(null)
}

const sets = (primitive: Primitive): readonly string[] =>
  primitive.listSemantics().flatMap((name) => /^JOINTS_(\d+)$/.exec(name)?.[1] ?? [])

function dropInfluences(primitive: Primitive): void {
  for (const set of sets(primitive)) primitive.setAttribute(`JOINTS_${set}`, null).setAttribute(`WEIGHTS_${set}`, null)
}

/** Hands what bones have moved to the nearest above them that stay; of the first ones to the first that stays. */
function hand(skin: Skin, primitives: ReadonlySet<Primitive>, going: ReadonlySet<Node>): void {
  const joints = skin.listJoints()
  const staying = joints.filter((joint) => !going.has(joint))
  const heirs = joints.map((joint) => {
    for (let above: Node | null = joint; above; above = above.getParentNode()) {
      const place = staying.indexOf(above)
      if (place >= 0) return place
    }
    return 0
  })
  const inverses = skin.getInverseBindMatrices()
  if (inverses) {
    const all = floatsOf(inverses)
    const own = joints.flatMap((joint, i) => (going.has(joint) ? [] : [...all.subarray(i * 16, i * 16 + 16)]))
    skin.setInverseBindMatrices(inverses.clone().setArray(new Float32Array(own)))
  }
  for (const joint of joints) if (going.has(joint)) skin.removeJoint(joint)
  for (const primitive of primitives) handIn(primitive, heirs)
}

/** The same of a primitive. A vertex names no bone twice, so that shares of one bone become one. */
function handIn(primitive: Primitive, heirs: readonly number[]): void {
  const influences = sets(primitive).flatMap((set) => {
    const joints = primitive.getAttribute(`JOINTS_${set}`)
    const weights = primitive.getAttribute(`WEIGHTS_${set}`)
    return joints && weights ? [{ set, joints, weights, values: floatsOf(weights).slice() }] : []
  })
  const named = influences.map(
    ({ joints }) => new Uint16Array([...(joints.getArray() ?? [])].map((one) => heirs[one] ?? 0)),
  )
  const count = (named[0]?.length ?? 0) / 4
  for (let vertex = 0; vertex < count; vertex++) {
    const first = new Map<number, { values: Float32Array; place: number }>()
    for (const [i, { values }] of influences.entries())
      for (let place = vertex * 4; place < vertex * 4 + 4; place++) {
        const joint = named[i]?.[place] ?? 0
        const weight = at(values, place)
        const before = first.get(joint)
        if (!(weight > 0)) named[i]?.fill(0, place, place + 1)
        else if (before) {
          before.values[before.place] = at(before.values, before.place) + weight
          values[place] = 0
          named[i]?.fill(0, place, place + 1)
        } else first.set(joint, { values, place })
      }
  }
  for (const [i, { set, joints, weights, values }] of influences.entries())
    primitive
      .setAttribute(`JOINTS_${set}`, joints.clone().setArray(named[i] ?? new Uint16Array()))
      .setAttribute(`WEIGHTS_${set}`, weights.clone().setNormalized(false).setArray(values))
}
