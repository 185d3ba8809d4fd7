// Things that fly, in the air and above it.
import { noun } from '../noun.ts'
import type { MaterialId } from '../part.ts'
import { hoop } from '../sketch.ts'
import type { Vec3 } from '../vector.ts'
import { wheel } from './wheels.ts'

const rocket = noun('rocket,rocket ship,missile,spaceship,spacecraft,火箭', (s) => {
  const paint = s.main('paint', '#e2e2de', { rough: 0.3 })
  const red = s.accent('paint', '#c23a2c', { rough: 0.3 })
  const steel = s.use('metal', '#8d9298')
  s.vase(
    paint,
    [
      [0.4, 0.75],
      [0.62, 1.4],
      [0.68, 2.3],
      [0.56, 3.3],
      [0.36, 3.95],
    ],
    34,
    5,
  ).smooth(70)
  s.vase(
    red,
    [
      [0.365, 3.93],
      [0.2, 4.4],
      [0.03, 4.75],
      [0, 4.78],
    ],
    34,
    4,
  ).smooth(70)
  s.rod(steel, [0, 4.7, 0], [0, 5.15, 0], 0.018, 0.012)
  for (const [y, r] of [
    [0.78, 0.425],
    [1.5, 0.645],
    [3.2, 0.585],
    [3.93, 0.37],
  ] as const)
    s.ring(y === 1.5 ? red : steel, r, 0.03, 36, 8).at(0, y, 0)
  s.lathe(
    steel,
    [
      [0.22, 0.78],
      [0.24, 0.7],
      [0.4, 0.4],
      [0.36, 0.4],
      [0.2, 0.68],
    ],
    28,
  )
  s.lathe(
    s.use('glow', '#ff9a2e'),
    [
      [0, 0.05],
      [0.14, 0.24],
      [0.26, 0.44],
    ],
    18,
  )
  s.around(
    4,
    () =>
      s.slab(
        red,
        [
          [0.5, 1.65],
          [0.62, 1.6],
          [1.15, 0.75],
          [1.2, 0],
          [1.08, 0],
          [0.86, 0.55],
          [0.4, 0.85],
        ],
        0.11,
        0.03,
      ),
    45,
  )
  for (const [y, turn, r] of [
    [2.9, 0, 0.2],
    [2.2, 0, 0.15],
    [2.9, 90, 0.2],
    [2.9, -90, 0.2],
  ] as const) {
    s.ring(steel, r, 0.045, 26, 8)
      .turnX(90)
      .at(0, y, 0.64 - (y - 2.3) * 0.045)
      .turnY(turn)
    s.ball(s.use('glass', '#3f87a8'), r, r, 0.06, 5)
      .at(0, y, 0.615 - (y - 2.3) * 0.04)
      .turnY(turn)
  }
})

const plane = noun('plane,airplane,aeroplane,biplane,aircraft,jet,飞机', (s) => {
  const paint = s.main('paint', '#c8423a', { rough: 0.35 })
  const wing = s.accent('paint', '#e6dcc4')
  const dark = s.use('rubber', '#2a2b2e')
  const steel = s.use('metal', '#a9aeb3', { rough: 0.25 })
  const n = s.round(22, 8)
  const lift = 1.15
  s.skin(
    paint,
    (
      [
        [-2.9, 0.22, 0.06, 0.08],
        [-2.3, 0.14, 0.16, 0.22],
        [-1, 0.04, 0.36, 0.42],
        [0.3, 0, 0.46, 0.52],
        [1.2, 0, 0.46, 0.5],
        [1.65, 0, 0.4, 0.42],
      ] as const
    ).map(([z, y, rx, ry]) => hoop(0, lift + y, z, rx, ry, n, 2.3)),
  ).smooth(60)
  s.skin(
    steel,
    (
      [
        [1.62, 0.42],
        [1.8, 0.38],
        [1.86, 0.3],
        [1.8, 0.22],
      ] as const
    ).map(([z, r]) => hoop(0, lift, z, r, r, n)),
  ).smooth(50)
  s.lathe(
    paint,
    [
      [0.17, 0],
      [0.13, 0.18],
      [0, 0.3],
    ],
    20,
  )
    .turnX(90)
    .at(0, lift, 1.85)
  for (let i = 0; i < 3; i++)
    s.slab(
      s.use('wood', '#6e4a2c'),
      [
        [-0.05, 0.1],
        [0.05, 0.1],
        [0.1, 0.6],
        [0.05, 0.95],
        [-0.04, 0.9],
        [-0.07, 0.5],
      ],
      0.035,
      0.01,
    )
      .turnY(22)
      .turnZ(20 + i * 120)
      .at(0, lift, 1.93)
  const panel = (x: number, y: number, z: number, span: number, chord: number, m: MaterialId, tilt: number) => {
    const foil = [
      [0.5, 0],
      [0.3, 0.055],
      [-0.1, 0.06],
      [-0.5, 0.005],
      [-0.1, -0.02],
      [0.35, -0.025],
    ] as const
    s.skin(
      m,
      [0, 0.8, 0.95, 1].map((t) =>
        foil.map(
          ([f, h]): Vec3 => [
            x + t * span,
            y + h * chord * 1.2 + t * tilt,
            z + f * chord * (t > 0.9 ? 1 - (t - 0.9) * 4 : 1),
          ],
        ),
      ),
    ).smooth(35)
  }
  for (const side of [1, -1])
    for (const part of s.group(() => {
      panel(0, lift - 0.3, 0.65, 3.1, 1.05, wing, 0.25)
      panel(0, lift + 0.95, 0.75, 3.1, 1.05, wing, 0.1)
      panel(0, lift + 0.22, -2.55, 1.1, 0.7, wing, 0)
      for (const z of [0.4, 1]) s.rod(s.use('wood', '#8a6038'), [2.2, lift - 0.14, z], [2.2, lift + 1.02, z], 0.035)
      for (const z of [0.4, 1]) s.rod(s.use('wood', '#8a6038'), [0.3, lift + 0.3, z], [0.5, lift + 0.98, z], 0.03)
      s.rod(steel, [0.3, lift - 0.35, 0.9], [0.62, 0.34, 1.0], 0.04)
    }))
      part.scale(side, 1, 1)
  for (const x of [-0.66, 0.66]) wheel(s, x, 1.0, 0.3, 0.16, dark, paint)
  s.slab(
    paint,
    [
      [-2.25, lift + 0.3],
      [-2.9, lift + 0.25],
      [-3.05, lift + 0.95],
      [-2.8, lift + 1.1],
      [-2.55, lift + 0.95],
    ],
    0.07,
    0.02,
  ).turnY(-90)
  s.lathe(
    dark,
    [
      [0.27, 0],
      [0.25, 0.03],
    ],
    20,
  )
    .scale(1, 1, 1.3)
    .at(0, lift + 0.5, -0.3)
  s.box(s.use('glass', '#9cc4d0'), 0.5, 0.24, 0.04, 0.01)
    .turnX(-25)
    .at(0, lift + 0.6, 0.1)
  s.rod(dark, [0, 0.12, -2.7], [0, lift + 0.1, -2.5], 0.03)
})

const ufo = noun('ufo,flying saucer,saucer,alien ship,飞碟', (s) => {
  const steel = s.main('metal', '#a9b0b6', { rough: 0.25 })
  const glass = s.accent('glass', '#6fd3b8')
  const glow = s.use('glow', '#7df0c0')
  s.lathe(
    steel,
    [
      [0, 0.3],
      [0.55, 0.34],
      [0.9, 0.45],
      [1.75, 0.72],
      [1.85, 0.8],
      [1.75, 0.88],
      [0.95, 1.05],
      [0.75, 1.08],
    ],
    48,
  ).smooth(28)
  s.vase(
    glass,
    [
      [0.74, 1.06],
      [0.7, 1.32],
      [0.45, 1.6],
      [0, 1.7],
    ],
    36,
    5,
  ).smooth(80)
  s.ring(steel, 0.76, 0.06, 40, 10).at(0, 1.07, 0)
  s.lathe(
    glow,
    [
      [0, 0.2],
      [0.4, 0.24],
      [0.5, 0.33],
    ],
    30,
  )
  s.around(14, () => s.ball(glow, 0.085, 0.085, 0.085, 4).at(1.83, 0.8, 0))
  s.around(
    3,
    () => [
      s.rod(steel, [0.75, 0.45, 0], [1.05, 0.04, 0], 0.05, 0.04),
      s
        .lathe(
          steel,
          [
            [0.15, 0],
            [0.14, 0.05],
            [0.04, 0.07],
          ],
          16,
        )
        .at(1.05, 0, 0),
    ],
    30,
  )
  s.ball(s.use('skin', '#77a85c'), 0.19, 0.24, 0.19).at(0, 1.35, 0)
  for (const x of [-1, 1]) s.ball(s.use('rubber', '#15171a'), 0.06, 0.08, 0.04, 4).at(x * 0.08, 1.38, 0.16)
})

export const AIRCRAFT = [rocket, plane, ufo]
