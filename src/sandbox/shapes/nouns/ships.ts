// Things that float, and the planked hull they share.
import { noun } from '../noun.ts'
import type { MaterialId } from '../part.ts'
import { oval, type Sketch } from '../sketch.ts'
import type { Vec2, Vec3 } from '../vector.ts'

const hull = (s: Sketch, m: MaterialId, long: number, w: number, h: number, inner: MaterialId) => {
  const n = s.along(12, 5)
  const section = (t: number, grow: number): Vec3[] => {
    const z = (t * 2 - 1) * long
    const half = Math.max(0.012, w * Math.sin(Math.PI * (0.16 + 0.84 * (1 - t))) ** 0.7 * grow)
    const [keel, rim] = [h * 0.45 * Math.abs(2 * t - 1) ** 3, h * (1 + 0.35 * (2 * t - 1) ** 2)]
    return [
      [half, rim, z],
      [half * 0.82, keel + (rim - keel) * 0.4, z],
      [half * 0.42, keel + (rim - keel) * 0.08, z],
      [0, keel, z],
      [-half * 0.42, keel + (rim - keel) * 0.08, z],
      [-half * 0.82, keel + (rim - keel) * 0.4, z],
      [-half, rim, z],
      [-half * 0.86, rim, z],
      [-half * 0.7, keel + (rim - keel) * 0.5, z],
      [0, keel + (rim - keel) * 0.4, z],
      [half * 0.7, keel + (rim - keel) * 0.5, z],
      [half * 0.86, rim, z],
    ]
  }
  s.skin(
    m,
    Array.from({ length: n + 1 }, (_, i) => section(i / n, 1)),
  ).smooth(42)
  for (const x of [-1, 1])
    s.tube(
      inner,
      Array.from({ length: 9 }, (_, i): Vec3 => {
        const [a] = section(0.02 + (i / 8) * 0.96, 1)
        return [x * (a?.[0] ?? 0), a?.[1] ?? 0, a?.[2] ?? 0]
      }),
      w * 0.055,
      8,
      2,
    )
}

const boat = noun('boat,rowboat,canoe,dinghy,raft,gondola,船,小船', (s) => {
  const wood = s.main('planks', '#8f5d35')
  const trim = s.accent('wood', '#5f3f27')
  hull(s, wood, 1.6, 0.6, 0.5, trim)
  for (const z of [-0.75, 0, 0.7]) s.box(trim, 0.98 - Math.abs(z) * 0.24, 0.045, 0.24, 0.01).at(0, 0.43, z)
  for (const x of [-1, 1]) {
    s.rod(trim, [x * 0.25, 0.6, 0.3], [x * 1.25, 0.28, -0.3], 0.024)
    s.slab(
      trim,
      [
        [-0.09, -0.25],
        [0.09, -0.25],
        [0.06, 0.15],
        [-0.06, 0.15],
      ],
      0.025,
      0.005,
    )
      .turnZ(x * 70)
      .turnY(x * 28)
      .at(x * 1.36, 0.245, -0.36)
    s.ring(s.use('metal', '#54585d'), 0.045, 0.012, 14, 6)
      .turnX(90)
      .at(x * 0.57, 0.53, 0.1)
  }
})

const ship = noun('ship,sailing ship,pirate ship,galleon,sailboat,yacht,frigate,帆船', (s) => {
  const wood = s.main('planks', '#7d5130')
  const trim = s.use('wood', '#52361f')
  const sail = s.accent('cloth', '#e4dcc6')
  hull(s, wood, 5.2, 1.55, 1.7, trim)
  s.slab(
    s.use('planks', '#a57b4c'),
    oval(0, 0, 0, 1.36, 4.3, 20, 2.2).map(([x, , z]): Vec2 => [x, -z]),
    0.1,
    0,
  )
    .turnX(-90)
    .at(0, 1.42, -0.2)
  s.box(wood, 2.2, 1.1, 1.9, 0.08).at(0, 2.1, -3.7)
  s.box(trim, 2.4, 0.12, 2.1, 0.03).at(0, 2.68, -3.7)
  for (const x of [-0.6, 0, 0.6]) s.box(s.use('glow', '#f0c976'), 0.34, 0.4, 0.06, 0).at(x, 2.15, -4.66)
  for (const [z, h] of [
    [1.9, 6.4],
    [-1.2, 7.2],
  ] as const) {
    s.rod(trim, [0, 1.2, z], [0, h, z], 0.14, 0.07)
    for (const [y, w, tall] of [
      [2.6, 1.75, 1.85],
      [4.8, 1.25, 1.25],
    ] as const) {
      s.rod(trim, [-w - 0.15, y + tall, z + 0.12], [w + 0.15, y + tall, z + 0.12], 0.06)
      s.rod(trim, [-w - 0.05, y, z + 0.12], [w + 0.05, y, z + 0.12], 0.05)
      const rows = s.along(7, 4)
      const face = (k: number, grow: number): Vec3[] => {
        const t = k / rows
        const puff = 0.75 * Math.sin(t * Math.PI)
        const cols = 7
        const p = (i: number, back: number): Vec3 => {
          const u = (i / (cols - 1)) * 2 - 1
          return [u * w * (1 - 0.06 * (1 - t)), y + t * tall, z + 0.12 + puff * (1 - u * u * 0.75) - back]
        }
        return [
          ...Array.from({ length: cols }, (_, i) => p(cols - 1 - i, grow)),
          ...Array.from({ length: cols }, (_, i) => p(i, 0)),
        ]
      }
      s.skin(
        sail,
        Array.from({ length: rows + 1 }, (_, k) => face(k, 0.035)),
      ).smooth(70)
    }
    s.lathe(
      trim,
      [
        [0.3, h - 1.0],
        [0.36, h - 0.7],
        [0.3, h - 0.72],
      ],
      14,
    ).at(0, 0, z)
    s.slab(
      s.use('cloth', '#26262a'),
      [
        [0, h - 0.45],
        [-0.9, h - 0.35],
        [-0.9, h - 0.05],
        [0, h],
      ],
      0.03,
      0,
    )
      .turnY(-30)
      .at(0, 0, z)
  }
  s.rod(trim, [0, 2.3, 4.9], [0, 3.5, 6.7], 0.1, 0.05)
  for (const x of [-1, 1])
    for (const z of [-1.9, -0.7, 0.5, 1.7])
      s.rod(s.use('metal', '#3b3d40'), [x * 1.2, 1.2, z], [x * 1.75, 1.24, z], 0.13, 0.11, 12)
})

export const SHIPS = [boat, ship]
