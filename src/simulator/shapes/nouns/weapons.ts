// Arms and tools: blades, hafts, armour.
import { noun } from '../noun.ts'
import type { MaterialId } from '../part.ts'
import { arc, hoop, polygon, type Sketch } from '../sketch.ts'
import type { Vec2, Vec3 } from '../vector.ts'

/** A double-edged blade from y0 to y1: a flat diamond in section that narrows to a point. */
function blade(s: Sketch, m: MaterialId, y0: number, y1: number, w: number, thick: number, belly = 0): void {
  const ring = (y: number, half: number, t: number): Vec3[] => [
    [half, y, 0],
    [half * 0.35, y, -t],
    [-half * 0.35, y, -t],
    [-half, y, 0],
    [-half * 0.35, y, t],
    [half * 0.35, y, t],
  ]
  const steps = s.along(8, 3)
  const tip = y1 - (y1 - y0) * 0.16
  const rings = Array.from({ length: steps + 1 }, (_, i) => {
    const t = i / steps
    return ring(y0 + (tip - y0) * t, w * (1 - 0.22 * t + belly * Math.sin(t * Math.PI)), thick * (1 - 0.3 * t))
  })
  rings.push(ring(y0 + (y1 - y0) * 0.94, w * 0.42, thick * 0.5), ring(y1, 0, 0))
  s.skin(m, rings).smooth(12)
}

const sword = noun('sword,blade,longsword,katana,broadsword,greatsword,saber,claymore,剑,刀', (s) => {
  const r = s.random
  const steel = s.main('metal', '#b9bec4', { rough: 0.24 })
  const gold = s.accent('gold', '#c9973b')
  const leather = s.use('leather', '#5a3423')
  const gem = s.use('crystal', '#b01f3a')
  const w = 0.031 * r.about(0.12)
  blade(s, steel, 0.26, 1.08 * r.about(0.05), w, 0.0075)
  s.box(s.tone(steel, 0.7), w * 0.34, 0.5, 0.0125, 0.003).at(0, 0.52, 0)
  const bow = r.range(-0.03, 0.04)
  s.tube(
    gold,
    [
      [-0.14, 0.235 + bow, 0],
      [-0.07, 0.238 + bow * 0.2, 0],
      [0, 0.24, 0],
      [0.07, 0.238 + bow * 0.2, 0],
      [0.14, 0.235 + bow, 0],
    ],
    (t) => 0.012 + 0.007 * Math.abs(2 * t - 1) ** 3,
    12,
  )
  for (const x of [-1, 1]) s.ball(gold, 0.021).at(x * 0.142, 0.235 + bow, 0)
  s.slab(
    gold,
    [
      [-0.05, 0.22],
      [0.05, 0.22],
      [0.036, 0.255],
      [0, 0.3],
      [-0.036, 0.255],
    ],
    0.034,
    0.008,
  )
  s.lathe(
    leather,
    [
      [0.014, 0.06],
      [0.0175, 0.1],
      [0.0185, 0.15],
      [0.015, 0.225],
    ],
    16,
  )
  for (let i = 0; i < 7; i++)
    s.ring(leather, 0.0165, 0.0035, 16, 6)
      .turnX(8)
      .at(0, 0.078 + i * 0.021, 0)
  s.ball(gold, 0.03, 0.03, 0.022).at(0, 0.032, 0)
  s.ball(gem, 0.014, 0.014, 0.026, 4).at(0, 0.032, 0)
})

const dagger = noun('dagger,knife,dirk,匕首', (s) => {
  const steel = s.main('metal', '#b4b9be', { rough: 0.26 })
  const brass = s.accent('gold', '#b08a43')
  blade(s, steel, 0.13, 0.36, 0.021, 0.005, 0.12)
  s.tube(
    brass,
    [
      [-0.05, 0.125, 0],
      [0, 0.118, 0],
      [0.05, 0.125, 0],
    ],
    0.008,
    10,
  )
  s.lathe(
    s.use('leather', '#40302a'),
    [
      [0.01, 0.02],
      [0.0135, 0.05],
      [0.012, 0.11],
    ],
    14,
  )
  for (let i = 0; i < 4; i++) s.ring(brass, 0.0128, 0.002, 14, 6).at(0, 0.035 + i * 0.021, 0)
  s.ball(brass, 0.017, 0.014, 0.017).at(0, 0.013, 0)
})

const shield = noun('shield,buckler,round shield,盾,盾牌', (s) => {
  const r = s.random
  const face = s.main('paint', '#34558a')
  const rim = s.accent('metal', '#8d9298')
  const gold = s.use('gold', '#cfa040')
  if (s.is('round') || r.chance(0.3)) {
    s.lathe(
      face,
      [
        [0.43, 0],
        [0.43, 0.02],
        [0.3, 0.055],
        [0.12, 0.085],
        [0, 0.09],
      ],
      40,
    )
      .smooth(60)
      .turnX(90)
      .at(0, 0.46, 0)
    s.ring(rim, 0.43, 0.026, 40, 10).turnX(90).at(0, 0.46, 0.01)
    s.ball(rim, 0.12, 0.12, 0.09, 6).at(0, 0.46, 0.07)
    s.around(12, () => s.ball(rim, 0.017, 0.017, 0.017, 3).at(0.38, 0.035, 0))
    for (const part of s.parts.slice(-12)) part.turnX(90).at(0, 0.46, 0)
    return
  }
  const outline = (k: number): Vec2[] => {
    const n = s.along(7, 3)
    const side = Array.from({ length: n + 1 }, (_, i): Vec2 => {
      const t = i / n
      return [0.32 * k * Math.cos(t * Math.PI * 0.5) ** 0.75, 0.55 - 0.55 * k * t ** 0.85]
    })
    return [
      [0.16 * k, 0.55 + 0.37 * k],
      [0, 0.55 + 0.4 * k],
      [-0.16 * k, 0.55 + 0.37 * k],
      [-0.32 * k, 0.55 + 0.38 * k],
      ...side.map(([x, y]): Vec2 => [-x, y]),
      ...side.reverse().slice(1),
      [0.32 * k, 0.55 + 0.38 * k],
    ]
  }
  const bowed = (p: Vec3): Vec3 => [p[0], p[1], p[2] - p[0] * p[0] * 0.75]
  s.slab(rim, outline(1), 0.05, 0.016).warp(bowed)
  s.slab(face, outline(0.88), 0.075, 0.012).warp(bowed)
  s.box(gold, 0.07, 0.74, 0.085, 0.012).at(0, 0.52, 0.006)
  for (const x of [-1, 0, 1])
    s.box(gold, 0.2, 0.07, 0.085, 0.012)
      .at(x * 0.17, 0.66, 0.006)
      .warp(bowed)
  s.ball(gold, 0.075, 0.075, 0.045).at(0, 0.66, 0.045)
  for (const [x, y] of [
    [-0.29, 0.88],
    [0.29, 0.88],
    [-0.29, 0.55],
    [0.29, 0.55],
    [-0.19, 0.24],
    [0.19, 0.24],
    [0, 0.05],
    [0, 0.92],
  ] as const)
    s.ball(gold, 0.018, 0.018, 0.014, 3).at(x, y, 0.026 - x * x * 0.75)
})

const axe = noun('axe,ax,battle axe,hatchet,tomahawk,斧,斧头', (s) => {
  const r = s.random
  const steel = s.main('metal', '#9da2a8', { rough: 0.3 })
  const edge = s.tone(steel, 1.3)
  const wood = s.use('wood', '#8a5b34')
  const two = s.is('double') || r.chance(0.35)
  s.tube(
    wood,
    [
      [0, 0, 0.01],
      [0, 0.25, -0.005],
      [0, 0.55, 0],
      [0, 0.88, 0],
    ],
    (t) => 0.021 - 0.003 * Math.sin(t * 3),
    12,
  )
  const head = (k: number): Vec2[] =>
    [
      [0.015, 0.7],
      [0.07, 0.715],
      [0.14, 0.66],
      ...arc(0.02, 0.755, 0.19, 0.17, -36, 36, s.along(7, 3)),
      [0.13, 0.84],
      [0.07, 0.79],
      [0.015, 0.8],
    ].map(([x = 0, y = 0]): Vec2 => [x * k, y])
  for (const side of two ? [1, -1] : [1]) {
    s.slab(steel, head(side), 0.038, 0.01).warp(([x, y, z]) => [x, y, z * Math.max(0.08, 1 - Math.abs(x) * 4.6)])
    s.slab(
      edge,
      [
        ...arc(0.02, 0.755, 0.192, 0.172, -36, 36, s.along(7, 3)),
        ...arc(0.01, 0.755, 0.165, 0.15, 36, -36, s.along(7, 3)),
      ].map(([x, y]): Vec2 => [x * side, y]),
      0.016,
      0,
    ).warp(([x, y, z]) => [x, y, z * Math.max(0.15, (0.215 - Math.abs(x)) * 14)])
  }
  s.box(steel, 0.06, 0.115, 0.06, 0.01).at(0, 0.752, 0)
  if (!two) s.box(steel, 0.07, 0.07, 0.045, 0.01).at(-0.05, 0.752, 0)
  for (const y of [0.06, 0.1, 0.14, 0.18])
    s.ring(s.use('leather', '#4b2f20'), 0.021, 0.007, 14, 6)
      .turnX(10)
      .at(0, y, 0.006 - y * 0.05)
  s.ball(steel, 0.028, 0.02, 0.028).at(0, 0.005, 0.01)
})

const hammer = noun('hammer,war hammer,warhammer,mallet,sledgehammer,锤子', (s) => {
  const steel = s.main('metal', '#8e9399', { rough: 0.35 })
  const gold = s.accent('gold', '#c2933c')
  s.rod(s.use('wood', '#7a4f2e'), [0, 0.02, 0], [0, 0.72, 0], 0.022, 0.024)
  s.box(steel, 0.34, 0.19, 0.19, 0.03).at(0, 0.72, 0)
  for (const x of [-1, 1]) {
    s.box(steel, 0.06, 0.225, 0.225, 0.022).at(x * 0.16, 0.72, 0)
    s.box(gold, 0.022, 0.232, 0.232, 0.01).at(x * 0.118, 0.72, 0)
  }
  s.box(gold, 0.08, 0.06, 0.08, 0.015).at(0, 0.84, 0)
  s.lathe(
    gold,
    [
      [0.034, 0.57],
      [0.03, 0.62],
      [0.045, 0.63],
    ],
    16,
  )
  for (let i = 0; i < 8; i++)
    s.ring(s.use('leather', '#4a2e22'), 0.023, 0.006, 14, 6)
      .turnX(9)
      .at(0, 0.08 + i * 0.024, 0)
  s.ball(gold, 0.036).at(0, 0.015, 0)
})

const pickaxe = noun('pickaxe,pick,mining pick,镐', (s) => {
  const steel = s.main('metal', '#7d8288', { rough: 0.4 })
  s.tube(
    s.use('wood', '#8c5e36'),
    [
      [0, 0, 0],
      [0, 0.3, 0.008],
      [0, 0.82, 0],
    ],
    (t) => 0.02 + 0.008 * t,
    12,
  )
  s.tube(
    steel,
    [
      [-0.38, 0.6, 0],
      [-0.22, 0.72, 0],
      [0, 0.77, 0],
      [0.22, 0.72, 0],
      [0.38, 0.6, 0],
    ],
    (t) => Math.max(0.004, 0.036 * (1 - Math.abs(2 * t - 1) ** 1.6)),
    8,
    5,
  ).smooth(40)
  s.box(steel, 0.09, 0.085, 0.085, 0.014).at(0, 0.77, 0)
  s.box(s.accent('leather', '#5a3a26'), 0.05, 0.14, 0.055, 0.012).at(0, 0.09, 0.004)
})

const bow = noun('bow,longbow,hunting bow,弓', (s) => {
  const wood = s.main('wood', '#7d4c2a')
  const grip = s.accent('leather', '#4a3022')
  s.tube(
    wood,
    [
      [0.02, 0, 0],
      [-0.06, 0.08, 0],
      [-0.03, 0.3, 0],
      [0.09, 0.55, 0],
      [0.1, 0.65, 0],
      [0.09, 0.75, 0],
      [-0.03, 1.0, 0],
      [-0.06, 1.22, 0],
      [0.02, 1.3, 0],
    ],
    (t) => 0.009 + 0.012 * Math.sin(t * Math.PI),
    12,
    5,
  )
  s.tube(
    s.use('cloth', '#d9d2bf'),
    [
      [0.015, 0.01, 0],
      [-0.055, 0.085, 0],
      [-0.055, 1.215, 0],
      [0.015, 1.29, 0],
    ],
    0.003,
    6,
    1,
  )
  for (let i = 0; i < 9; i++) s.ring(grip, 0.021, 0.006, 14, 6).at(0.099, 0.58 + i * 0.0175, 0)
  for (const y of [0.42, 0.88])
    s.ring(s.use('gold', '#b8893d'), 0.019, 0.006, 14, 6)
      .turnZ(y > 0.6 ? 26 : -26)
      .at(0.032, y, 0)
})

const arrow = noun('arrow,bolt,quiver,箭', (s) => {
  const feather = s.accent('cloth', '#b5382e')
  s.rod(s.main('wood', '#b08a58'), [0, 0.04, 0], [0, 0.7, 0], 0.006, 0.006, 10)
  blade(s, s.use('metal', '#8f959b'), 0.69, 0.79, 0.022, 0.006)
  s.lathe(
    s.use('metal', '#6a6f75'),
    [
      [0.008, 0.66],
      [0.009, 0.7],
    ],
    12,
  )
  s.around(3, () =>
    s.slab(
      feather,
      [
        [0.004, 0.06],
        [0.03, 0.035],
        [0.034, 0.1],
        [0.022, 0.16],
        [0.004, 0.19],
      ],
      0.003,
      0,
    ),
  )
  s.ring(s.use('straw', '#d9cfae'), 0.0065, 0.0025, 12, 6).at(0, 0.2, 0)
})

const staff = noun('staff,wand,magic staff,scepter,sceptre,法杖', (s) => {
  const wood = s.main('bark', '#6d4a30')
  const orb = s.accent('crystal', '#4a8ee0')
  s.tube(
    wood,
    [
      [0, 0, 0],
      [0.015, 0.4, 0.01],
      [-0.012, 0.8, -0.008],
      [0, 1.2, 0],
    ],
    (t) => 0.02 + 0.009 * t,
    12,
    5,
  )
  s.around(
    4,
    () =>
      s.tube(
        wood,
        [
          [0.01, 1.17, 0],
          [0.075, 1.27, 0.015],
          [0.085, 1.38, 0.02],
          [0.03, 1.5, 0.01],
        ],
        (t) => 0.017 * (1 - 0.75 * t),
        8,
        4,
      ),
    20,
  )
  s.ball(orb, 0.064, 0.064, 0.064, 6).at(0, 1.34, 0)
  for (const y of [0.06, 0.62, 1.14]) s.ring(s.use('gold', '#c99a3f'), 0.028, 0.008, 18, 8).at(0, y, 0)
})

const spear = noun('spear,lance,javelin,pike,trident,矛', (s) => {
  s.rod(s.use('wood', '#845832'), [0, 0, 0], [0, 1.7, 0], 0.015, 0.014)
  blade(s, s.main('metal', '#aeb3b9', { rough: 0.26 }), 1.68, 2.02, 0.042, 0.011, 0.2)
  s.lathe(
    s.accent('gold', '#b8893d'),
    [
      [0.018, 1.6],
      [0.024, 1.63],
      [0.018, 1.68],
    ],
    16,
  )
  for (let i = 0; i < 6; i++) s.ring(s.use('cloth', '#9c2f2a'), 0.0165, 0.006, 12, 6).at(0, 1.48 + i * 0.018, 0)
  s.lathe(
    s.use('metal', '#777c82'),
    [
      [0, -0.06],
      [0.017, 0.0],
      [0.017, 0.04],
    ],
    12,
  )
})

const helmet = noun('helmet,helm,knight helmet,viking helmet,头盔', (s) => {
  const steel = s.main('metal', '#a2a7ad', { rough: 0.3 })
  const gold = s.accent('gold', '#c4963d')
  s.vase(
    steel,
    [
      [0.135, 0],
      [0.14, 0.08],
      [0.138, 0.17],
      [0.1, 0.26],
      [0.045, 0.3],
      [0, 0.31],
    ],
    30,
    4,
  )
    .smooth(70)
    .scale(1, 1, 1.14)
  s.lathe(
    gold,
    [
      [0.138, 0.155],
      [0.149, 0.16],
      [0.149, 0.185],
      [0.136, 0.19],
    ],
    30,
  ).scale(1, 1, 1.14)
  s.tube(
    gold,
    [
      [0, 0.18, 0.168],
      [0, 0.27, 0.11],
      [0, 0.315, 0],
      [0, 0.27, -0.11],
      [0, 0.18, -0.168],
    ],
    0.012,
    8,
  )
  s.slab(
    s.use('rubber', '#17181a'),
    [-0.1, -0.05, 0, 0.05, 0.1]
      .map((x): Vec2 => [x, 0.114])
      .concat([0.1, 0.05, 0, -0.05, -0.1].map((x): Vec2 => [x, 0.142])),
    0.016,
    0,
  ).warp(([x, y, z]) => [x, y, z + 0.156 - x * x * 5])
  s.slab(
    steel,
    [
      [-0.018, 0.02],
      [0.018, 0.02],
      [0.026, 0.16],
      [-0.026, 0.16],
    ],
    0.016,
    0.004,
  ).at(0, 0, 0.168)
  for (const x of [-1, 1]) {
    s.tube(
      s.use('ceramic', '#d9ccb0'),
      [
        [x * 0.13, 0.18, 0],
        [x * 0.21, 0.2, 0.005],
        [x * 0.25, 0.28, 0.01],
        [x * 0.23, 0.37, 0.015],
      ],
      (t) => 0.034 * (1 - t) + 0.003,
      12,
      5,
    )
    s.lathe(
      gold,
      [
        [0.034, 0],
        [0.042, 0.012],
        [0.034, 0.024],
      ],
      18,
    )
      .turnZ(-90 * x)
      .at(x * 0.13, 0.18, 0)
    for (const y of [0.03, 0.07])
      for (const z of [0.06, -0.06]) s.ball(gold, 0.008, 0.008, 0.008, 2).at(x * 0.125, y, z)
  }
})

const armor = noun('armor,armour,breastplate,cuirass,盔甲', (s) => {
  const steel = s.main('metal', '#9a9fa6', { rough: 0.3 })
  const gold = s.accent('gold', '#c4963d')
  const n = s.round(26, 8)
  const torso = (
    [
      [0, 0.17, 0.12],
      [0.06, 0.18, 0.13],
      [0.2, 0.17, 0.125],
      [0.36, 0.23, 0.16],
      [0.5, 0.24, 0.15],
      [0.58, 0.2, 0.11],
      [0.62, 0.11, 0.085],
    ] as const
  ).map(([y, rx, rz]) => hoop(0, 0, 0, rx, rz, n, 2.4).map(([x, z]): Vec3 => [x, y, -z]))
  s.skin(steel, torso).smooth(70)
  for (const part of [
    s.ring(gold, 0.115, 0.014, 26, 8).scale(1, 1, 0.8).at(0, 0.625, 0),
    s.ring(gold, 0.178, 0.014, 30, 8).scale(1, 1, 0.74).at(0, 0.06, 0),
  ])
    part.smooth(80)
  for (const x of [-1, 1]) {
    s.ball(steel, 0.11, 0.085, 0.12, 5).at(x * 0.26, 0.54, 0)
    s.ring(gold, 0.105, 0.011, 24, 8)
      .scale(1, 1, 1.08)
      .turnZ(x * -24)
      .at(x * 0.275, 0.51, 0)
    for (let i = 0; i < 3; i++)
      s.box(i % 2 ? gold : steel, 0.12, 0.12, 0.05, 0.014)
        .turnZ(x * -4)
        .at(x * (0.06 + i * 0.045), -0.02, 0.105 - i * 0.045)
  }
  s.slab(gold, polygon(4, 0.055, 0.028), 0.03, 0.008).at(0, 0.42, 0.163)
})

export const WEAPONS = [sword, dagger, shield, axe, hammer, pickaxe, bow, arrow, staff, spear, helmet, armor]
