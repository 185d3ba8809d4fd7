// A biped's pose as joint turns. Amounts are absolute where it shows: an arm raised by 90 degrees is level whether it
// rested hanging or stretched out, and the body always stands, lies or kneels on what is lowest.
import type { Quat } from '../../../mesh/math/matrix.ts'
import { sub, unit, type Vec3 } from '../../shapes/vector.ts'
import type { Layer, Pose } from './layers.ts'
import { sum } from './layers.ts'
import type { Puppet, Stance } from './puppet.ts'
import { after, turn, turnX, turnY, turnZ } from './turns.ts'

const DEGREES = 180 / Math.PI
/** Room between the ground and a joint that is no foot, body heights: half a limb. */
const LIMB = 0.045

/** The stance of a sum of layers at a phase. */
export function bipedStance(puppet: Puppet, layers: readonly Layer[], phase: number): Stance {
  return stanceOf(puppet, sum(...layers.map((layer) => layer(phase))))
}

function stanceOf(puppet: Puppet, pose: Pose): Stance {
  const of = (name: string) => pose[name] ?? 0
  const turns = new Map<string, Quat>()
  const set = (role: string, q: Quat) => {
    if (puppet.joint(role)) turns.set(role, q)
  }
  set('Hip', after(turnY(of('yaw')), turnX(of('pitch')), turnZ(of('roll'))))
  for (const role of ['Waist', 'Spine01', 'Spine02'])
    set(role, after(turnY(of('twist') / 3), turnX(of('bend') / 3), turnZ(of('side') / 3)))
  const neck = puppet.joint('NeckTwist02') ? ['NeckTwist01', 'NeckTwist02', 'Head'] : ['NeckTwist01', 'Head']
  for (const role of neck) {
    const share = 1 / neck.length
    set(role, after(turnY(of('look') * share), turnX(of('nod') * share), turnZ(of('tilt') * share)))
  }
  for (const side of ['L', 'R'] as const) {
    arm(puppet, side, of, set)
    leg(side, of, set)
  }
  const pelvis = puppet.height
  const flying: Vec3 = [of('x') * pelvis, 0, of('z') * pelvis]
  const ground = lift(puppet, { turns, shift: flying })
  return { turns, shift: [flying[0], ground + of('y') * pelvis, flying[2]] }
}

type Amount = (name: string) => number
type Put = (role: string, q: Quat) => void

function arm(puppet: Puppet, side: 'L' | 'R', of: Amount, set: Put): void {
  const sign = side === 'L' ? 1 : -1
  const [shoulder, elbow] = [puppet.joint(`${side}_Upperarm`), puppet.joint(`${side}_Forearm`)]
  if (!shoulder || !elbow) return
  const along = unit(sub(elbow.rest, shoulder.rest))
  // Degrees from hanging to where the arm rests, in the plane of the chest.
  const resting = Math.atan2(along[0] * sign, -along[1]) * DEGREES
  const lifted = 7 + of(`${side}l`)
  // High arms take the shoulder along.
  const shrug = Math.max(0, Math.max(lifted, of(`${side}f`)) - 80) * 0.22
  const axis: Vec3 = [along[0], along[1], 0]
  set(`${side}_Clavicle`, turnZ(sign * shrug))
  set(
    `${side}_Upperarm`,
    after(
      turnX(-of(`${side}f`)),
      turnZ(sign * (lifted - resting - shrug)),
      turn(unit(axis), sign * of(`${side}w`) * -1),
    ),
  )
  const hinge: Vec3 = [Math.cos(resting / DEGREES), sign * Math.sin(resting / DEGREES), 0]
  set(`${side}_Forearm`, turn(hinge, -of(`${side}e`)))
  set(`${side}_Hand`, turn(hinge, -of(`${side}e`) * 0.08))
}

function leg(side: 'L' | 'R', of: Amount, set: Put): void {
  const sign = side === 'L' ? 1 : -1
  const fold = Math.acos(Math.max(0, Math.min(1, 1 - of('crouch')))) * DEGREES
  set(`${side}_Thigh`, after(turnX(-of(`${side}T`) - fold), turnZ(sign * of(`${side}S`))))
  set(`${side}_Calf`, turnX(of(`${side}K`) + fold * 2))
  set(`${side}_Foot`, after(turnZ(-sign * of(`${side}S`)), turnX(of(`${side}F`) - fold)))
}

/** How far the body must move up (down when negative) so that its lowest joint touches the ground. */
function lift(puppet: Puppet, stance: Stance): number {
  const places = puppet.places(stance)
  const ground = Math.min(...puppet.joints.map((joint) => joint.rest[1]))
  let lowest = Infinity
  for (const joint of puppet.joints) {
    if (joint.role === 'Root') continue
    // A foot rests as high as it was made; other joints lie half a limb above the ground.
    const room = /Foot|Toe/.test(joint.role)
      ? joint.rest[1] - ground
      : Math.min(LIMB * puppet.height, joint.rest[1] - ground)
    lowest = Math.min(lowest, (places.get(joint.role)?.[1] ?? 0) - room)
  }
  return ground - lowest
}
