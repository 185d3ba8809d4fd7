// Furniture to lie on, put things on and put them into.
import { noun } from '../noun.ts'
import { arc } from '../sketch.ts'

const table = noun('table,dining table,desk,coffee table,workbench,桌,桌子,木桌', (s) => {
  const r = s.random
  const wood = s.main('planks', '#8f5f37')
  const dark = s.use('wood', '#6d4527')
  const round = s.is('round', 'rounded')
  const h = 0.75
  if (round) {
    s.lathe(
      wood,
      [
        [0.52, h - 0.04],
        [0.56, h - 0.032],
        [0.57, h - 0.015],
        [0.56, h],
        [0, h],
      ],
      40,
    )
    s.lathe(
      dark,
      [
        [0.1, h - 0.16],
        [0.045, h - 0.2],
        [0.06, h * 0.55],
        [0.09, h * 0.4],
        [0.05, h * 0.3],
        [0.09, 0.14],
        [0.06, 0.08],
      ],
      22,
    ).smooth(60)
    s.lathe(
      dark,
      [
        [0.2, h - 0.06],
        [0.4, h - 0.04],
      ],
      24,
    )
    s.around(4, () =>
      s.tube(
        dark,
        [
          [0.05, 0.2, 0],
          [0.2, 0.16, 0],
          [0.32, 0.05, 0],
          [0.4, 0.02, 0],
        ],
        (t) => 0.035 - 0.012 * t,
        8,
      ),
    )
    return
  }
  const [w, d] = [0.78 * r.about(0.1), 0.42 * r.about(0.08)]
  const boards = r.int(4, 5)
  for (let i = 0; i < boards; i++)
    s.box(wood, w * 2, 0.038, (d * 2) / boards - 0.004, 0.006).at(
      0,
      h - 0.02 + r.range(-0.001, 0.001),
      ((i + 0.5) / boards - 0.5) * d * 2,
    )
  for (const z of [-d + 0.08, d - 0.08]) s.box(dark, w * 1.78, 0.08, 0.025, 0.004).at(0, h - 0.08, z)
  for (const x of [-w + 0.09, w - 0.09]) s.box(dark, 0.025, 0.08, d * 1.62, 0.004).at(x, h - 0.08, 0)
  for (const x of [-1, 1])
    for (const z of [-1, 1])
      if (r.fork('leg').chance(0.5))
        s.box(dark, 0.075, h - 0.04, 0.075, 0.009)
          .taper(1.15)
          .at(x * (w - 0.09), (h - 0.04) / 2, z * (d - 0.08))
      else
        s.vase(
          dark,
          [
            [0.02, 0],
            [0.034, 0.03],
            [0.02, 0.07],
            [0.03, 0.3],
            [0.042, 0.5],
            [0.025, 0.56],
            [0.04, 0.6],
            [0.04, h - 0.05],
          ],
          14,
          3,
        ).at(x * (w - 0.09), 0, z * (d - 0.08))
  s.box(dark, w * 1.72, 0.035, 0.05, 0.006).at(0, 0.16, 0)
  for (const x of [-1, 1]) s.box(dark, 0.05, 0.035, d * 1.6, 0.006).at(x * (w - 0.09), 0.16, 0)
})

const bed = noun('bed,bunk,cot,床', (s) => {
  const wood = s.main('wood', '#80532f')
  const sheet = s.use('cloth', '#e4ddcf')
  const blanket = s.accent('cloth', '#4d6a8f')
  const [w, d] = [0.75, 1.02]
  for (const x of [-1, 1])
    for (const [z, h] of [
      [-d, 1.0],
      [d, 0.62],
    ] as const) {
      s.box(wood, 0.09, h, 0.09, 0.012).at(x * w, h / 2, z)
      s.ball(wood, 0.055).at(x * w, h + 0.035, z)
    }
  s.slab(
    wood,
    [[-w, 0.3], [w, 0.3], [w, 0.78], ...arc(0, 0.78, w, 0.2, 0, 180, 8).slice(1, -1), [-w, 0.78]],
    0.05,
    0.01,
  ).at(0, 0, -d)
  s.box(wood, w * 2, 0.3, 0.045, 0.01).at(0, 0.4, d)
  for (const x of [-1, 1]) s.box(wood, 0.045, 0.16, d * 2, 0.01).at(x * w, 0.34, 0)
  s.box(sheet, w * 1.92, 0.2, d * 1.94, 0.06)
    .smooth(80)
    .at(0, 0.45, 0)
  s.box(blanket, w * 1.99, 0.2, d * 1.25, 0.06)
    .smooth(80)
    .at(0, 0.475, d * 0.36)
  s.box(s.tone(blanket, 1.25), w * 2, 0.21, 0.26, 0.06)
    .smooth(80)
    .at(0, 0.48, -d * 0.24)
  for (const x of [-1, 1])
    s.box(sheet, 0.6, 0.15, 0.38, 0.07)
      .smooth(89)
      .turnX(16)
      .at(x * 0.36, 0.63, -d + 0.28)
})

const shelf = noun('shelf,bookshelf,bookcase,shelves,cabinet,cupboard,overrides,书架', (s) => {
  const r = s.random
  const wood = s.main('wood', '#7d5433')
  const [w, h, d] = [0.45, 1.7, 0.16]
  for (const x of [-1, 1]) s.box(wood, 0.035, h, d * 2, 0.005).at(x * w, h / 2, 0)
  s.box(s.tone(wood, 0.75), w * 2, h - 0.06, 0.015, 0).at(0, h / 2, -d + 0.02)
  s.box(wood, w * 2 + 0.12, 0.05, d * 2 + 0.06, 0.012).at(0, h, 0.01)
  s.box(wood, w * 2 + 0.06, 0.09, d * 2 + 0.03, 0.01).at(0, 0.045, 0.01)
  const colors = ['#8d2f2a', '#2f5a7d', '#3f6b45', '#b08a3c', '#5b3f6e', '#3d3b3a'].map((c) => s.use('leather', c))
  for (let i = 0; i < 5; i++) {
    const y = 0.1 + i * 0.32
    s.box(wood, w * 2, 0.028, d * 2 - 0.01, 0.004).at(0, y, 0)
    if (i === 4) continue
    for (let x = -w + 0.05; x < w - 0.08; ) {
      const [thick, tall] = [r.range(0.025, 0.055), r.range(0.18, 0.26)]
      if (r.chance(0.85))
        s.box(colors[r.int(0, 5)] ?? wood, thick, tall, 0.2, 0.005)
          .turnZ(r.chance(0.1) ? 8 : 0)
          .at(x + thick / 2, y + 0.014 + tall / 2, 0.02)
      x += thick + 0.002
    }
  }
})

export const FURNITURE = [table, bed, shelf]
