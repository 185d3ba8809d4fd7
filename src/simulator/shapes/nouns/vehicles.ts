// Things that drive, sail and fly.
import { noun } from '../noun.ts'
import type { MaterialId } from '../part.ts'
import { arc, hoop, oval, type Sketch } from '../sketch.ts'
import type { Vec2, Vec3 } from '../vector.ts'

/** A wheel about the x axis at (x, r, z). */
function wheel(s: Sketch, x: number, z: number, r: number, w: number, tire: MaterialId, hub: MaterialId): void {
  const side = Math.sign(x) || 1
  const parts = s.group(() => {
    s.lathe(
      tire,
      [
        [r * 0.62, -w / 2],
        [r * 0.92, -w / 2],
        [r, -w * 0.32],
        [r, w * 0.32],
        [r * 0.92, w / 2],
        [r * 0.62, w / 2],
      ],
      28,
    ).smooth(40)
    s.lathe(
      hub,
      [
        [r * 0.6, w * 0.2],
        [r * 0.62, w * 0.54],
        [r * 0.5, w * 0.4],
        [r * 0.2, w * 0.36],
        [r * 0.16, w * 0.52],
        [0, w * 0.54],
      ],
      24,
    )
    s.around(5, () => s.box(hub, r * 0.42, w * 0.12, r * 0.16, 0).at(r * 0.38, w * 0.42, 0))
  })
  for (const part of parts) part.turnZ(-90 * side).at(x, r, z)
}

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

const rocket = noun('rocket,rocket ship,missile,spaceship,spacecraft,火箭', (s) => {
  const paint = s.main('paint', '#e2e2de', { rough: 0.3 })
  const red = s.accent('paint', '#c23a2c', { rough: 0.3 })
  const steel = s.use('metal', '#8d9298')
  s.vase(
    paint,
    [
      [0.4, 0.75],
      [0.62, 1.4],
      [0.68, 2.3],
      [0.56, 3.3],
      [0.36, 3.95],
    ],
    34,
    5,
  ).smooth(70)
  s.vase(
    red,
    [
      [0.365, 3.93],
      [0.2, 4.4],
      [0.03, 4.75],
      [0, 4.78],
    ],
    34,
    4,
  ).smooth(70)
  s.rod(steel, [0, 4.7, 0], [0, 5.15, 0], 0.018, 0.012)
  for (const [y, r] of [
    [0.78, 0.425],
    [1.5, 0.645],
    [3.2, 0.585],
    [3.93, 0.37],
  ] as const)
    s.ring(y === 1.5 ? red : steel, r, 0.03, 36, 8).at(0, y, 0)
  s.lathe(
    steel,
    [
      [0.22, 0.78],
      [0.24, 0.7],
      [0.4, 0.4],
      [0.36, 0.4],
      [0.2, 0.68],
    ],
    28,
  )
  s.lathe(
    s.use('glow', '#ff9a2e'),
    [
      [0, 0.05],
      [0.14, 0.24],
      [0.26, 0.44],
    ],
    18,
  )
  s.around(
    4,
    () =>
      s.slab(
        red,
        [
          [0.5, 1.65],
          [0.62, 1.6],
          [1.15, 0.75],
          [1.2, 0],
          [1.08, 0],
          [0.86, 0.55],
          [0.4, 0.85],
        ],
        0.11,
        0.03,
      ),
    45,
  )
  for (const [y, turn, r] of [
    [2.9, 0, 0.2],
    [2.2, 0, 0.15],
    [2.9, 90, 0.2],
    [2.9, -90, 0.2],
  ] as const) {
    s.ring(steel, r, 0.045, 26, 8)
      .turnX(90)
      .at(0, y, 0.64 - (y - 2.3) * 0.045)
      .turnY(turn)
    s.ball(s.use('glass', '#3f87a8'), r, r, 0.06, 5)
      .at(0, y, 0.615 - (y - 2.3) * 0.04)
      .turnY(turn)
  }
})

const plane = noun('plane,airplane,aeroplane,biplane,aircraft,jet,飞机', (s) => {
  const paint = s.main('paint', '#c8423a', { rough: 0.35 })
  const wing = s.accent('paint', '#e6dcc4')
  const dark = s.use('rubber', '#2a2b2e')
  const steel = s.use('metal', '#a9aeb3', { rough: 0.25 })
  const n = s.round(22, 8)
  const lift = 1.15
  s.skin(
    paint,
    (
      [
        [-2.9, 0.22, 0.06, 0.08],
        [-2.3, 0.14, 0.16, 0.22],
        [-1, 0.04, 0.36, 0.42],
        [0.3, 0, 0.46, 0.52],
        [1.2, 0, 0.46, 0.5],
        [1.65, 0, 0.4, 0.42],
      ] as const
    ).map(([z, y, rx, ry]) => hoop(0, lift + y, z, rx, ry, n, 2.3)),
  ).smooth(60)
  s.skin(
    steel,
    (
      [
        [1.62, 0.42],
        [1.8, 0.38],
        [1.86, 0.3],
        [1.8, 0.22],
      ] as const
    ).map(([z, r]) => hoop(0, lift, z, r, r, n)),
  ).smooth(50)
  s.lathe(
    paint,
    [
      [0.17, 0],
      [0.13, 0.18],
      [0, 0.3],
    ],
    20,
  )
    .turnX(90)
    .at(0, lift, 1.85)
  for (let i = 0; i < 3; i++)
    s.slab(
      s.use('wood', '#6e4a2c'),
      [
        [-0.05, 0.1],
        [0.05, 0.1],
        [0.1, 0.6],
        [0.05, 0.95],
        [-0.04, 0.9],
        [-0.07, 0.5],
      ],
      0.035,
      0.01,
    )
      .turnY(22)
      .turnZ(20 + i * 120)
      .at(0, lift, 1.93)
  const panel = (x: number, y: number, z: number, span: number, chord: number, m: MaterialId, tilt: number) => {
    const foil = [
      [0.5, 0],
      [0.3, 0.055],
      [-0.1, 0.06],
      [-0.5, 0.005],
      [-0.1, -0.02],
      [0.35, -0.025],
    ] as const
    s.skin(
      m,
      [0, 0.8, 0.95, 1].map((t) =>
        foil.map(
          ([f, h]): Vec3 => [
            x + t * span,
            y + h * chord * 1.2 + t * tilt,
            z + f * chord * (t > 0.9 ? 1 - (t - 0.9) * 4 : 1),
          ],
        ),
      ),
    ).smooth(35)
  }
  for (const side of [1, -1])
    for (const part of s.group(() => {
      panel(0, lift - 0.3, 0.65, 3.1, 1.05, wing, 0.25)
      panel(0, lift + 0.95, 0.75, 3.1, 1.05, wing, 0.1)
      panel(0, lift + 0.22, -2.55, 1.1, 0.7, wing, 0)
      for (const z of [0.4, 1]) s.rod(s.use('wood', '#8a6038'), [2.2, lift - 0.14, z], [2.2, lift + 1.02, z], 0.035)
      for (const z of [0.4, 1]) s.rod(s.use('wood', '#8a6038'), [0.3, lift + 0.3, z], [0.5, lift + 0.98, z], 0.03)
      s.rod(steel, [0.3, lift - 0.35, 0.9], [0.62, 0.34, 1.0], 0.04)
    }))
      part.scale(side, 1, 1)
  for (const x of [-0.66, 0.66]) wheel(s, x, 1.0, 0.3, 0.16, dark, paint)
  s.slab(
    paint,
    [
      [-2.25, lift + 0.3],
      [-2.9, lift + 0.25],
      [-3.05, lift + 0.95],
      [-2.8, lift + 1.1],
      [-2.55, lift + 0.95],
    ],
    0.07,
    0.02,
  ).turnY(-90)
  s.lathe(
    dark,
    [
      [0.27, 0],
      [0.25, 0.03],
    ],
    20,
  )
    .scale(1, 1, 1.3)
    .at(0, lift + 0.5, -0.3)
  s.box(s.use('glass', '#9cc4d0'), 0.5, 0.24, 0.04, 0.01)
    .turnX(-25)
    .at(0, lift + 0.6, 0.1)
  s.rod(dark, [0, 0.12, -2.7], [0, lift + 0.1, -2.5], 0.03)
})

const ufo = noun('ufo,flying saucer,saucer,alien ship,飞碟', (s) => {
  const steel = s.main('metal', '#a9b0b6', { rough: 0.25 })
  const glass = s.accent('glass', '#6fd3b8')
  const glow = s.use('glow', '#7df0c0')
  s.lathe(
    steel,
    [
      [0, 0.3],
      [0.55, 0.34],
      [0.9, 0.45],
      [1.75, 0.72],
      [1.85, 0.8],
      [1.75, 0.88],
      [0.95, 1.05],
      [0.75, 1.08],
    ],
    48,
  ).smooth(28)
  s.vase(
    glass,
    [
      [0.74, 1.06],
      [0.7, 1.32],
      [0.45, 1.6],
      [0, 1.7],
    ],
    36,
    5,
  ).smooth(80)
  s.ring(steel, 0.76, 0.06, 40, 10).at(0, 1.07, 0)
  s.lathe(
    glow,
    [
      [0, 0.2],
      [0.4, 0.24],
      [0.5, 0.33],
    ],
    30,
  )
  s.around(14, () => s.ball(glow, 0.085, 0.085, 0.085, 4).at(1.83, 0.8, 0))
  s.around(
    3,
    () => [
      s.rod(steel, [0.75, 0.45, 0], [1.05, 0.04, 0], 0.05, 0.04),
      s
        .lathe(
          steel,
          [
            [0.15, 0],
            [0.14, 0.05],
            [0.04, 0.07],
          ],
          16,
        )
        .at(1.05, 0, 0),
    ],
    30,
  )
  s.ball(s.use('skin', '#77a85c'), 0.19, 0.24, 0.19).at(0, 1.35, 0)
  for (const x of [-1, 1]) s.ball(s.use('rubber', '#15171a'), 0.06, 0.08, 0.04, 4).at(x * 0.08, 1.38, 0.16)
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

export const VEHICLES = [car, truck, boat, ship, rocket, plane, ufo, wagon]
