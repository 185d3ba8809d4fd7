// What lies on the ground outdoors: rocks, crystals, a fire between stones.
import { noun } from '../noun.ts'
import type { MaterialId } from '../part.ts'
import { unit, type Vec3 } from '../vector.ts'
import { rough } from './rough.ts'

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

export const GROUND = [rock, campfire, crystal]
