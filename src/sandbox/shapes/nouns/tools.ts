// Heads on hafts, and what is struck with them.
import { noun } from '../noun.ts'
import { arc, hoop } from '../sketch.ts'
import type { Vec2 } from '../vector.ts'

const axe = noun('axe,ax,battle axe,hatchet,tomahawk,斧,斧头', (s) => {
  const r = s.random
  const steel = s.main('metal', '#9da2a8', { rough: 0.3 })
  const edge = s.tone(steel, 1.3)
  const wood = s.use('wood', '#8a5b34')
  const two = s.is('double') || r.chance(0.35)
  s.tube(
    wood,
    [
      [0, 0, 0.01],
      [0, 0.25, -0.005],
      [0, 0.55, 0],
      [0, 0.88, 0],
    ],
    (t) => 0.021 - 0.003 * Math.sin(t * 3),
    12,
  )
  const head = (k: number): Vec2[] =>
    [
      [0.015, 0.7],
      [0.07, 0.715],
      [0.14, 0.66],
      ...arc(0.02, 0.755, 0.19, 0.17, -36, 36, s.along(7, 3)),
      [0.13, 0.84],
      [0.07, 0.79],
      [0.015, 0.8],
    ].map(([x = 0, y = 0]): Vec2 => [x * k, y])
  for (const side of two ? [1, -1] : [1]) {
    s.slab(steel, head(side), 0.038, 0.01).warp(([x, y, z]) => [x, y, z * Math.max(0.08, 1 - Math.abs(x) * 4.6)])
    s.slab(
      edge,
      [
        ...arc(0.02, 0.755, 0.192, 0.172, -36, 36, s.along(7, 3)),
        ...arc(0.01, 0.755, 0.165, 0.15, 36, -36, s.along(7, 3)),
      ].map(([x, y]): Vec2 => [x * side, y]),
      0.016,
      0,
    ).warp(([x, y, z]) => [x, y, z * Math.max(0.15, (0.215 - Math.abs(x)) * 14)])
  }
  s.box(steel, 0.06, 0.115, 0.06, 0.01).at(0, 0.752, 0)
  if (!two) s.box(steel, 0.07, 0.07, 0.045, 0.01).at(-0.05, 0.752, 0)
  for (const y of [0.06, 0.1, 0.14, 0.18])
    s.ring(s.use('leather', '#4b2f20'), 0.021, 0.007, 14, 6)
      .turnX(10)
      .at(0, y, 0.006 - y * 0.05)
  s.ball(steel, 0.028, 0.02, 0.028).at(0, 0.005, 0.01)
})

const hammer = noun('hammer,war hammer,warhammer,mallet,sledgehammer,锤子', (s) => {
  const steel = s.main('metal', '#8e9399', { rough: 0.35 })
  const gold = s.accent('gold', '#c2933c')
  s.rod(s.use('wood', '#7a4f2e'), [0, 0.02, 0], [0, 0.72, 0], 0.022, 0.024)
  s.box(steel, 0.34, 0.19, 0.19, 0.03).at(0, 0.72, 0)
  for (const x of [-1, 1]) {
    s.box(steel, 0.06, 0.225, 0.225, 0.022).at(x * 0.16, 0.72, 0)
    s.box(gold, 0.022, 0.232, 0.232, 0.01).at(x * 0.118, 0.72, 0)
  }
  s.box(gold, 0.08, 0.06, 0.08, 0.015).at(0, 0.84, 0)
  s.lathe(
    gold,
    [
      [0.034, 0.57],
      [0.03, 0.62],
      [0.045, 0.63],
    ],
    16,
  )
  for (let i = 0; i < 8; i++)
    s.ring(s.use('leather', '#4a2e22'), 0.023, 0.006, 14, 6)
      .turnX(9)
      .at(0, 0.08 + i * 0.024, 0)
  s.ball(gold, 0.036).at(0, 0.015, 0)
})

const pickaxe = noun('pickaxe,pick,mining pick,镐', (s) => {
  const steel = s.main('metal', '#7d8288', { rough: 0.4 })
  s.tube(
    s.use('wood', '#8c5e36'),
    [
      [0, 0, 0],
      [0, 0.3, 0.008],
      [0, 0.82, 0],
    ],
    (t) => 0.02 + 0.008 * t,
    12,
  )
  s.tube(
    steel,
    [
      [-0.38, 0.6, 0],
      [-0.22, 0.72, 0],
      [0, 0.77, 0],
      [0.22, 0.72, 0],
      [0.38, 0.6, 0],
    ],
    (t) => Math.max(0.004, 0.036 * (1 - Math.abs(2 * t - 1) ** 1.6)),
    8,
    5,
  ).smooth(40)
  s.box(steel, 0.09, 0.085, 0.085, 0.014).at(0, 0.77, 0)
  s.box(s.accent('leather', '#5a3a26'), 0.05, 0.14, 0.055, 0.012).at(0, 0.09, 0.004)
})

const anvil = noun('anvil,forge,铁砧', (s) => {
  const iron = s.main('metal', '#565a60', { rough: 0.45 })
  const stump = s.accent('bark', '#6a4a30')
  s.lathe(
    stump,
    [
      [0.3, 0],
      [0.27, 0.06],
      [0.26, 0.42],
    ],
    18,
  )
  s.lathe(
    s.use('wood', '#b58a58'),
    [
      [0.245, 0.415],
      [0.245, 0.425],
    ],
    18,
  )
  const n = s.round(16, 8)
  s.box(iron, 0.38, 0.07, 0.28, 0.015).at(0, 0.46, 0)
  s.box(iron, 0.2, 0.14, 0.15, 0.02).at(0, 0.55, 0)
  s.box(iron, 0.4, 0.11, 0.19, 0.015).at(-0.02, 0.665, 0)
  const section = (
    [
      [0.17, 0.08, 0.05],
      [0.27, 0.065, 0.042],
      [0.36, 0.042, 0.03],
      [0.43, 0.006, 0.006],
    ] as const
  ).map(([z, a, b]) => hoop(0, 0.672, z, a, b, n, 2.6))
  s.skin(iron, section).smooth(60).turnY(90)
  s.box(iron, 0.1, 0.07, 0.17, 0.012).at(-0.26, 0.68, 0)
  s.ring(s.use('metal', '#3f4246'), 0.265, 0.014, 26, 8).at(0, 0.34, 0)
})

export const TOOLS = [axe, hammer, pickaxe, anvil]
