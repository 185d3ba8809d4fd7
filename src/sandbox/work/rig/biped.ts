// A biped's skeleton fitted to its solid: feet, crotch, shoulders, hands and head are looked for; what is not found is
// taken from the proportions of a grown person.
import { clamp } from '../../../mesh/math/numbers.ts'
import { add, lerp, sub, times, type Vec3 } from '../../shapes/vector.ts'
import type { Bone } from './bones.ts'
import type { Frame } from './frame.ts'

/** Landmarks of the left half; the right one mirrors it. */
interface Body {
  readonly hip: number
  readonly neck: number
  readonly shoulder: Vec3
  readonly hand: Vec3
  readonly thigh: Vec3
  readonly ankle: Vec3
  readonly toe: Vec3
}

/** The forty-one joints of Tripo's biped. */
export function bipedBones(frame: Frame): Bone[] {
  const body = landmarks(frame)
  const spine = (y: number): Vec3 => [frame.middle, y, frame.central(y)?.z ?? body.thigh[2]]
  const between = (share: number) => body.hip + (body.neck - body.hip) * share
  const bones: Bone[] = []
  const put = (role: string, parent: string | undefined, at: Vec3, more: Partial<Bone> = {}) =>
    bones.push({ role, parent, at, ...more })
  put('Root', undefined, [frame.middle, frame.min[1], body.ankle[2]], { bare: true })
  put('Hip', 'Root', spine(body.hip), { bare: true })
  put('Pelvis', 'Hip', spine(body.hip), { tip: add(spine(body.hip), [0, -0.02 * frame.height, 0]) })
  put('Waist', 'Hip', spine(between(0.16)))
  put('Spine01', 'Waist', spine(between(0.4)))
  put('Spine02', 'Spine01', spine(between(0.66)), { tip: spine(between(0.95)) })
  const head = body.neck + (frame.max[1] - body.neck) * 0.3
  put('NeckTwist01', 'Spine02', spine(body.neck))
  put('NeckTwist02', 'NeckTwist01', spine((body.neck + head) / 2))
  put('Head', 'NeckTwist02', spine(head), { tip: [frame.middle, frame.y(0.97), spine(head)[2]] })
  for (const side of ['L', 'R'] as const) limbs(side, body, frame.middle, put)
  return bones
}

function limbs(
  side: 'L' | 'R',
  { neck, hip, ...left }: Body,
  middle: number,
  put: (role: string, parent: string, at: Vec3, more?: Partial<Bone>) => void,
): void {
  const own = ([x, y, z]: Vec3): Vec3 => [side === 'L' ? x : 2 * middle - x, y, z]
  const [shoulder, hand, thigh, ankle, toe] = [left.shoulder, left.hand, left.thigh, left.ankle, left.toe].map(own)
  if (!shoulder || !hand || !thigh || !ankle || !toe) return
  const [elbow, wrist] = [lerp(shoulder, hand, 0.44), lerp(shoulder, hand, 0.82)]
  const knee = lerp(thigh, ankle, 0.48)
  const inner: Vec3 = [middle + (shoulder[0] - middle) * 0.25, (shoulder[1] + neck) / 2, shoulder[2]]
  const chain = (name: string, parent: string, from: Vec3, to: Vec3) => {
    put(`${side}_${name}`, parent, from)
    put(`${side}_${name}Twist01`, `${side}_${name}`, lerp(from, to, 0.3))
    put(`${side}_${name}Twist02`, `${side}_${name}Twist01`, lerp(from, to, 0.65), { tip: to })
  }
  put(`${side}_Clavicle`, 'Spine02', inner)
  chain('Upperarm', `${side}_Clavicle`, shoulder, elbow)
  chain('Forearm', `${side}_Upperarm`, elbow, wrist)
  put(`${side}_Hand`, `${side}_Forearm`, wrist, { tip: hand })
  chain('Thigh', 'Pelvis', thigh, knee)
  chain('Calf', `${side}_Thigh`, knee, ankle)
  put(`${side}_Foot`, `${side}_Calf`, ankle)
  put(`${side}_ToeBase`, `${side}_Foot`, lerp(ankle, toe, 0.6), { tip: toe })
}

function landmarks(frame: Frame): Body {
  const { height: h, middle } = frame
  const hip = clamp((crotchOf(frame) ?? 0.44) + 0.05, 0.25, 0.56)
  const neck = neckOf(frame, hip)
  const chest = frame.central(frame.y(neck - 0.16))
  const half = Math.max(0.05 * h, chest ? (chest.maxX - chest.minX) / 2 : 0)
  const foot = footOf(frame)
  // Hands are far out, or far down beside the legs.
  const lowest = frame.y(hip * 0.7)
  const top = frame.y(neck)
  const hand = frame.best((x, y) => {
    const out = x - middle
    const beside = y > frame.y(hip + 0.06) || out > foot.x - middle + foot.half * 1.15
    return y < lowest || y > top + 0.05 * h || !beside ? -Infinity : out + (top - y) * 0.6
  }) ?? [middle + half * 2, frame.y(hip), foot.z]
  const reach = Math.max(hand[0] - middle, 0.08 * h)
  const shoulder: Vec3 = [
    middle + clamp(half * 0.95, reach * 0.3, Math.max(reach * 0.3, reach * 0.62)),
    frame.y(neck - 0.055),
    frame.central(frame.y(neck - 0.06))?.z ?? foot.z,
  ]
  const width = foot.x - middle
  const centre = frame.central(frame.y(hip))?.z ?? foot.z
  const ankle: Vec3 = [foot.x, frame.y(0.06), foot.heel + (foot.front - foot.heel) * 0.3]
  return {
    hip: frame.y(hip),
    neck: frame.y(neck),
    shoulder,
    hand,
    thigh: [middle + width * 0.85, frame.y(hip - 0.025), centre],
    ankle,
    toe: sub([foot.x, frame.y(0.025), foot.front], times([0, 0, 1], (foot.front - foot.heel) * 0.05)),
  }
}

/** The lowest height from which the middle is as deep as its sides: thighs that touch are not one body yet. */
function crotchOf(frame: Frame): number | undefined {
  const beside = (frame.max[0] - frame.min[0]) * 0.14
  const filled = (share: number) => {
    const y = frame.y(share)
    const sides = Math.max(...[0.6, 1, 1.4].map((f) => frame.depth(frame.middle + beside * f, y)))
    const inside = Math.min(...[-0.5, 0.5].map((f) => frame.depth(frame.middle + frame.grid.step * f, y)))
    return inside > 0 && inside >= sides * 0.7
  }
  let low: number | undefined
  for (let share = 0.6; share > 0.12; share -= 0.01) {
    if (!filled(share)) break
    low = share
  }
  return low !== undefined && low > 0.18 ? low : undefined
}

/** Just above the highest place that is nearly as wide as the arms are apart. */
function neckOf(frame: Frame, hip: number): number {
  const width = (share: number) => {
    const all = frame.slice(frame.y(share))
    return Math.max(...all.map((b) => b.maxX), -1e9) - Math.min(...all.map((b) => b.minX), 1e9)
  }
  const shares = Array.from({ length: 50 }, (_, i) => hip + (0.95 - hip) * (i / 49))
  const widths = shares.map(width)
  const most = Math.max(...widths)
  const shoulders = shares.filter((share, i) => (widths[i] ?? 0) > most * 0.62 && share < 0.88).at(-1) ?? 0.78
  return clamp(shoulders + 0.02, hip + 0.16, 0.88)
}

interface Foot {
  readonly x: number
  readonly half: number
  readonly z: number
  readonly front: number
  readonly heel: number
}

function footOf(frame: Frame): Foot {
  const left = frame
    .slice(frame.y(0.045))
    .filter((blob) => blob.x > frame.middle)
    .sort((a, b) => b.cells - a.cells)[0]
  if (left) return { x: left.x, half: (left.maxX - left.minX) / 2, z: left.z, front: left.maxZ, heel: left.minZ }
  const half = (frame.max[0] - frame.min[0]) * 0.12
  const z = (frame.min[2] + frame.max[2]) / 2
  return { x: frame.middle + half, half, z, front: frame.max[2], heel: frame.min[2] }
}
