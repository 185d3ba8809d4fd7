// Furniture to sit on, from the stool to the throne.
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

export const SEATS = [chair, stool, bench, sofa, throne]
