// Precious small things: coins, gems, keys, crowns, rings, and what is collected like them.
import { noun } from '../noun.ts'
import { polygon } from '../sketch.ts'
import type { Vec2, Vec3 } from '../vector.ts'

const coin = noun('coin,gold coin,medal,token,金币,硬币', (s) => {
  const gold = s.main('gold', '#e0a737')
  s.lathe(
    gold,
    [
      [0.1, -0.011],
      [0.108, -0.006],
      [0.108, 0.006],
      [0.1, 0.011],
      [0.088, 0.011],
      [0.084, 0.006],
      [0, 0.006],
    ],
    48,
  )
    .turnX(90)
    .at(0, 0.11, 0)
  s.lathe(
    gold,
    [
      [0, -0.0061],
      [0.084, -0.006],
      [0.088, -0.0105],
    ],
    48,
  )
    .turnX(90)
    .at(0, 0.11, 0)
  s.around(36, () => s.box(gold, 0.006, 0.016, 0.007, 0).at(0.1055, 0, 0))
  for (const part of s.parts.slice(-36)) part.turnX(90).at(0, 0.11, 0)
  s.slab(
    s.tone(gold, 1.1),
    s.random.chance(0.5)
      ? polygon(5, 0.058, 0.026)
      : [
          [-0.045, 0],
          [-0.045, 0.045],
          [-0.022, 0.02],
          [0, 0.05],
          [0.022, 0.02],
          [0.045, 0.045],
          [0.045, 0],
          [0.045, -0.02],
          [-0.045, -0.02],
        ].map(([x = 0, y = 0]): Vec2 => [x, y - 0.012]),
    0.024,
    0.005,
  ).at(0, 0.11, 0)
})

const pile = noun('coins,gold pile,pile of coins,treasure,gold bars,coin pile,hoard', (s) => {
  const r = s.random
  const gold = s.main('gold', '#e0a737')
  const tone = s.tone(gold, 0.88)
  s.lathe(
    tone,
    [
      [0.42, 0],
      [0.3, 0.09],
      [0.14, 0.2],
      [0, 0.24],
    ],
    20,
  )
  for (let i = 0; i < 90; i++) {
    const [a, t] = [i * 2.4, Math.sqrt((i + 0.5) / 90)]
    const y = 0.235 * (1 - t) ** 0.9 + 0.018
    s.lathe(
      i % 3 ? gold : tone,
      [
        [0.054, -0.006],
        [0.057, 0],
        [0.054, 0.006],
      ],
      14,
    )
      .turnX(r.range(-22, 22) + 24 * t * Math.sin(a))
      .turnZ(r.range(-22, 22) - 24 * t * Math.cos(a))
      .at(Math.cos(a) * t * 0.43, y, Math.sin(a) * t * 0.43)
  }
  for (const [x, z, color] of [
    [0.15, 0.24, '#c21f3f'],
    [-0.2, 0.2, '#2447b8'],
    [0.02, 0.34, '#1f8f5f'],
  ] as const)
    s.lathe(
      s.use('crystal', color),
      [
        [0, 0],
        [0.045, 0.035],
        [0.03, 0.055],
        [0, 0.055],
      ],
      6,
    )
      .smooth(10)
      .turnX(20)
      .at(x, 0.11, z)
})

const gem = noun('gem,gemstone,jewel,diamond gem,diamond,ruby,emerald gem,sapphire,宝石,钻石', (s) => {
  const stone = s.main('crystal', s.random.pick('#c21f3f', '#2a5fd0', '#1f9a68', '#8a4fd0'), { rough: 0.06 })
  const sides = 8
  const ring = (r: number, y: number, turn: number): Vec3[] =>
    Array.from({ length: sides }, (_, i) => {
      const a = ((i + turn) / sides) * Math.PI * 2
      return [r * Math.cos(a), y, -r * Math.sin(a)]
    })
  const [tip, girdle, crown, table] = [ring(0, 0, 0), ring(0.5, 0.42, 0), ring(0.4, 0.58, 0), ring(0.27, 0.66, 0)]
  s.skin(stone, [tip, ring(0.26, 0.2, 0), girdle]).smooth(5)
  s.skin(stone, [girdle, ring(0.505, 0.45, 0), crown, table], { capEnd: true }).smooth(5)
})

const key = noun('key,golden key,skeleton key,钥匙', (s) => {
  const gold = s.main('gold', '#c9973b')
  s.rod(gold, [0, 0.02, 0], [0, 0.24, 0], 0.012)
  for (const y of [0.06, 0.225, 0.205]) s.ring(gold, 0.014, 0.006, 18, 8).at(0, y, 0)
  if (s.random.chance(0.5))
    for (const [x, y] of [
      [-0.034, 0.275],
      [0.034, 0.275],
      [0, 0.325],
    ] as const)
      s.ring(gold, 0.034, 0.0105, 26, 10).turnX(90).at(x, y, 0)
  else {
    s.ring(gold, 0.052, 0.012, 32, 10).turnX(90).at(0, 0.295, 0)
    s.slab(s.accent('crystal', '#b8203c'), polygon(6, 0.024), 0.02, 0.007).at(0, 0.295, 0)
    s.ring(gold, 0.026, 0.006, 22, 8).turnX(90).at(0, 0.295, 0)
    for (const a of [45, 135, 225, 315])
      s.rod(gold, [0, 0.026, 0], [0, 0.045, 0], 0.006, 0.006, 8).turnZ(a).at(0, 0.295, 0)
  }
  s.slab(
    gold,
    [
      [0.005, 0.025],
      [0.072, 0.025],
      [0.072, 0.05],
      [0.052, 0.05],
      [0.052, 0.062],
      [0.072, 0.062],
      [0.072, 0.085],
      [0.04, 0.085],
      [0.04, 0.075],
      [0.005, 0.075],
    ],
    0.014,
    0.003,
  )
  s.ball(gold, 0.016).at(0, 0.015, 0)
})

const crown = noun('crown,tiara,diadem,王冠,皇冠', (s) => {
  const gold = s.main('gold', '#dfa63a')
  const red = s.accent('cloth', '#8f1f30')
  const points = 8
  const n = points * Math.max(2, s.round(4, 2))
  const ring = (r: number, y: (i: number) => number): Vec3[] =>
    Array.from({ length: n }, (_, i) => {
      const a = (i / n) * Math.PI * 2
      return [r * Math.cos(a), y(i), -r * Math.sin(a)]
    })
  const spike = (i: number) => 0.075 + 0.075 * Math.abs((((i / n) * points * 2) % 2) - 1) ** 1.3
  s.skin(
    gold,
    [
      ring(0.094, () => 0),
      ring(0.1, () => 0.0),
      ring(0.1, () => 0.05),
      ring(0.118, spike),
      ring(0.112, spike),
      ring(0.094, () => 0.05),
    ],
    { closed: true },
  ).smooth(40)
  for (const y of [0.008, 0.045]) s.ring(gold, 0.101, 0.007, 40, 8).at(0, y, 0)
  const gems = [s.use('crystal', '#c21f3f'), s.use('crystal', '#2a5fd0'), s.use('crystal', '#1f9a68')]
  s.around(points, (i) => [
    s.ball(gold, 0.0135).at(0.118, 0.156, 0),
    s.ball(gems[i % 3] ?? gold, 0.008, 0.013, 0.011, 4).at(0.103, 0.027, 0),
  ])
  s.ball(red, 0.088, 0.075, 0.088, 6).at(0, 0.045, 0).smooth(80)
})

const ring = noun('ring,wedding ring,magic ring,戒指', (s) => {
  const gold = s.main('gold', '#dca43c')
  s.ring(gold, 0.1, 0.017, 48, 12).turnX(90).scale(1, 1, 1.2).at(0, 0.118, 0)
  s.lathe(
    s.accent('crystal', '#4f9ae0', { rough: 0.05 }),
    [
      [0, -0.03],
      [0.046, 0.012],
      [0.034, 0.03],
      [0, 0.03],
    ],
    8,
  )
    .smooth(8)
    .at(0, 0.255, 0)
  s.around(
    4,
    () =>
      s.tube(
        gold,
        [
          [0.012, 0.215, 0],
          [0.04, 0.24, 0],
          [0.044, 0.275, 0],
        ],
        0.006,
        7,
      ),
    45,
  )
})

const heart = noun('heart,love heart,health,心', (s) => {
  const red = s.main('plastic', '#c9283a', { rough: 0.15 })
  const n = Math.max(24, s.round(44, 16))
  const outline = (k: number): Vec2[] =>
    Array.from({ length: n }, (_, i): Vec2 => {
      const a = -(i / n) * Math.PI * 2
      return [
        (16 * Math.sin(a) ** 3 * k) / 32,
        ((13 * Math.cos(a) - 5 * Math.cos(2 * a) - 2 * Math.cos(3 * a) - Math.cos(4 * a)) * k) / 32 + 0.55,
      ]
    })
  const layers = [
    [0.02, 0],
    [0.5, 0.19],
    [0.8, 0.155],
    [0.95, 0.09],
    [1, 0],
  ] as const
  const at = ([k, z]: readonly [number, number]): Vec3[] => outline(k).map(([x, y]): Vec3 => [x, y, z])
  s.skin(red, [
    ...[...layers].map(([k, z]) => at([k, k < 0.1 ? -0.205 : -z])),
    ...[...layers]
      .reverse()
      .slice(1)
      .map(([k, z]) => at([k, k < 0.1 ? 0.205 : z])),
  ]).smooth(80)
})

const star = noun('star,gold star,星星', (s) => {
  const gold = s.main('gold', '#e6b23c')
  const rim = polygon(5, 0.5, 0.22)
  const at = (k: number, z: number): Vec3[] => rim.map(([x, y]): Vec3 => [x * k, y * k + 0.42, z])
  s.skin(gold, [at(0, -0.2), at(0.94, -0.04), at(1, 0), at(0.94, 0.04), at(0, 0.2)]).smooth(16)
})

export const TREASURES = [coin, pile, gem, key, crown, ring, heart, star]
