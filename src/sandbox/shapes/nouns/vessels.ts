// Things that hold liquids, turned on a wheel or cast: bottles, cups, vases, cauldrons.
import { noun } from '../noun.ts'
import { polygon } from '../sketch.ts'

const potion = noun('potion,bottle,flask,vial,elixir,health potion,mana potion,magic potion,药水,瓶子', (s) => {
  const r = s.random
  const glass = s.main('glass', '#b3253f', { rough: 0.08 })
  const clear = s.use('glass', '#bcd3d6')
  const cork = s.use('bark', '#b98a58')
  const string = s.use('straw', '#cdb27a')
  const label = s.accent('paper', '#e2d4ad')
  const shape = r.int(0, 2)
  if (shape === 0)
    s.vase(
      glass,
      [
        [0, 0.005],
        [0.05, 0],
        [0.09, 0.03],
        [0.105, 0.085],
        [0.085, 0.145],
        [0.045, 0.18],
      ],
      28,
      4,
    ).smooth(80)
  else if (shape === 1)
    s.vase(
      glass,
      [
        [0, 0.005],
        [0.07, 0],
        [0.095, 0.015],
        [0.07, 0.1],
        [0.045, 0.18],
      ],
      28,
      4,
    ).smooth(80)
  else
    s.lathe(
      glass,
      [
        [0.06, 0],
        [0.085, 0.02],
        [0.085, 0.13],
        [0.045, 0.18],
      ],
      6,
    )
  s.lathe(
    clear,
    [
      [0.045, 0.178],
      [0.034, 0.2],
      [0.031, 0.26],
      [0.045, 0.265],
      [0.047, 0.28],
      [0.042, 0.286],
    ],
    24,
  ).smooth(60)
  s.lathe(
    cork,
    [
      [0.03, 0.27],
      [0.036, 0.325],
      [0.032, 0.332],
    ],
    18,
  )
  s.ring(string, 0.034, 0.007, 22, 8).at(0, 0.212, 0)
  s.ring(string, 0.034, 0.007, 22, 8).at(0, 0.224, 0)
  s.tube(
    string,
    [
      [0.035, 0.215, 0.01],
      [0.055, 0.2, 0.03],
      [0.06, 0.175, 0.045],
    ],
    0.004,
    6,
  )
  const tag = polygon(4, 0.03, undefined, Math.PI / 4)
  s.slab(label, tag, 0.004, 0.001).turnY(45).turnX(-20).at(0.068, 0.15, 0.06)
  for (let i = 0; i < 3; i++)
    s.ball(clear, r.range(0.006, 0.012), undefined, undefined, 3).at(r.range(-0.05, 0.03), r.range(0.07, 0.13), 0.078)
})

const cup = noun('cup,mug,tea cup,teacup,goblet,chalice,tankard,coffee cup,杯子,杯', (s) => {
  const china = s.main('ceramic', '#c9d6d9')
  const drink = s.use('ceramic', '#4a2c1a', { rough: 0.1 })
  const R = 0.042 * s.random.about(0.08)
  s.lathe(
    china,
    [
      [R * 0.72, 0],
      [R * 0.86, 0.004],
      [R * 0.98, 0.02],
      [R, 0.05],
      [R * 1.03, 0.096],
      [R * 1.015, 0.1],
      [R * 0.94, 0.097],
      [R * 0.9, 0.02],
      [0, 0.014],
    ],
    34,
  ).smooth(60)
  s.lathe(
    drink,
    [
      [R * 0.93, 0.082],
      [0, 0.083],
    ],
    30,
  )
  s.ring(s.accent('ceramic', '#3d5f7a'), R * 1.02, 0.0022, 34, 8).at(0, 0.091, 0)
  s.tube(
    china,
    [
      [R * 0.92, 0.082, 0],
      [R * 1.5, 0.085, 0],
      [R * 1.75, 0.055, 0],
      [R * 1.45, 0.027, 0],
      [R * 0.92, 0.024, 0],
    ],
    0.0062,
    12,
    6,
  )
})

const vase = noun('vase,urn,jar,amphora,pot,pottery,flower pot,花瓶,罐子', (s) => {
  const r = s.random
  const clay = s.main('ceramic', '#4f7d8c')
  const trim = s.accent('ceramic', '#d9c49a')
  const belly = r.range(0.13, 0.17)
  const top = 0.42 * r.about(0.1)
  s.vase(
    clay,
    [
      [0.07, 0],
      [0.075, 0.02],
      [belly * 0.85, top * 0.25],
      [belly, top * 0.48],
      [belly * 0.72, top * 0.74],
      [0.055, top * 0.88],
      [0.06, top * 0.95],
      [0.085, top],
      [0.076, top - 0.004],
      [0.046, top * 0.88],
      [0, top * 0.8],
    ],
    34,
    5,
  ).smooth(70)
  s.ring(trim, 0.084, 0.006, 34, 8).at(0, top, 0)
  for (const [t, rad] of [
    [0.46, belly],
    [0.51, belly],
  ] as const)
    s.ring(trim, rad - 0.001, 0.005, 36, 6).at(0, top * t, 0)
  if (r.chance(0.5))
    for (const x of [-1, 1])
      s.tube(
        clay,
        [
          [x * 0.06, top * 0.9, 0],
          [x * 0.15, top * 0.93, 0],
          [x * 0.17, top * 0.75, 0],
          [x * belly * 0.85, top * 0.66, 0],
        ],
        0.012,
        10,
      )
})

const cauldron = noun('cauldron,kettle,witch pot,大锅', (s) => {
  const iron = s.main('metal', '#36383b', { rough: 0.62 })
  const brew = s.accent('glow', '#7ddb4a')
  s.vase(
    iron,
    [
      [0, 0.1],
      [0.2, 0.13],
      [0.33, 0.3],
      [0.33, 0.45],
      [0.26, 0.58],
      [0.29, 0.64],
    ],
    34,
    4,
  ).smooth(80)
  s.lathe(
    iron,
    [
      [0.29, 0.635],
      [0.3, 0.65],
      [0.27, 0.655],
      [0.23, 0.58],
    ],
    32,
  ).smooth(60)
  s.lathe(
    brew,
    [
      [0.272, 0.643],
      [0, 0.65],
    ],
    28,
  )
  for (let i = 0; i < 6; i++)
    s.ball(brew, s.random.range(0.02, 0.05), undefined, undefined, 3).at(
      s.random.range(-0.16, 0.16),
      0.648,
      s.random.range(-0.16, 0.16),
    )
  s.around(
    3,
    () =>
      s.tube(
        iron,
        [
          [0.22, 0.2, 0],
          [0.29, 0.08, 0],
          [0.31, 0, 0],
        ],
        (t) => 0.05 - 0.02 * t,
        10,
      ),
    30,
  )
  for (const x of [-1, 1])
    s.ring(iron, 0.07, 0.014, 20, 8)
      .turnX(90)
      .turnY(90)
      .at(x * 0.34, 0.5, 0)
  s.ring(iron, 0.335, 0.014, 34, 8).at(0, 0.4, 0)
})

export const VESSELS = [potion, cup, vase, cauldron]
