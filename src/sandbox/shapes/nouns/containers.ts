// Things that hold dry goods: crates, barrels, chests, buckets, baskets, bags.
import { noun } from '../noun.ts'
import { arc, oval, polygon } from '../sketch.ts'
import type { Vec2, Vec3 } from '../vector.ts'

const crate = noun('crate,box,wooden crate,package,supply box,箱,木箱', (s) => {
  const r = s.random
  const wood = s.main('wood', '#a3743f')
  const frame = s.tone(wood, 0.76)
  const nail = s.use('metal', '#4a4c50')
  const a = 0.8 * r.about(0.05)
  const [h, e] = [a / 2, 0.09]
  const boards = r.int(4, 6)
  for (const [tx, ty] of [
    [0, 0],
    [0, 90],
    [0, 180],
    [0, 270],
    [-90, 0],
    [90, 0],
  ] as const) {
    const face = s.group(() => {
      for (let i = 0; i < boards; i++)
        s.box(wood, a - 0.06, (a - 0.06) / boards - 0.008, 0.03, 0.006).at(
          0,
          ((i + 0.5) / boards - 0.5) * (a - 0.06),
          h - 0.04 + r.range(-0.003, 0.003),
        )
      for (const side of [-1, 1]) {
        s.box(frame, e, a, 0.035, 0.007).at(side * (h - e / 2), 0, h - 0.018)
        s.box(frame, a - e * 2, e, 0.033, 0.007).at(0, side * (h - e / 2), h - 0.018)
        for (const y of [-1, 1]) s.ball(nail, 0.012, 0.012, 0.008, 2).at(side * (h - e / 2), y * (h - e / 2), h + 0.001)
      }
      if (ty !== 0 || tx === 0)
        s.box(frame, (a - e * 2) * 1.34, e * 0.85, 0.028, 0.006)
          .turnZ(45)
          .at(0, 0, h - 0.021)
    })
    for (const part of face) part.turnX(tx).turnY(ty).at(0, h, 0)
  }
})

const barrel = noun('barrel,keg,cask,drum,wine barrel,桶,木桶', (s) => {
  const r = s.random
  const wood = s.main('wood', '#8f5e35')
  const iron = s.accent('metal', '#4b4f54', { rough: 0.5 })
  const [h, low, belly] = [0.92 * r.about(0.05), 0.27, 0.35 * r.about(0.05)]
  const bulge = (t: number) => low + (belly - low) * Math.sin(t * Math.PI) ** 0.8
  const staves = s.round(14, 8)
  const steps = s.along(8, 4)
  s.around(staves, (i) => {
    const m = i % 3 === 0 ? wood : i % 3 === 1 ? s.tone(wood, 0.9) : s.tone(wood, 1.1)
    const half = Math.PI / staves
    const rings = Array.from({ length: steps + 1 }, (_, k) => {
      const t = k / steps
      const R = bulge(t)
      const p = (angle: number, radius: number): Vec3 => [radius * Math.cos(angle), t * h, -radius * Math.sin(angle)]
      const g = half * 0.93
      return [p(-g, R - 0.035), p(-g, R - 0.004), p(-g * 0.7, R), p(g * 0.7, R), p(g, R - 0.004), p(g, R - 0.035)]
    })
    return s.skin(m, rings).smooth(32)
  })
  for (const y of [0.05, h - 0.07])
    s.lathe(
      wood,
      [
        [low - 0.02, y],
        [low - 0.02, y + 0.02],
      ],
      24,
    )
  for (const [t, w] of [
    [0.07, 0.06],
    [0.3, 0.045],
    [0.7, 0.045],
    [0.93, 0.06],
  ] as const) {
    const y = t * h
    s.lathe(
      iron,
      [
        [bulge(t - 0.02) - 0.02, y - w / 2],
        [bulge(t - 0.02) + 0.012, y - w / 2 + 0.004],
        [bulge(t + 0.02) + 0.012, y + w / 2 - 0.004],
        [bulge(t + 0.02) - 0.02, y + w / 2],
      ],
      32,
    )
    s.ball(iron, 0.012, 0.012, 0.012, 2).at(0, y, bulge(t) + 0.012)
  }
})

const chest = noun('chest,treasure chest,loot box,coffer,trunk,宝箱', (s) => {
  const wood = s.main('planks', '#7d5130')
  const metal = s.accent('gold', '#c4953c')
  const dark = s.use('metal', '#3c3a3a')
  const [w, d, h] = [0.48 * s.random.about(0.05), 0.3, 0.36]
  const open = s.is('open')
  const gold = s.use('gold', '#e2ac38')
  s.box(wood, w * 2, h, d * 2, 0.015).at(0, h / 2 + 0.02, 0)
  for (const y of [0.045, h]) s.box(metal, w * 2 + 0.03, 0.05, d * 2 + 0.03, 0.008).at(0, y, 0)
  for (const x of [-1, 1])
    for (const z of [-1, 1]) s.box(metal, 0.09, h, 0.09, 0.012).at(x * (w - 0.03), h / 2 + 0.02, z * (d - 0.03))
  const lid = s.group(() => {
    const dome: Vec2[] = [[-d, 0], [d, 0], ...arc(0, 0.02, d, 0.2, 0, 180, s.along(12, 4))]
    s.slab(wood, dome, w * 2, 0.012).turnY(90)
    for (const x of [-w + 0.03, -w * 0.36, w * 0.36, w - 0.03]) {
      const band = dome.map(([a, b]): Vec2 => [a * 1.045, b * 1.06 + (b > 0 ? 0.006 : 0)])
      s.slab(metal, band, 0.075, 0.012).turnY(90).at(x, 0, 0)
      for (const angle of [35, 75, 110, 145]) {
        const a = (angle * Math.PI) / 180
        s.ball(dark, 0.014, 0.014, 0.014, 2).at(x, Math.sin(a) * 0.216 + 0.03, Math.cos(a) * d * 1.05)
      }
    }
  })
  for (const part of lid)
    part
      .at(0, 0, d)
      .turnX(open ? -58 : 0)
      .at(0, h + 0.025, -d)
  s.box(metal, 0.14, 0.17, 0.04, 0.012).at(0, h - 0.02, d + 0.015)
  s.rod(dark, [0, h - 0.01, d + 0.02], [0, h - 0.01, d + 0.045], 0.02, 0.02, 12)
  s.box(dark, 0.014, 0.045, 0.02, 0).at(0, h - 0.035, d + 0.033)
  for (const x of [-1, 1])
    s.ring(dark, 0.07, 0.014, 20, 8)
      .turnX(90)
      .turnY(90)
      .at(x * (w + 0.025), h * 0.52, 0)
  if (open) {
    s.ball(gold, w * 0.9, 0.12, d * 0.85, 5).at(0, h - 0.02, 0)
    for (let i = 0; i < 22; i++)
      s.lathe(
        gold,
        [
          [0.045, 0],
          [0.045, 0.012],
        ],
        14,
      )
        .turnX(s.random.range(-50, 50))
        .turnZ(s.random.range(-50, 50))
        .at(s.random.range(-0.36, 0.36), h + s.random.range(0.03, 0.09), s.random.range(-0.2, 0.2))
  }
})

const bucket = noun('bucket,pail,水桶', (s) => {
  const wood = s.main('planks', '#94683d')
  const iron = s.use('metal', '#565a5f')
  s.lathe(
    wood,
    [
      [0.12, 0],
      [0.165, 0.3],
      [0.15, 0.302],
      [0.11, 0.03],
      [0, 0.03],
    ],
    20,
  )
  for (const [y, r] of [
    [0.06, 0.131],
    [0.23, 0.157],
  ] as const)
    s.lathe(
      iron,
      [
        [r - 0.005, y - 0.018],
        [r + 0.006, y - 0.016],
        [r + 0.011, y + 0.016],
        [r, y + 0.018],
      ],
      26,
    )
  s.tube(
    iron,
    [
      [-0.165, 0.28, 0],
      [-0.15, 0.42, 0.03],
      [0, 0.5, 0.05],
      [0.15, 0.42, 0.03],
      [0.165, 0.28, 0],
    ],
    0.007,
    8,
  )
  s.rod(wood, [-0.055, 0.499, 0.05], [0.055, 0.499, 0.05], 0.016)
  for (const x of [-1, 1]) s.box(iron, 0.014, 0.06, 0.05, 0.004).at(x * 0.164, 0.27, 0)
  s.lathe(
    s.use('glass', '#4f93ad'),
    [
      [0.148, 0.25],
      [0, 0.251],
    ],
    24,
  )
})

const basket = noun('basket,wicker basket,picnic basket,篮子', (s) => {
  const straw = s.main('straw', '#b98d4f')
  const dark = s.tone(straw, 0.75)
  for (let i = 0; i < 9; i++)
    s.ring(i % 2 ? straw : dark, 0.15 + i * 0.007, 0.016, 26, 6)
      .scale(1.25, 1, 1)
      .at(0, 0.018 + i * 0.027, 0)
  s.lathe(
    straw,
    [
      [0.15, 0],
      [0.15, 0.02],
    ],
    24,
  ).scale(1.25, 1, 1)
  s.around(14, () => s.rod(dark, [0.152, 0, 0], [0.218, 0.25, 0], 0.008, 0.008, 6))
  s.tube(
    straw,
    [
      [-0.26, 0.22, 0],
      [-0.22, 0.4, 0],
      [0, 0.5, 0],
      [0.22, 0.4, 0],
      [0.26, 0.22, 0],
    ],
    0.017,
    8,
  )
  const colors = [s.accent('rind', '#b5382e'), s.use('rind', '#8fae3c')]
  for (let i = 0; i < 9; i++)
    s.ball(colors[i % 2] ?? straw, 0.062, 0.058, 0.062, 4).at(
      s.random.range(-0.15, 0.15),
      0.24 + s.random.range(-0.01, 0.04),
      s.random.range(-0.1, 0.1),
    )
})

const bag = noun('bag,sack,pouch,backpack,money bag,袋子,背包', (s) => {
  const cloth = s.main('leather', '#a9855a')
  const rope = s.use('straw', '#d0b57c')
  const n = s.round(22, 8)
  const rings: Vec3[][] = (
    [
      [0, 0.1, 2.6],
      [0.015, 0.17, 2.6],
      [0.1, 0.2, 2.4],
      [0.2, 0.185, 2.2],
      [0.3, 0.11, 2],
      [0.335, 0.055, 2],
      [0.36, 0.06, 2],
      [0.4, 0.11, 2],
      [0.41, 0.1, 2],
    ] as const
  ).map(([y, radius, power]) => oval(0, y, 0, radius, radius * 0.86, n, power))
  s.skin(cloth, rings)
    .smooth(80)
    .warp(([x, y, z]) => [
      x * (1 + 0.05 * Math.sin(Math.atan2(z, x) * 7) * (y > 0.28 ? 2 : 0.5)),
      y,
      z * (1 + 0.05 * Math.cos(Math.atan2(z, x) * 6)),
    ])
  s.ring(rope, 0.06, 0.014, 24, 8).at(0, 0.34, 0)
  s.ring(rope, 0.06, 0.012, 24, 8).at(0, 0.355, 0)
  s.tube(
    rope,
    [
      [0.03, 0.34, 0.055],
      [0.05, 0.28, 0.13],
      [0.06, 0.2, 0.165],
    ],
    0.011,
    8,
  )
  s.ball(rope, 0.02).at(0.06, 0.19, 0.165)
  s.slab(s.accent('gold', '#d9a437'), polygon(20, 0.045), 0.02, 0.006).turnX(-8).at(-0.02, 0.17, 0.165)
})

export const CONTAINERS = [crate, barrel, chest, bucket, basket, bag]
