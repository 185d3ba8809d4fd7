// Small precious and useful things: coins, gems, keys, books, crowns, food.
import { noun } from '../noun.ts'
import { arc, hoop, polygon } from '../sketch.ts'
import { spline, type Vec2, type Vec3 } from '../vector.ts'

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

const book = noun('book,spellbook,tome,spell book,notebook,grimoire,diary,书,魔法书', (s) => {
  const cover = s.main('leather', s.random.pick('#6d2a2a', '#2f4a6d', '#3f5a3a', '#5a3a66'))
  const page = s.use('paper', '#e6dcc0')
  const gold = s.accent('gold', '#c9993f')
  const parts = s.group(() => {
    for (const z of [-1, 1])
      s.slab(
        cover,
        [
          [-0.12, -0.17],
          [0.13, -0.17],
          [0.13, 0.17],
          [-0.12, 0.17],
        ],
        0.014,
        0.004,
      ).at(0, 0, z * 0.035)
    s.slab(cover, arc(-0.118, 0, 0.026, 0.042, 90, 270, s.along(8, 4)), 0.34, 0.003).turnX(90)
    s.box(page, 0.235, 0.318, 0.058, 0.002).at(0.002, 0, 0)
    for (const y of [-0.1, -0.035, 0.035, 0.1])
      s.slab(s.tone(cover, 0.8), arc(-0.118, 0, 0.031, 0.045, 90, 270, 6), 0.018, 0.003)
        .turnX(90)
        .at(0, y, 0)
    for (const x of [-0.1, 0.115])
      for (const y of [-1, 1])
        if (x > 0)
          s.slab(
            gold,
            [
              [0, 0],
              [0.045, 0],
              [0, -0.045 * 1],
            ],
            0.09,
            0.003,
          )
            .scale(-1, -y * -1, 1)
            .at(x + 0.018, y * 0.174, 0)
    s.slab(gold, polygon(8, 0.05, 0.034), 0.018, 0.004).at(0.01, 0.02, 0.042)
    s.slab(s.use('crystal', '#3f8ad9'), polygon(6, 0.026), 0.026, 0.006).at(0.01, 0.02, 0.046)
    s.box(gold, 0.02, 0.05, 0.095, 0.005).at(0.132, 0.0, 0)
    s.box(s.use('cloth', '#b5302c'), 0.018, 0.09, 0.003, 0).at(-0.04, -0.2, 0.01)
  })
  for (const part of parts) part.turnX(-78).turnY(24).at(0, 0.05, 0)
})

const scroll = noun('scroll,map,treasure map,parchment,letter,卷轴', (s) => {
  const paper = s.main('paper', '#dcc79a')
  const wood = s.use('wood', '#6d4428')
  s.rod(paper, [-0.17, 0.04, 0], [0.17, 0.04, 0], 0.036, 0.036, 22)
  s.slab(
    paper,
    [
      [0.03, 0.01],
      [0.07, 0.004],
      [0.2, 0.006],
      [0.28, 0.012],
      [0.28, 0.016],
      [0.2, 0.01],
      [0.07, 0.008],
      [0.03, 0.02],
    ],
    0.34,
    0,
  ).turnY(-90)
  s.rod(paper, [-0.17, 0.03, 0.3], [0.17, 0.03, 0.3], 0.026, 0.026, 20)
  for (const [z, y] of [
    [0, 0.04],
    [0.3, 0.03],
  ] as const)
    for (const x of [-1, 1]) {
      s.rod(wood, [x * 0.165, y, z], [x * 0.215, y, z], 0.013)
      s.ball(wood, 0.022).at(x * 0.22, y, z)
    }
  const ink = s.accent('paint', '#a3312a')
  for (let i = 0; i < 6; i++)
    s.box(ink, 0.03, 0.003, 0.012, 0)
      .turnY(i * 23)
      .at(-0.12 + i * 0.042, 0.011, 0.1 + Math.sin(i * 1.3) * 0.045)
  for (const a of [45, -45]) s.box(ink, 0.055, 0.003, 0.014, 0).turnY(a).at(0.125, 0.012, 0.2)
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

const apple = noun('apple,fruit,orange fruit,peach,苹果', (s) => {
  const red = s.main('rind', '#b5262a')
  s.vase(
    red,
    [
      [0, 0.012],
      [0.02, 0],
      [0.034, 0.012],
      [0.046, 0.05],
      [0.035, 0.08],
      [0.014, 0.083],
      [0, 0.07],
    ],
    32,
    5,
  )
    .smooth(80)
    .warp(([x, y, z]) => [
      x * (1 + 0.04 * Math.cos(Math.atan2(z, x) * 5)),
      y,
      z * (1 + 0.04 * Math.cos(Math.atan2(z, x) * 5)),
    ])
  s.tube(
    s.use('bark', '#5a3f28'),
    [
      [0, 0.068, 0],
      [0.002, 0.088, 0],
      [0.01, 0.105, 0.003],
    ],
    (t) => 0.0026 + 0.0012 * t,
    8,
  )
  s.ball(s.accent('leaf', '#4f8f3a'), 0.02, 0.003, 0.01, 5).turnZ(28).turnY(25).at(0.02, 0.1, 0.005)
})

const cake = noun('cake,birthday cake,pie,cupcake,蛋糕', (s) => {
  const cream = s.main('ceramic', '#f2d3dc', { rough: 0.55 })
  const sponge = s.use('soil', '#c98f4f')
  const icing = s.accent('plastic', '#fbf3ea')
  s.lathe(
    s.use('ceramic', '#e4e6e8'),
    [
      [0.2, 0],
      [0.21, 0.008],
      [0.06, 0.012],
    ],
    36,
  )
  s.lathe(
    sponge,
    [
      [0.16, 0.01],
      [0.16, 0.13],
    ],
    36,
  )
  s.lathe(
    cream,
    [
      [0.163, 0.05],
      [0.166, 0.055],
      [0.166, 0.075],
      [0.163, 0.08],
    ],
    36,
  )
  s.lathe(
    cream,
    [
      [0.162, 0.115],
      [0.168, 0.125],
      [0.165, 0.145],
      [0.15, 0.152],
    ],
    36,
  ).smooth(70)
  s.around(12, (i) => s.ball(cream, 0.024, i % 2 ? 0.034 : 0.022, 0.012, 4).at(0.162, 0.12, 0))
  s.around(10, () =>
    s
      .lathe(
        icing,
        [
          [0.026, 0.15],
          [0.024, 0.162],
          [0.012, 0.178],
          [0, 0.19],
        ],
        10,
      )
      .at(0.125, 0, 0),
  )
  s.around(5, (i) => [
    s.rod(s.use('plastic', i % 2 ? '#4f9ad0' : '#d0506a'), [0.065, 0.15, 0], [0.065, 0.23, 0], 0.0075, 0.0075, 10),
    s
      .lathe(
        s.use('glow', '#ffb52e'),
        [
          [0, 0.232],
          [0.009, 0.245],
          [0, 0.27],
        ],
        10,
      )
      .at(0.065, 0, 0),
  ])
  s.ball(s.use('rind', '#b5182a'), 0.024, 0.024, 0.024, 5).at(0, 0.172, 0)
})

const bomb = noun('bomb,grenade,cannonball,dynamite,炸弹', (s) => {
  const iron = s.main('paint', '#2a2b2f', { rough: 0.3 })
  s.ball(iron, 0.2, 0.2, 0.2, 9).at(0, 0.2, 0)
  s.lathe(
    iron,
    [
      [0.075, 0.38],
      [0.08, 0.4],
      [0.08, 0.44],
      [0.06, 0.445],
    ],
    26,
  )
  s.tube(
    s.use('straw', '#c9ae78'),
    [
      [0, 0.44, 0],
      [0.01, 0.52, 0],
      [0.07, 0.57, 0.02],
      [0.13, 0.55, 0.03],
    ],
    0.014,
    9,
  )
  s.ball(s.use('glow', '#ffb02e'), 0.03, 0.03, 0.03, 4).at(0.14, 0.55, 0.03)
  for (let i = 0; i < 7; i++)
    s.lathe(
      s.use('glow', '#ff8a1f'),
      [
        [0.008, 0],
        [0, 0.06],
      ],
      5,
    )
      .turnZ(-90)
      .turnY(i * 51)
      .turnZ((i % 3) * 40 - 40)
      .at(0.145, 0.55, 0.03)
  s.slab(s.accent('paint', '#e6e2d6'), polygon(18, 0.06), 0.012, 0.003).turnX(-12).at(0, 0.24, 0.196)
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

const hat = noun('hat,cap,wizard hat,witch hat,top hat,帽子', (s) => {
  const felt = s.main('cloth', '#3d3466')
  const band = s.accent('leather', '#7a5230')
  const n = s.round(30, 10)
  const tip = spline(
    [
      [0.14, 0.02, 0],
      [0.12, 0.12, 0],
      [0.085, 0.24, 0.012],
      [0.05, 0.34, 0.05],
      [0.02, 0.42, 0.12],
      [0.004, 0.44, 0.17],
    ],
    s.along(4),
  )
  s.skin(felt, [
    ...tip.map(([r, y, x]) =>
      hoop(0, 0, 0, r, r, n).map(([a, b]): Vec3 => [a + x, y + (x > 0.03 ? a * -0.25 : 0), -b]),
    ),
  ]).smooth(75)
  s.vase(
    felt,
    [
      [0.13, 0.03],
      [0.2, 0.016],
      [0.28, 0.012],
      [0.285, 0.018],
      [0.2, 0.026],
      [0.14, 0.04],
    ],
    38,
    3,
  )
    .smooth(80)
    .warp(([x, y, z]) => [x, y + 0.014 * Math.sin(Math.atan2(z, x) * 3 + 1), z])
  s.lathe(
    band,
    [
      [0.139, 0.03],
      [0.143, 0.034],
      [0.133, 0.07],
      [0.128, 0.072],
    ],
    34,
  )
  s.ring(s.use('gold', '#d6a23a'), 0.026, 0.006, 4, 8).turnX(90).turnZ(45).at(0, 0.053, 0.141)
})

const clock = noun('clock,alarm clock,watch,pocket watch,hourglass,钟,时钟', (s) => {
  const body = s.main('paint', '#b5403a', { rough: 0.3 })
  const gold = s.use('gold', '#cfa040')
  const ink = s.use('rubber', '#232427')
  s.lathe(
    body,
    [
      [0.1, -0.04],
      [0.115, -0.03],
      [0.118, 0.03],
      [0.108, 0.04],
    ],
    40,
  )
    .smooth(50)
    .turnX(90)
    .at(0, 0.15, 0)
  s.lathe(
    s.use('paper', '#f0ebdd'),
    [
      [0.1, 0.036],
      [0.1, 0.042],
    ],
    40,
  )
    .turnX(90)
    .at(0, 0.15, 0)
  s.ring(gold, 0.106, 0.009, 44, 10).turnX(90).at(0, 0.15, 0.042)
  for (let i = 0; i < 12; i++)
    s.box(ink, i % 3 ? 0.005 : 0.009, i % 3 ? 0.012 : 0.02, 0.004, 0)
      .at(0, 0.082, 0.044)
      .turnZ(i * 30)
      .at(0, 0.15, 0)
  for (const [turn, len, w] of [
    [50, 0.05, 0.009],
    [-62, 0.072, 0.006],
  ] as const)
    s.box(ink, w, len, 0.004, 0)
      .at(0, len / 2, 0.048)
      .turnZ(turn)
      .at(0, 0.15, 0)
  s.ball(gold, 0.01).at(0, 0.15, 0.048)
  for (const x of [-1, 1]) {
    s.lathe(
      gold,
      [
        [0.042, 0],
        [0.038, 0.022],
        [0.02, 0.034],
        [0, 0.038],
      ],
      24,
    )
      .turnZ(-x * 32)
      .at(x * 0.07, 0.252, 0)
    s.rod(gold, [x * 0.06, 0.06, 0], [x * 0.09, 0.0, 0], 0.01, 0.013, 10)
  }
  s.tube(
    gold,
    [
      [-0.04, 0.28, 0],
      [-0.025, 0.315, 0],
      [0.025, 0.315, 0],
      [0.04, 0.28, 0],
    ],
    0.006,
    8,
  )
  s.rod(gold, [0, 0.26, 0], [0, 0.29, 0], 0.006)
})

const candle = noun('candle,torch,candlestick,candelabra,火把,蜡烛', (s) => {
  const brass = s.main('gold', '#b98c3f')
  const wax = s.accent('ceramic', '#ece2c6', { rough: 0.6 })
  s.lathe(
    brass,
    [
      [0.075, 0],
      [0.08, 0.012],
      [0.05, 0.02],
      [0.018, 0.03],
      [0.028, 0.05],
      [0.014, 0.075],
      [0.024, 0.1],
      [0.04, 0.108],
      [0.042, 0.114],
      [0.02, 0.116],
    ],
    30,
  ).smooth(45)
  s.lathe(
    wax,
    [
      [0.021, 0.112],
      [0.021, 0.26],
      [0.018, 0.266],
      [0.01, 0.26],
    ],
    22,
  )
  for (let i = 0; i < 4; i++)
    s.organic(
      [
        {
          material: wax,
          a: [Math.cos(i * 1.9) * 0.02, 0.255, Math.sin(i * 1.9) * 0.02],
          b: [Math.cos(i * 1.9) * 0.021, 0.2 - i * 0.015, Math.sin(i * 1.9) * 0.021],
          ra: 0.005,
          rb: 0.006,
        },
      ],
      0.01,
      12,
    )
  s.rod(s.use('rubber', '#2b2622'), [0, 0.255, 0], [0.001, 0.276, 0], 0.0018)
  s.vase(
    s.use('glow', '#ffb63c', { color2: [1, 0.96, 0.75] }),
    [
      [0, 0.27],
      [0.01, 0.283],
      [0.0075, 0.3],
      [0, 0.325],
    ],
    16,
    3,
  ).smooth(80)
  s.tube(
    brass,
    [
      [0.05, 0.016, 0],
      [0.09, 0.03, 0],
      [0.1, 0.055, 0],
      [0.07, 0.062, 0],
      [0.05, 0.04, 0],
    ],
    0.006,
    8,
  )
})

export const TREASURES = [
  coin,
  pile,
  gem,
  key,
  book,
  scroll,
  crown,
  ring,
  heart,
  star,
  apple,
  cake,
  bomb,
  anvil,
  hat,
  clock,
  candle,
]
