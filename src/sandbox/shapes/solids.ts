// Solids made by covering rings with a skin: lathes, tubes, tori, slabs.
import type { MaterialId, Part } from './part.ts'
import { skin } from './skin.ts'
import { add, cross, frameOf, sub, times, unit, type Vec2, type Vec3 } from './vector.ts'

const ORIGIN: Vec3 = [0, 0, 0]

/** A solid of revolution about Y: profile points [radius, y] from bottom to top; open ends are closed with discs. */
export function lathe(material: MaterialId, profile: readonly Vec2[], sides: number): Part {
  const rings = profile.map(([r, y]) =>
    Array.from({ length: sides }, (_, j): Vec3 => {
      const angle = (j / sides) * Math.PI * 2 + Math.PI / sides
      return [r * Math.cos(angle), y, -r * Math.sin(angle)]
    }),
  )
  const open = (p: Vec2 | undefined) => (p?.[0] ?? 0) > 1e-6
  return skin(material, rings, { capStart: open(profile[0]), capEnd: open(profile[profile.length - 1]) })
}

/** A round bar along a path, with a radius at each point; rings turn with the path without twisting. */
export function tube(material: MaterialId, path: readonly Vec3[], radius: (t: number) => number, sides: number): Part {
  let { u } = frameOf(sub(path[1] ?? [0, 1, 0], path[0] ?? ORIGIN))
  const rings = path.map((p, i) => {
    const direction = unit(sub(path[Math.min(i + 1, path.length - 1)] ?? p, path[Math.max(i - 1, 0)] ?? p))
    u = unit(sub(u, times(direction, u[0] * direction[0] + u[1] * direction[1] + u[2] * direction[2])))
    const v = cross(direction, u)
    const r = radius(path.length > 1 ? i / (path.length - 1) : 0)
    return Array.from({ length: sides }, (_, j): Vec3 => {
      const angle = ((j + 0.5) / sides) * Math.PI * 2
      return add(p, add(times(u, Math.cos(angle) * r), times(v, Math.sin(angle) * r)))
    })
  })
  return skin(material, rings, { capStart: radius(0) > 1e-6, capEnd: radius(1) > 1e-6 })
}

/** A torus about Y. */
export function ring(material: MaterialId, radius: number, thickness: number, around: number, sides: number): Part {
  const rings = Array.from({ length: around }, (_, i) => {
    const a = (i / around) * Math.PI * 2
    return Array.from({ length: sides }, (_, j): Vec3 => {
      const b = (j / sides) * Math.PI * 2
      const r = radius + thickness * Math.cos(b)
      return [r * Math.cos(a), thickness * Math.sin(b), -r * Math.sin(a)]
    })
  })
  return skin(material, rings, { closed: true })
}

/** An outline (x, y) given thickness along z about 0, its front and back edges bevelled. */
export function slab(material: MaterialId, outline: readonly Vec2[], depth: number, bevel: number): Part {
  const area = outline.reduce((sum, [x, y], i) => {
    const [nx, ny] = outline[(i + 1) % outline.length] ?? [0, 0]
    return sum + x * ny - nx * y
  }, 0)
  const ccw = area < 0 ? [...outline].reverse() : [...outline]
  const half = depth / 2
  const b = Math.min(bevel, half * 0.9)
  const flat = (z: number, inset: number) => shrink(ccw, inset).map(([x, y]): Vec3 => [x, y, z])
  const rings =
    b > 0 ? [flat(-half, b), flat(b - half, 0), flat(half - b, 0), flat(half, b)] : [flat(-half, 0), flat(half, 0)]
  const part = skin(material, rings, { capStart: true, capEnd: true })
  part.crease = 46
  return part
}

/** The outline moved inwards along its corners' bisectors. */
function shrink(outline: readonly Vec2[], by: number): Vec2[] {
  if (by <= 0) return [...outline]
  return outline.map((p, i) => {
    const before = outline[(i + outline.length - 1) % outline.length] ?? p
    const after = outline[(i + 1) % outline.length] ?? p
    const n = (a: Vec2, c: Vec2): Vec2 => {
      const size = Math.hypot(c[0] - a[0], c[1] - a[1]) || 1
      return [-(c[1] - a[1]) / size, (c[0] - a[0]) / size]
    }
    const [m, k] = [n(before, p), n(p, after)]
    const sum: Vec2 = [m[0] + k[0], m[1] + k[1]]
    const scale = by / Math.max(0.5, (sum[0] * sum[0] + sum[1] * sum[1]) / 2)
    return [p[0] + sum[0] * scale, p[1] + sum[1] * scale]
  })
}
