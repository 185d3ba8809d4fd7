// Things to eat.
import { noun } from '../noun.ts'

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

export const FOOD = [apple, cake]
