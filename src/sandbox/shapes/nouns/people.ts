// Figures that stand upright: people, robots, snowmen, and the slime that would like to.
import { noun } from '../noun.ts'
import type { MaterialId } from '../part.ts'
import { T_POSE } from '../prompt.ts'
import { arc, type Sketch } from '../sketch.ts'
import type { Vec3 } from '../vector.ts'
import { both, eyes, limb } from './limbs.ts'

/** The left arm of a person, from the shoulder on. */
interface Arm {
  readonly elbow: Vec3
  readonly wrist: Vec3
  readonly palm: Vec3
  readonly fingers: Vec3
}
const ARM_DOWN: Arm = {
  elbow: [0.34, 1.06, 0.02],
  wrist: [0.4, 0.86, 0.06],
  palm: [0.405, 0.82, 0.07],
  fingers: [0.41, 0.76, 0.085],
}
const ARM_OUT: Arm = {
  elbow: [0.5, 1.335, 0],
  wrist: [0.72, 1.335, 0],
  palm: [0.76, 1.335, 0],
  fingers: [0.83, 1.33, 0.01],
}

const person = noun(
  'person,human,man,woman,boy,girl,character,villager,hero,farmer,soldier,knight,king,queen,princess,wizard,ninja,pirate,warrior,people,人,人物,骑士',
  (s) => {
    const r = s.random
    const skin = s.use('skin', r.pick('#e0ac86', '#c98d63', '#8d5b3e', '#f0c6a4'))
    const shirt = s.main('cloth', r.pick('#3f6f8f', '#8a3f3a', '#4f7a4a', '#7a5a8f'))
    const pants = s.accent('cloth', '#4b4238')
    const boot = s.use('leather', '#4a3022')
    const hair = s.use('fur', r.pick('#3a2619', '#7a4a24', '#1f1b1a', '#b98a45'))
    const arm: Arm = s.is(T_POSE) ? ARM_OUT : ARM_DOWN
    s.organic(
      [
        limb(shirt, [0, 1.0, 0], [0, 1.28, 0], 0.145, 0.165),
        ...both(limb(shirt, [0.1, 1.34, 0], [0.16, 1.34, 0], 0.1)),
        ...both(limb(shirt, [0.2, 1.33, 0], arm.elbow, 0.075, 0.065)),
        limb(shirt, [0, 0.92, 0], [0, 0.98, 0], 0.155),
      ],
      0.09,
      20,
    )
    s.organic(
      [
        ...both(limb(pants, [0.085, 0.88, 0], [0.1, 0.5, 0.01], 0.105, 0.078)),
        ...both(limb(pants, [0.1, 0.5, 0.01], [0.11, 0.14, 0], 0.078, 0.062)),
        limb(pants, [0, 0.9, 0], [0, 0.94, 0], 0.145),
      ],
      0.06,
      20,
    )
    s.organic(
      [
        ...both(limb(boot, [0.11, 0.07, -0.02], [0.12, 0.055, 0.13], 0.07, 0.058)),
        ...both(limb(boot, [0.11, 0.12, -0.01], [0.11, 0.24, 0], 0.075, 0.078)),
      ],
      0.05,
      14,
    )
    s.organic(
      [...both(limb(skin, arm.elbow, arm.wrist, 0.056, 0.046)), ...both(limb(skin, arm.palm, arm.fingers, 0.05, 0.04))],
      0.04,
      20,
    )
    s.organic(
      [
        limb(skin, [0, 1.4, 0], [0, 1.5, 0], 0.065),
        limb(skin, [0, 1.64, 0.015], [0, 1.58, 0.025], 0.15, 0.125),
        limb(skin, [0, 1.585, 0.15], [0, 1.57, 0.168], 0.025, 0.022, 0.03),
        ...both(limb(skin, [0.15, 1.61, 0], [0.155, 1.59, 0], 0.032)),
      ],
      0.05,
      18,
    )
    s.organic(
      [
        limb(hair, [0, 1.7, -0.025], [0, 1.64, -0.05], 0.15, 0.145),
        limb(hair, [-0.06, 1.75, 0.07], [0.08, 1.76, 0.06], 0.07, 0.075),
        ...both(limb(hair, [0.12, 1.68, 0.02], [0.125, 1.6, -0.03], 0.055, 0.05)),
      ],
      0.06,
      14,
    )
    eyes(s, 0.058, 1.63, 0.148, 0.021)
    s.tube(
      s.use('skin', '#8f4f45'),
      [
        [-0.035, 1.535, 0.142],
        [0, 1.526, 0.148],
        [0.035, 1.535, 0.142],
      ],
      0.006,
      6,
    )
    s.lathe(
      boot,
      [
        [0.162, 0.965],
        [0.168, 0.97],
        [0.168, 1.01],
        [0.162, 1.015],
      ],
      28,
    )
    s.box(s.use('gold', '#c9993f'), 0.07, 0.06, 0.03, 0.01).at(0, 0.99, 0.165)
  },
)

/** An arm of the robot below its shoulder: hanging, or straight out in a T-pose. @param x 1 for its left, -1 for its right */
function robotArm(s: Sketch, x: number, { shell, steel, dark }: Record<'shell' | 'steel' | 'dark', MaterialId>): void {
  const out = s.is(T_POSE)
  // Along the arm from the shoulder joint, across it, and forward.
  const at = (along: number, across: number, forward: number): Vec3 =>
    out
      ? [x * (0.46 + along), 1.2 + across, forward * 0.4]
      : [x * (0.44 + along * 0.12 + across), 1.16 - along, forward]
  s.rod(steel, at(0, 0, 0), at(0.3, 0, 0.02), 0.055, 0.05)
  s.ball(dark, 0.075).at(...at(0.31, 0, 0.02))
  s.rod(shell, at(0.33, 0, 0.03), at(0.6, 0, 0.12), 0.075, 0.095, 16)
  for (const a of [-1, 0, 1])
    s.tube(steel, [at(0.61, a * 0.05, 0.13), at(0.69, a * 0.08, 0.17), at(0.76, a * 0.05, 0.19)], 0.023, 8)
}

const robot = noun('robot,android,droid,mech,cyborg,机器人', (s) => {
  const r = s.random
  const shell = s.main('paint', r.pick('#d98b2e', '#4f8fb0', '#c9c9c4', '#6f9a4f'), { rough: 0.35 })
  const steel = s.use('metal', '#6f757b')
  const dark = s.use('rubber', '#232528')
  const glow = s.accent('glow', '#58e0f0')
  s.box(shell, 0.62, 0.6, 0.42, 0.09).taper(1.12).at(0, 0.98, 0)
  s.box(dark, 0.34, 0.24, 0.04, 0.02).at(0, 1.04, 0.225)
  for (const [x, y] of [
    [-0.1, 1.09],
    [0, 1.09],
    [0.1, 1.09],
  ] as const)
    s.ball(glow, 0.028, 0.028, 0.016, 3).at(x, y, 0.247)
  s.box(glow, 0.26, 0.04, 0.02, 0.005).at(0, 1.0, 0.242)
  s.lathe(
    steel,
    [
      [0.22, 0.6],
      [0.2, 0.7],
    ],
    20,
  )
  s.box(steel, 0.4, 0.14, 0.3, 0.04).at(0, 0.6, 0)
  for (let i = 0; i < 3; i++) s.ring(dark, 0.09, 0.025, 20, 8).at(0, 1.3 + i * 0.035, 0)
  s.box(shell, 0.5, 0.38, 0.42, 0.1).at(0, 1.58, 0)
  s.box(dark, 0.4, 0.22, 0.06, 0.03).at(0, 1.6, 0.2)
  for (const x of [-1, 1]) {
    s.lathe(
      glow,
      [
        [0.065, 0],
        [0.06, 0.02],
        [0, 0.026],
      ],
      22,
    )
      .turnX(90)
      .at(x * 0.1, 1.61, 0.226)
    s.lathe(
      steel,
      [
        [0.09, 0],
        [0.09, 0.06],
        [0.06, 0.08],
      ],
      18,
    )
      .turnZ(-90 * x)
      .at(x * 0.25, 1.58, 0)
    s.ball(shell, 0.13, 0.13, 0.13, 6).at(x * 0.42, 1.2, 0)
    robotArm(s, x, { shell, steel, dark })
    s.rod(steel, [x * 0.15, 0.58, 0], [x * 0.17, 0.36, 0.01], 0.06)
    s.ball(dark, 0.085).at(x * 0.17, 0.35, 0.01)
    s.rod(shell, [x * 0.17, 0.33, 0], [x * 0.17, 0.1, 0], 0.085, 0.11, 16)
    s.box(shell, 0.22, 0.12, 0.36, 0.04).at(x * 0.17, 0.06, 0.05)
  }
  s.rod(steel, [0, 1.76, 0], [0, 1.95, 0], 0.015)
  s.ball(s.use('glow', '#f05a3c'), 0.04).at(0, 1.97, 0)
})

const slime = noun('slime,blob,jelly,ghost,monster,史莱姆', (s) => {
  const jelly = s.main('crystal', '#5fbf4a', { rough: 0.08 })
  s.organic(
    [
      limb(jelly, [0, 0.22, 0], [0, 0.3, 0], 0.3, 0.25),
      limb(jelly, [-0.2, 0.1, 0.06], [0.22, 0.1, 0.02], 0.17, 0.16),
      limb(jelly, [0, 0.09, 0.16], [0.02, 0.09, -0.16], 0.17, 0.17),
      limb(jelly, [0.02, 0.55, 0], [0.06, 0.64, 0], 0.05, 0.02, 0.16),
    ],
    0.2,
    32,
  ).warp(([x, y, z]) => [x, Math.max(0, y), z])
  eyes(s, 0.105, 0.34, 0.245, 0.055, true)
  s.slab(s.use('rubber', '#2a4a24'), [...arc(0, 0, 0.07, 0.06, 180, 360, 8)], 0.03, 0.005)
    .turnX(8)
    .at(0, 0.22, 0.292)
  for (const [x, z, r] of [
    [0.46, 0.16, 0.06],
    [-0.43, 0.24, 0.045],
    [0.33, 0.38, 0.035],
  ] as const)
    s.ball(jelly, r, r * 0.6, r, 4).at(x, r * 0.45, z)
})

const snowman = noun('snowman,snow man,雪人', (s) => {
  const snow = s.main('snow', '#eef2f5')
  const coal = s.use('rubber', '#222326')
  const scarf = s.accent('cloth', '#b5302e')
  s.organic(
    [
      limb(snow, [0, 0.36, 0], [0, 0.37, 0], 0.4),
      limb(snow, [0, 0.92, 0], [0, 0.93, 0], 0.29),
      limb(snow, [0, 1.34, 0], [0, 1.35, 0], 0.215),
    ],
    0.07,
    34,
  ).warp(([x, y, z]) => [x, Math.max(0, y), z])
  s.lathe(
    s.use('rind', '#e0792b'),
    [
      [0.04, 0],
      [0.026, 0.12],
      [0, 0.24],
    ],
    14,
  )
    .turnX(92)
    .at(0, 1.35, 0.2)
  for (const x of [-1, 1]) {
    s.ball(coal, 0.03, undefined, undefined, 3).at(x * 0.08, 1.42, 0.19)
    s.tube(
      s.use('bark', '#5a3f2a'),
      [
        [x * 0.24, 1.0, 0],
        [x * 0.5, 1.15, 0.04],
        [x * 0.68, 1.32, 0.06],
      ],
      (t) => 0.022 - 0.01 * t,
      7,
    )
    s.rod(s.use('bark', '#5a3f2a'), [x * 0.55, 1.2, 0.045], [x * 0.7, 1.19, 0.1], 0.012, 0.006, 6)
  }
  for (let i = -2; i <= 2; i++) s.ball(coal, 0.018, undefined, undefined, 3).at(i * 0.042, 1.255 + i * i * 0.008, 0.197)
  for (const [y, z] of [
    [1.02, 0.275],
    [0.9, 0.292],
    [0.78, 0.26],
  ] as const)
    s.ball(coal, 0.03, undefined, undefined, 3).at(0, y, z)
  s.ring(scarf, 0.19, 0.055, 28, 10).at(0, 1.155, 0)
  s.box(scarf, 0.11, 0.34, 0.05, 0.02).turnZ(-6).turnX(-10).at(0.12, 0.98, 0.26)
  s.lathe(
    coal,
    [
      [0.27, 1.5],
      [0.27, 1.525],
      [0.17, 1.53],
      [0.165, 1.76],
      [0.155, 1.77],
    ],
    30,
  )
  s.lathe(
    scarf,
    [
      [0.174, 1.53],
      [0.172, 1.59],
    ],
    30,
  )
})

export const PEOPLE = [person, robot, slime, snowman]
