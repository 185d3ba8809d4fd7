// Bones into a glTF Document: joints, skin, and every mesh of the scene bound to them.
import type { Accessor, Document, Node, Primitive } from '@gltf-transform/core'
import { floatsOf, nodesOf, sceneOf } from '../../../mesh/formats/surface.ts'
import { IDENTITY, invert, type Matrix, transformNormals, transformPoints } from '../../../mesh/math/matrix.ts'
import { at } from '../../../mesh/math/numbers.ts'
import type { Vec3 } from '../../shapes/vector.ts'
import { type Bone, named, type RigSpec } from './bones.ts'
import type { Skinner } from './weights.ts'

/** From model coordinates to those in which the bones stand, and back. */
export interface Turn {
  readonly toBones: Matrix
  /** x, y, z, w: the root's rest rotation, from bones to model. */
  readonly rotation: readonly [number, number, number, number]
}

/** Bones that stand as the model does. */
export const UPRIGHT: Turn = { toBones: IDENTITY, rotation: [0, 0, 0, 1] }
/** For a model that looks along +x: bones look along +z, the root turns them by a quarter. */
export const QUARTER: Turn = {
  toBones: [0, 0, 1, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 0, 1],
  rotation: [0, Math.SQRT1_2, 0, Math.SQRT1_2],
}

/** Replaces the scene's hierarchy by a skeleton and skinned meshes in the place where they stand now. */
export function attach(document: Document, bones: readonly Bone[], spec: RigSpec, skinner: Skinner, turn: Turn): void {
  const scene = sceneOf(document)
  if (!scene) return
  const placed = nodesOf(document).flatMap((node) => {
    const mesh = node.getMesh()
    return mesh ? [{ name: node.getName() || mesh.getName(), mesh, matrix: node.getWorldMatrix() }] : []
  })
  for (const animation of document.getRoot().listAnimations()) animation.dispose()
  for (const skin of document.getRoot().listSkins()) skin.dispose()
  for (const node of document.getRoot().listNodes()) node.dispose()
  const skin = document.createSkin('skin')
  const joints = skeleton(document, named(bones, spec), turn)
  for (const joint of joints) skin.addJoint(joint)
  const [root] = joints
  if (!root) return
  scene.addChild(root)
  skin.setSkeleton(root)
  const binds = new Float32Array(joints.flatMap((joint) => [...invert([...joint.getWorldMatrix()])]))
  skin.setInverseBindMatrices(document.createAccessor('inverse_binds').setType('MAT4').setArray(binds))
  for (const { name, mesh, matrix } of placed) {
    const copy = document.createMesh(mesh.getName())
    for (const primitive of mesh.listPrimitives())
      copy.addPrimitive(bound(document, primitive, [...matrix], skinner, turn))
    scene.addChild(document.createNode(name).setMesh(copy).setSkin(skin))
  }
  const kept = new Set(scene.listChildren().map((node) => node.getMesh()))
  for (const mesh of document.getRoot().listMeshes())
    if (!kept.has(mesh)) discard(mesh.listPrimitives(), () => mesh.dispose())
}

function skeleton(document: Document, bones: readonly (Bone & { name: string })[], turn: Turn): Node[] {
  const byRole = new Map<string, { node: Node; at: Vec3 }>()
  return bones.map((bone) => {
    const parent = bone.parent === undefined ? undefined : byRole.get(bone.parent)
    const from = parent?.at ?? [0, 0, 0]
    const node = document.createNode(bone.name)
    const local: Vec3 = [bone.at[0] - from[0], bone.at[1] - from[1], bone.at[2] - from[2]]
    if (parent) parent.node.addChild(node.setTranslation([...local]))
    else {
      const [x, y, z] = transformPoints(invert(turn.toBones), local)
      node.setTranslation([x ?? 0, y ?? 0, z ?? 0]).setRotation([...turn.rotation])
    }
    byRole.set(bone.role, { node, at: bone.at })
    return node
  })
}

function bound(document: Document, source: Primitive, matrix: Matrix, skinner: Skinner, turn: Turn): Primitive {
  const primitive = source.clone()
  const accessor = (like: Accessor | null, values: Float32Array | Uint16Array) =>
    document
      .createAccessor()
      .setType(like?.getType() ?? 'VEC4')
      .setArray(values.slice())
  const position = primitive.getAttribute('POSITION')
  if (!position) return primitive
  const positions = transformPoints(matrix, floatsOf(position))
  primitive.setAttribute('POSITION', accessor(position, positions))
  const normal = primitive.getAttribute('NORMAL')
  if (normal) primitive.setAttribute('NORMAL', accessor(normal, transformNormals(matrix, floatsOf(normal))))
  const tangent = primitive.getAttribute('TANGENT')
  if (tangent) primitive.setAttribute('TANGENT', accessor(tangent, turnedTangents(matrix, floatsOf(tangent))))
  const { joints, weights } = skinner.weigh(transformPoints(turn.toBones, positions))
  primitive.setAttribute('JOINTS_0', accessor(null, joints)).setAttribute('WEIGHTS_0', accessor(null, weights))
  return primitive
}

function turnedTangents(matrix: Matrix, tangents: Float32Array): Float32Array {
  const directions = Float32Array.from({ length: (tangents.length / 4) * 3 }, (_, i) =>
    at(tangents, Math.floor(i / 3) * 4 + (i % 3)),
  )
  const turned = transformNormals(matrix, directions)
  return tangents.map((value, i) => (i % 4 === 3 ? value : at(turned, Math.floor(i / 4) * 3 + (i % 4))))
}

/** Disposes accessors that only these primitives used. */
function discard(primitives: readonly Primitive[], then: () => void): void {
  const accessors = new Set(
    primitives.flatMap((p) => [...p.listAttributes(), ...(p.getIndices() ? [p.getIndices()] : [])]),
  )
  for (const primitive of primitives) primitive.dispose()
  then()
  for (const accessor of accessors)
    if (accessor?.listParents().every((parent) => parent.propertyType === 'Root')) accessor.dispose()
}
