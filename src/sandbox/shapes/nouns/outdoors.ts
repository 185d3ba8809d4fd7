// What is built around buildings: fences, bridges, wells, signs, monuments.
import { noun } from '../noun.ts'
import { arc, oval, polygon } from '../sketch.ts'
import type { Vec2, Vec3 } from '../vector.ts'
import { gable } from './roofs.ts'

const fence = noun('fence,wooden fence,picket fence,gate,railing,barrier,栅栏', (s) => {
  const r = s.random
  const wood = s.main('wood', '#a3794e')
  const dark = s.tone(wood, 0.85)
  for (const x of [-1.05, 0, 1.05]) {
    s.box(dark, 0.12, 1.02, 0.12, 0.015).at(x, 0.51, -0.05)
    s.lathe(
      dark,
      [
        [0.098, 1.0],
        [0, 1.12],
      ],
      4,
    )
      .smooth(10)
      .at(x, 0, -0.05)
  }
  for (const y of [0.3, 0.75]) s.box(dark, 2.3, 0.09, 0.05, 0.01).at(0, y, -0.02)
  for (let i = 0; i < 12; i++) {
    const [x, h] = [-0.99 + i * 0.18, 0.86 * r.about(0.03)]
    s.slab(
      wood,
      [
        [-0.055, 0.06],
        [0.055, 0.06],
        [0.055, h],
        [0, h + 0.09],
        [-0.055, h],
      ],
      0.03,
      0.006,
    )
      .turnZ(r.range(-1.5, 1.5))
      .at(x, 0, 0.025)
  }
})

const bridge = noun('bridge,wooden bridge,stone bridge,桥', (s) => {
  const stone = s.main('blocks', '#938d83')
  const w = 1.1
  const rise = (x: number) => 1.15 - 0.42 * (x / 3) ** 2
  const top = Array.from({ length: 15 }, (_, i): Vec2 => [-3 + (i * 6) / 14, rise(-3 + (i * 6) / 14)])
  s.slab(
    stone,
    [[-3, 0], [-2.1, 0], ...arc(0, 0, 1.75, 0.86, 180, 0, s.along(12, 6)), [2.1, 0], [3, 0], ...top.reverse()],
    w * 2,
    0.03,
  )
  const pave = s.use('cobble', '#7f7a72')
  s.slab(pave, [...top, ...[...top].reverse().map(([x, y]): Vec2 => [x, y + 0.05])], w * 1.7, 0)
  for (const z of [-1, 1]) {
    s.slab(stone, [...top, ...[...top].reverse().map(([x, y]): Vec2 => [x, y + 0.42])], 0.24, 0.03).at(
      0,
      0,
      z * (w - 0.02),
    )
    s.slab(
      s.tone(stone, 1.12),
      [...top.map(([x, y]): Vec2 => [x, y + 0.42]), ...[...top].reverse().map(([x, y]): Vec2 => [x, y + 0.52])],
      0.34,
      0.02,
    ).at(0, 0, z * (w - 0.02))
    for (const x of [-1, 1]) {
      s.box(stone, 0.42, 1.5, 0.42, 0.04).at(x * 2.95, 0.75, z * (w - 0.02))
      s.lathe(
        s.tone(stone, 1.12),
        [
          [0.36, 1.5],
          [0.36, 1.56],
          [0, 1.78],
        ],
        4,
      )
        .smooth(10)
        .turnY(0)
        .at(x * 2.95, 0, z * (w - 0.02))
    }
    const wedges = s.along(13, 7)
    for (let i = 0; i < wedges; i++) {
      const a = ((i + 0.5) / wedges) * Math.PI
      s.box(s.tone(stone, i % 2 ? 1.1 : 0.92), 0.34, (Math.PI * 1.4) / wedges, 0.1, 0.015)
        .turnZ((a * 180) / Math.PI)
        .at(Math.cos(a) * 1.9, Math.sin(a) * 0.97, z * (w + 0.01))
    }
  }
})

const well = noun('well,water well,wishing well,fountain,水井', (s) => {
  const stone = s.main('cobble', '#8a867e')
  const wood = s.use('wood', '#7b5232')
  const roof = s.accent('shingles', '#8a4a36')
  s.lathe(
    stone,
    [
      [0.75, 0],
      [0.72, 0.7],
      [0.78, 0.72],
      [0.78, 0.82],
      [0.56, 0.82],
      [0.54, 0.5],
    ],
    24,
  )
  s.lathe(
    s.use('glass', '#35606f'),
    [
      [0.555, 0.825],
      [0, 0.826],
    ],
    24,
  )
  for (const x of [-1, 1]) s.box(wood, 0.13, 1.9, 0.13, 0.015).at(x * 0.68, 0.95, 0)
  for (const x of [-1, 1])
    s.box(wood, 0.09, 0.62, 0.09, 0.01)
      .turnZ(x * 42)
      .at(x * 0.5, 1.72, 0)
  s.box(wood, 1.6, 0.12, 0.12, 0.015).at(0, 1.93, 0)
  for (const part of s.group(() => gable(s, roof, 0.62, 0.82, 0, 0.5, 0.08))) part.turnY(90).at(0, 1.88, 0)
  s.rod(wood, [-0.78, 1.35, 0], [0.78, 1.35, 0], 0.07, 0.07, 14)
  s.tube(
    wood,
    [
      [0.78, 1.35, 0],
      [0.9, 1.35, 0],
      [0.9, 1.18, 0.04],
      [1.02, 1.18, 0.04],
    ],
    0.025,
    8,
    1,
  )
  s.tube(
    s.use('straw', '#c4a873'),
    [
      [0, 1.3, 0.06],
      [0, 1.12, 0.06],
    ],
    0.014,
    6,
  )
  for (let i = 0; i < 5; i++)
    s.ring(s.use('straw', '#c4a873'), 0.078, 0.014, 16, 6)
      .turnZ(90)
      .at(-0.07 + i * 0.032, 1.35, 0)
  s.lathe(
    s.use('planks', '#8c623c'),
    [
      [0.12, 0.87],
      [0.15, 1.12],
      [0.13, 1.12],
      [0.11, 0.9],
    ],
    14,
  ).at(0, 0, 0.06)
})

const sign = noun('sign,signpost,road sign,billboard,notice board,路牌', (s) => {
  const wood = s.main('wood', '#94683f')
  s.box(s.tone(wood, 0.78), 0.12, 1.75, 0.12, 0.02).at(0, 0.87, 0)
  for (const [y, x, tilt] of [
    [1.45, 1, 2],
    [1.08, -1, -3],
  ] as const) {
    s.slab(
      wood,
      [
        [-0.42, -0.13],
        [0.4, -0.13],
        [0.58, 0],
        [0.4, 0.13],
        [-0.42, 0.13],
      ],
      0.05,
      0.01,
    )
      .turnZ(tilt)
      .scale(x, 1, 1)
      .at(x * 0.14, y, 0.08)
    for (const k of [0, 1, 2])
      s.box(s.use('paint', '#3a2a1e'), 0.16, 0.03, 0.012, 0)
        .at(-0.2 + k * 0.19, 0.02, 0.03)
        .turnZ(tilt)
        .scale(x, 1, 1)
        .at(x * 0.14, y, 0.08)
    for (const k of [-1, 1]) s.ball(s.use('metal', '#55595e'), 0.02, 0.02, 0.012, 2).at(k * 0.05, y, 0.108)
  }
  s.lathe(
    s.tone(wood, 0.7),
    [
      [0.1, 1.74],
      [0, 1.86],
    ],
    4,
  ).smooth(10)
  for (let i = 0; i < 5; i++)
    s.ball(s.use('stone', '#7d7a74'), 0.11, 0.07, 0.09, 3)
      .turnY(i * 72)
      .at(Math.cos(i * 1.256) * 0.14, 0.03, Math.sin(i * 1.256) * 0.14)
})

const statue = noun('statue,pillar,column,monument,obelisk,雕像', (s) => {
  const stone = s.main('stone', '#b5b0a4')
  s.box(stone, 1, 0.16, 1, 0.03).at(0, 0.08, 0)
  s.box(stone, 0.84, 0.12, 0.84, 0.03).at(0, 0.22, 0)
  s.lathe(
    stone,
    [
      [0.4, 0.28],
      [0.4, 0.34],
      [0.34, 0.38],
      [0.36, 0.43],
      [0.3, 0.47],
    ],
    32,
  )
  const flutes = s.round(20, 10)
  const ring = (y: number, r: number): Vec3[] =>
    oval(0, y, 0, r, r, flutes * 2).map(([x, , z], i): Vec3 => [x * (i % 2 ? 0.93 : 1), y, z * (i % 2 ? 0.93 : 1)])
  s.skin(stone, [ring(0.46, 0.3), ring(1.2, 0.29), ring(2.5, 0.25)]).smooth(25)
  s.lathe(
    stone,
    [
      [0.26, 2.48],
      [0.28, 2.53],
      [0.26, 2.58],
      [0.36, 2.68],
      [0.38, 2.72],
    ],
    32,
  )
  s.box(stone, 0.8, 0.14, 0.8, 0.03).at(0, 2.78, 0)
  for (const z of [-1, 1])
    for (const x of [-1, 1])
      s.ring(stone, 0.09, 0.035, 18, 8)
        .turnX(90)
        .at(x * 0.33, 2.62, z * 0.3)
  s.slab(stone, polygon(4, 0.5, undefined, Math.PI / 4), 0.06, 0.015)
    .turnX(-90)
    .at(0, 2.87, 0)
})

export const OUTDOORS = [fence, bridge, well, sign, statue]
