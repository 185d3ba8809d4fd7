// Trees, bushes and what is left of them when felled.
import { noun } from '../noun.ts'
import { polygon } from '../sketch.ts'
import type { Vec3 } from '../vector.ts'
import { clump } from './rough.ts'

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

export const TREES = [tree, pine, palm, bush, log]
