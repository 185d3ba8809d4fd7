// How creatures other than bipeds move: one gait for each kind of rig.
import type { Quat } from '../../../mesh/math/matrix.ts'
import type { RigType } from '../creature.ts'
import type { Puppet, Stance } from './puppet.ts'
import { after, turnX, turnY, turnZ } from './turns.ts'

/** A way of going: seconds of a cycle, body lengths (heights) covered in it, and turns by role at a phase. */
export interface Going {
  readonly seconds: number
  readonly distance: number
  readonly turns: (phase: number, put: (role: string, q: Quat) => void) => void
  /** Heights the body rises and falls by. */
  readonly bob: number
}

const wave = (phase: number) => Math.sin(phase * Math.PI * 2)
/** Only the half of the cycle in which a foot is in the air. */
const raised = (phase: number) => Math.max(0, Math.cos(phase * Math.PI * 2))

/** A leg that hangs down: swings forward in the air and back on the ground. */
function step(put: (role: string, q: Quat) => void, leg: string, phase: number, swing: number, knee: number): void {
  put(`${leg}Thigh`, turnX(-wave(phase) * swing - raised(phase) * knee * 0.3))
  put(`${leg}Calf`, turnX(raised(phase) * knee))
  put(`${leg}Foot`, turnX(wave(phase) * swing * 0.5 - raised(phase) * knee * 0.3))
}

/** A leg that sticks out to the side: swings about the body's height, its end lifted on the way forward. */
function reach(put: (role: string, q: Quat) => void, side: 'L' | 'R', pair: number, phase: number): void {
  const sign = side === 'L' ? 1 : -1
  put(`${side}_Leg${pair}_01`, after(turnY(-sign * wave(phase) * 20), turnZ(sign * raised(phase) * 18)))
  put(`${side}_Leg${pair}_02`, turnZ(-sign * raised(phase) * 10))
  put(`${side}_Leg${pair}_03`, turnZ(-sign * raised(phase) * 12))
}

const crawl =
  (pairs: number): Going['turns'] =>
  (phase, put) => {
    for (let pair = 1; pair <= pairs; pair++)
      for (const side of ['L', 'R'] as const) {
        // Neighbours and opposites take turns, so that half the feet always stand.
        const late = (pair + (side === 'L' ? 0 : 1)) % 2 === 0 ? 0.5 : 0
        reach(put, side, pair, phase + late)
      }
    put('Head', after(turnX(wave(phase * 2) * 4), turnY(wave(phase) * 6)))
    put('Abdomen01', turnX(wave(phase * 2 + 0.2) * 5))
  }

const GOINGS: Readonly<Record<Exclude<RigType, 'biped'>, Going>> = {
  quadruped: {
    seconds: 1.1,
    distance: 0.9,
    bob: 0.012,
    turns: (phase, put) => {
      step(put, 'L_Front', phase, 24, 48)
      step(put, 'R_Front', phase + 0.5, 24, 48)
      step(put, 'L_Back', phase + 0.75, 24, 40)
      step(put, 'R_Back', phase + 0.25, 24, 40)
      put('Spine01', turnY(wave(phase) * 4))
      put('Spine02', turnY(-wave(phase) * 4))
      put('Neck01', turnX(wave(phase * 2) * 5))
      put('Head', turnX(-wave(phase * 2 + 0.1) * 5))
      for (const i of [1, 2, 3]) put(`Tail0${i}`, turnY(wave(phase + i * 0.12) * 14))
    },
  },
  avian: {
    seconds: 0.9,
    distance: 0.5,
    bob: 0.03,
    turns: (phase, put) => {
      step(put, 'L_', phase, 26, 50)
      step(put, 'R_', phase + 0.5, 26, 50)
      for (const side of ['L', 'R'] as const) {
        const sign = side === 'L' ? 1 : -1
        for (const i of [1, 2, 3]) put(`${side}_Wing0${i}`, turnZ(sign * (12 + wave(phase * 2 - i * 0.1) * 18)))
      }
      put('Neck01', turnX(wave(phase * 2) * 12))
      put('Head', turnX(-wave(phase * 2) * 12))
      put('Tail01', turnX(wave(phase * 2 + 0.3) * 9))
    },
  },
  hexapod: { seconds: 0.7, distance: 0.7, bob: 0.015, turns: crawl(3) },
  octopod: { seconds: 0.8, distance: 0.7, bob: 0.015, turns: crawl(4) },
  serpentine: {
    seconds: 1.4,
    distance: 4,
    bob: 0,
    turns: (phase, put) => {
      put('Head', turnY(wave(phase + 0.1) * 14))
      for (let i = 1; i <= 11; i++) put(`Spine${String(i).padStart(2, '0')}`, turnY(wave(phase - i / 8) * 22))
    },
  },
  aquatic: {
    seconds: 1,
    distance: 1.6,
    bob: 0.03,
    turns: (phase, put) => {
      put('Head', turnY(-wave(phase) * 6))
      for (const i of [1, 2, 3]) put(`Spine0${i}`, turnY(wave(phase - i * 0.1) * 9))
      for (const i of [1, 2]) put(`Tail0${i}`, turnY(wave(phase - 0.35 - i * 0.1) * 24))
      for (const side of ['L', 'R'] as const) {
        const sign = side === 'L' ? 1 : -1
        for (const i of [1, 2]) put(`${side}_Fin0${i}`, after(turnZ(sign * wave(phase * 2) * 20), turnY(sign * 8)))
      }
    },
  },
}

/** How a kind of rig goes. */
export const goingOf = (type: Exclude<RigType, 'biped'>): Going => GOINGS[type]

/** The stance at a phase of going. */
export function creatureStance(puppet: Puppet, going: Going, phase: number): Stance {
  const turns = new Map<string, Quat>()
  going.turns(phase, (role, q) => {
    if (puppet.joint(role)) turns.set(role, q)
  })
  const rise = going.bob * puppet.height * (wave(phase * 2) + 1)
  return { turns, shift: [0, rise, going.distance * puppet.height * phase] }
}
