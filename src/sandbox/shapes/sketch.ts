// The drawing functions that every noun uses: materials by role, solids with dimensions in meters, and the requested fineness.

import { ball } from './ball.ts'
import { box } from './box.ts'
import { hex, type Rgb, shiftColor } from './colors.ts'
import type { KindName, Material } from './materials.ts'
import { type Limb, organic } from './organic.ts'
import type { MaterialId, Part } from './part.ts'
import type { Random } from './random.ts'
import { type SkinOptions, skin } from './skin.ts'
import { lathe, ring, slab, tube } from './solids.ts'
import { spline, sub, unit, type Vec2, type Vec3 } from './vector.ts'

/** What the prompt's adjectives ask of a model. */
export interface Look {
  /** Replaces the main material's surface. */
  readonly main?: { kind?: KindName; color?: Rgb; color2?: Rgb }
  /** Replaces the accent's color. */
  readonly accent?: { kind?: KindName; color?: Rgb; color2?: Rgb }
  readonly traits: ReadonlySet<string>
}

export class Sketch {
  readonly materials: Material[] = []
  readonly parts: Part[] = []

  /** @param fineness segments per round thing relative to the standard model: 0.3 for low poly, 2 for detailed */
  constructor(
    readonly random: Random,
    readonly fineness: number,
    readonly look: Look,
  ) {}

  /** Whether the prompt has one of these words. */
  is(...traits: string[]): boolean {
    return traits.some((trait) => this.look.traits.has(trait))
  }

  /** The material the prompt's words are about: "a red metal barrel" changes this one. */
  main(kind: KindName, color: string, more: Partial<Material> = {}): MaterialId {
    return this.#asked(this.look.main, kind, color, more)
  }

  /** The material that what the thing comes "with" is about: "a chair with a red cushion". */
  accent(kind: KindName, color: string, more: Partial<Material> = {}): MaterialId {
    return this.#asked(this.look.accent, kind, color, more)
  }

  #asked(asked: Look['main'], kind: KindName, color: string, more: Partial<Material>): MaterialId {
    if (!asked) return this.use(kind, color, more)
    const base = asked.color ?? hex(color)
    const surface = asked.kind && asked.kind !== kind ? {} : more
    return this.#push({
      ...surface,
      kind: asked.kind ?? kind,
      color: this.#varied(base),
      ...(asked.color2 ? { color2: asked.color2 } : {}),
    })
  }

  /** A material no adjective changes. */
  use(kind: KindName, color: string, more: Partial<Material> = {}): MaterialId {
    return this.#push({ ...more, kind, color: this.#varied(hex(color)) })
  }

  /** The same surface, lighter or darker. */
  tone(material: MaterialId, value: number, hue = 0): MaterialId {
    const base = this.materials[material]
    return base ? this.#push({ ...base, color: shiftColor(base.color, hue, 1, value) }) : material
  }

  #varied(color: Rgb): Rgb {
    return shiftColor(color, this.random.range(-0.008, 0.008), this.random.about(0.06), this.random.about(0.05))
  }

  #push(material: Material): MaterialId {
    return this.materials.push(material) - 1
  }

  /** Segments around something round: `base` at standard fineness. */
  round(base: number, least = 5): number {
    return Math.max(this.fineness <= 0.2 ? 3 : least, Math.round(base * this.fineness))
  }

  /** Segments along something: `base` at standard fineness. */
  along(base: number, least = 1): number {
    return Math.max(least, Math.round(base * Math.sqrt(this.fineness)))
  }

  #keep(part: Part): Part {
    this.parts.push(part)
    return part
  }

  /** A box about the origin. */
  box(material: MaterialId, w: number, h: number, d: number, bevel = Math.min(w, h, d) * 0.14): Part {
    return this.#keep(box(material, [w, h, d], this.fineness < 0.45 ? 0 : bevel))
  }

  /** An ellipsoid about the origin. */
  ball(material: MaterialId, rx: number, ry = rx, rz = rx, grid = 5): Part {
    return this.#keep(ball(material, [rx, ry, rz], this.along(grid, 1)))
  }

  /** A round bar from a to b. */
  rod(material: MaterialId, a: Vec3, b: Vec3, ra: number, rb = ra, sides = 14): Part {
    const e = this.fineness < 0.45 ? 0 : Math.min(ra, rb) * 0.18
    if (e <= 0) return this.#keep(tube(material, [a, b], (t) => ra + (rb - ra) * t, this.round(sides)))
    const way = unit(sub(b, a))
    const shift = (p: Vec3, by: number): Vec3 => [p[0] + way[0] * by, p[1] + way[1] * by, p[2] + way[2] * by]
    const radii = [ra - e, ra, rb, rb - e]
    return this.#keep(
      tube(material, [a, shift(a, e), shift(b, -e), b], (t) => radii[Math.round(t * 3)] ?? ra, this.round(sides)),
    )
  }

  /** Turned about Y: [radius, y] from bottom to top. */
  lathe(material: MaterialId, profile: readonly Vec2[], sides = 24): Part {
    return this.#keep(lathe(material, profile, this.round(sides)))
  }

  /** Turned about Y along a smooth curve through the given [radius, y] points. */
  vase(material: MaterialId, profile: readonly Vec2[], sides = 26, steps = 4): Part {
    const curve = spline(
      profile.map(([r, y]): Vec3 => [r, y, 0]),
      this.along(steps),
    )
    return this.lathe(
      material,
      curve.map(([r, y]): Vec2 => [Math.max(0, r), y]),
      sides,
    )
  }

  /** A bar along a smooth curve; radius constant or by the way along it (0 to 1). */
  tube(
    material: MaterialId,
    points: readonly Vec3[],
    radius: number | ((t: number) => number),
    sides = 10,
    steps = 5,
  ): Part {
    const path = points.length > 2 ? spline(points, this.along(steps)) : points
    return this.#keep(tube(material, path, typeof radius === 'number' ? () => radius : radius, this.round(sides, 4)))
  }

  /** A torus lying flat about the origin. */
  ring(material: MaterialId, radius: number, thickness: number, around = 28, sides = 10): Part {
    return this.#keep(ring(material, radius, thickness, this.round(around, 6), this.round(sides, 3)))
  }

  /** An outline (x, y) with a thickness along z. */
  slab(material: MaterialId, outline: readonly Vec2[], depth: number, bevel = depth * 0.15): Part {
    return this.#keep(slab(material, outline, depth, this.fineness < 0.45 ? 0 : bevel))
  }

  /** A skin over rings (see solids.ts). */
  skin(
    material: MaterialId,
    rings: readonly (readonly Vec3[])[],
    options: SkinOptions = { capStart: true, capEnd: true },
  ): Part {
    return this.#keep(skin(material, rings, options))
  }

  /** Limbs melted together; `cells` along the longest side at standard fineness. */
  organic(limbs: readonly Limb[], melt: number, cells = 24): Part {
    return this.#keep(organic(limbs, melt, Math.max(9, Math.round(cells * 0.85 * this.fineness ** 0.45))))
  }

  /** A second one of a part, for the caller to move. */
  again(part: Part): Part {
    return this.#keep(part.copy())
  }

  /** The part and its mirror image across x = 0. */
  pair(part: Part): Part {
    return this.again(part).scale(-1, 1, 1)
  }

  /** Draws something several times around Y. */
  around(count: number, draw: (index: number) => Part | readonly Part[], start = 0): void {
    for (let i = 0; i < count; i++) for (const part of [draw(i)].flat()) part.turnY(start + (i * 360) / count)
  }

  /** Everything drawn by `draw`, as a list that can be moved together. */
  group(draw: () => void): Part[] {
    const from = this.parts.length
    draw()
    return this.parts.slice(from)
  }
}

/** A regular polygon's or star's outline: radii alternate when two are given. */
export function polygon(corners: number, radius: number, inner = radius, turn = Math.PI / 2): Vec2[] {
  const stars = inner !== radius
  const count = stars ? corners * 2 : corners
  return Array.from({ length: count }, (_, i): Vec2 => {
    const angle = turn + (i / count) * Math.PI * 2
    const r = stars && i % 2 === 1 ? inner : radius
    return [r * Math.cos(angle), r * Math.sin(angle)]
  })
}

/** Points of an arc in the plane, degrees. */
export function arc(cx: number, cy: number, rx: number, ry: number, from: number, to: number, steps: number): Vec2[] {
  return Array.from({ length: steps + 1 }, (_, i): Vec2 => {
    const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)]
  })
}

/** A closed ring of points in space: a superellipse across x and z at height y (power 2 is round, 4 nearly square). */
export function oval(cx: number, y: number, cz: number, rx: number, rz: number, count: number, power = 2): Vec3[] {
  return Array.from({ length: count }, (_, j): Vec3 => {
    const angle = ((j + 0.5) / count) * Math.PI * 2
    const [c, s] = [Math.cos(angle), Math.sin(angle)]
    const bend = (v: number) => Math.sign(v) * Math.abs(v) ** (2 / power)
    return [cx + rx * bend(c), y, cz - rz * bend(s)]
  })
}

/** The same standing across z (for bodies that run along z): x and y spread, at depth z. */
export function hoop(cx: number, cy: number, z: number, rx: number, ry: number, count: number, power = 2): Vec3[] {
  return oval(cx, 0, 0, rx, ry, count, power).map(([x, , d]): Vec3 => [x, cy - d, z])
}
