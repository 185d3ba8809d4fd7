// Buildings that people live and work in.
import { noun } from '../noun.ts'
import type { Vec3 } from '../vector.ts'
import { gable, window } from './roofs.ts'

const house = noun('house,cottage,cabin,hut,home,building,barn,tavern,inn,shop,farmhouse,房子,小屋', (s) => {
  const r = s.random
  const wall = s.main('clay', '#d8c7a3')
  const beam = s.use('wood', '#5e402a')
  const roof = s.accent('shingles', '#9a4632')
  const stone = s.use('blocks', '#86827a')
  const pane = s.use('glow', '#f2cf86')
  const [w, d, h] = [1.9 * r.about(0.06), 2.3 * r.about(0.06), 2.3]
  s.box(stone, w * 2 + 0.16, 0.6, d * 2 + 0.16, 0.04).at(0, 0.3, 0)
  s.box(wall, w * 2, h, d * 2, 0.02).at(0, h / 2 + 0.3, 0)
  const top = h + 0.3
  s.slab(
    wall,
    [
      [-w, top],
      [w, top],
      [0, top + 1.75],
    ],
    d * 2 - 0.02,
    0,
  )
  gable(s, roof, w, d, top, 1.75)
  for (const x of [-1, 1]) for (const z of [-1, 1]) s.box(beam, 0.2, h, 0.2, 0.02).at(x * w, h / 2 + 0.4, z * d)
  for (const z of [-1, 1]) {
    for (const y of [top - 0.05, 1.75]) s.box(beam, w * 2 + 0.1, 0.16, 0.1, 0.02).at(0, y, z * d)
    s.box(beam, 0.15, 1.5, 0.1, 0.02).at(0, top + 0.75, z * d)
    for (const x of [-1, 1])
      s.box(beam, 0.13, 1.45, 0.09, 0.02)
        .turnZ(x * 32)
        .at(x * 0.62, top + 0.52, z * d)
  }
  for (const x of [-1, 1]) for (const y of [top - 0.05, 1.75]) s.box(beam, 0.1, 0.16, d * 2 + 0.1, 0.02).at(x * w, y, 0)
  s.box(s.use('planks', '#6f4728'), 0.95, 1.75, 0.1, 0.02).at(-0.55, 1.02, d + 0.03)
  for (const x of [-1, 1]) s.box(beam, 0.12, 1.9, 0.18, 0.02).at(-0.55 + x * 0.53, 1.05, d + 0.03)
  s.box(beam, 1.25, 0.14, 0.2, 0.02).at(-0.55, 1.97, d + 0.03)
  s.ball(s.use('gold', '#c0903c'), 0.05).at(-0.23, 1.0, d + 0.11)
  s.box(stone, 1.3, 0.18, 0.55, 0.03).at(-0.55, 0.09, d + 0.32)
  for (const part of window(s, beam, pane, 0.7, 0.75)) part.at(0.95, 1.3, d + 0.01)
  for (const part of window(s, beam, pane, 0.6, 0.6)) part.at(0.0, top + 0.5, d + 0.03)
  for (const z of [-1, 1])
    for (const x of [-1, 1])
      for (const part of window(s, beam, pane, 0.75, 0.75)) part.turnY(x * 90).at(x * (w + 0.01), 1.3, z * 1.05)
  s.box(stone, 0.55, 2.1, 0.55, 0.03).at(w * 0.45, top + 1.35, -d * 0.45)
  s.box(stone, 0.68, 0.16, 0.68, 0.03).at(w * 0.45, top + 2.42, -d * 0.45)
})

const windmill = noun('windmill,mill,风车', (s) => {
  const wall = s.main('clay', '#ddd2bb')
  const wood = s.use('wood', '#6c482c')
  const sail = s.accent('cloth', '#e6dfcc')
  s.lathe(
    s.use('blocks', '#8b867d'),
    [
      [2, 0],
      [1.85, 0.9],
    ],
    12,
  )
  s.lathe(
    wall,
    [
      [1.8, 0.85],
      [1.2, 5],
    ],
    12,
  ).smooth(20)
  s.lathe(
    s.use('shingles', '#7d4a35'),
    [
      [1.35, 4.95],
      [1.42, 5.05],
      [0.9, 5.9],
      [0, 6.5],
    ],
    12,
  ).smooth(20)
  s.box(s.use('planks', '#5e3f28'), 0.9, 1.7, 0.2, 0.02).at(0, 0.9, 1.78)
  for (const part of window(s, wood, s.use('glow', '#efcb80'), 0.5, 0.6)) part.turnX(-8).at(0, 3.0, 1.49)
  s.rod(wood, [0, 5.1, 0.9], [0, 5.1, 1.85], 0.15, 0.12)
  s.ball(wood, 0.2).at(0, 5.1, 1.85)
  const turn = s.random.range(10, 60)
  for (let i = 0; i < 4; i++)
    for (const part of s.group(() => {
      s.box(wood, 0.11, 3.2, 0.09, 0.015).at(0, 1.7, 0)
      s.box(sail, 0.62, 2.2, 0.03, 0).at(0.36, 2.05, 0.01)
      for (let k = 0; k < 6; k++) s.box(wood, 0.72, 0.045, 0.06, 0).at(0.32, 0.98 + k * 0.43, 0.02)
      s.box(wood, 0.05, 2.25, 0.06, 0).at(0.67, 2.05, 0.02)
    }))
      part.turnZ(turn + i * 90).at(0, 5.1, 1.9)
})

const tent = noun('tent,camp tent,teepee,帐篷', (s) => {
  const cloth = s.main('cloth', '#b08f5c')
  const pole = s.use('wood', '#74502f')
  const side = (x: number): Vec3[][] =>
    [0, 0.5, 1].map((t) => [
      [x * 1.3 * (1 - t) - 0.03 * x * Math.sin(t * 3.1), 1.75 * t, 1.4],
      [x * (1.3 * (1 - t) - 0.12 * Math.sin(t * Math.PI)), 1.75 * t, 0],
      [x * 1.3 * (1 - t), 1.75 * t, -1.4],
      [x * (1.3 * (1 - t) - 0.05), 1.75 * t - 0.02, -1.36],
      [x * (1.3 * (1 - t) - 0.18), 1.75 * t - 0.02, 0],
      [x * (1.3 * (1 - t) - 0.06), 1.75 * t - 0.02, 1.36],
    ])
  for (const x of [-1, 1]) s.skin(cloth, side(x)).smooth(60)
  s.slab(
    s.tone(cloth, 0.8),
    [
      [-1.25, 0],
      [1.25, 0],
      [0, 1.7],
    ],
    0.03,
    0,
  ).at(0, 0, -1.36)
  for (const x of [-1, 1])
    s.slab(
      s.tone(cloth, 1.12),
      [
        [x * 1.25, 0],
        [x * 0.5, 0],
        [0, 1.7],
      ],
      0.03,
      0,
    )
      .turnY(x * 9)
      .at(0, 0, 1.36 + 0.05)
  s.slab(
    s.use('rubber', '#2a241e'),
    [
      [-0.7, 0],
      [0.7, 0],
      [0, 1.6],
    ],
    0.02,
    0,
  ).at(0, 0, 1.3)
  s.rod(pole, [0, 1.75, -1.5], [0, 1.75, 1.5], 0.035)
  for (const x of [-1, 1]) for (const z of [-1.42, 1.42]) s.rod(pole, [x * 1.35, 0, z], [-x * 0.13, 1.95, z], 0.032)
})

export const HOUSES = [house, windmill, tent]
