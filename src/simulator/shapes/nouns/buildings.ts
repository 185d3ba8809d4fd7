// Buildings and what stands around them.
import { noun } from '../noun.ts'
import type { MaterialId } from '../part.ts'
import { arc, oval, polygon, type Sketch } from '../sketch.ts'
import type { Vec2, Vec3 } from '../vector.ts'

/** A gabled roof over a w x d plan from height y: ridge along z. */
function gable(s: Sketch, m: MaterialId, w: number, d: number, y: number, rise: number, thick = 0.14): void {
  const slope = Math.atan2(rise, w)
  const long = Math.hypot(w, rise) + 0.28
  for (const x of [-1, 1])
    s.box(m, long, thick, d * 2 + 0.5, 0.03)
      .turnZ((-x * slope * 180) / Math.PI)
      .at(x * (w / 2 + 0.08), y + rise / 2 - 0.02, 0)
  s.rod(m, [0, y + rise + 0.04, -d - 0.26], [0, y + rise + 0.04, d + 0.26], 0.1, 0.1, 10)
}

/** A window with a frame and a cross, facing +z. */
function window(s: Sketch, frame: MaterialId, pane: MaterialId, w: number, h: number): ReturnType<Sketch['group']> {
  return s.group(() => {
    s.box(pane, w, h, 0.06, 0)
    for (const x of [-1, 1]) s.box(frame, 0.07, h + 0.14, 0.12, 0.01).at((x * w) / 2, 0, 0)
    for (const y of [-1, 1]) s.box(frame, w + 0.2, 0.07, 0.14, 0.01).at(0, (y * h) / 2, 0)
    s.box(frame, 0.035, h, 0.09, 0).at(0, 0, 0)
    s.box(frame, w, 0.035, 0.09, 0).at(0, 0, 0)
  })
}

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

/** A round stone tower of radius r and height h about (x, z), with battlements or a pointed roof. */
function turret(s: Sketch, m: MaterialId, x: number, z: number, r: number, h: number, roof?: MaterialId): void {
  const group = s.group(() => {
    s.lathe(
      m,
      [
        [r * 1.2, 0],
        [r * 1.08, h * 0.1],
        [r, h * 0.14],
        [r * 0.97, h * 0.86],
        [r * 1.2, h * 0.92],
        [r * 1.2, h],
      ],
      26,
    ).smooth(35)
    const merlons = 8
    s.around(merlons, () => s.box(m, r * 0.2, r * 0.32, r * 0.48, r * 0.02).at(r * 1.08, h + r * 0.14, 0))
    if (roof !== undefined)
      s.lathe(
        roof,
        [
          [r * 1.05, h],
          [r * 1.42, h + r * 0.1],
          [r * 0.62, h + r * 1.5],
          [0, h + r * 2.7],
        ],
        22,
      ).smooth(40)
  })
  for (const part of group) part.at(x, 0, z)
}

const tower = noun('tower,watchtower,wizard tower,lighthouse,keep,turret,塔', (s) => {
  const stone = s.main('blocks', '#948f86')
  const roof = s.accent('shingles', '#3f5a80')
  const wood = s.use('planks', '#6a4529')
  const glow = s.use('glow', '#f5c869')
  turret(s, stone, 0, 0, 1.5, 6.4, roof)
  s.slab(
    wood,
    [[-0.48, 0], [0.48, 0], [0.48, 1.15], ...arc(0, 1.15, 0.48, 0.42, 0, 180, 8).slice(1, -1), [-0.48, 1.15]],
    0.3,
    0.02,
  ).at(0, 0, 1.56)
  s.slab(
    s.tone(stone, 0.8),
    [[-0.64, 0], [0.64, 0], [0.64, 1.15], ...arc(0, 1.15, 0.64, 0.58, 0, 180, 8).slice(1, -1), [-0.64, 1.15]],
    0.2,
    0.03,
  ).at(0, 0, 1.55)
  for (const [turn, y] of [
    [35, 3.1],
    [-40, 4.4],
    [95, 4.1],
    [160, 3.2],
  ] as const) {
    s.slab(
      glow,
      [
        [-0.17, 0],
        [0.17, 0],
        [0.17, 0.5],
        [0, 0.75],
        [-0.17, 0.5],
      ],
      0.12,
      0,
    )
      .at(0, y, 1.47)
      .turnY(turn)
    s.box(stone, 0.56, 0.12, 0.24, 0.02)
      .at(0, y - 0.04, 1.5)
      .turnY(turn)
  }
  s.rod(wood, [0, 10.2, 0], [0, 11.3, 0], 0.04)
  s.slab(
    s.use('cloth', '#b5302c'),
    [
      [0, 10.75],
      [0.85, 10.95],
      [0, 11.25],
    ],
    0.03,
    0,
  )
})

const castle = noun('castle,fortress,fort,palace,stronghold,城堡', (s) => {
  const stone = s.main('blocks', '#9c968b')
  const roof = s.accent('shingles', '#9a3f33')
  const wood = s.use('planks', '#5f3f27')
  const flag = s.use('cloth', '#34558f')
  for (const x of [-1, 1]) for (const z of [-1, 1]) turret(s, stone, x * 3.6, z * 3.6, 0.85, 4.0, roof)
  for (const [turn] of [[0], [90], [180], [270]] as const)
    for (const part of s.group(() => {
      s.box(stone, 5.8, 2.7, 0.6, 0.04).at(0, 1.35, 3.6)
      for (let i = 0; i < 8; i++) s.box(stone, 0.42, 0.42, 0.62, 0.03).at(-2.6 + i * 0.743, 2.88, 3.6)
    }))
      part.turnY(turn)
  s.box(stone, 2.3, 3.5, 1.3, 0.05).at(0, 1.75, 3.75)
  for (let i = 0; i < 4; i++) s.box(stone, 0.38, 0.42, 1.3, 0.03).at(-0.92 + i * 0.613, 3.68, 3.75)
  s.slab(
    wood,
    [[-0.75, 0], [0.75, 0], [0.75, 1.3], ...arc(0, 1.3, 0.75, 0.75, 0, 180, 10).slice(1, -1), [-0.75, 1.3]],
    0.2,
    0.02,
  ).at(0, 0, 4.38)
  s.box(stone, 3.2, 4.8, 3.2, 0.05).at(0, 2.4, -0.6)
  for (let i = 0; i < 5; i++)
    for (const z of [-1, 1])
      for (const side of [0, 90])
        s.box(stone, 0.36, 0.42, 0.36, 0.03)
          .at(-1.42 + i * 0.71, 5, z * 1.42)
          .turnY(side)
          .at(0, 0, -0.6)
  turret(s, stone, 0, -0.6, 0.95, 6.7, roof)
  for (const [x, y, z] of [
    [0, 9.25, -0.6],
    [-3.6, 6.25, 3.6],
    [3.6, 6.25, 3.6],
  ] as const) {
    s.rod(wood, [x, y - 0.2, z], [x, y + 0.9, z], 0.035)
    s.slab(
      flag,
      [
        [0, 0.35],
        [0.75, 0.55],
        [0, 0.85],
      ],
      0.03,
      0,
    ).at(x, y, z)
  }
  for (const x of [-0.8, 0, 0.8])
    s.slab(
      s.use('glow', '#f3cf7c'),
      [
        [-0.16, 0],
        [0.16, 0],
        [0.16, 0.5],
        [0, 0.72],
        [-0.16, 0.5],
      ],
      0.1,
      0,
    ).at(x, 3.55, 1.01)
})

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

export const BUILDINGS = [house, tower, castle, fence, bridge, well, windmill, tent, sign, statue]
