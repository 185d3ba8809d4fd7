// The names of a biped's joints in other programs, by role. A joint without a name does not exist in that spec.
import type { RigSpec } from '../../../tripo/catalogue/animations.ts'

type Names = Readonly<Record<string, string>>

/** Roles that every side has, with a name that the side is put into. */
const sided = (names: Names, left: (name: string) => string, right: (name: string) => string): Names =>
  Object.fromEntries(
    Object.entries(names).flatMap(([role, name]) => [
      [`L_${role}`, left(name)],
      [`R_${role}`, right(name)],
    ]),
  )

const before = (names: Names, left: string, right: string) =>
  sided(
    names,
    (name) => left + name,
    (name) => right + name,
  )
const after = (names: Names, left: string, right: string) =>
  sided(
    names,
    (name) => name + left,
    (name) => name + right,
  )

const MIXAMO: Names = {
  ...{ Hip: 'Hips', Waist: 'Spine', Spine01: 'Spine1', Spine02: 'Spine2', NeckTwist01: 'Neck', Head: 'Head' },
  ...before(
    {
      ...{ Clavicle: 'Shoulder', Upperarm: 'Arm', Forearm: 'ForeArm', Hand: 'Hand' },
      ...{ Thigh: 'UpLeg', Calf: 'Leg', Foot: 'Foot', ToeBase: 'ToeBase' },
    },
    'Left',
    'Right',
  ),
}

/** Unity's humanoid. */
const UNITY: Names = {
  ...{ Hip: 'Hips', Waist: 'Spine', Spine01: 'Chest', Spine02: 'UpperChest', NeckTwist01: 'Neck', Head: 'Head' },
  ...before(
    {
      ...{ Clavicle: 'Shoulder', Upperarm: 'UpperArm', Forearm: 'LowerArm', Hand: 'Hand' },
      ...{ Thigh: 'UpperLeg', Calf: 'LowerLeg', Foot: 'Foot', ToeBase: 'Toes' },
    },
    'Left',
    'Right',
  ),
}

/** VRM has Unity's names in camel case. */
const VRM: Names = Object.fromEntries(
  Object.entries(UNITY).map(([role, name]) => [role, name.charAt(0).toLowerCase() + name.slice(1)]),
)

/** Unreal's mannequin. */
const UNREAL: Names = {
  ...{
    Hip: 'pelvis',
    Waist: 'spine_01',
    Spine01: 'spine_02',
    Spine02: 'spine_03',
    NeckTwist01: 'neck_01',
    Head: 'head',
  },
  ...after(
    {
      ...{ Clavicle: 'clavicle', Upperarm: 'upperarm', Forearm: 'lowerarm', Hand: 'hand' },
      ...{ Thigh: 'thigh', Calf: 'calf', Foot: 'foot', ToeBase: 'ball' },
    },
    '_l',
    '_r',
  ),
}

/** ActorCore's joints are Tripo's own with a prefix. */
const ACTORCORE: Names = Object.fromEntries(Object.keys(MIXAMO).map((role) => [role, role]))

interface Spec {
  prefix: string
  names: Names
}

/** Every spec but Tripo's own, whose names are the roles. */
export const SPECS: Readonly<Record<Exclude<RigSpec, 'tripo'>, Spec>> = {
  mixamo: { prefix: 'mixamorig:', names: MIXAMO },
  actorcore: { prefix: 'CC_Base_', names: ACTORCORE },
  unity: { prefix: '', names: UNITY },
  unreal: { prefix: '', names: UNREAL },
  vrm: { prefix: '', names: VRM },
}

const ROLES = new Map(
  Object.values(SPECS).flatMap(({ names }) =>
    Object.entries(names).map(([role, name]): [string, string] => [name, role]),
  ),
)

/** What a joint of this name is to the creature, in any spec. */
export function roleOf(name: string): string {
  return ROLES.get(name.replace(/^(?:mixamorig:?|CC_Base_)/, '')) ?? name
}
