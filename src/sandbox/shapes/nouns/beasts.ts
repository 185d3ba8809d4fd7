// Four-legged animals on one shared plan.
import { noun } from '../noun.ts'
import type { MaterialId } from '../part.ts'
import type { Sketch } from '../sketch.ts'
import type { Vec3 } from '../vector.ts'
import { both, eyes, limb } from './limbs.ts'

/** The shared plan of four-legged animals, in units of shoulder height; returns nothing but parts. */
interface Plan {
  long: number
  belly: number
  leg: number
  neck: number
  head: number
  snout: number
  neckUp: number
}

function quadruped(s: Sketch, coat: MaterialId, pale: MaterialId, p: Plan): { head: Vec3 } {
  const hip = p.leg + p.belly * 0.8
  const head: Vec3 = [0, hip + p.neckUp, p.long * 0.5 + p.neck]
  s.organic(
    [
      limb(coat, [0, hip, p.long * 0.42], [0, hip, -p.long * 0.42], p.belly, p.belly * 0.86),
      limb(coat, [0, hip + 0.02, p.long * 0.46], head, p.belly * 0.74, p.head * 0.72),
      limb(coat, head, [0, head[1] + 0.01, head[2] + 0.02], p.head),
      limb(
        pale,
        [0, head[1] - p.head * 0.28, head[2] + p.head * 0.5],
        [0, head[1] - p.head * 0.42, head[2] + p.head * 0.6 + p.snout],
        p.head * 0.56,
        p.head * 0.42,
      ),
      ...both(
        limb(
          coat,
          [p.belly * 0.55, hip - p.belly * 0.2, p.long * 0.4],
          [p.belly * 0.6, p.leg * 0.5, p.long * 0.42],
          p.belly * 0.46,
          p.belly * 0.3,
        ),
      ),
      ...both(
        limb(
          coat,
          [p.belly * 0.6, p.leg * 0.5, p.long * 0.42],
          [p.belly * 0.6, p.belly * 0.25, p.long * 0.42],
          p.belly * 0.3,
          p.belly * 0.26,
        ),
      ),
      ...both(
        limb(
          pale,
          [p.belly * 0.6, p.belly * 0.22, p.long * 0.42],
          [p.belly * 0.6, p.belly * 0.2, p.long * 0.42 + p.belly * 0.22],
          p.belly * 0.3,
          p.belly * 0.26,
        ),
      ),
      ...both(
        limb(
          coat,
          [p.belly * 0.5, hip - p.belly * 0.1, -p.long * 0.42],
          [p.belly * 0.62, p.leg * 0.62, -p.long * 0.38],
          p.belly * 0.58,
          p.belly * 0.34,
        ),
      ),
      ...both(
        limb(
          coat,
          [p.belly * 0.62, p.leg * 0.62, -p.long * 0.38],
          [p.belly * 0.62, p.belly * 0.25, -p.long * 0.46],
          p.belly * 0.32,
          p.belly * 0.25,
        ),
      ),
      ...both(
        limb(
          pale,
          [p.belly * 0.62, p.belly * 0.22, -p.long * 0.46],
          [p.belly * 0.62, p.belly * 0.2, -p.long * 0.46 + p.belly * 0.22],
          p.belly * 0.29,
          p.belly * 0.25,
        ),
      ),
    ],
    p.belly * 0.42,
    40,
  )
  return { head }
}

const dog = noun('dog,puppy,hound,wolf,fox,狗,小狗', (s) => {
  const r = s.random
  const coat = s.main('fur', r.pick('#b07a45', '#8a5a36', '#c9a06a', '#6e5a4c'))
  const pale = s.use('fur', '#e6d8c0')
  const { head } = quadruped(s, coat, pale, {
    long: 0.52,
    belly: 0.145,
    leg: 0.26,
    neck: 0.1,
    head: 0.135,
    snout: 0.1,
    neckUp: 0.24,
  })
  const [, y, z] = head
  for (const x of [-1, 1])
    s.organic(
      [
        limb(s.tone(coat, 0.7), [x * 0.1, y + 0.1, z - 0.02], [x * 0.165, y - 0.02, z + 0.02], 0.042, 0.05),
        limb(s.tone(coat, 0.7), [x * 0.165, y - 0.02, z + 0.02], [x * 0.16, y - 0.09, z + 0.03], 0.045, 0.03),
      ],
      0.03,
      14,
    ).scale(1, 1, 1)
  s.organic(
    [
      limb(coat, [0, 0.4, -0.3], [0, 0.52, -0.42], 0.045, 0.04),
      limb(pale, [0, 0.52, -0.42], [0, 0.64, -0.41], 0.042, 0.018),
    ],
    0.03,
    16,
  )
  eyes(s, 0.058, y + 0.035, z + 0.118, 0.021)
  s.ball(s.use('rubber', '#1d1b1b', { rough: 0.3 }), 0.036, 0.027, 0.027, 4).at(0, y - 0.028, z + 0.225)
  s.ring(s.accent('leather', '#b5322e'), 0.118, 0.016, 26, 8)
    .turnX(52)
    .at(0, y - 0.11, z - 0.06)
  s.ball(s.use('gold', '#d6a23a'), 0.024, 0.028, 0.014, 4).at(0, y - 0.2, z + 0.045)
  s.ball(s.use('skin', '#c9626a'), 0.026, 0.01, 0.04, 4)
    .turnX(30)
    .at(0, y - 0.115, z + 0.185)
})

const cat = noun('cat,kitten,kitty,tiger,lion,panther,猫,小猫', (s) => {
  const r = s.random
  const coat = s.main('fur', r.pick('#d18a45', '#6f6c6a', '#3a3633', '#c9b08a'))
  const pale = s.use('fur', '#efe6d6')
  const { head } = quadruped(s, coat, pale, {
    long: 0.36,
    belly: 0.1,
    leg: 0.17,
    neck: 0.06,
    head: 0.11,
    snout: 0.008,
    neckUp: 0.15,
  })
  const [, y, z] = head
  for (const x of [-1, 1]) {
    s.lathe(
      coat,
      [
        [0.046, 0],
        [0.03, 0.05],
        [0.004, 0.1],
      ],
      12,
    )
      .scale(1, 1, 0.5)
      .turnZ(-x * 20)
      .at(x * 0.06, y + 0.07, z)
    s.lathe(
      s.use('skin', '#dca0a0'),
      [
        [0.028, 0],
        [0.003, 0.07],
      ],
      10,
    )
      .scale(1, 1, 0.4)
      .turnZ(-x * 20)
      .at(x * 0.062, y + 0.078, z + 0.012)
    for (const a of [-12, 0, 12])
      s.rod(
        pale,
        [x * 0.03, y - 0.035, z + 0.105],
        [x * 0.15, y - 0.035 + Math.sin((a * Math.PI) / 180) * 0.1, z + 0.1],
        0.0022,
        0.001,
        4,
      )
  }
  s.tube(
    coat,
    [
      [0, 0.25, -0.2],
      [0, 0.24, -0.32],
      [0.02, 0.36, -0.4],
      [0.05, 0.48, -0.37],
      [0.05, 0.54, -0.3],
    ],
    (t) => 0.03 * (1 - t * 0.3) * (t > 0.97 ? 0.5 : 1),
    12,
    5,
  )
  const iris = s.accent('ceramic', '#9cbf3f', { rough: 0.15 })
  for (const x of [-1, 1]) {
    s.ball(iris, 0.026, 0.026, 0.016, 5).at(x * 0.046, y + 0.018, z + 0.098)
    s.ball(s.use('rubber', '#141414', { rough: 0.1 }), 0.008, 0.021, 0.012, 4).at(x * 0.046, y + 0.018, z + 0.107)
  }
  s.ball(s.use('skin', '#d98a90'), 0.016, 0.011, 0.012, 4).at(0, y - 0.018, z + 0.122)
})

const horse = noun('horse,pony,unicorn,donkey,deer,cow,马', (s) => {
  const r = s.random
  const coat = s.main('fur', r.pick('#7d4f2f', '#5a3a28', '#c9b08a', '#8f8a86'))
  const mane = s.accent('fur', '#2f241d')
  const hoof = s.use('rubber', '#2b2622')
  s.organic(
    [
      limb(coat, [0, 1.12, 0.5], [0, 1.12, -0.52], 0.29, 0.29),
      limb(coat, [0, 1.22, 0.62], [0, 1.72, 0.98], 0.22, 0.125),
      limb(coat, [0, 1.72, 0.98], [0, 1.5, 1.32], 0.135, 0.085),
      limb(coat, [0, 1.48, 1.33], [0, 1.46, 1.36], 0.09),
      ...both(limb(coat, [0.16, 1.0, 0.52], [0.17, 0.6, 0.55], 0.13, 0.075)),
      ...both(limb(coat, [0.17, 0.6, 0.55], [0.17, 0.12, 0.52], 0.068, 0.05)),
      ...both(limb(coat, [0.16, 1.05, -0.58], [0.18, 0.66, -0.56], 0.19, 0.085)),
      ...both(limb(coat, [0.18, 0.66, -0.56], [0.18, 0.12, -0.66], 0.07, 0.05)),
      ...both(limb(coat, [0.06, 1.8, 0.94], [0.08, 1.93, 0.92], 0.045, 0.014, 0.03)),
    ],
    0.13,
    46,
  )
  for (const x of [-1, 1])
    for (const [z, w] of [
      [0.52, 0.17],
      [-0.66, 0.18],
    ] as const)
      s.lathe(
        hoof,
        [
          [0.088, 0],
          [0.066, 0.11],
          [0.05, 0.13],
        ],
        16,
      ).at(x * w, 0, z + 0.01)
  s.organic(
    [
      limb(mane, [0, 1.86, 0.95], [0, 1.62, 0.66], 0.06, 0.075),
      limb(mane, [0, 1.62, 0.66], [0, 1.4, 0.44], 0.075, 0.05),
      limb(mane, [0, 1.86, 1.0], [0, 1.74, 1.12], 0.05, 0.03),
    ],
    0.08,
    22,
  )
  s.organic(
    [
      limb(mane, [0, 1.22, -0.82], [0, 1.0, -1.0], 0.05, 0.08),
      limb(mane, [0, 1.0, -1.0], [0, 0.5, -1.02], 0.085, 0.03),
    ],
    0.06,
    20,
  )
  eyes(s, 0.105, 1.7, 1.06, 0.028)
  for (const x of [-1, 1]) s.ball(hoof, 0.02, 0.014, 0.014, 3).at(x * 0.05, 1.49, 1.43)
})

export const BEASTS = [dog, cat, horse]
