// Smaller plants, and the mushroom, which is none.
import { noun } from '../noun.ts'
import type { Vec3 } from '../vector.ts'

const mushroom = noun('mushroom,toadstool,fungus,蘑菇', (s) => {
  const r = s.random
  const cap = s.main('rind', '#b5322b')
  const pale = s.use('ceramic', '#e6dcc6', { rough: 0.8 })
  const gill = s.use('paper', '#d9c9a8')
  const one = (k: number, x: number, z: number, tilt: number) => {
    const parts = s.group(() => {
      s.vase(
        pale,
        [
          [0.075, 0],
          [0.08, 0.03],
          [0.05, 0.12],
          [0.042, 0.22],
          [0.05, 0.29],
        ],
        22,
        4,
      ).smooth(70)
      s.lathe(
        pale,
        [
          [0.045, 0.19],
          [0.085, 0.175],
          [0.09, 0.17],
          [0.05, 0.205],
        ],
        22,
      ).smooth(50)
      s.lathe(
        gill,
        [
          [0.045, 0.285],
          [0.185, 0.262],
        ],
        30,
      )
      s.vase(
        cap,
        [
          [0.185, 0.258],
          [0.2, 0.275],
          [0.18, 0.34],
          [0.11, 0.4],
          [0, 0.42],
        ],
        32,
        4,
      ).smooth(80)
      for (let i = 0; i < 11; i++) {
        const [a, lift] = [i * 2.4, 0.12 + 0.8 * ((i + 0.5) / 11)]
        const q = Math.sqrt(1 - lift * lift)
        s.ball(pale, r.range(0.014, 0.03), 0.012, r.range(0.014, 0.03), 3)
          .turnZ(-65 * q)
          .turnY((-a * 180) / Math.PI)
          .at(Math.cos(a) * 0.192 * q, 0.272 + lift * 0.143, Math.sin(a) * 0.192 * q)
      }
    })
    for (const part of parts) part.scale(k).turnZ(tilt).at(x, 0, z)
  }
  one(1, 0, 0, r.range(-5, 5))
  one(0.52, 0.2, 0.1, -13)
  if (r.chance(0.7)) one(0.36, -0.15, 0.14, 14)
})

const cactus = noun('cactus,cacti,仙人掌', (s) => {
  const green = s.main('rind', '#4c8048')
  const thorn = s.use('straw', '#e3dcb4')
  const arm = (points: Vec3[], radius: number) => {
    const sides = s.round(18, 8)
    const part = s.tube(
      green,
      points,
      (t) => radius * Math.min(1, 0.35 + Math.sqrt(Math.max(0, 1 - t)) * 2.2) * (t > 0.985 ? 0.25 : 1),
      sides / Math.max(0.2, s.fineness),
      5,
    )
    return part.smooth(70)
  }
  arm(
    [
      [0, 0, 0],
      [0, 0.6, 0],
      [0, 1.2, 0],
      [0, 1.75, 0],
    ],
    0.2,
  )
  arm(
    [
      [0.1, 0.6, 0],
      [0.42, 0.64, 0],
      [0.5, 0.85, 0],
      [0.5, 1.3, 0],
    ],
    0.12,
  )
  arm(
    [
      [-0.1, 0.85, 0.02],
      [-0.36, 0.88, 0.02],
      [-0.43, 1.02, 0.02],
      [-0.43, 1.3, 0.02],
    ],
    0.105,
  )
  for (let i = 0; i < 48; i++) {
    const [a, y] = [i * 2.4, 0.1 + (i / 48) * 1.5]
    s.lathe(
      thorn,
      [
        [0.008, 0],
        [0, 0.07],
      ],
      4,
    )
      .turnZ(-90)
      .turnY((-a * 180) / Math.PI)
      .at(Math.cos(a) * 0.19, y, Math.sin(a) * 0.19)
  }
  for (let i = 0; i < 5; i++)
    s.ball(s.accent('cloth', '#d9508a'), 0.055, 0.03, 0.03, 3)
      .turnY(i * 72)
      .at(Math.cos(i * 1.256) * 0.05, 1.74, Math.sin(i * 1.256) * 0.05)
})

const flower = noun('flower,rose,daisy,sunflower,tulip,花,玫瑰', (s) => {
  const petal = s.main('cloth', '#d94f70')
  const green = s.use('leaf', '#4a7d38')
  const petals = s.random.int(8, 11)
  s.tube(
    green,
    [
      [0, 0, 0],
      [0.012, 0.15, 0.006],
      [-0.008, 0.32, 0],
      [0, 0.44, 0.015],
    ],
    0.009,
    8,
  )
  const leafRings = (len: number, w: number): Vec3[][] =>
    Array.from({ length: 7 }, (_, k) => {
      const t = k / 6
      const half = w * Math.sin(Math.PI * Math.min(1, 0.06 + t * 0.94)) ** 0.8
      const y = 0.22 * len * Math.sin(t * 2.4)
      return [
        [len * t, y, half],
        [len * t, y + 0.004, 0],
        [len * t, y, -half],
        [len * t, y - 0.006, 0],
      ]
    })
  for (const [turn, y] of [
    [30, 0.1],
    [200, 0.19],
  ] as const)
    s.skin(green, leafRings(0.16, 0.036)).turnZ(25).turnY(turn).at(0, y, 0)
  for (const [ring, len, lift] of [
    [0, 0.13, 8],
    [1, 0.1, 34],
  ] as const)
    for (let i = 0; i < petals; i++)
      s.skin(ring ? s.tone(petal, 1.12) : petal, leafRings(len, 0.036))
        .smooth(70)
        .turnZ(lift)
        .turnY(((i + ring * 0.5) * 360) / petals)
        .turnX(38)
        .at(0, 0.445, 0.02)
  s.ball(s.accent('soil', '#d9a32f'), 0.045, 0.028, 0.045, 5).turnX(38).at(0, 0.455, 0.03)
})

const pumpkin = noun('pumpkin,jack o lantern,jack-o-lantern,南瓜', (s) => {
  const rind = s.main('rind', '#d0701f')
  const ribs = 10
  s.ball(rind, 0.24, 0.185, 0.24, 14)
    .smooth(80)
    .warp(([x, y, z]) => {
      const rib =
        1 -
        0.11 * Math.abs(Math.sin((Math.atan2(z, x) * ribs) / 2)) ** 0.0 +
        0.1 * Math.abs(Math.sin((Math.atan2(z, x) * ribs) / 2)) ** 0.6
      const dip = 1 - 0.35 * Math.exp(-(x * x + z * z) / 0.008)
      return [x * rib, y * dip, z * rib]
    })
    .at(0, 0.17, 0)
  const stem = s.use('bark', '#6f7a3c')
  s.tube(
    stem,
    [
      [0, 0.27, 0],
      [0.01, 0.34, 0.005],
      [0.05, 0.4, 0.02],
    ],
    (t) => 0.042 - 0.018 * t,
    7,
  )
  s.tube(
    stem,
    [
      [0.03, 0.3, 0],
      [0.1, 0.35, 0.05],
      [0.16, 0.31, 0.04],
      [0.19, 0.33, 0.08],
    ],
    0.008,
    6,
  )
  if (s.is('carved', 'halloween', 'spooky') || s.random.chance(0.4)) {
    const glow = s.use('glow', '#ffb52e')
    for (const x of [-1, 1])
      s.slab(
        glow,
        [
          [-0.045, 0],
          [0.045, 0],
          [0, 0.07],
        ],
        0.05,
        0,
      )
        .turnX(-14)
        .turnY(x * 20)
        .at(x * 0.08, 0.19, 0.2)
    s.slab(
      glow,
      [
        [-0.12, 0.13],
        [-0.05, 0.1],
        [-0.03, 0.12],
        [0.01, 0.095],
        [0.05, 0.1],
        [0.12, 0.13],
        [0.07, 0.06],
        [0.03, 0.075],
        [0, 0.05],
        [-0.07, 0.06],
      ],
      0.05,
      0,
    ).warp(([x, y, z]) => [x, y, z + 0.217 - x * x * 2])
  }
})

export const PLANTS = [mushroom, cactus, flower, pumpkin]
