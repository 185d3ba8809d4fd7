// A skeleton before it becomes glTF: joints with a role each, standing in the model's rest pose. All rest rotations are
// the identity, so that a turn about x, y or z means the same for every joint and every kind of rig.
import type { RigSpec } from '../../../tripo/catalogue/animations.ts'
import type { Vec3 } from '../../shapes/vector.ts'
import { SPECS } from './bone-names.ts'

export type { RigSpec }

/** A joint. Sides are the creature's own: `L_` is +x when it faces +z. */
export interface Bone {
  /** What the joint is to the creature; also its name in Tripo's bone names. */
  readonly role: string
  /** The parent's role; undefined for the root. */
  readonly parent: string | undefined
  /** Model coordinates. */
  readonly at: Vec3
  /** Where the bone ends, when no child says so. */
  readonly tip?: Vec3
  /** Holds no skin: it only carries others. */
  readonly bare?: boolean
}

/** The bones of a spec with the names they carry in the file. */
export function named(bones: readonly Bone[], spec: RigSpec): (Bone & { name: string })[] {
  if (spec === 'tripo' || !bones.some((bone) => bone.role === 'L_Thigh' && bone.parent === 'Pelvis'))
    return bones.map((bone) => ({ ...bone, name: bone.role }))
  const { prefix, names } = SPECS[spec]
  const parents = new Map(bones.map((bone) => [bone.role, bone.parent]))
  const kept = (role: string | undefined): string | undefined =>
    role === undefined || names[role] !== undefined ? role : kept(parents.get(role))
  return bones.flatMap((bone) => {
    const name = names[bone.role]
    return name === undefined ? [] : [{ ...bone, parent: kept(bone.parent), name: prefix + name }]
  })
}

export { roleOf } from './bone-names.ts'
