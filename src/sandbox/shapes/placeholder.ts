// The model for a noun the simulator cannot draw: clearly a placeholder, but a different one for every prompt.
import { hsv } from './colors.ts'
import { hashText } from './random.ts'
import { polygon, type Sketch } from './sketch.ts'
import type { Vec3 } from './vector.ts'

/** A checkered plinth with a question mark on it; the prompt decides colors, plan and proportions. */
export function drawPlaceholder(s: Sketch, prompt: string): void {
  const hash = hashText(prompt.trim().toLowerCase())
  const pick = (from: number, count: number) => (hash >>> from) % count
  const hue = pick(4, 64) / 64
  const css = (h: number, sat: number, v: number) =>
    `#${hsv(h, sat, v)
      .map((c) =>
        Math.round(c * 255)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')}`
  const stone = s.use('stone', css(hue + 0.55, 0.1, 0.8))
  const dark = s.use('stone', css(hue + 0.55, 0.16, 0.32))
  const mark = s.main('plastic', css(hue, 0.68, 0.82))
  const sides = [4, 6, 8, 32][pick(10, 4)] ?? 4
  const [height, radius] = [0.34 + pick(13, 4) * 0.05, 0.34 + pick(16, 4) * 0.025]
  const count = sides === 32 ? 12 : sides * (sides === 4 ? 3 : 2)
  s.slab(dark, polygon(sides, radius * 1.14, undefined, Math.PI / sides), 0.07, 0.012)
    .turnX(-90)
    .at(0, 0.035, 0)
  // The checker: alternating staves round the plan, in two courses.
  const rim = polygon(sides, radius, undefined, Math.PI / sides)
  const along = (t: number): readonly [number, number] => {
    const place = t * sides
    const i = Math.floor(place) % sides
    const [a, b] = [rim[i] ?? [0, 0], rim[(i + 1) % sides] ?? [0, 0]]
    const f = place - Math.floor(place)
    return [a[0] + (b[0] - a[0]) * f, a[1] + (b[1] - a[1]) * f]
  }
  for (let row = 0; row < 2; row++)
    for (let i = 0; i < count; i++) {
      const [a, b] = [along(i / count), along((i + 1) / count)]
      const y = (k: number) => 0.07 + ((row + k) * height) / 2
      const wall = (k: number): Vec3[] => [
        [0, y(k), 0],
        [a[0], y(k), -a[1]],
        [b[0], y(k), -b[1]],
      ]
      s.skin((i + row) % 2 === 0 ? stone : dark, [wall(0), wall(1)])
    }
  const top = 0.07 + height
  s.slab(stone, polygon(sides, radius * 1.08, undefined, Math.PI / sides), 0.05, 0.012)
    .turnX(-90)
    .at(0, top + 0.025, 0)
  const lift = top + 0.05
  const thick = 0.05 + pick(19, 3) * 0.006
  const hook: Vec3[] = [
    [-0.15, lift + 0.44, 0],
    [-0.1, lift + 0.55, 0],
    [0.02, lift + 0.6, 0],
    [0.14, lift + 0.53, 0],
    [0.14, lift + 0.41, 0],
    [0.03, lift + 0.32, 0],
    [0, lift + 0.23, 0],
    [0, lift + 0.17, 0],
  ]
  s.tube(mark, hook, thick, 16, 5)
  s.ball(mark, thick).at(-0.15, lift + 0.44, 0)
  s.ball(mark, thick).at(0, lift + 0.17, 0)
  s.ball(mark, thick * 1.15).at(0, lift + thick * 1.1, 0)
}
