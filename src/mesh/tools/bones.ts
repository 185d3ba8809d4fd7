// Bones of a skin that move no vertex: each costs memory and time in every frame. A game may attach objects to their nodes, so
// only the skin's list is shortened.
import type { Document, Primitive, Skin } from '@gltf-transform/core'
import { floatsOf } from '../formats/floats.ts'
import { bufferOf } from './primitive-edits.ts'

/** The primitives that a skin moves. */
function primitivesOf(document: Document, skin: Skin): Primitive[] {
  const nodes = document.getRoot().listNodes()
  const meshes = nodes.flatMap((node) => (node.getSkin() === skin ? (node.getMesh() ?? []) : []))
  return [...new Set(meshes.flatMap((mesh) => mesh.listPrimitives()))]
}

/** For each bone of a skin whether a vertex follows it. */
export function usedBones(document: Document, skin: Skin): boolean[] {
  const used = skin.listJoints().map(() => false)
  for (const primitive of primitivesOf(document, skin))
    for (const semantic of primitive.listSemantics()) {
      const set = /^JOINTS_(\d+)$/.exec(semantic)?.[1]
      const joints = primitive.getAttribute(semantic)?.getArray()
      const weights = set === undefined ? undefined : primitive.getAttribute(`WEIGHTS_${set}`)
      if (!joints || !weights) continue
      const values = floatsOf(weights)
      for (let i = 0; i < values.length; i++) if ((values[i] ?? 0) > 0) used[joints[i] ?? 0] = true
    }
  return used
}

/** Takes bones that move nothing out of skins whose meshes no other skin moves. @returns how many */
export function dropUnusedBones(document: Document): number {
  let dropped = 0
  const skins = document.getRoot().listSkins()
  const owners = new Map<Primitive, number>()
  for (const skin of skins)
    for (const primitive of primitivesOf(document, skin)) owners.set(primitive, (owners.get(primitive) ?? 0) + 1)
  for (const skin of skins) {
    const primitives = primitivesOf(document, skin)
    const used = usedBones(document, skin)
    const kept = used.flatMap((isUsed, i) => (isUsed ? [i] : []))
    if (kept.length === 0 || kept.length === used.length) continue
    if (primitives.some((primitive) => owners.get(primitive) !== 1)) continue
    const places = new Map(kept.map((bone, place) => [bone, place]))
    const matrices = skin.getInverseBindMatrices()
    if (matrices) {
      const all = floatsOf(matrices)
      const own = new Float32Array(kept.flatMap((bone) => [...all.subarray(bone * 16, bone * 16 + 16)]))
      skin.setInverseBindMatrices(matrices.clone().setArray(own))
    }
    for (const [i, joint] of skin.listJoints().entries()) if (!used[i]) skin.removeJoint(joint)
    for (const primitive of primitives)
      for (const semantic of primitive.listSemantics()) {
        const accessor = semantic.startsWith('JOINTS_') ? primitive.getAttribute(semantic) : undefined
        const joints = accessor?.getArray()
        if (!accessor || !joints) continue
        const moved = new Uint16Array([...joints].map((bone) => places.get(bone) ?? 0))
        primitive.setAttribute(semantic, accessor.clone().setArray(moved))
      }
    dropped += used.length - kept.length
  }
  return dropped
}

/** Where a skin leaves its bind poses out, they are those of bones at the origin; who changes them needs to have them. */
export function nameBindPoses(document: Document): void {
  for (const skin of document.getRoot().listSkins()) {
    if (skin.getInverseBindMatrices()) continue
    const values = new Float32Array(skin.listJoints().length * 16)
    for (let i = 0; i < values.length; i++) if ((i % 16) % 5 === 0) values[i] = 1
    skin.setInverseBindMatrices(
      document.createAccessor().setType('MAT4').setArray(values).setBuffer(bufferOf(document)),
    )
  }
}
