// Creatures with other bodies than four legs or two: spiders, ants, snakes and octopuses.
import { noun } from '../noun.ts'
import type { Limb } from '../organic.ts'
import type { MaterialId } from '../part.ts'
import type { Sketch } from '../sketch.ts'
import type { Vec3 } from '../vector.ts'

const limb = (material: MaterialId, a: Vec3, b: Vec3, ra: number, rb = ra): Limb => ({ material, a, b, ra, rb })

/** Dark eyes with a glint, one on each side. */
function eyes(s: Sketch, x: number, y: number, z: number, r: number): void {
  const black = s.use('ceramic', '#141517', { rough: 0.1 })
  const glint = s.use('ceramic', '#f2f0ea', { rough: 0.15 })
  for (const side of [-1, 1]) {
    s.ball(black, r).at(side * x, y, z)
    s.ball(glint, r * 0.28, undefined, undefined, 3).at(side * x + r * 0.3, y + r * 0.45, z + r * 0.7)
  }
}

/** Jointed legs in pairs: each goes up and out to a knee, then down to the ground; angles from the front, degrees. */
function legs(
  s: Sketch,
  material: MaterialId,
  angles: readonly number[],
  from: Vec3,
  knee: Vec3,
  reach: number,
  r: number,
): void {
  for (const side of [-1, 1])
    for (const angle of angles) {
      const [sin, cos] = [Math.sin((angle * Math.PI) / 180), Math.cos((angle * Math.PI) / 180)]
      const out = (distance: number, y: number): Vec3 => [
        side * (from[0] + sin * distance),
        y,
        from[2] + cos * distance,
      ]
      s.organic(
        [
          limb(material, out(0, from[1]), out(knee[0], knee[1]), r * 1.15, r),
          limb(material, out(knee[0], knee[1]), out(reach * 0.86, knee[1] * 0.42), r, r * 0.8),
          limb(material, out(reach * 0.86, knee[1] * 0.42), out(reach, r * 0.5), r * 0.8, r * 0.5),
        ],
        r * 0.5,
        26,
      )
    }
}

const spider = noun('spider,tarantula,scorpion,crab,tick,蜘蛛', (s) => {
  const r = s.random
  const hide = s.main('fur', r.pick('#3b312c', '#5a3c2a', '#2c2e36', '#6b4a2c'))
  const mark = s.accent('fur', r.pick('#b5432e', '#d69a3a', '#c9c2b0'))
  s.organic(
    [
      limb(hide, [0, 0.2, 0.08], [0, 0.2, 0.12], 0.1, 0.085),
      limb(hide, [0, 0.2, 0], [0, 0.21, -0.04], 0.05),
      limb(hide, [0, 0.25, -0.2], [0, 0.24, -0.3], 0.15, 0.12),
      limb(mark, [0, 0.37, -0.22], [0, 0.34, -0.3], 0.04, 0.03),
      limb(mark, [-0.03, 0.16, 0.2], [-0.03, 0.11, 0.23], 0.022, 0.01),
      limb(mark, [0.03, 0.16, 0.2], [0.03, 0.11, 0.23], 0.022, 0.01),
    ],
    0.05,
    34,
  )
  legs(s, s.tone(hide, 0.8), [38, 72, 106, 142], [0.06, 0.2, 0.08], [0.22, 0.36, 0], 0.46, 0.024)
  eyes(s, 0.028, 0.235, 0.19, 0.018)
  eyes(s, 0.06, 0.245, 0.165, 0.012)
})

const ant = noun('ant,beetle,bug,insect,bee,ladybug,蚂蚁', (s) => {
  const r = s.random
  const shell = s.main('plastic', r.pick('#7a3324', '#3a2a26', '#26262b'), { rough: 0.35 })
  s.organic([limb(shell, [0, 0.2, 0.3], [0, 0.19, 0.34], 0.095, 0.08)], 0.05, 20)
  s.organic(
    [
      limb(shell, [0, 0.2, 0.2], [0, 0.22, 0.02], 0.05, 0.075),
      limb(shell, [0, 0.2, -0.06], [0, 0.2, -0.12], 0.04),
      limb(shell, [0, 0.22, -0.24], [0, 0.2, -0.36], 0.12, 0.07),
    ],
    0.04,
    32,
  )
  legs(s, s.tone(shell, 0.8), [48, 92, 138], [0.04, 0.19, 0.06], [0.17, 0.29, 0], 0.36, 0.018)
  for (const x of [-1, 1])
    s.tube(
      s.tone(shell, 0.7),
      [
        [x * 0.03, 0.26, 0.36],
        [x * 0.1, 0.36, 0.42],
        [x * 0.14, 0.36, 0.54],
      ],
      0.011,
      7,
    )
  eyes(s, 0.07, 0.23, 0.36, 0.024)
})

const snake = noun('snake,serpent,cobra,python,worm,eel,蛇', (s) => {
  const r = s.random
  const skin = s.main('scales', r.pick('#4f7f3c', '#8a6a32', '#3f6f78', '#7a3f34'))
  const belly = s.accent('scales', '#d8c98e')
  const path: Vec3[] = []
  for (let i = 0; i <= 22; i++) {
    const t = i / 22
    path.push([
      Math.sin(t * Math.PI * 2.6) * 0.2 * (1 - t * 0.25),
      0.07 - 0.045 * Math.max(0, t - 0.45),
      0.62 - t * 1.45,
    ])
  }
  const thick = (t: number) => 0.068 * (t < 0.5 ? 1 : Math.max(0.08, 1 - ((t - 0.5) / 0.5) ** 1.4))
  s.tube(skin, path, thick, 14, 3)
  const [x, , z] = path[0] ?? [0, 0, 0]
  s.organic(
    [
      limb(skin, [x, 0.075, z - 0.02], [x + 0.02, 0.14, z + 0.1], 0.062, 0.058),
      limb(skin, [x + 0.02, 0.17, z + 0.13], [x + 0.02, 0.16, z + 0.21], 0.078, 0.05),
      limb(belly, [x + 0.02, 0.13, z + 0.15], [x + 0.02, 0.135, z + 0.22], 0.055, 0.04),
    ],
    0.05,
    24,
  )
  const black = s.use('ceramic', '#15161a', { rough: 0.1 })
  for (const side of [-1, 1]) s.ball(black, 0.015).at(x + 0.02 + side * 0.06, 0.195, z + 0.17)
  s.tube(
    s.use('skin', '#b8323a'),
    [
      [x + 0.02, 0.135, z + 0.25],
      [x + 0.02, 0.13, z + 0.31],
      [x + 0.02, 0.15, z + 0.35],
    ],
    0.007,
    6,
  )
})

const octopus = noun('octopus,squid,kraken,jellyfish,章鱼', (s) => {
  const r = s.random
  const skin = s.main('skin', r.pick('#b5564a', '#8a4f8f', '#c9783f', '#4f6fa0'))
  const limbs: Limb[] = [
    limb(skin, [0, 0.34, -0.02], [0, 0.46, -0.06], 0.17, 0.19),
    limb(skin, [0, 0.2, 0], [0, 0.26, 0], 0.13),
  ]
  const tips: Vec3[][] = []
  for (let i = 0; i < 8; i++) {
    const angle = ((i + 0.5) / 8) * Math.PI * 2
    const bend = i % 2 === 0 ? 0.25 : -0.25
    const at = (d: number, y: number, turn: number): Vec3 => [Math.sin(angle + turn) * d, y, Math.cos(angle + turn) * d]
    tips.push([
      at(0.08, 0.17, 0),
      at(0.22, 0.1, 0),
      at(0.36, 0.045, bend * 0.4),
      at(0.48, 0.04, bend),
      at(0.55, 0.05, bend * 1.3),
    ])
  }
  s.organic(limbs, 0.08, 26)
  for (const path of tips) s.tube(skin, path, (t) => 0.062 * (1 - t * 0.72) * (t > 0.97 ? 0.45 : 1), 12, 4)
  eyes(s, 0.1, 0.36, 0.118, 0.042)
})

export const CRAWLERS = [spider, ant, snake, octopus]
