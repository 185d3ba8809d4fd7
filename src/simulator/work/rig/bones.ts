// A skeleton before it becomes glTF: joints with a role each, standing in the model's rest pose. All rest rotations are
// the identity, so that a turn about x, y or z means the same for every joint and every kind of rig.
import type { RIG_SPECS } from '../../../tripo/catalogue/animations.ts'
import type { Vec3 } from '../../shapes/vector.ts'

export type RigSpec = (typeof RIG_SPECS)[number]

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

/** Mixamo's names for the roles of a biped. Joints without one do not exist in that spec. */
const MIXAMO: Readonly<Record<string, string>> = {
  Hip: 'Hips',
  Waist: 'Spine',
  Spine01: 'Spine1',
  Spine02: 'Spine2',
  NeckTwist01: 'Neck',
  Head: 'Head',
  ...Object.fromEntries(
    (
      [
        ['Clavicle', 'Shoulder'],
        ['Upperarm', 'Arm'],
        ['Forearm', 'ForeArm'],
        ['Hand', 'Hand'],
        ['Thigh', 'UpLeg'],
        ['Calf', 'Leg'],
        ['Foot', 'Foot'],
        ['ToeBase', 'ToeBase'],
      ] as const
    ).flatMap(([tripo, mixamo]) => [
      [`L_${tripo}`, `Left${mixamo}`],
      [`R_${tripo}`, `Right${mixamo}`],
    ]),
  ),
}
const PREFIX = 'mixamorig:'

const ROLES = new Map(Object.entries(MIXAMO).map(([role, name]) => [name, role]))

/** The bones of a spec with the names they carry in the file. */
export function named(bones: readonly Bone[], spec: RigSpec): (Bone & { name: string })[] {
  if (spec === 'tripo' || !bones.some((bone) => bone.role === 'L_Thigh' && bone.parent === 'Pelvis'))
    return bones.map((bone) => ({ ...bone, name: bone.role }))
  const parents = new Map(bones.map((bone) => [bone.role, bone.parent]))
  const kept = (role: string | undefined): string | undefined =>
    role === undefined || MIXAMO[role] !== undefined ? role : kept(parents.get(role))
  return bones.flatMap((bone) => {
    const name = MIXAMO[bone.role]
    return name === undefined ? [] : [{ ...bone, parent: kept(bone.parent), name: PREFIX + name }]
  })
}

/** What a joint of this name is to the creature, in either spec. */
export function roleOf(name: string): string {
  return ROLES.get(name.replace(/^mixamorig:?/, '')) ?? name
}
