// Furniture: things to sit on, put things on, and light a room with.
import { noun } from '../noun.ts'
import type { MaterialId } from '../part.ts'
import { arc, polygon } from '../sketch.ts'
import type { Vec2, Vec3 } from '../vector.ts'

const chair = noun('chair,dining chair,armchair,seat,throne chair,kitchen chair,椅,椅子,木椅', (s) => {
  const r = s.random
  const wood = s.main('wood', '#94613a')
  const dark = s.tone(wood, 0.82)
  const cushion = s.accent('cloth', '#a8483a')
  const [w, d, h, back] = [0.23 * r.about(0.06), 0.22 * r.about(0.06), 0.45, 0.93 * r.about(0.06)]
  const bow = s.is('curved', 'curved-back', 'round', 'rounded') ? 0.1 : 0.035
  for (const x of [-1, 1]) {
    s.rod(wood, [x * (w - 0.01), 0, d], [x * (w - 0.02), h - 0.02, d - 0.02], 0.016, 0.023, 12)
    s.tube(
      dark,
      [
        [x * (w - 0.02), 0, -d - 0.05],
        [x * (w - 0.02), h * 0.5, -d + 0.02],
        [x * (w - 0.02), h, -d + 0.015],
        [x * (w - 0.02), back * 0.76, -d - 0.03],
        [x * (w - 0.03), back - 0.03, -d - 0.09],
      ],
      (t) => 0.018 + 0.008 * Math.sin(t * Math.PI),
      10,
      4,
    )
    s.rod(dark, [x * (w - 0.015), 0.17, d - 0.01], [x * (w - 0.02), 0.19, -d + 0.01], 0.011, 0.011, 8)
  }
  s.rod(dark, [-w + 0.01, 0.18, 0], [w - 0.01, 0.18, 0], 0.011, 0.011, 8)
  // Seat: a slab with rounded corners, hollowed for the sitter, on an apron.
  const seat: Vec2[] = [
    ...arc(w - 0.04, d - 0.02, 0.06, 0.06, 0, 90, 3),
    ...arc(-w + 0.04, d - 0.02, 0.06, 0.06, 90, 180, 3),
    ...arc(-w + 0.05, -d + 0.03, 0.06, 0.06, 180, 270, 3),
    ...arc(w - 0.05, -d + 0.03, 0.06, 0.06, 270, 360, 3),
  ]
  s.slab(wood, seat, 0.034, 0.008).turnX(-90).at(0, h, 0)
  for (const z of [d - 0.03, -d + 0.03]) s.box(dark, w * 1.7, 0.05, 0.018, 0.003).at(0, h - 0.04, z)
  for (const x of [-w + 0.03, w - 0.03]) s.box(dark, 0.018, 0.05, d * 1.7, 0.003).at(x, h - 0.04, 0)
  const pad = seat.map(([x, z]): Vec2 => [x * 0.88, z * 0.88])
  s.slab(cushion, pad, 0.04, 0.016)
    .turnX(-90)
    .at(0, h + 0.034, 0)
    .smooth(75)
  // Back: a bowed crest rail and spindles, or slats.
  const curve = (t: number, y: number): Vec3 => [t * (w - 0.015), y, -d - 0.03 - (y - 0.7) * 0.25 - bow * (1 - t * t)]
  const rail = (y: number, height: number, thick: number, m: MaterialId) => {
    const n = s.along(9, 4)
    const rings = Array.from({ length: n + 1 }, (_, i) => {
      const t = (i / n) * 2 - 1
      const [x, yy, z] = curve(t, y)
      const lift = height * (1 - 0.25 * t * t)
      const rim: Vec2[] = [
        [-thick, -height * 0.4],
        [-thick * 0.5, -height * 0.5],
        [thick * 0.5, -height * 0.5],
        [thick, -height * 0.4],
        [thick, lift * 0.42],
        [thick * 0.5, lift * 0.52],
        [-thick * 0.5, lift * 0.52],
        [-thick, lift * 0.42],
      ]
      return rim.map(([dz, dy]): Vec3 => [x, yy + dy, z - dz])
    })
    s.skin(m, rings).smooth(50)
  }
  rail(back - 0.05, 0.12, 0.012, wood)
  if (r.chance(0.6)) {
    rail(h + 0.14, 0.045, 0.01, dark)
    const count = r.int(4, 6)
    for (let i = 0; i < count; i++) {
      const t = ((i + 0.5) / count) * 2 - 1
      const [low, high] = [curve(t * 0.9, h + 0.14), curve(t * 0.9, back - 0.08)]
      s.rod(wood, low, high, 0.009, 0.011, 8)
    }
  } else for (const y of [h + 0.14, h + 0.25]) rail(y, 0.06, 0.009, dark)
})

const stool = noun('stool,bar stool,footstool,凳子', (s) => {
  const r = s.random
  const wood = s.main('wood', '#9a6a3e')
  const dark = s.tone(wood, 0.78)
  const h = 0.48 * r.about(0.12)
  s.lathe(
    wood,
    [
      [0.15, h - 0.04],
      [0.17, h - 0.03],
      [0.178, h - 0.012],
      [0.17, h],
      [0.1, h - 0.006],
      [0, h - 0.01],
    ],
    28,
  )
  const count = r.pick(3, 4)
  s.around(count, () => s.rod(dark, [0.17, 0, 0], [0.1, h - 0.03, 0], 0.015, 0.021, 12), 45)
  s.ring(dark, 0.147, 0.011, 28, 8).at(0, h * 0.3, 0)
})

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

const bench = noun('bench,park bench,pew,长椅', (s) => {
  const wood = s.main('wood', '#96653c')
  const iron = s.use('metal', '#3d4145', { rough: 0.5 })
  const [w, h] = [0.72 * s.random.about(0.08), 0.44]
  for (let i = 0; i < 4; i++) s.box(wood, w * 2, 0.03, 0.085, 0.007).at(0, h + i * 0.002, 0.15 - i * 0.1)
  for (let i = 0; i < 3; i++)
    s.box(wood, w * 2, 0.085, 0.028, 0.007)
      .turnX(-12)
      .at(0, h + 0.14 + i * 0.115, -0.23 - i * 0.025)
  for (const x of [-1, 1]) {
    const at = x * (w - 0.14)
    s.tube(
      iron,
      [
        [at, 0, 0.22],
        [at, h * 0.4, 0.17],
        [at, h - 0.03, 0.19],
      ],
      0.02,
      8,
    )
    s.tube(
      iron,
      [
        [at, 0, -0.3],
        [at, h * 0.5, -0.19],
        [at, h, -0.21],
        [at, h + 0.42, -0.3],
      ],
      0.02,
      8,
    )
    s.box(iron, 0.034, 0.03, 0.42, 0.005).at(at, h - 0.03, -0.01)
    s.tube(
      iron,
      [
        [at, h, 0.19],
        [at, h + 0.17, 0.2],
        [at, h + 0.2, 0.1],
        [at, h + 0.2, -0.23],
      ],
      0.016,
      8,
    )
  }
})

const sofa = noun('sofa,couch,settee,loveseat,沙发', (s) => {
  const r = s.random
  const cloth = s.main('cloth', '#56707d')
  const pale = s.tone(cloth, 1.12)
  const wood = s.use('wood', '#6a452a')
  const pillow = s.accent('cloth', '#c99a4a')
  const w = 0.9 * r.about(0.08)
  const soft = (m: MaterialId, x: number, y: number, z: number) => s.box(m, x, y, z, Math.min(x, y, z) * 0.3).smooth(89)
  soft(cloth, w * 2, 0.24, 0.8).at(0, 0.25, 0)
  soft(cloth, w * 2, 0.56, 0.2)
    .turnX(-8)
    .at(0, 0.55, -0.36)
  for (const x of [-1, 1]) {
    soft(cloth, 0.18, 0.42, 0.84).at(x * (w + 0.05), 0.36, 0)
    s.rod(cloth, [x * (w + 0.05), 0.56, -0.42], [x * (w + 0.05), 0.56, 0.42], 0.1, 0.1, 18)
    soft(pale, w - 0.07, 0.15, 0.64).at(x * (w - 0.05) * 0.5, 0.43, 0.08)
    soft(pale, w - 0.08, 0.4, 0.16)
      .turnX(-12)
      .at(x * (w - 0.05) * 0.5, 0.64, -0.22)
    for (const z of [-0.3, 0.3]) s.rod(wood, [x * (w - 0.02), 0, z], [x * (w - 0.06), 0.14, z], 0.022, 0.034, 10)
  }
  s.box(pillow, 0.38, 0.38, 0.13, 0.06)
    .smooth(89)
    .turnZ(12)
    .turnX(-22)
    .at(-w * 0.62, 0.65, -0.04)
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

const shelf = noun('shelf,bookshelf,bookcase,shelves,cabinet,cupboard,wardrobe,书架', (s) => {
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

const throne = noun('throne,王座', (s) => {
  const stone = s.main('gold', '#d3a03c')
  const velvet = s.accent('cloth', '#8a1f2d')
  const gem = s.use('crystal', '#c21f3f')
  s.box(stone, 1.0, 0.12, 0.95, 0.03).at(0, 0.06, 0)
  s.box(stone, 0.84, 0.36, 0.74, 0.03).at(0, 0.28, 0)
  s.box(velvet, 0.6, 0.1, 0.6, 0.04).smooth(80).at(0, 0.5, 0.06)
  s.slab(
    stone,
    [
      [-0.42, 0.3],
      [0.42, 0.3],
      [0.42, 1.5],
      [0.3, 1.62],
      [0.2, 1.58],
      [0, 1.85],
      [-0.2, 1.58],
      [-0.3, 1.62],
      [-0.42, 1.5],
    ],
    0.14,
    0.02,
  ).at(0, 0, -0.33)
  s.slab(
    velvet,
    [[-0.28, 0.5], [0.28, 0.5], [0.28, 1.3], ...arc(0, 1.3, 0.28, 0.18, 0, 180, 8).slice(1, -1), [-0.28, 1.3]],
    0.1,
    0.03,
  ).at(0, 0, -0.29)
  for (const x of [-1, 1]) {
    s.box(stone, 0.14, 0.34, 0.68, 0.02).at(x * 0.37, 0.58, 0.02)
    s.rod(stone, [x * 0.37, 0.78, -0.28], [x * 0.37, 0.78, 0.4], 0.08, 0.08, 16)
    s.ball(stone, 0.095).at(x * 0.37, 0.78, 0.4)
    s.box(stone, 0.12, 1.5, 0.16, 0.02).at(x * 0.46, 0.83, -0.33)
    s.ball(stone, 0.1).at(x * 0.46, 1.66, -0.33)
  }
  s.slab(gem, polygon(6, 0.075), 0.1, 0.03).at(0, 1.62, -0.26)
})

export const FURNITURE = [chair, stool, table, bench, sofa, bed, shelf, lamp, lamppost, throne]
