// Living things and those that look alive: bodies melted from limbs, with eyes.
import { noun } from '../noun.ts'
import type { Limb } from '../organic.ts'
import type { MaterialId } from '../part.ts'
import { arc, polygon, type Sketch } from '../sketch.ts'
import type { Vec3 } from '../vector.ts'

const limb = (material: MaterialId, a: Vec3, b: Vec3, ra: number, rb = ra, melt?: number): Limb => ({
  material,
  a,
  b,
  ra,
  rb,
  ...(melt ? { melt } : {}),
})
/** A limb and its mirror image. */
const both = (l: Limb): Limb[] => [l, { ...l, a: [-l.a[0], l.a[1], l.a[2]], b: [-l.b[0], l.b[1], l.b[2]] }]

/** A pair of eyes with a glint. */
function eyes(s: Sketch, x: number, y: number, z: number, r: number, white = false): void {
  const black = s.use('ceramic', '#17181b', { rough: 0.1 })
  const pale = s.use('ceramic', '#f0eee8', { rough: 0.15 })
  for (const side of [-1, 1]) {
    if (white) s.ball(pale, r, r, r * 0.7, 5).at(side * x, y, z)
    s.ball(black, white ? r * 0.58 : r, white ? r * 0.62 : r, r * 0.6, 5).at(side * x, y, z + (white ? r * 0.36 : 0))
    s.ball(pale, r * 0.24, r * 0.24, r * 0.2, 3).at(side * x + r * 0.3, y + r * 0.36, z + r * (white ? 0.82 : 0.55))
  }
}

const person = noun(
  'person,human,man,woman,boy,girl,character,villager,hero,farmer,soldier,knight,king,queen,princess,wizard,ninja,pirate,warrior,people,人,人物,骑士',
  (s) => {
    const r = s.random
    const skin = s.use('skin', r.pick('#e0ac86', '#c98d63', '#8d5b3e', '#f0c6a4'))
    const shirt = s.main('cloth', r.pick('#3f6f8f', '#8a3f3a', '#4f7a4a', '#7a5a8f'))
    const pants = s.accent('cloth', '#4b4238')
    const boot = s.use('leather', '#4a3022')
    const hair = s.use('fur', r.pick('#3a2619', '#7a4a24', '#1f1b1a', '#b98a45'))
    s.organic(
      [
        limb(shirt, [0, 1.0, 0], [0, 1.28, 0], 0.145, 0.165),
        ...both(limb(shirt, [0.1, 1.34, 0], [0.16, 1.34, 0], 0.1)),
        ...both(limb(shirt, [0.2, 1.33, 0], [0.34, 1.06, 0.02], 0.075, 0.065)),
        limb(shirt, [0, 0.92, 0], [0, 0.98, 0], 0.155),
      ],
      0.09,
      20,
    )
    s.organic(
      [
        ...both(limb(pants, [0.085, 0.88, 0], [0.1, 0.5, 0.01], 0.105, 0.078)),
        ...both(limb(pants, [0.1, 0.5, 0.01], [0.11, 0.14, 0], 0.078, 0.062)),
        limb(pants, [0, 0.9, 0], [0, 0.94, 0], 0.145),
      ],
      0.06,
      20,
    )
    s.organic(
      [
        ...both(limb(boot, [0.11, 0.07, -0.02], [0.12, 0.055, 0.13], 0.07, 0.058)),
        ...both(limb(boot, [0.11, 0.12, -0.01], [0.11, 0.24, 0], 0.075, 0.078)),
      ],
      0.05,
      14,
    )
    s.organic(
      [
        ...both(limb(skin, [0.34, 1.06, 0.02], [0.4, 0.86, 0.06], 0.056, 0.046)),
        ...both(limb(skin, [0.405, 0.82, 0.07], [0.41, 0.76, 0.085], 0.05, 0.04)),
      ],
      0.04,
      20,
    )
    s.organic(
      [
        limb(skin, [0, 1.4, 0], [0, 1.5, 0], 0.065),
        limb(skin, [0, 1.64, 0.015], [0, 1.58, 0.025], 0.15, 0.125),
        limb(skin, [0, 1.585, 0.15], [0, 1.57, 0.168], 0.025, 0.022, 0.03),
        ...both(limb(skin, [0.15, 1.61, 0], [0.155, 1.59, 0], 0.032)),
      ],
      0.05,
      18,
    )
    s.organic(
      [
        limb(hair, [0, 1.7, -0.025], [0, 1.64, -0.05], 0.15, 0.145),
        limb(hair, [-0.06, 1.75, 0.07], [0.08, 1.76, 0.06], 0.07, 0.075),
        ...both(limb(hair, [0.12, 1.68, 0.02], [0.125, 1.6, -0.03], 0.055, 0.05)),
      ],
      0.06,
      14,
    )
    eyes(s, 0.058, 1.63, 0.148, 0.021)
    s.tube(
      s.use('skin', '#8f4f45'),
      [
        [-0.035, 1.535, 0.142],
        [0, 1.526, 0.148],
        [0.035, 1.535, 0.142],
      ],
      0.006,
      6,
    )
    s.lathe(
      boot,
      [
        [0.162, 0.965],
        [0.168, 0.97],
        [0.168, 1.01],
        [0.162, 1.015],
      ],
      28,
    )
    s.box(s.use('gold', '#c9993f'), 0.07, 0.06, 0.03, 0.01).at(0, 0.99, 0.165)
  },
)

const robot = noun('robot,android,droid,mech,cyborg,机器人', (s) => {
  const r = s.random
  const shell = s.main('paint', r.pick('#d98b2e', '#4f8fb0', '#c9c9c4', '#6f9a4f'), { rough: 0.35 })
  const steel = s.use('metal', '#6f757b')
  const dark = s.use('rubber', '#232528')
  const glow = s.accent('glow', '#58e0f0')
  s.box(shell, 0.62, 0.6, 0.42, 0.09).taper(1.12).at(0, 0.98, 0)
  s.box(dark, 0.34, 0.24, 0.04, 0.02).at(0, 1.04, 0.225)
  for (const [x, y] of [
    [-0.1, 1.09],
    [0, 1.09],
    [0.1, 1.09],
  ] as const)
    s.ball(glow, 0.028, 0.028, 0.016, 3).at(x, y, 0.247)
  s.box(glow, 0.26, 0.04, 0.02, 0.005).at(0, 1.0, 0.242)
  s.lathe(
    steel,
    [
      [0.22, 0.6],
      [0.2, 0.7],
    ],
    20,
  )
  s.box(steel, 0.4, 0.14, 0.3, 0.04).at(0, 0.6, 0)
  for (let i = 0; i < 3; i++) s.ring(dark, 0.09, 0.025, 20, 8).at(0, 1.3 + i * 0.035, 0)
  s.box(shell, 0.5, 0.38, 0.42, 0.1).at(0, 1.58, 0)
  s.box(dark, 0.4, 0.22, 0.06, 0.03).at(0, 1.6, 0.2)
  for (const x of [-1, 1]) {
    s.lathe(
      glow,
      [
        [0.065, 0],
        [0.06, 0.02],
        [0, 0.026],
      ],
      22,
    )
      .turnX(90)
      .at(x * 0.1, 1.61, 0.226)
    s.lathe(
      steel,
      [
        [0.09, 0],
        [0.09, 0.06],
        [0.06, 0.08],
      ],
      18,
    )
      .turnZ(-90 * x)
      .at(x * 0.25, 1.58, 0)
    s.ball(shell, 0.13, 0.13, 0.13, 6).at(x * 0.42, 1.2, 0)
    s.rod(steel, [x * 0.44, 1.16, 0], [x * 0.5, 0.86, 0.02], 0.055, 0.05)
    s.ball(dark, 0.075).at(x * 0.5, 0.85, 0.02)
    s.rod(shell, [x * 0.505, 0.83, 0.03], [x * 0.52, 0.56, 0.12], 0.075, 0.095, 16)
    for (const a of [-1, 0, 1])
      s.tube(
        steel,
        [
          [x * 0.52 + a * 0.05, 0.55, 0.13],
          [x * 0.53 + a * 0.08, 0.47, 0.17],
          [x * 0.53 + a * 0.05, 0.4, 0.19],
        ],
        0.023,
        8,
      )
    s.rod(steel, [x * 0.15, 0.58, 0], [x * 0.17, 0.36, 0.01], 0.06)
    s.ball(dark, 0.085).at(x * 0.17, 0.35, 0.01)
    s.rod(shell, [x * 0.17, 0.33, 0], [x * 0.17, 0.1, 0], 0.085, 0.11, 16)
    s.box(shell, 0.22, 0.12, 0.36, 0.04).at(x * 0.17, 0.06, 0.05)
  }
  s.rod(steel, [0, 1.76, 0], [0, 1.95, 0], 0.015)
  s.ball(s.use('glow', '#f05a3c'), 0.04).at(0, 1.97, 0)
})

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

const bird = noun('bird,sparrow,parrot,eagle,duck,chicken,owl,robin,crow,penguin,鸟,小鸟', (s) => {
  const r = s.random
  const plume = s.main('fur', r.pick('#3f7fb5', '#c9463a', '#d9a832', '#5f9a4a'))
  const belly = s.use('fur', '#efe3cc')
  const beak = s.accent('ceramic', '#e39a2d')
  s.organic(
    [
      limb(plume, [0, 0.2, -0.03], [0, 0.26, 0.03], 0.105, 0.1),
      limb(plume, [0, 0.37, 0.07], [0, 0.375, 0.075], 0.082),
      limb(belly, [0, 0.19, 0.045], [0, 0.27, 0.085], 0.078, 0.062),
      limb(plume, [0, 0.17, -0.1], [0, 0.13, -0.26], 0.05, 0.028),
    ],
    0.06,
    30,
  )
  for (const x of [-1, 1]) {
    s.organic(
      [
        limb(s.tone(plume, 0.82), [x * 0.098, 0.26, 0.03], [x * 0.125, 0.17, -0.13], 0.05, 0.022),
        limb(s.tone(plume, 0.7), [x * 0.112, 0.22, -0.02], [x * 0.11, 0.13, -0.16], 0.038, 0.014),
      ],
      0.03,
      20,
    ).warp(([a, b, c]) => [x * 0.1 + (a - x * 0.1) * 0.55, b, c])
    s.tube(
      beak,
      [
        [x * 0.04, 0.11, 0],
        [x * 0.045, 0.05, 0.012],
        [x * 0.045, 0.012, 0],
      ],
      0.009,
      7,
    )
    for (const a of [-35, 0, 35])
      s.rod(
        beak,
        [x * 0.045, 0.01, 0],
        [x * 0.045 + Math.sin((a * Math.PI) / 180) * 0.05, 0.008, Math.cos(a * 0.01745) * 0.05],
        0.008,
        0.005,
        6,
      )
    s.rod(beak, [x * 0.045, 0.01, 0], [x * 0.045, 0.008, -0.035], 0.007, 0.004, 6)
  }
  s.lathe(
    beak,
    [
      [0.03, 0],
      [0.022, 0.03],
      [0, 0.075],
    ],
    12,
  )
    .scale(1, 1, 0.85)
    .turnX(98)
    .at(0, 0.368, 0.145)
  eyes(s, 0.048, 0.395, 0.135, 0.017)
  for (const a of [-14, 0, 14])
    s.slab(
      s.tone(plume, 0.75),
      [
        [-0.018, 0],
        [0.018, 0],
        [0.024, 0.15],
        [0, 0.175],
        [-0.024, 0.15],
      ],
      0.014,
      0.004,
    )
      .turnX(-102)
      .turnY(a)
      .at(0, 0.145, -0.2)
  for (const a of [-1, 0, 1])
    s.tube(
      plume,
      [
        [a * 0.01, 0.44, 0.06],
        [a * 0.02, 0.48, 0.04],
        [a * 0.03, 0.495, 0.005],
      ],
      (t) => 0.011 * (1.05 - t),
      6,
    )
})

const fish = noun('fish,goldfish,salmon,shark,whale,dolphin,鱼,金鱼', (s) => {
  const r = s.random
  const scale = s.main('scales', r.pick('#e0782c', '#3f8fb5', '#c94a4f', '#d9b23a'))
  const fin = s.accent('leaf', '#e8b05a', { rough: 0.4 })
  const lift = 0.2
  s.organic(
    [
      limb(scale, [0, lift, 0.14], [0, lift + 0.01, -0.06], 0.1, 0.105),
      limb(scale, [0, lift + 0.01, -0.06], [0, lift, -0.28], 0.1, 0.03),
      limb(scale, [0, lift - 0.01, 0.16], [0, lift - 0.015, 0.24], 0.085, 0.05),
    ],
    0.08,
    34,
  ).scale(0.62, 1, 1)
  const blade = (outline: readonly (readonly [number, number])[], depth = 0.012) =>
    s.slab(fin, outline, depth, 0.004).turnY(-90)
  blade([
    [-0.25, lift],
    [-0.36, lift + 0.13],
    [-0.44, lift + 0.16],
    [-0.4, lift + 0.02],
    [-0.39, lift],
    [-0.4, lift - 0.02],
    [-0.44, lift - 0.16],
    [-0.36, lift - 0.13],
  ])
  blade([
    [0.12, lift + 0.08],
    [0.04, lift + 0.19],
    [-0.06, lift + 0.2],
    [-0.16, lift + 0.15],
    [-0.15, lift + 0.05],
  ])
  blade([
    [-0.02, lift - 0.08],
    [-0.1, lift - 0.17],
    [-0.16, lift - 0.15],
    [-0.16, lift - 0.04],
  ])
  for (const x of [-1, 1])
    s.slab(
      fin,
      [
        [0, 0],
        [0.03, 0.03],
        [0.12, 0.02],
        [0.14, -0.03],
        [0.1, -0.06],
        [0.01, -0.03],
      ],
      0.01,
      0.003,
    )
      .scale(x, 1, 1)
      .turnY(x * 50)
      .at(x * 0.055, lift - 0.03, 0.09)
  const [white, black] = [s.use('ceramic', '#f0eee8'), s.use('ceramic', '#141518', { rough: 0.1 })]
  for (const x of [-1, 1]) {
    s.ball(white, 0.012, 0.03, 0.03, 5).at(x * 0.047, lift + 0.03, 0.195)
    s.ball(black, 0.01, 0.018, 0.018, 4).at(x * 0.054, lift + 0.03, 0.2)
  }
  s.ring(s.tone(scale, 0.75), 0.022, 0.009, 18, 8)
    .turnX(90)
    .scale(0.8, 1, 1)
    .at(0, lift - 0.015, 0.29)
})

const slime = noun('slime,blob,jelly,ghost,monster,史莱姆', (s) => {
  const jelly = s.main('crystal', '#5fbf4a', { rough: 0.08 })
  s.organic(
    [
      limb(jelly, [0, 0.22, 0], [0, 0.3, 0], 0.3, 0.25),
      limb(jelly, [-0.2, 0.1, 0.06], [0.22, 0.1, 0.02], 0.17, 0.16),
      limb(jelly, [0, 0.09, 0.16], [0.02, 0.09, -0.16], 0.17, 0.17),
      limb(jelly, [0.02, 0.55, 0], [0.06, 0.64, 0], 0.05, 0.02, 0.16),
    ],
    0.2,
    32,
  ).warp(([x, y, z]) => [x, Math.max(0, y), z])
  eyes(s, 0.105, 0.34, 0.245, 0.055, true)
  s.slab(s.use('rubber', '#2a4a24'), [...arc(0, 0, 0.07, 0.06, 180, 360, 8)], 0.03, 0.005)
    .turnX(8)
    .at(0, 0.22, 0.292)
  for (const [x, z, r] of [
    [0.46, 0.16, 0.06],
    [-0.43, 0.24, 0.045],
    [0.33, 0.38, 0.035],
  ] as const)
    s.ball(jelly, r, r * 0.6, r, 4).at(x, r * 0.45, z)
})

const snowman = noun('snowman,snow man,雪人', (s) => {
  const snow = s.main('snow', '#eef2f5')
  const coal = s.use('rubber', '#222326')
  const scarf = s.accent('cloth', '#b5302e')
  s.organic(
    [
      limb(snow, [0, 0.36, 0], [0, 0.37, 0], 0.4),
      limb(snow, [0, 0.92, 0], [0, 0.93, 0], 0.29),
      limb(snow, [0, 1.34, 0], [0, 1.35, 0], 0.215),
    ],
    0.07,
    34,
  ).warp(([x, y, z]) => [x, Math.max(0, y), z])
  s.lathe(
    s.use('rind', '#e0792b'),
    [
      [0.04, 0],
      [0.026, 0.12],
      [0, 0.24],
    ],
    14,
  )
    .turnX(92)
    .at(0, 1.35, 0.2)
  for (const x of [-1, 1]) {
    s.ball(coal, 0.03, undefined, undefined, 3).at(x * 0.08, 1.42, 0.19)
    s.tube(
      s.use('bark', '#5a3f2a'),
      [
        [x * 0.24, 1.0, 0],
        [x * 0.5, 1.15, 0.04],
        [x * 0.68, 1.32, 0.06],
      ],
      (t) => 0.022 - 0.01 * t,
      7,
    )
    s.rod(s.use('bark', '#5a3f2a'), [x * 0.55, 1.2, 0.045], [x * 0.7, 1.19, 0.1], 0.012, 0.006, 6)
  }
  for (let i = -2; i <= 2; i++) s.ball(coal, 0.018, undefined, undefined, 3).at(i * 0.042, 1.255 + i * i * 0.008, 0.197)
  for (const [y, z] of [
    [1.02, 0.275],
    [0.9, 0.292],
    [0.78, 0.26],
  ] as const)
    s.ball(coal, 0.03, undefined, undefined, 3).at(0, y, z)
  s.ring(scarf, 0.19, 0.055, 28, 10).at(0, 1.155, 0)
  s.box(scarf, 0.11, 0.34, 0.05, 0.02).turnZ(-6).turnX(-10).at(0.12, 0.98, 0.26)
  s.lathe(
    coal,
    [
      [0.27, 1.5],
      [0.27, 1.525],
      [0.17, 1.53],
      [0.165, 1.76],
      [0.155, 1.77],
    ],
    30,
  )
  s.lathe(
    scarf,
    [
      [0.174, 1.53],
      [0.172, 1.59],
    ],
    30,
  )
})

const dragon = noun('dragon,dinosaur,lizard,t-rex,wyvern,龙,恐龙', (s) => {
  const hide = s.main('scales', '#4a8a4f')
  const belly = s.use('scales', '#d3b878')
  const horn = s.use('ceramic', '#e0d3b5')
  const wing = s.accent('leather', '#a8472f')
  s.organic(
    [
      limb(hide, [0, 0.62, -0.05], [0, 0.8, 0.22], 0.27, 0.22),
      limb(belly, [0, 0.56, 0.08], [0, 0.76, 0.32], 0.22, 0.15),
      limb(hide, [0, 0.86, 0.28], [0, 1.28, 0.42], 0.17, 0.13),
      limb(hide, [0, 1.34, 0.46], [0, 1.35, 0.5], 0.165),
      limb(hide, [0, 1.3, 0.56], [0, 1.25, 0.78], 0.12, 0.09),
      limb(hide, [0, 0.58, -0.2], [0, 0.3, -0.62], 0.2, 0.12),
      limb(hide, [0, 0.3, -0.62], [0.12, 0.14, -1.0], 0.12, 0.07),
      limb(hide, [0.12, 0.14, -1.0], [0.34, 0.12, -1.22], 0.07, 0.03),
      ...both(limb(hide, [0.2, 0.5, -0.05], [0.25, 0.28, 0.1], 0.16, 0.1)),
      ...both(limb(hide, [0.25, 0.28, 0.1], [0.25, 0.08, -0.02], 0.09, 0.08)),
      ...both(limb(hide, [0.25, 0.07, 0], [0.26, 0.06, 0.2], 0.085, 0.06)),
      ...both(limb(hide, [0.2, 0.82, 0.3], [0.3, 0.66, 0.44], 0.07, 0.05)),
      ...both(limb(hide, [0.3, 0.66, 0.44], [0.26, 0.58, 0.58], 0.05, 0.04)),
    ],
    0.12,
    50,
  )
  eyes(s, 0.1, 1.42, 0.585, 0.042, true)
  for (const x of [-1, 1]) {
    s.tube(
      horn,
      [
        [x * 0.08, 1.46, 0.4],
        [x * 0.12, 1.6, 0.32],
        [x * 0.11, 1.7, 0.2],
      ],
      (t) => 0.04 * (1.04 - t),
      9,
    )
    s.ball(s.use('rubber', '#1f2a1f'), 0.016, 0.012, 0.016, 3).at(x * 0.045, 1.31, 0.85)
    s.slab(
      wing,
      [
        [0, 0],
        [0.18, 0.42],
        [0.62, 0.62],
        [1.02, 0.5],
        [0.82, 0.3],
        [0.78, 0.08],
        [0.56, 0.06],
        [0.42, -0.14],
        [0.24, -0.04],
      ],
      0.025,
      0.006,
    )
      .scale(x, 1, 1)
      .turnY(x * 22)
      .at(x * 0.14, 0.86, 0.02)
    s.tube(
      hide,
      [
        [x * 0.1, 0.84, 0.05],
        [x * 0.3, 1.3, -0.03],
        [x * 0.72, 1.48, -0.2],
        [x * 1.1, 1.36, -0.36],
      ],
      (t) => 0.045 * (1.1 - t),
      8,
    )
    for (const a of [-0.06, 0, 0.06])
      s.lathe(
        horn,
        [
          [0.024, 0],
          [0, 0.08],
        ],
        8,
      )
        .turnX(80)
        .at(x * 0.26 + a, 0.04, 0.235)
  }
  for (const [y, z, k] of [
    [1.5, 0.36, 0.1],
    [1.3, 0.27, 0.11],
    [1.08, 0.14, 0.13],
    [0.92, -0.02, 0.14],
    [0.8, -0.22, 0.13],
    [0.58, -0.44, 0.11],
    [0.42, -0.66, 0.09],
    [0.25, -0.9, 0.07],
  ] as const)
    s.slab(horn, polygon(3, k), 0.05, 0.012)
      .turnY(90)
      .turnX(-35)
      .at(z < -0.8 ? 0.07 : 0, y, z)
})

export const CREATURES = [person, robot, dog, cat, horse, bird, fish, slime, snowman, dragon]
