// Things that drive on wheels.
import { noun } from '../noun.ts'
import type { MaterialId } from '../part.ts'
import { arc, hoop, oval } from '../sketch.ts'
import { wheel } from './wheels.ts'

const car = noun('car,sports car,race car,automobile,sedan,taxi,vehicle,jeep,汽车,车', (s) => {
  const r = s.random
  const paint = s.main('paint', '#b3322a', { rough: 0.25 })
  const glass = s.use('glass', '#22303a')
  const dark = s.use('rubber', '#232427')
  const chrome = s.use('metal', '#c3c7cb', { rough: 0.2 })
  const light = s.use('glow', '#fff1c9')
  const n = s.round(24, 10)
  const ring = (z: number, y0: number, y1: number, w: number, p = 5) =>
    hoop(0, (y0 + y1) / 2, z, w, (y1 - y0) / 2, n, p)
  const long = 2.05 * r.about(0.04)
  const body = (
    [
      [-1, 0.42, 0.78, 0.7],
      [-0.96, 0.34, 0.86, 0.8],
      [-0.7, 0.28, 0.92, 0.86],
      [-0.2, 0.26, 0.9, 0.88],
      [0.4, 0.26, 0.86, 0.88],
      [0.75, 0.28, 0.78, 0.85],
      [0.95, 0.34, 0.7, 0.78],
      [1, 0.42, 0.62, 0.68],
    ] as const
  ).map(([z, y0, y1, w]) => ring(z * long, y0, y1, w))
  s.skin(paint, body).smooth(50)
  // The cabin: glass below, a roof over it.
  const cabin = (m: MaterialId, grow: number, cut: readonly (readonly [number, number, number, number])[]) =>
    s
      .skin(
        m,
        cut.map(([y, w, z0, z1]) => oval(0, y, (z0 + z1) / 2, w + grow, (z1 - z0) / 2 + grow, n, 4.5)),
      )
      .smooth(45)
  cabin(glass, 0, [
    [0.8, 0.76, -1.35, 0.66],
    [1.05, 0.68, -1.1, 0.3],
    [1.3, 0.6, -0.82, 0.0],
  ])
  cabin(paint, 0.012, [
    [1.28, 0.6, -0.84, 0.02],
    [1.34, 0.58, -0.78, -0.06],
    [1.37, 0.46, -0.62, -0.22],
  ])
  for (const x of [-1, 1]) {
    for (const [z0, z1, y1] of [
      [0.62, 0.0, 1.3],
      [-0.42, -0.42, 1.3],
      [-1.3, -0.8, 1.3],
    ] as const)
      s.tube(
        paint,
        [
          [x * 0.765, 0.82, z0],
          [x * 0.61, y1, z1],
        ],
        0.035,
        8,
      )
    for (const z of [-1.28, 1.25]) {
      wheel(s, x * 0.8, z, 0.33, 0.24, dark, chrome)
      s.slab(dark, arc(0, 0, 0.42, 0.42, -12, 192, s.along(12, 6)), 0.16, 0.01)
        .turnY(90)
        .at(x * 0.83, 0.33, z)
    }
    s.ball(light, 0.13, 0.075, 0.06, 5).at(x * 0.52, 0.58, long * 0.97)
    s.box(s.use('glow', '#c4281e'), 0.3, 0.09, 0.05, 0.01).at(x * 0.48, 0.68, -long + 0.0)
    s.box(paint, 0.16, 0.1, 0.09, 0.03).at(x * 0.9, 0.93, 0.38)
    s.box(chrome, 0.03, 0.03, 0.16, 0.008).at(x * 0.885, 0.7, -0.2)
  }
  for (const z of [-1, 1]) s.box(chrome, 1.3, 0.09, 0.1, 0.03).at(0, 0.4, z * (long + 0.0))
  for (let i = 0; i < 3; i++) s.box(dark, 0.62, 0.028, 0.05, 0).at(0, 0.5 + i * 0.05, long - 0.01)
})

const truck = noun('truck,lorry,pickup,pickup truck,van,bus,卡车', (s) => {
  const paint = s.main('paint', '#3a6a9a', { rough: 0.3 })
  const cargo = s.accent('planks', '#96703f')
  const dark = s.use('rubber', '#242528')
  const chrome = s.use('metal', '#bfc4c8', { rough: 0.25 })
  const glass = s.use('glass', '#26353f')
  s.box(dark, 1.5, 0.24, 4.9, 0.03).at(0, 0.62, 0)
  s.box(paint, 1.9, 1.35, 1.35, 0.16).at(0, 1.35, 1.3)
  s.box(paint, 1.75, 0.75, 0.85, 0.14).at(0, 1.05, 2.25)
  s.box(glass, 1.6, 0.55, 0.06, 0.02).turnX(-7).at(0, 1.7, 1.965)
  for (const x of [-1, 1]) s.box(glass, 0.04, 0.5, 0.75, 0.01).at(x * 0.95, 1.7, 1.35)
  for (let i = 0; i < 5; i++)
    for (const x of [-1, 1]) s.box(cargo, 0.07, 0.17, 2.8, 0.01).at(x * 0.95, 0.95 + i * 0.2, -0.95)
  for (let i = 0; i < 5; i++)
    for (const z of [-2.35, 0.45]) s.box(cargo, 1.9, 0.17, 0.07, 0.01).at(0, 0.95 + i * 0.2, z)
  for (const x of [-1, 1]) for (const z of [-2.2, -0.95, 0.3]) s.box(chrome, 0.06, 1.05, 0.1, 0.01).at(x * 1.0, 1.32, z)
  s.box(cargo, 1.95, 0.1, 2.9, 0.01).at(0, 0.82, -0.95)
  for (const x of [-1, 1]) {
    for (const z of [-1.85, -0.95, 1.95]) wheel(s, x * 0.85, z, 0.43, 0.3, dark, chrome)
    s.lathe(
      s.use('glow', '#fff0c4'),
      [
        [0.13, 0],
        [0.12, 0.04],
        [0, 0.06],
      ],
      18,
    )
      .turnX(90)
      .at(x * 0.62, 1.05, 2.67)
    s.rod(chrome, [x * 1.0, 1.0, 0.55], [x * 1.0, 2.4, 0.55], 0.05)
  }
  s.box(chrome, 1.9, 0.18, 0.14, 0.04).at(0, 0.62, 2.66)
  for (let i = 0; i < 5; i++) s.box(chrome, 0.06, 0.5, 0.05, 0.01).at(-0.28 + i * 0.14, 1.05, 2.68)
})

const wagon = noun('wagon,cart,carriage,wheelbarrow,minecart,chariot,马车', (s) => {
  const wood = s.main('planks', '#8d6038')
  const dark = s.use('wood', '#5f4029')
  const iron = s.use('metal', '#4d5156')
  s.box(wood, 1.2, 0.08, 2, 0.01).at(0, 0.72, 0)
  for (const x of [-1, 1])
    for (let i = 0; i < 3; i++)
      s.box(wood, 0.05, 0.16, 2, 0.01)
        .turnZ(-x * 8)
        .at(x * (0.6 + i * 0.025), 0.84 + i * 0.175, 0)
  for (const z of [-1, 1])
    for (let i = 0; i < 3; i++) s.box(wood, 1.24 + i * 0.05, 0.16, 0.05, 0.01).at(0, 0.84 + i * 0.175, z)
  for (const x of [-1, 1])
    for (const z of [-0.9, 0, 0.9])
      s.box(dark, 0.07, 0.62, 0.09, 0.01)
        .turnZ(-x * 8)
        .at(x * 0.66, 0.96, z)
  for (const x of [-1, 1]) {
    s.tube(
      dark,
      [
        [x * 0.4, 0.68, 0.9],
        [x * 0.4, 0.62, 1.6],
        [x * 0.36, 0.75, 2.3],
      ],
      0.04,
      8,
    )
    for (const z of [-0.55]) {
      for (const part of s.group(() => {
        s.ring(dark, 0.55, 0.05, 30, 8)
        s.ring(iron, 0.585, 0.028, 30, 6)
        s.around(8, () => s.rod(dark, [0, 0, 0], [0.52, 0, 0], 0.026, 0.03, 8))
        s.lathe(
          dark,
          [
            [0.11, -0.13],
            [0.13, 0],
            [0.09, 0.14],
          ],
          16,
        )
      }))
        part.turnZ(90).at(x * 0.78, 0.6, z)
    }
  }
  s.rod(dark, [-0.85, 0.6, -0.55], [0.85, 0.6, -0.55], 0.05)
  const hay = s.accent('straw', '#cda84e')
  for (let i = 0; i < 5; i++)
    s.ball(hay, 0.46, 0.3, 0.46, 5).at(s.random.range(-0.12, 0.12), 1.12 + s.random.range(0, 0.12), -0.65 + i * 0.32)
})

export const CARS = [car, truck, wagon]
