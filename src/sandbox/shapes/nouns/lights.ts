// What gives light: lamps, lanterns, candles.
import { noun } from '../noun.ts'

const lamp = noun('lamp,table lamp,desk lamp,floor lamp,台灯,灯', (s) => {
  const base = s.main('gold', '#b58b45')
  const shade = s.accent('cloth', '#e6d7b0', { color2: [1, 0.95, 0.8] })
  const light = s.use('glow', '#ffe2a0')
  s.vase(
    base,
    [
      [0.1, 0],
      [0.11, 0.015],
      [0.07, 0.035],
      [0.03, 0.06],
      [0.055, 0.13],
      [0.07, 0.19],
      [0.03, 0.27],
      [0.014, 0.31],
      [0.012, 0.36],
    ],
    26,
    4,
  ).smooth(60)
  s.rod(base, [0, 0.34, 0], [0, 0.56, 0], 0.007)
  s.ball(base, 0.014).at(0, 0.565, 0)
  s.lathe(
    shade,
    [
      [0.2, 0.33],
      [0.206, 0.335],
      [0.12, 0.548],
      [0.113, 0.55],
      [0.112, 0.545],
      [0.196, 0.335],
      [0.2, 0.33],
    ],
    30,
  )
  s.ring(base, 0.203, 0.005, 30, 6).at(0, 0.334, 0)
  s.ring(base, 0.116, 0.005, 30, 6).at(0, 0.55, 0)
  s.ball(light, 0.045, 0.055, 0.045).at(0, 0.42, 0)
})

const lamppost = noun('lamp post,street lamp,streetlight,street light,lamppost,路灯', (s) => {
  const iron = s.main('metal', '#33403c', { rough: 0.5 })
  const light = s.use('glow', '#ffdf9a')
  s.lathe(
    iron,
    [
      [0.2, 0],
      [0.2, 0.08],
      [0.15, 0.12],
      [0.13, 0.4],
      [0.16, 0.43],
      [0.09, 0.5],
      [0.065, 0.62],
      [0.045, 2.55],
      [0.07, 2.6],
      [0.05, 2.64],
    ],
    16,
  ).smooth(40)
  for (const y of [0.9, 1.9]) s.ring(iron, 0.055, 0.02, 18, 8).at(0, y, 0)
  s.rod(iron, [-0.28, 2.4, 0], [0.28, 2.4, 0], 0.018)
  for (const x of [-0.28, 0.28]) s.ball(iron, 0.035).at(x, 2.4, 0)
  s.lathe(
    iron,
    [
      [0.05, 2.62],
      [0.13, 2.67],
      [0.12, 2.69],
    ],
    6,
  )
  s.lathe(
    light,
    [
      [0.1, 2.68],
      [0.16, 3.02],
      [0, 3.03],
    ],
    6,
  )
  s.around(6, () => s.rod(iron, [0.11, 2.66, 0], [0.175, 3.04, 0], 0.013, 0.013, 6), 30)
  s.lathe(
    iron,
    [
      [0.2, 3.02],
      [0.21, 3.05],
      [0.12, 3.16],
      [0.05, 3.22],
      [0.03, 3.28],
      [0.035, 3.31],
      [0, 3.36],
    ],
    6,
  )
})

const lantern = noun('lantern,oil lamp,camping lantern,灯笼', (s) => {
  const iron = s.main('metal', '#3f4245', { rough: 0.5 })
  const glow = s.use('glow', '#ffc65c', { color2: [1, 0.93, 0.7] })
  const brass = s.accent('gold', '#b8893d')
  const sides = s.is('round') ? 20 : s.random.pick(4, 6, 6, 8)
  const R = 0.12
  s.lathe(
    iron,
    [
      [R + 0.03, 0],
      [R + 0.035, 0.02],
      [R + 0.01, 0.035],
      [R, 0.05],
    ],
    sides === 4 ? 4 : 24,
  )
  s.lathe(
    glow,
    [
      [R * 0.74, 0.05],
      [R * 0.74, 0.27],
    ],
    sides,
  )
  s.around(
    sides === 20 ? 6 : sides,
    () => s.rod(iron, [R - 0.01, 0.04, 0], [R - 0.01, 0.29, 0], 0.009, 0.009, 8),
    180 / (sides === 20 ? 6 : sides),
  )
  for (const y of [0.12, 0.2])
    s.ring(iron, R - 0.012, 0.006, sides === 20 ? 24 : sides, 6)
      .turnY(180 / sides)
      .at(0, y, 0)
  s.lathe(
    iron,
    [
      [R + 0.02, 0.28],
      [R + 0.03, 0.295],
      [R * 0.6, 0.35],
      [R * 0.5, 0.36],
      [R * 0.5, 0.385],
      [R * 0.68, 0.39],
      [R * 0.2, 0.43],
      [0, 0.435],
    ],
    sides,
  )
  s.lathe(
    brass,
    [
      [0.02, 0.43],
      [0.028, 0.445],
      [0, 0.46],
    ],
    16,
  )
  s.tube(
    brass,
    [
      [-R, 0.29, 0],
      [-R * 1.15, 0.4, 0],
      [-0.05, 0.52, 0],
      [0, 0.53, 0],
      [0.05, 0.52, 0],
      [R * 1.15, 0.4, 0],
      [R, 0.29, 0],
    ],
    0.008,
    8,
  )
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

export const LIGHTS = [lamp, lamppost, lantern, candle]
