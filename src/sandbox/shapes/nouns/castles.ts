// Fortified buildings and their turrets.
import { noun } from '../noun.ts'
import type { MaterialId } from '../part.ts'
import { arc, type Sketch } from '../sketch.ts'

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

export const CASTLES = [tower, castle]
