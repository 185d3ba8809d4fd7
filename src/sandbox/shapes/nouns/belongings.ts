// Things people own and carry: books, scrolls, hats, clocks, a bomb.
import { noun } from '../noun.ts'
import { arc, hoop, polygon } from '../sketch.ts'
import { spline, type Vec3 } from '../vector.ts'

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

export const BELONGINGS = [book, scroll, hat, clock, bomb]
