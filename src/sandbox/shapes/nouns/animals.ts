// Animals with wings, fins or scales.
import { noun } from '../noun.ts'
import { polygon } from '../sketch.ts'
import { both, eyes, limb } from './limbs.ts'

const bird = noun('bird,sparrow,parrot,eagle,duck,chicken,owl,robin,crow,penguin,鸟,小鸟', (s) => {
  const r = s.random
  const plume = s.main('fur', r.pick('#3f7fb5', '#c9463a', '#d9a832', '#5f9a4a'))
  const belly = s.use('fur', '#efe3cc')
  const beak = s.accent('ceramic', '#e39a2d')
  s.organic(
    [
      limb(plume, [0, 0.2, -0.03], [0, 0.26, 0.03], 0.105, 0.1),
      limb(plume, [0, 0.37, 0.07], [0, 0.375, 0.075], 0.082),
      limb(belly, [0, 0.19, 0.045], [0, 0.27, 0.085], 0.078, 0.062),
      limb(plume, [0, 0.17, -0.1], [0, 0.13, -0.26], 0.05, 0.028),
    ],
    0.06,
    30,
  )
  for (const x of [-1, 1]) {
    s.organic(
      [
        limb(s.tone(plume, 0.82), [x * 0.098, 0.26, 0.03], [x * 0.125, 0.17, -0.13], 0.05, 0.022),
        limb(s.tone(plume, 0.7), [x * 0.112, 0.22, -0.02], [x * 0.11, 0.13, -0.16], 0.038, 0.014),
      ],
      0.03,
      20,
    ).warp(([a, b, c]) => [x * 0.1 + (a - x * 0.1) * 0.55, b, c])
    s.tube(
      beak,
      [
        [x * 0.04, 0.11, 0],
        [x * 0.045, 0.05, 0.012],
        [x * 0.045, 0.012, 0],
      ],
      0.009,
      7,
    )
    for (const a of [-35, 0, 35])
      s.rod(
        beak,
        [x * 0.045, 0.01, 0],
        [x * 0.045 + Math.sin((a * Math.PI) / 180) * 0.05, 0.008, Math.cos(a * 0.01745) * 0.05],
        0.008,
        0.005,
        6,
      )
    s.rod(beak, [x * 0.045, 0.01, 0], [x * 0.045, 0.008, -0.035], 0.007, 0.004, 6)
  }
  s.lathe(
    beak,
    [
      [0.03, 0],
      [0.022, 0.03],
      [0, 0.075],
    ],
    12,
  )
    .scale(1, 1, 0.85)
    .turnX(98)
    .at(0, 0.368, 0.145)
  eyes(s, 0.048, 0.395, 0.135, 0.017)
  for (const a of [-14, 0, 14])
    s.slab(
      s.tone(plume, 0.75),
      [
        [-0.018, 0],
        [0.018, 0],
        [0.024, 0.15],
        [0, 0.175],
        [-0.024, 0.15],
      ],
      0.014,
      0.004,
    )
      .turnX(-102)
      .turnY(a)
      .at(0, 0.145, -0.2)
  for (const a of [-1, 0, 1])
    s.tube(
      plume,
      [
        [a * 0.01, 0.44, 0.06],
        [a * 0.02, 0.48, 0.04],
        [a * 0.03, 0.495, 0.005],
      ],
      (t) => 0.011 * (1.05 - t),
      6,
    )
})

const fish = noun('fish,goldfish,salmon,shark,whale,dolphin,鱼,金鱼', (s) => {
  const r = s.random
  const scale = s.main('scales', r.pick('#e0782c', '#3f8fb5', '#c94a4f', '#d9b23a'))
  const fin = s.accent('leaf', '#e8b05a', { rough: 0.4 })
  const lift = 0.2
  s.organic(
    [
      limb(scale, [0, lift, 0.14], [0, lift + 0.01, -0.06], 0.1, 0.105),
      limb(scale, [0, lift + 0.01, -0.06], [0, lift, -0.28], 0.1, 0.03),
      limb(scale, [0, lift - 0.01, 0.16], [0, lift - 0.015, 0.24], 0.085, 0.05),
    ],
    0.08,
    34,
  ).scale(0.62, 1, 1)
  const blade = (outline: readonly (readonly [number, number])[], depth = 0.012) =>
    s.slab(fin, outline, depth, 0.004).turnY(-90)
  blade([
    [-0.25, lift],
    [-0.36, lift + 0.13],
    [-0.44, lift + 0.16],
    [-0.4, lift + 0.02],
    [-0.39, lift],
    [-0.4, lift - 0.02],
    [-0.44, lift - 0.16],
    [-0.36, lift - 0.13],
  ])
  blade([
    [0.12, lift + 0.08],
    [0.04, lift + 0.19],
    [-0.06, lift + 0.2],
    [-0.16, lift + 0.15],
    [-0.15, lift + 0.05],
  ])
  blade([
    [-0.02, lift - 0.08],
    [-0.1, lift - 0.17],
    [-0.16, lift - 0.15],
    [-0.16, lift - 0.04],
  ])
  for (const x of [-1, 1])
    s.slab(
      fin,
      [
        [0, 0],
        [0.03, 0.03],
        [0.12, 0.02],
        [0.14, -0.03],
        [0.1, -0.06],
        [0.01, -0.03],
      ],
      0.01,
      0.003,
    )
      .scale(x, 1, 1)
      .turnY(x * 50)
      .at(x * 0.055, lift - 0.03, 0.09)
  const [white, black] = [s.use('ceramic', '#f0eee8'), s.use('ceramic', '#141518', { rough: 0.1 })]
  for (const x of [-1, 1]) {
    s.ball(white, 0.012, 0.03, 0.03, 5).at(x * 0.047, lift + 0.03, 0.195)
    s.ball(black, 0.01, 0.018, 0.018, 4).at(x * 0.054, lift + 0.03, 0.2)
  }
  s.ring(s.tone(scale, 0.75), 0.022, 0.009, 18, 8)
    .turnX(90)
    .scale(0.8, 1, 1)
    .at(0, lift - 0.015, 0.29)
})

const dragon = noun('dragon,dinosaur,lizard,t-rex,wyvern,龙,恐龙', (s) => {
  const hide = s.main('scales', '#4a8a4f')
  const belly = s.use('scales', '#d3b878')
  const horn = s.use('ceramic', '#e0d3b5')
  const wing = s.accent('leather', '#a8472f')
  s.organic(
    [
      limb(hide, [0, 0.62, -0.05], [0, 0.8, 0.22], 0.27, 0.22),
      limb(belly, [0, 0.56, 0.08], [0, 0.76, 0.32], 0.22, 0.15),
      limb(hide, [0, 0.86, 0.28], [0, 1.28, 0.42], 0.17, 0.13),
      limb(hide, [0, 1.34, 0.46], [0, 1.35, 0.5], 0.165),
      limb(hide, [0, 1.3, 0.56], [0, 1.25, 0.78], 0.12, 0.09),
      limb(hide, [0, 0.58, -0.2], [0, 0.3, -0.62], 0.2, 0.12),
      limb(hide, [0, 0.3, -0.62], [0.12, 0.14, -1.0], 0.12, 0.07),
      limb(hide, [0.12, 0.14, -1.0], [0.34, 0.12, -1.22], 0.07, 0.03),
      ...both(limb(hide, [0.2, 0.5, -0.05], [0.25, 0.28, 0.1], 0.16, 0.1)),
      ...both(limb(hide, [0.25, 0.28, 0.1], [0.25, 0.08, -0.02], 0.09, 0.08)),
      ...both(limb(hide, [0.25, 0.07, 0], [0.26, 0.06, 0.2], 0.085, 0.06)),
      ...both(limb(hide, [0.2, 0.82, 0.3], [0.3, 0.66, 0.44], 0.07, 0.05)),
      ...both(limb(hide, [0.3, 0.66, 0.44], [0.26, 0.58, 0.58], 0.05, 0.04)),
    ],
    0.12,
    50,
  )
  eyes(s, 0.1, 1.42, 0.585, 0.042, true)
  for (const x of [-1, 1]) {
    s.tube(
      horn,
      [
        [x * 0.08, 1.46, 0.4],
        [x * 0.12, 1.6, 0.32],
        [x * 0.11, 1.7, 0.2],
      ],
      (t) => 0.04 * (1.04 - t),
      9,
    )
    s.ball(s.use('rubber', '#1f2a1f'), 0.016, 0.012, 0.016, 3).at(x * 0.045, 1.31, 0.85)
    s.slab(
      wing,
      [
        [0, 0],
        [0.18, 0.42],
        [0.62, 0.62],
        [1.02, 0.5],
        [0.82, 0.3],
        [0.78, 0.08],
        [0.56, 0.06],
        [0.42, -0.14],
        [0.24, -0.04],
      ],
      0.025,
      0.006,
    )
      .scale(x, 1, 1)
      .turnY(x * 22)
      .at(x * 0.14, 0.86, 0.02)
    s.tube(
      hide,
      [
        [x * 0.1, 0.84, 0.05],
        [x * 0.3, 1.3, -0.03],
        [x * 0.72, 1.48, -0.2],
        [x * 1.1, 1.36, -0.36],
      ],
      (t) => 0.045 * (1.1 - t),
      8,
    )
    for (const a of [-0.06, 0, 0.06])
      s.lathe(
        horn,
        [
          [0.024, 0],
          [0, 0.08],
        ],
        8,
      )
        .turnX(80)
        .at(x * 0.26 + a, 0.04, 0.235)
  }
  for (const [y, z, k] of [
    [1.5, 0.36, 0.1],
    [1.3, 0.27, 0.11],
    [1.08, 0.14, 0.13],
    [0.92, -0.02, 0.14],
    [0.8, -0.22, 0.13],
    [0.58, -0.44, 0.11],
    [0.42, -0.66, 0.09],
    [0.25, -0.9, 0.07],
  ] as const)
    s.slab(horn, polygon(3, k), 0.05, 0.012)
      .turnY(90)
      .turnX(-35)
      .at(z < -0.8 ? 0.07 : 0, y, z)
})

export const ANIMALS = [bird, fish, dragon]
