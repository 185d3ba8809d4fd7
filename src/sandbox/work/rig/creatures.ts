// Skeletons of creatures other than bipeds: a spine along the body, legs down to the feet on the ground, wings, fins and tails
// where the solid extends.
import { lerp, type Vec3 } from '../../shapes/vector.ts'
import type { RigType } from '../creature.ts'
import { bipedBones } from './biped.ts'
import type { Bone } from './bones.ts'
import type { Frame } from './frame.ts'

/** The skeleton of a kind, fitted. It has the same joints for every creature of the kind. */
export function bonesOf(type: RigType, frame: Frame): Bone[] {
  return BUILDERS[type](frame)
}

const BUILDERS: Readonly<Record<RigType, (frame: Frame) => Bone[]>> = {
  biped: bipedBones,
  quadruped,
  avian,
  hexapod: (frame) => crawler(frame, 3),
  octopod: (frame) => crawler(frame, 4),
  serpentine,
  aquatic,
}

class Skeleton {
  readonly bones: Bone[] = []

  constructor(readonly frame: Frame) {
    const { min, max, middle } = frame
    this.put('Root', undefined, [middle, min[1], (min[2] + max[2]) / 2], { bare: true })
  }

  put(role: string, parent: string | undefined, at: Vec3, more: Partial<Bone> = {}): void {
    this.bones.push({ role, parent, at, ...more })
  }

  /** A chain of joints named `name01`, `name02` ... through the points; the last point is the tip. */
  chain(name: string, parent: string, points: readonly Vec3[]): string {
    let last = parent
    points.slice(0, -1).forEach((at, i) => {
      const role = `${name}${String(i + 1).padStart(2, '0')}`
      const isLast = i === points.length - 2
      this.put(role, last, at, isLast ? { tip: points[i + 1] ?? at } : {})
      last = role
    })
    return last
  }

  /** The middle of the body at a depth: cells near the middle plane only, above a height. */
  spine(z: number, above = -Infinity): Vec3 {
    const { frame } = this
    const near = frame.grid.step * 1.6
    const wide = (frame.max[0] - frame.min[0]) * 0.16 + near
    return (
      frame.centre((x, y, cz) => Math.abs(cz - z) < near && Math.abs(x - frame.middle) < wide && y > above) ?? [
        frame.middle,
        frame.y(0.6),
        z,
      ]
    )
  }

  /** The depth at a share of the way from the back to the front. */
  z(share: number): number {
    return this.frame.min[2] + share * (this.frame.max[2] - this.frame.min[2])
  }

  onAxis([, y, z]: Vec3): Vec3 {
    return [this.frame.middle, y, z]
  }

  legs(name: string, parent: string, foot: Vec3, top: Vec3, front: number): void {
    for (const side of ['L', 'R'] as const) {
      const own = ([x, y, z]: Vec3): Vec3 => [side === 'L' ? x : 2 * this.frame.middle - x, y, z]
      const ankle: Vec3 = [foot[0], foot[1] + (top[1] - foot[1]) * 0.14, foot[2]]
      this.put(`${side}_${name}Thigh`, parent, own(top))
      this.put(`${side}_${name}Calf`, `${side}_${name}Thigh`, own(lerp(top, ankle, 0.5)))
      this.put(`${side}_${name}Foot`, `${side}_${name}Calf`, own(ankle), { tip: own([foot[0], foot[1], front]) })
    }
  }
}

/** Feet on the creature's left, from the front to the back. */
function leftFeet(frame: Frame): { at: Vec3; front: number }[] {
  return frame
    .slice(frame.y(0.06))
    .filter((blob) => blob.x > frame.middle && blob.cells > 1)
    .sort((a, b) => b.z - a.z)
    .map((blob) => ({ at: [blob.x, frame.min[1], blob.z], front: blob.maxZ }))
}

function quadruped(frame: Frame): Bone[] {
  const s = new Skeleton(frame)
  const feet = leftFeet(frame)
  const half = (frame.max[0] - frame.min[0]) * 0.3
  const [front, back] = [feet[0], feet.length > 1 ? feet.at(-1) : undefined]
  const forefoot: Vec3 = front?.at ?? [frame.middle + half, frame.min[1], s.z(0.72)]
  const hindfoot: Vec3 = back?.at ?? [frame.middle + half, frame.min[1], s.z(0.25)]
  const belly = frame.y(0.36)
  const along = (share: number): Vec3 => s.onAxis(s.spine(hindfoot[2] + (forefoot[2] - hindfoot[2]) * share, belly))
  s.put('Hip', 'Root', along(0.02))
  s.put('Spine01', 'Hip', along(0.3))
  s.put('Spine02', 'Spine01', along(0.62))
  s.put('Chest', 'Spine02', along(0.92), { tip: along(1) })
  // The head is the highest place ahead of the forefeet.
  const top = frame.best((x, y, z) => (Math.abs(x - frame.middle) < half && z > forefoot[2] ? y : -Infinity)) ?? [
    0,
    frame.max[1],
    s.z(0.9),
  ]
  const skull: Vec3 = [frame.middle, along(1)[1] + (top[1] - along(1)[1]) * 0.72, top[2]]
  const nose: Vec3 = [frame.middle, skull[1] - frame.height * 0.04, frame.max[2]]
  s.put('Neck01', 'Chest', lerp(along(1), skull, 0.25))
  s.put('Neck02', 'Neck01', lerp(along(1), skull, 0.6))
  s.put('Head', 'Neck02', skull, { tip: nose })
  const rump = along(0)
  const end = tailEnd(frame, hindfoot[2])
  s.chain(
    'Tail',
    'Hip',
    [0.15, 0.42, 0.7, 1].map((t) => lerp([frame.middle, rump[1], hindfoot[2]], end, t)),
  )
  const hang = (foot: Vec3, body: Vec3): Vec3 => [
    foot[0],
    foot[1] + (body[1] - foot[1]) * 0.86,
    (foot[2] * 2 + body[2]) / 3,
  ]
  s.legs('Front', 'Chest', forefoot, hang(forefoot, along(0.95)), front?.front ?? forefoot[2])
  s.legs('Back', 'Hip', hindfoot, hang(hindfoot, along(0.04)), back?.front ?? hindfoot[2])
  return s.bones
}

/** The farthest place behind, above the ground. */
function tailEnd(frame: Frame, behind: number): Vec3 {
  const found = frame.best((x, y, z) =>
    y > frame.y(0.12) && z < behind ? -z + (y - frame.min[1]) * 0.3 - Math.abs(x - frame.middle) * 0.3 : -Infinity,
  )
  return found ?? [frame.middle, frame.y(0.5), frame.min[2]]
}

function avian(frame: Frame): Bone[] {
  const s = new Skeleton(frame)
  const foot = leftFeet(frame)[0]
  const half = (frame.max[0] - frame.min[0]) / 2
  const standing: Vec3 = foot?.at ?? [frame.middle + half * 0.25, frame.min[1], s.z(0.5)]
  const head = frame.best((x, y, z) => (Math.abs(x - frame.middle) < half * 0.35 ? y + z * 0.25 : -Infinity)) ?? [
    0,
    frame.max[1],
    s.z(0.8),
  ]
  const body = s.onAxis(s.spine(standing[2], frame.y(0.25)))
  const chest = lerp(body, [frame.middle, head[1], head[2]], 0.35)
  const skull = lerp(body, [frame.middle, head[1], head[2]], 0.85)
  s.put('Hip', 'Root', lerp(body, chest, -0.25))
  s.put('Spine01', 'Hip', body)
  s.put('Chest', 'Spine01', chest)
  s.chain(
    'Neck',
    'Chest',
    [0.2, 0.55, 1].map((t) => lerp(chest, skull, t)),
  )
  s.put('Head', 'Neck02', skull, { tip: [frame.middle, skull[1], frame.max[2]] })
  const end = tailEnd(frame, standing[2])
  s.chain(
    'Tail',
    'Hip',
    [0.25, 0.6, 1].map((t) => lerp(body, end, t)),
  )
  // Wings reach farthest out above the legs.
  const wing = frame.best((x, y) => (y > frame.y(0.25) ? x - frame.middle + (y - frame.min[1]) * 0.1 : -Infinity)) ?? [
    frame.middle + half,
    chest[1],
    chest[2],
  ]
  const tip: Vec3 =
    frame.best((x, y, z) =>
      x > frame.middle + half * 0.5 && y > frame.y(0.2)
        ? Math.hypot(x - chest[0], y - chest[1], z - chest[2])
        : -Infinity,
    ) ?? wing
  for (const side of ['L', 'R'] as const) {
    const own = ([x, y, z]: Vec3): Vec3 => [side === 'L' ? x : 2 * frame.middle - x, y, z]
    const root: Vec3 = [frame.middle + Math.min(half * 0.6, (tip[0] - frame.middle) * 0.5), chest[1], chest[2]]
    s.chain(
      `${side}_Wing`,
      'Chest',
      [0, 0.35, 0.7, 1].map((t) => own(lerp(root, tip, t))),
    )
  }
  const thigh: Vec3 = [standing[0], standing[1] + (body[1] - standing[1]) * 0.75, standing[2]]
  s.legs('', 'Hip', standing, thigh, foot?.front ?? standing[2])
  return s.bones
}

/** Legs all round a body: insects, spiders, octopuses. `pairs` on each side, the first in front. */
function crawler(frame: Frame, pairs: number): Bone[] {
  const s = new Skeleton(frame)
  const feet = leftFeet(frame)
  const half = (frame.max[0] - frame.min[0]) / 2
  const waist = (share: number): Vec3 => s.onAxis(s.spine(s.z(share), frame.y(0.15)))
  s.put('Body', 'Root', waist(0.5))
  s.put('Head', 'Body', lerp(waist(0.5), waist(0.78), 0.7), { tip: waist(0.85) })
  s.chain('Abdomen', 'Body', [waist(0.38), waist(0.24), waist(0.1)])
  for (let pair = 0; pair < pairs; pair++) {
    const share = pairs > 1 ? pair / (pairs - 1) : 0
    const guess: Vec3 = [frame.middle + half * 0.9, frame.min[1], s.z(0.85 - share * 0.7)]
    const foot = feet[Math.round(share * (feet.length - 1))]?.at ?? guess
    const root: Vec3 = [frame.middle + half * 0.12, waist(0.55)[1], s.z(0.5) + (foot[2] - s.z(0.5)) * 0.25]
    // The knee is the highest place on the way.
    const on = (t: number): Vec3 => {
      const flat = lerp(root, foot, t)
      const near = frame.grid.step * 2
      const high = frame.best((x, y, z) => (Math.hypot(x - flat[0], z - flat[2]) < near ? y : -Infinity))
      return [flat[0], high?.[1] ?? flat[1], flat[2]]
    }
    for (const side of ['L', 'R'] as const) {
      const own = ([x, y, z]: Vec3): Vec3 => [side === 'L' ? x : 2 * frame.middle - x, y, z]
      s.chain(`${side}_Leg${pair + 1}_`, 'Body', [root, on(0.5), on(0.78), foot].map(own))
    }
  }
  return s.bones
}

function serpentine(frame: Frame): Bone[] {
  const s = new Skeleton(frame)
  const count = 12
  const at = (i: number): Vec3 => {
    const z = s.z(0.97 - (i / count) * 0.95)
    return frame.centre((_, __, cz) => Math.abs(cz - z) < frame.grid.step * 1.5) ?? [frame.middle, frame.y(0.4), z]
  }
  const points = Array.from({ length: count + 1 }, (_, i) => at(i))
  const [nose = at(0), neck = at(1)] = points
  s.put('Body', 'Root', neck, { bare: true })
  s.put('Head', 'Body', neck, { tip: nose })
  s.chain('Spine', 'Body', points.slice(1))
  return s.bones
}

function aquatic(frame: Frame): Bone[] {
  const s = new Skeleton(frame)
  const along = (share: number): Vec3 => s.onAxis(s.spine(s.z(share)))
  s.put('Body', 'Root', along(0.62))
  s.put('Head', 'Body', along(0.76), { tip: along(0.97) })
  s.chain('Spine', 'Body', [0.54, 0.44, 0.34, 0.24].map(along))
  s.chain('Tail', 'Spine03', [0.24, 0.13, 0.01].map(along))
  const fin = frame.best((x) => x) ?? [frame.max[0], frame.y(0.4), s.z(0.6)]
  for (const side of ['L', 'R'] as const) {
    const own = ([x, y, z]: Vec3): Vec3 => [side === 'L' ? x : 2 * frame.middle - x, y, z]
    const root: Vec3 = [frame.middle + (fin[0] - frame.middle) * 0.4, fin[1], fin[2]]
    s.chain(`${side}_Fin`, 'Body', [root, lerp(root, fin, 0.5), fin].map(own))
  }
  return s.bones
}
