// Arms carried in the hand: blades, bows, poles.
import { noun } from '../noun.ts'
import type { MaterialId } from '../part.ts'
import type { Sketch } from '../sketch.ts'
import type { Vec3 } from '../vector.ts'

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

export const WEAPONS = [sword, dagger, bow, arrow, staff, spear]
