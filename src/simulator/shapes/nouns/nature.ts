// What grows and lies outdoors: trees, rocks, mushrooms, crystals, fire.
import { fbm3 } from '../noise.ts'
import { noun } from '../noun.ts'
import type { MaterialId, Part } from '../part.ts'
import { polygon, type Sketch } from '../sketch.ts'
import { unit, type Vec3 } from '../vector.ts'

/** Pushes points outwards by noise: `strength` in metres, `scale` bumps per metre. */
function rough(part: Part, strength: number, scale: number, seed: number): Part {
  return part.warp((p) => {
    const d = (fbm3(p[0] * scale + 50, p[1] * scale + 50, p[2] * scale + 50, seed, 3) - 0.5) * 2 * strength
    const n = unit(p)
    return [p[0] + n[0] * d, p[1] + n[1] * d, p[2] + n[2] * d]
  })
}

/** A clump of leaves about a point. */
function clump(s: Sketch, m: MaterialId, at: Vec3, r: number, grid = 7): void {
  rough(s.ball(m, r, r * 0.86, r, grid), r * 0.3, 3.2 / r, s.random.int(0, 999))
    .smooth(60)
    .at(...at)
}

const tree = noun('tree,oak tree,apple tree,oak,树,大树', (s) => {
  const r = s.random
  const bark = s.use('bark', '#6b4a30')
  const autumn = s.is('autumn')
  const leaf = s.main('leaf', autumn ? '#c9702a' : '#4f7f34')
  const dark = s.tone(leaf, 0.8)
  const h = 4.2 * r.about(0.1)
  const lean = r.range(-0.15, 0.15)
  s.tube(
    bark,
    [
      [0, 0, 0],
      [0.04, h * 0.22, 0.02],
      [lean, h * 0.45, 0.03],
      [lean * 1.4, h * 0.68, 0],
    ],
    (t) => 0.3 * (1 - t) ** 1.6 + 0.13,
    14,
    4,
  )
  s.around(
    5,
    () =>
      s.tube(
        bark,
        [
          [0.12, 0.24, 0],
          [0.32, 0.08, 0.02],
          [0.5, -0.01, 0.05],
        ],
        (t) => 0.13 * (1 - t) + 0.025,
        8,
      ),
    r.range(0, 70),
  )
  const branches = r.int(4, 6)
  if (!s.is('dead')) clump(s, leaf, [lean * 1.4, h * 0.84, 0], 0.95)
  for (let i = 0; i < branches; i++) {
    const a = (i / branches) * Math.PI * 2 + r.range(-0.3, 0.3)
    const [c, n] = [Math.cos(a), Math.sin(a)]
    const [reach, top] = [r.range(0.75, 1.1), h * r.range(0.56, 0.72)]
    s.tube(
      bark,
      [
        [lean, h * 0.4, 0],
        [lean + c * reach * 0.5, top - 0.3, n * reach * 0.5],
        [lean + c * reach, top, n * reach],
      ],
      (t) => 0.1 * (1 - t) + 0.035,
      8,
    )
    if (!s.is('dead')) clump(s, i % 2 ? leaf : dark, [lean + c * reach, top + 0.12, n * reach], r.range(0.62, 0.82))
  }
  if (!s.is('dead'))
    for (let i = 0; i < 3; i++)
      clump(
        s,
        i % 2 ? dark : leaf,
        [lean + r.range(-0.5, 0.5), h * r.range(0.88, 0.99), r.range(-0.5, 0.5)],
        r.range(0.5, 0.65),
      )
})

const pine = noun('pine,fir,spruce,pine tree,christmas tree,conifer,evergreen,松树,圣诞树', (s) => {
  const r = s.random
  const needle = s.main('leaf', '#2f5f3f')
  const snow = s.is('snowy', 'winter') ? s.use('snow', '#eef3f6') : undefined
  s.rod(s.use('bark', '#5f4029'), [0, 0, 0], [0, 1.3, 0], 0.18, 0.12)
  const tiers = r.int(5, 6)
  for (let i = 0; i < tiers; i++) {
    const t = i / tiers
    const radius = 1.25 * (1 - t) ** 0.85 + 0.22
    const y = 0.65 + t * 3.1
    const points = Math.max(6, s.round(13))
    const turn = r.range(0, 6)
    const edge = (rad: number, deep: number, lift: number): Vec3[] =>
      Array.from({ length: points * 2 }, (_, j) => {
        const a = turn + (j / (points * 2)) * Math.PI * 2
        const out = j % 2 === 0
        const k = rad * (out ? 1 + 0.06 * Math.sin(j * 2.4) : 1 - deep)
        return [k * Math.cos(a), y + lift + (out ? -0.13 * radius : 0.03), -k * Math.sin(a)]
      })
    const top: Vec3[] = Array.from({ length: points * 2 }, () => [0, y + radius * 0.95 + 0.22, 0])
    const m = i % 2 ? needle : s.tone(needle, 1.12)
    s.skin(m, [
      edge(radius * 0.3, 0.1, 0.2),
      edge(radius * 0.86, 0.2, 0),
      edge(radius, 0.2, 0.02),
      edge(radius * 0.55, 0.1, radius * 0.42),
      top,
    ]).smooth(48)
    if (snow !== undefined)
      s.skin(snow, [
        edge(radius * 0.98, 0.2, 0.05),
        edge(radius * 0.56, 0.1, radius * 0.46),
        top.map((p): Vec3 => [p[0], p[1] + 0.05, p[2]]),
      ]).smooth(48)
  }
  if (s.is('christmas')) s.slab(s.use('gold', '#e2b23c'), polygon(5, 0.22, 0.09), 0.08, 0.02).at(0, 4.3, 0)
})

const palm = noun('palm,palm tree,coconut tree,棕榈树', (s) => {
  const r = s.random
  const leaf = s.main('leaf', '#5a8f3a')
  const bark = s.use('bark', '#8f6f4a')
  const bend = r.range(0.5, 0.9)
  const path: Vec3[] = [
    [0, 0, 0],
    [bend * 0.2, 1.2, 0],
    [bend * 0.6, 2.4, 0],
    [bend, 3.4, 0],
  ]
  s.tube(bark, path, (t) => 0.2 - 0.09 * t + 0.015 * Math.sin(t * 60), 12, 10)
  const count = r.int(8, 10)
  for (let i = 0; i < count; i++) {
    const droop = r.range(0.5, 0.9)
    const n = s.along(8, 4)
    const rings = Array.from({ length: n + 1 }, (_, k): Vec3[] => {
      const t = k / n
      const x = 1.7 * t
      const y = 0.5 * Math.sin(t * 2.2) - droop * t * t * 1.3
      const w = 0.26 * Math.sin(Math.min(1, t * 1.1 + 0.12) * Math.PI) * (k % 2 ? 1 : 0.72)
      return [
        [x, y - 0.1 * w, w],
        [x, y + 0.05, 0.01],
        [x, y - 0.1 * w, -w],
        [x, y - 0.03, 0],
      ]
    })
    s.skin(i % 2 ? leaf : s.tone(leaf, 0.84), rings)
      .smooth(40)
      .turnY((i * 360) / count + r.range(-8, 8))
      .at(bend, 3.38, 0)
  }
  for (let i = 0; i < 3; i++)
    s.ball(s.use('bark', '#5c4029'), 0.13, 0.15, 0.13, 4)
      .turnY(0)
      .at(bend + Math.cos(i * 2.1) * 0.16, 3.26, Math.sin(i * 2.1) * 0.16)
})

const rock = noun('rock,stone,boulder,cliff,asteroid,石头,岩石', (s) => {
  const r = s.random
  const stone = s.main('stone', '#85817a')
  const chunk = (radius: number, at: Vec3) => {
    const seed = r.int(0, 9999)
    const part = s.ball(stone, radius * r.about(0.2), radius * 0.78 * r.about(0.15), radius * r.about(0.2), 11)
    rough(part, radius * 0.42, 1.15 / radius, seed)
    // Flat breaks: points beyond a few random planes are pressed onto them.
    for (let i = 0; i < 7; i++) {
      const n = unit([r.range(-1, 1), r.range(-0.3, 1), r.range(-1, 1)])
      const limit = radius * r.range(0.62, 0.8)
      part.warp((p) => {
        const over = p[0] * n[0] + p[1] * n[1] + p[2] * n[2] - limit
        return over > 0 ? [p[0] - n[0] * over * 0.9, p[1] - n[1] * over * 0.9, p[2] - n[2] * over * 0.9] : p
      })
    }
    part
      .warp(([x, y, z]) => [x, Math.max(y, -radius * 0.45), z])
      .smooth(24)
      .at(at[0], at[1] + radius * 0.45, at[2])
  }
  chunk(0.5, [0, 0, 0])
  if (r.chance(0.7)) chunk(0.22, [0.52, 0, 0.26])
  if (r.chance(0.5)) chunk(0.14, [-0.42, 0, 0.42])
})

const mushroom = noun('mushroom,toadstool,fungus,蘑菇', (s) => {
  const r = s.random
  const cap = s.main('rind', '#b5322b')
  const pale = s.use('ceramic', '#e6dcc6', { rough: 0.8 })
  const gill = s.use('paper', '#d9c9a8')
  const one = (k: number, x: number, z: number, tilt: number) => {
    const parts = s.group(() => {
      s.vase(
        pale,
        [
          [0.075, 0],
          [0.08, 0.03],
          [0.05, 0.12],
          [0.042, 0.22],
          [0.05, 0.29],
        ],
        22,
        4,
      ).smooth(70)
      s.lathe(
        pale,
        [
          [0.045, 0.19],
          [0.085, 0.175],
          [0.09, 0.17],
          [0.05, 0.205],
        ],
        22,
      ).smooth(50)
      s.lathe(
        gill,
        [
          [0.045, 0.285],
          [0.185, 0.262],
        ],
        30,
      )
      s.vase(
        cap,
        [
          [0.185, 0.258],
          [0.2, 0.275],
          [0.18, 0.34],
          [0.11, 0.4],
          [0, 0.42],
        ],
        32,
        4,
      ).smooth(80)
      for (let i = 0; i < 11; i++) {
        const [a, lift] = [i * 2.4, 0.12 + 0.8 * ((i + 0.5) / 11)]
        const q = Math.sqrt(1 - lift * lift)
        s.ball(pale, r.range(0.014, 0.03), 0.012, r.range(0.014, 0.03), 3)
          .turnZ(-65 * q)
          .turnY((-a * 180) / Math.PI)
          .at(Math.cos(a) * 0.192 * q, 0.272 + lift * 0.143, Math.sin(a) * 0.192 * q)
      }
    })
    for (const part of parts) part.scale(k).turnZ(tilt).at(x, 0, z)
  }
  one(1, 0, 0, r.range(-5, 5))
  one(0.52, 0.2, 0.1, -13)
  if (r.chance(0.7)) one(0.36, -0.15, 0.14, 14)
})

const cactus = noun('cactus,cacti,仙人掌', (s) => {
  const green = s.main('rind', '#4c8048')
  const thorn = s.use('straw', '#e3dcb4')
  const arm = (points: Vec3[], radius: number) => {
    const sides = s.round(18, 8)
    const part = s.tube(
      green,
      points,
      (t) => radius * Math.min(1, 0.35 + Math.sqrt(Math.max(0, 1 - t)) * 2.2) * (t > 0.985 ? 0.25 : 1),
      sides / Math.max(0.2, s.fineness),
      5,
    )
    return part.smooth(70)
  }
  arm(
    [
      [0, 0, 0],
      [0, 0.6, 0],
      [0, 1.2, 0],
      [0, 1.75, 0],
    ],
    0.2,
  )
  arm(
    [
      [0.1, 0.6, 0],
      [0.42, 0.64, 0],
      [0.5, 0.85, 0],
      [0.5, 1.3, 0],
    ],
    0.12,
  )
  arm(
    [
      [-0.1, 0.85, 0.02],
      [-0.36, 0.88, 0.02],
      [-0.43, 1.02, 0.02],
      [-0.43, 1.3, 0.02],
    ],
    0.105,
  )
  for (let i = 0; i < 48; i++) {
    const [a, y] = [i * 2.4, 0.1 + (i / 48) * 1.5]
    s.lathe(
      thorn,
      [
        [0.008, 0],
        [0, 0.07],
      ],
      4,
    )
      .turnZ(-90)
      .turnY((-a * 180) / Math.PI)
      .at(Math.cos(a) * 0.19, y, Math.sin(a) * 0.19)
  }
  for (let i = 0; i < 5; i++)
    s.ball(s.accent('cloth', '#d9508a'), 0.055, 0.03, 0.03, 3)
      .turnY(i * 72)
      .at(Math.cos(i * 1.256) * 0.05, 1.74, Math.sin(i * 1.256) * 0.05)
})

const bush = noun('bush,shrub,hedge,灌木', (s) => {
  const r = s.random
  const leaf = s.main('leaf', '#4d7a35')
  for (let i = 0; i < 9; i++) {
    const [a, d] = [i * 2.4, i === 0 ? 0 : r.range(0.22, 0.45)]
    clump(
      s,
      i % 3 ? leaf : s.tone(leaf, 1.15),
      [Math.cos(a) * d, 0.3 + (0.45 - d) * 0.5, Math.sin(a) * d],
      r.range(0.27, 0.36),
      6,
    )
  }
  const berry = s.accent('rind', '#b5283a')
  for (let i = 0; i < 16; i++) {
    const [a, y] = [i * 2.4, r.range(0.25, 0.72)]
    const d = 0.58 * Math.sqrt(Math.max(0.05, 1 - ((y - 0.2) / 0.7) ** 2))
    s.ball(berry, 0.028, undefined, undefined, 2).at(Math.cos(a) * d, y, Math.sin(a) * d)
  }
})

const flower = noun('flower,rose,daisy,sunflower,tulip,花,玫瑰', (s) => {
  const petal = s.main('cloth', '#d94f70')
  const green = s.use('leaf', '#4a7d38')
  const petals = s.random.int(8, 11)
  s.tube(
    green,
    [
      [0, 0, 0],
      [0.012, 0.15, 0.006],
      [-0.008, 0.32, 0],
      [0, 0.44, 0.015],
    ],
    0.009,
    8,
  )
  const leafRings = (len: number, w: number): Vec3[][] =>
    Array.from({ length: 7 }, (_, k) => {
      const t = k / 6
      const half = w * Math.sin(Math.PI * Math.min(1, 0.06 + t * 0.94)) ** 0.8
      const y = 0.22 * len * Math.sin(t * 2.4)
      return [
        [len * t, y, half],
        [len * t, y + 0.004, 0],
        [len * t, y, -half],
        [len * t, y - 0.006, 0],
      ]
    })
  for (const [turn, y] of [
    [30, 0.1],
    [200, 0.19],
  ] as const)
    s.skin(green, leafRings(0.16, 0.036)).turnZ(25).turnY(turn).at(0, y, 0)
  for (const [ring, len, lift] of [
    [0, 0.13, 8],
    [1, 0.1, 34],
  ] as const)
    for (let i = 0; i < petals; i++)
      s.skin(ring ? s.tone(petal, 1.12) : petal, leafRings(len, 0.036))
        .smooth(70)
        .turnZ(lift)
        .turnY(((i + ring * 0.5) * 360) / petals)
        .turnX(38)
        .at(0, 0.445, 0.02)
  s.ball(s.accent('soil', '#d9a32f'), 0.045, 0.028, 0.045, 5).turnX(38).at(0, 0.455, 0.03)
})

const log = noun('log,firewood,trunk of a tree,stump,tree stump,木头堆,树桩', (s) => {
  const bark = s.main('bark', '#6a4a31')
  const cut = s.use('wood', '#c79b64')
  const one = (x: number, y: number, turn: number) => {
    const parts = s.group(() => {
      s.rod(bark, [0, 0, -0.45], [0, 0, 0.45], 0.13, 0.125, 16)
      for (const z of [-1, 1])
        s.lathe(
          cut,
          [
            [0.112, -0.008],
            [0.112, 0.004],
            [0.1, 0.008],
          ],
          16,
        )
          .turnX(90 * z)
          .at(0, 0, 0.448 * z)
    })
    for (const part of parts) part.turnY(turn).at(x, y, 0)
  }
  one(-0.135, 0.13, s.random.range(-5, 5))
  one(0.135, 0.13, s.random.range(-5, 5))
  one(0, 0.36, s.random.range(-10, 10))
})

const campfire = noun('campfire,bonfire,fire,camp fire,篝火,火', (s) => {
  const r = s.random
  const bark = s.main('bark', '#5f432d')
  const stone = s.use('stone', '#7d7a75')
  const [hot, bright] = [
    s.accent('glow', '#f0641e', { color2: [1, 0.75, 0.25] }),
    s.use('glow', '#ffc23d', { color2: [1, 0.95, 0.7] }),
  ]
  s.around(
    10,
    () => rough(s.ball(stone, r.range(0.08, 0.11), 0.075, 0.1, 4), 0.03, 9, r.int(0, 999)).at(0.46, 0.05, 0),
    r.range(0, 30),
  )
  s.around(6, () => s.rod(bark, [0.38, 0.03, 0], [0.02, 0.44, 0.03], 0.048, 0.036, 10), 12)
  s.lathe(
    s.use('soil', '#2b2623'),
    [
      [0.4, 0],
      [0.3, 0.02],
      [0, 0.05],
    ],
    24,
  )
  const flame = (m: MaterialId, h: number, w: number, x: number, z: number, turn: number) =>
    s
      .tube(
        m,
        [
          [0, 0.06, 0],
          [0.02, h * 0.3, 0.02],
          [-0.05, h * 0.65, 0],
          [0.05, h, 0],
        ],
        (t) => Math.max(0.002, w * Math.sin(Math.PI * (0.16 + 0.84 * t)) ** 0.9),
        10,
        4,
      )
      .turnY(turn)
      .at(x, 0, z)
  flame(hot, 0.78, 0.15, 0, 0, r.range(0, 360))
  for (let i = 0; i < 4; i++)
    flame(i % 2 ? bright : hot, r.range(0.42, 0.62), 0.09, Math.cos(i * 1.6) * 0.13, Math.sin(i * 1.6) * 0.13, i * 100)
  flame(bright, 0.5, 0.1, 0.02, 0.1, 60)
})

const crystal = noun('crystal,crystals,crystal cluster,ore,quartz,水晶', (s) => {
  const r = s.random
  const glow = s.main('crystal', '#8a5fd0')
  const pale = s.tone(glow, 1.25)
  rough(s.ball(s.use('stone', '#6f6a70'), 0.4, 0.14, 0.36, 8), 0.1, 4, 5)
    .smooth(25)
    .at(0, 0.06, 0)
  const one = (h: number, w: number, x: number, z: number, tilt: number, turn: number, m: MaterialId) =>
    s
      .lathe(
        m,
        [
          [w * 0.7, 0],
          [w, h * 0.3],
          [w * 0.92, h * 0.76],
          [0, h],
        ],
        6 / Math.max(0.4, s.fineness),
      )
      .smooth(10)
      .turnY(turn * 2)
      .turnZ(tilt)
      .turnY(turn)
      .at(x, 0.04, z)
  one(0.95, 0.14, 0, 0, r.range(-6, 6), 0, glow)
  const count = r.int(6, 8)
  for (let i = 0; i < count; i++) {
    const a = (i / count) * 360
    const rad = (a * Math.PI) / 180
    one(
      r.range(0.35, 0.68),
      r.range(0.06, 0.1),
      Math.cos(rad) * 0.17,
      -Math.sin(rad) * 0.17,
      -r.range(18, 42),
      a,
      i % 2 ? glow : pale,
    )
  }
})

const pumpkin = noun('pumpkin,jack o lantern,jack-o-lantern,南瓜', (s) => {
  const rind = s.main('rind', '#d0701f')
  const ribs = 10
  s.ball(rind, 0.24, 0.185, 0.24, 14)
    .smooth(80)
    .warp(([x, y, z]) => {
      const rib =
        1 -
        0.11 * Math.abs(Math.sin((Math.atan2(z, x) * ribs) / 2)) ** 0.0 +
        0.1 * Math.abs(Math.sin((Math.atan2(z, x) * ribs) / 2)) ** 0.6
      const dip = 1 - 0.35 * Math.exp(-(x * x + z * z) / 0.008)
      return [x * rib, y * dip, z * rib]
    })
    .at(0, 0.17, 0)
  const stem = s.use('bark', '#6f7a3c')
  s.tube(
    stem,
    [
      [0, 0.27, 0],
      [0.01, 0.34, 0.005],
      [0.05, 0.4, 0.02],
    ],
    (t) => 0.042 - 0.018 * t,
    7,
  )
  s.tube(
    stem,
    [
      [0.03, 0.3, 0],
      [0.1, 0.35, 0.05],
      [0.16, 0.31, 0.04],
      [0.19, 0.33, 0.08],
    ],
    0.008,
    6,
  )
  if (s.is('carved', 'halloween', 'spooky') || s.random.chance(0.4)) {
    const glow = s.use('glow', '#ffb52e')
    for (const x of [-1, 1])
      s.slab(
        glow,
        [
          [-0.045, 0],
          [0.045, 0],
          [0, 0.07],
        ],
        0.05,
        0,
      )
        .turnX(-14)
        .turnY(x * 20)
        .at(x * 0.08, 0.19, 0.2)
    s.slab(
      glow,
      [
        [-0.12, 0.13],
        [-0.05, 0.1],
        [-0.03, 0.12],
        [0.01, 0.095],
        [0.05, 0.1],
        [0.12, 0.13],
        [0.07, 0.06],
        [0.03, 0.075],
        [0, 0.05],
        [-0.07, 0.06],
      ],
      0.05,
      0,
    ).warp(([x, y, z]) => [x, y, z + 0.217 - x * x * 2])
  }
})

export const NATURE = [tree, pine, palm, rock, mushroom, cactus, bush, flower, log, campfire, crystal, pumpkin]
