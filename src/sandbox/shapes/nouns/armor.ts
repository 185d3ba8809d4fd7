// What wards off a blow: shields, helmets, breastplates.
import { noun } from '../noun.ts'
import { hoop, polygon } from '../sketch.ts'
import type { Vec2, Vec3 } from '../vector.ts'

const shield = noun('shield,buckler,round shield,盾,盾牌', (s) => {
  const r = s.random
  const face = s.main('paint', '#34558a')
  const rim = s.accent('metal', '#8d9298')
  const gold = s.use('gold', '#cfa040')
  if (s.is('round') || r.chance(0.3)) {
    s.lathe(
      face,
      [
        [0.43, 0],
        [0.43, 0.02],
        [0.3, 0.055],
        [0.12, 0.085],
        [0, 0.09],
      ],
      40,
    )
      .smooth(60)
      .turnX(90)
      .at(0, 0.46, 0)
    s.ring(rim, 0.43, 0.026, 40, 10).turnX(90).at(0, 0.46, 0.01)
    s.ball(rim, 0.12, 0.12, 0.09, 6).at(0, 0.46, 0.07)
    s.around(12, () => s.ball(rim, 0.017, 0.017, 0.017, 3).at(0.38, 0.035, 0))
    for (const part of s.parts.slice(-12)) part.turnX(90).at(0, 0.46, 0)
    return
  }
  const outline = (k: number): Vec2[] => {
    const n = s.along(7, 3)
    const side = Array.from({ length: n + 1 }, (_, i): Vec2 => {
      const t = i / n
      return [0.32 * k * Math.cos(t * Math.PI * 0.5) ** 0.75, 0.55 - 0.55 * k * t ** 0.85]
    })
    return [
      [0.16 * k, 0.55 + 0.37 * k],
      [0, 0.55 + 0.4 * k],
      [-0.16 * k, 0.55 + 0.37 * k],
      [-0.32 * k, 0.55 + 0.38 * k],
      ...side.map(([x, y]): Vec2 => [-x, y]),
      ...side.reverse().slice(1),
      [0.32 * k, 0.55 + 0.38 * k],
    ]
  }
  const bowed = (p: Vec3): Vec3 => [p[0], p[1], p[2] - p[0] * p[0] * 0.75]
  s.slab(rim, outline(1), 0.05, 0.016).warp(bowed)
  s.slab(face, outline(0.88), 0.075, 0.012).warp(bowed)
  s.box(gold, 0.07, 0.74, 0.085, 0.012).at(0, 0.52, 0.006)
  for (const x of [-1, 0, 1])
    s.box(gold, 0.2, 0.07, 0.085, 0.012)
      .at(x * 0.17, 0.66, 0.006)
      .warp(bowed)
  s.ball(gold, 0.075, 0.075, 0.045).at(0, 0.66, 0.045)
  for (const [x, y] of [
    [-0.29, 0.88],
    [0.29, 0.88],
    [-0.29, 0.55],
    [0.29, 0.55],
    [-0.19, 0.24],
    [0.19, 0.24],
    [0, 0.05],
    [0, 0.92],
  ] as const)
    s.ball(gold, 0.018, 0.018, 0.014, 3).at(x, y, 0.026 - x * x * 0.75)
})

const helmet = noun('helmet,helm,knight helmet,viking helmet,头盔', (s) => {
  const steel = s.main('metal', '#a2a7ad', { rough: 0.3 })
  const gold = s.accent('gold', '#c4963d')
  s.vase(
    steel,
    [
      [0.135, 0],
      [0.14, 0.08],
      [0.138, 0.17],
      [0.1, 0.26],
      [0.045, 0.3],
      [0, 0.31],
    ],
    30,
    4,
  )
    .smooth(70)
    .scale(1, 1, 1.14)
  s.lathe(
    gold,
    [
      [0.138, 0.155],
      [0.149, 0.16],
      [0.149, 0.185],
      [0.136, 0.19],
    ],
    30,
  ).scale(1, 1, 1.14)
  s.tube(
    gold,
    [
      [0, 0.18, 0.168],
      [0, 0.27, 0.11],
      [0, 0.315, 0],
      [0, 0.27, -0.11],
      [0, 0.18, -0.168],
    ],
    0.012,
    8,
  )
  s.slab(
    s.use('rubber', '#17181a'),
    [-0.1, -0.05, 0, 0.05, 0.1]
      .map((x): Vec2 => [x, 0.114])
      .concat([0.1, 0.05, 0, -0.05, -0.1].map((x): Vec2 => [x, 0.142])),
    0.016,
    0,
  ).warp(([x, y, z]) => [x, y, z + 0.156 - x * x * 5])
  s.slab(
    steel,
    [
      [-0.018, 0.02],
      [0.018, 0.02],
      [0.026, 0.16],
      [-0.026, 0.16],
    ],
    0.016,
    0.004,
  ).at(0, 0, 0.168)
  for (const x of [-1, 1]) {
    s.tube(
      s.use('ceramic', '#d9ccb0'),
      [
        [x * 0.13, 0.18, 0],
        [x * 0.21, 0.2, 0.005],
        [x * 0.25, 0.28, 0.01],
        [x * 0.23, 0.37, 0.015],
      ],
      (t) => 0.034 * (1 - t) + 0.003,
      12,
      5,
    )
    s.lathe(
      gold,
      [
        [0.034, 0],
        [0.042, 0.012],
        [0.034, 0.024],
      ],
      18,
    )
      .turnZ(-90 * x)
      .at(x * 0.13, 0.18, 0)
    for (const y of [0.03, 0.07])
      for (const z of [0.06, -0.06]) s.ball(gold, 0.008, 0.008, 0.008, 2).at(x * 0.125, y, z)
  }
})

const armor = noun('armor,armour,breastplate,cuirass,盔甲', (s) => {
  const steel = s.main('metal', '#9a9fa6', { rough: 0.3 })
  const gold = s.accent('gold', '#c4963d')
  const n = s.round(26, 8)
  const torso = (
    [
      [0, 0.17, 0.12],
      [0.06, 0.18, 0.13],
      [0.2, 0.17, 0.125],
      [0.36, 0.23, 0.16],
      [0.5, 0.24, 0.15],
      [0.58, 0.2, 0.11],
      [0.62, 0.11, 0.085],
    ] as const
  ).map(([y, rx, rz]) => hoop(0, 0, 0, rx, rz, n, 2.4).map(([x, z]): Vec3 => [x, y, -z]))
  s.skin(steel, torso).smooth(70)
  for (const part of [
    s.ring(gold, 0.115, 0.014, 26, 8).scale(1, 1, 0.8).at(0, 0.625, 0),
    s.ring(gold, 0.178, 0.014, 30, 8).scale(1, 1, 0.74).at(0, 0.06, 0),
  ])
    part.smooth(80)
  for (const x of [-1, 1]) {
    s.ball(steel, 0.11, 0.085, 0.12, 5).at(x * 0.26, 0.54, 0)
    s.ring(gold, 0.105, 0.011, 24, 8)
      .scale(1, 1, 1.08)
      .turnZ(x * -24)
      .at(x * 0.275, 0.51, 0)
    for (let i = 0; i < 3; i++)
      s.box(i % 2 ? gold : steel, 0.12, 0.12, 0.05, 0.014)
        .turnZ(x * -4)
        .at(x * (0.06 + i * 0.045), -0.02, 0.105 - i * 0.045)
  }
  s.slab(gold, polygon(4, 0.055, 0.028), 0.03, 0.008).at(0, 0.42, 0.163)
})

export const ARMOR = [shield, helmet, armor]
