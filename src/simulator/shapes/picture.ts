// The rendered_image of a task: a studio photograph of that very model, by a software renderer, since no GPU is at hand.
import { boundsOf, type MeshData } from '../../mesh/geometry.ts'
import type { RgbaImage } from '../../mesh/image.ts'
import { clamp, smoothstep } from '../../mesh/numbers.ts'
import { rasterize, type Visibility } from './raster.ts'
import { add, cross, dot, sub, times, unit, type Vec3 } from './vector.ts'

/** What the renderer needs to know of a surface; textures multiply the plain values, as in glTF. */
export interface Surface {
  readonly baseColor: readonly [number, number, number]
  readonly metallic: number
  readonly roughness: number
  readonly baseColorMap?: RgbaImage
  readonly metallicRoughnessMap?: RgbaImage
  readonly normalMap?: RgbaImage
  readonly emissiveMap?: RgbaImage
}

interface Camera {
  readonly eye: Vec3
  readonly right: Vec3
  readonly up: Vec3
  readonly back: Vec3
  readonly scale: number
}

const KEY = unit([-0.55, 0.85, 0.62])
const RIM = unit([0.8, 0.45, -0.75])
/** Supersampling per axis. */
const SAMPLES = 2
const SHADOW_SIDE = 640
const FIELD = Math.tan((26 * Math.PI) / 360)

/**
 * A square picture of the model at a three-quarter view from above, on a calm backdrop with a soft shadow.
 * @param surface one for the whole mesh, or a function that tells each triangle's
 */
export function renderPicture(
  mesh: MeshData,
  surface: Surface | ((triangle: number) => Surface),
  side = 512,
): RgbaImage {
  const full = side * SAMPLES
  const { min, max } = boundsOf(mesh.positions)
  const centre: Vec3 = [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2, (min[2] + max[2]) / 2]
  const size = Math.max(max[0] - min[0], max[1] - min[1], max[2] - min[2], 1e-6)
  const camera = frame(mesh.positions, centre, full)
  const projected = project(mesh.positions, camera, full)
  const seen = rasterize(projected, mesh.indices, full, true)
  const shadow = new Shadow(mesh, centre, size)
  const occlusion = ambientOcclusion(seen, size, camera, full)
  const light = new Float32Array(full * full * 3)
  const surfaceOf = typeof surface === 'function' ? surface : () => surface
  const shader = new Shader(mesh, surfaceOf, camera, shadow, size)
  for (let y = 0, pixel = 0; y < full; y++)
    for (let x = 0; x < full; x++, pixel++) {
      const ray = rayAt(camera, x + 0.5, y + 0.5, full)
      const triangle = seen.triangle[pixel] ?? 0
      if (triangle < 0) shader.ground(ray, y / full, min[1], light, pixel * 3)
      else shader.surfaceAt(triangle, ray, occlusion[(y >> 1) * (full >> 1) + (x >> 1)] ?? 0, light, pixel * 3)
    }
  return develop(light, side)
}

/** A camera at yaw 33 degrees, pitch 17, at the distance where the model just fills the frame. */
function frame(positions: Float32Array, centre: Vec3, full: number): Camera {
  const [yaw, pitch] = [(33 * Math.PI) / 180, (17 * Math.PI) / 180]
  const back: Vec3 = [Math.sin(yaw) * Math.cos(pitch), Math.sin(pitch), Math.cos(yaw) * Math.cos(pitch)]
  const right = unit(cross([0, 1, 0], back))
  const up = cross(back, right)
  let eye = centre
  // Two rounds: the distance needed by the widest point, then centring on what is seen.
  let target = centre
  for (let round = 0; round < 3; round++) {
    let distance = 0
    for (let i = 0; i < positions.length; i += 3) {
      const p = sub([positions[i] ?? 0, positions[i + 1] ?? 0, positions[i + 2] ?? 0], target)
      const reach = Math.max(Math.abs(dot(p, right)), Math.abs(dot(p, up))) / (FIELD * 0.86)
      distance = Math.max(distance, reach + dot(p, back))
    }
    eye = add(target, times(back, distance))
    let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity]
    for (let i = 0; i < positions.length; i += 3) {
      const p = sub([positions[i] ?? 0, positions[i + 1] ?? 0, positions[i + 2] ?? 0], eye)
      const w = -dot(p, back)
      const [x, y] = [dot(p, right) / w, dot(p, up) / w]
      if (x < x0) x0 = x
      if (x > x1) x1 = x
      if (y < y0) y0 = y
      if (y > y1) y1 = y
    }
    if (round < 2)
      target = add(target, add(times(right, ((x0 + x1) / 2) * distance), times(up, ((y0 + y1) / 2) * distance)))
  }
  return { eye, right, up, back, scale: full / 2 / FIELD }
}

function project(positions: Float32Array, camera: Camera, full: number): Float32Array {
  const out = new Float32Array(positions.length)
  for (let i = 0; i < positions.length; i += 3) {
    const p = sub([positions[i] ?? 0, positions[i + 1] ?? 0, positions[i + 2] ?? 0], camera.eye)
    const w = -dot(p, camera.back)
    out[i] = full / 2 + (dot(p, camera.right) / w) * camera.scale
    out[i + 1] = full / 2 - (dot(p, camera.up) / w) * camera.scale
    out[i + 2] = -1 / w
  }
  return out
}

function rayAt(camera: Camera, x: number, y: number, full: number): Vec3 {
  const dx = (x - full / 2) / camera.scale
  const dy = (full / 2 - y) / camera.scale
  const { right, up, back } = camera
  return [
    right[0] * dx + up[0] * dy - back[0],
    right[1] * dx + up[1] * dy - back[1],
    right[2] * dx + up[2] * dy - back[2],
  ]
}

/** What the key light sees. */
class Shadow {
  private readonly map: Visibility
  private readonly u: Vec3
  private readonly v: Vec3
  private readonly scale: number

  constructor(
    mesh: MeshData,
    private readonly centre: Vec3,
    private readonly size: number,
  ) {
    this.u = unit(cross([0, 1, 0], KEY))
    this.v = cross(KEY, this.u)
    this.scale = SHADOW_SIDE / (size * 2)
    const projected = new Float32Array(mesh.positions.length)
    for (let i = 0; i < projected.length; i += 3) {
      const p = this.place([mesh.positions[i] ?? 0, mesh.positions[i + 1] ?? 0, mesh.positions[i + 2] ?? 0])
      projected.set(p, i)
    }
    this.map = rasterize(projected, mesh.indices, SHADOW_SIDE, false)
  }

  private place(p: Vec3): Vec3 {
    const q = sub(p, this.centre)
    return [SHADOW_SIDE / 2 + dot(q, this.u) * this.scale, SHADOW_SIDE / 2 - dot(q, this.v) * this.scale, -dot(q, KEY)]
  }

  /** How much of the key light arrives at a point, averaged over `spread` model sizes. */
  lit(p: Vec3, spread: number, taps: number): number {
    const [x, y, z] = this.place(p)
    const reach = spread * this.size * this.scale
    const bias = this.size * 0.006
    let free = 0
    for (let j = 0; j < taps; j++)
      for (let i = 0; i < taps; i++) {
        const sx = Math.floor(x + ((i + 0.5) / taps - 0.5) * 2 * reach)
        const sy = Math.floor(y + ((j + 0.5) / taps - 0.5) * 2 * reach)
        if (
          sx < 0 ||
          sy < 0 ||
          sx >= SHADOW_SIDE ||
          sy >= SHADOW_SIDE ||
          (this.map.depth[sy * SHADOW_SIDE + sx] ?? 0) > z - bias
        )
          free++
      }
    return free / (taps * taps)
  }
}

/** Screen-space ambient occlusion at half size: how much of the near surroundings stands in front of each pixel. */
function ambientOcclusion(seen: Visibility, size: number, camera: Camera, full: number): Float32Array {
  const half = full >> 1
  const raw = new Float32Array(half * half).fill(1)
  const distance = (x: number, y: number) => {
    const d = seen.depth[y * full + x] ?? 0
    return d === Infinity ? Infinity : -1 / d
  }
  const reach = size * 0.07
  for (let y = 0; y < half; y++)
    for (let x = 0; x < half; x++) {
      const here = distance(x * 2, y * 2)
      if (here === Infinity) continue
      const pixels = (reach / here) * camera.scale
      const turn = ((x & 3) * 4 + (y & 3)) * 0.3927
      let hidden = 0
      for (let k = 0; k < 12; k++) {
        const angle = k * 2.399 + turn
        const r = Math.sqrt((k + 0.5) / 12) * pixels
        // Pairs of opposite samples: a slope hides on one side what it shows on the other.
        const sx = Math.round(x * 2 + Math.cos(angle) * r)
        const sy = Math.round(y * 2 + Math.sin(angle) * r)
        const ox = Math.round(x * 2 - Math.cos(angle) * r)
        const oy = Math.round(y * 2 - Math.sin(angle) * r)
        const inside = (px: number, py: number) =>
          px >= 0 && py >= 0 && px < full && py < full ? distance(px, py) : Infinity
        const one = Math.max(-reach, here - inside(sx, sy))
        const two = Math.max(-reach, here - inside(ox, oy))
        const rise = (one + two) / reach
        if (rise > 0.05 && one < reach * 2 && two < reach * 2) hidden += Math.min(1, rise)
      }
      raw[y * half + x] = 1 - Math.min(0.85, (hidden / 12) * 1.5)
    }
  return blur(raw, half)
}

function blur(raw: Float32Array, half: number): Float32Array {
  const out = new Float32Array(raw.length)
  for (let y = 0; y < half; y++)
    for (let x = 0; x < half; x++) {
      let sum = 0
      for (let j = -2; j < 2; j++)
        for (let i = -2; i < 2; i++) sum += raw[clamp(y + j, 0, half - 1) * half + clamp(x + i, 0, half - 1)] ?? 0
      out[y * half + x] = sum / 16
    }
  return out
}

/** The studio around the model: a bright ceiling, a grey floor, a large soft box on the left and a strip behind. */
function studio(d: Vec3, rough: number, channel: 0 | 1 | 2): number {
  const height = d[1] * 0.5 + 0.5
  const sky = [0.62, 0.68, 0.76][channel] ?? 0
  const floor = [0.27, 0.255, 0.24][channel] ?? 0
  const soft = 0.35 + rough * 0.65
  const base = floor + (sky - floor) * smoothstep(0.5 - soft * 0.5, 0.5 + soft * 0.5, height)
  const wide = 0.12 + rough * 0.9
  const box = smoothstep(1 - wide, 1, dot(d, KEY)) * ([2.4, 2.25, 2.05][channel] ?? 0) * (1 - rough * 0.72)
  const strip = smoothstep(1 - wide * 0.7, 1, dot(d, RIM)) * ([1.3, 1.5, 1.8][channel] ?? 0) * (1 - rough * 0.72)
  return base + box + strip
}

class Shader {
  constructor(
    private readonly mesh: MeshData,
    private readonly surfaceOf: (triangle: number) => Surface,
    private readonly camera: Camera,
    private readonly shadow: Shadow,
    private readonly size: number,
  ) {}

  /** The backdrop: a soft gradient, darker where the model keeps the light from the floor. */
  ground(ray: Vec3, height: number, floor: number, out: Float32Array, i: number): void {
    let shade = 0.43 - height * 0.14
    if (ray[1] < -1e-4) {
      const t = (floor - this.camera.eye[1]) / ray[1]
      const p = add(this.camera.eye, times(ray, t))
      shade *= 1 - 0.52 * (1 - this.shadow.lit(p, 0.03, 4))
    }
    out[i] = shade * 0.98
    out[i + 1] = shade
    out[i + 2] = shade * 1.035
  }

  surfaceAt(triangle: number, ray: Vec3, occlusion: number, out: Float32Array, i: number): void {
    const { positions, normals, uvs, tangents, indices } = this.mesh
    const [ia, ib, ic] = [indices[triangle * 3] ?? 0, indices[triangle * 3 + 1] ?? 0, indices[triangle * 3 + 2] ?? 0]
    const get = (source: Float32Array, v: number): Vec3 => [
      source[v * 3] ?? 0,
      source[v * 3 + 1] ?? 0,
      source[v * 3 + 2] ?? 0,
    ]
    // Where the ray meets the triangle (Moeller-Trumbore), which also gives perspective-correct weights.
    const a = get(positions, ia)
    const ab = sub(get(positions, ib), a)
    const ac = sub(get(positions, ic), a)
    const p = cross(ray, ac)
    const scale = 1 / (dot(ab, p) || 1e-12)
    const from = sub(this.camera.eye, a)
    const u = clamp(dot(from, p) * scale, 0, 1)
    const v = clamp(dot(ray, cross(from, ab)) * scale, 0, 1 - u)
    const w = 1 - u - v
    const point: Vec3 = [a[0] + ab[0] * u + ac[0] * v, a[1] + ab[1] * u + ac[1] * v, a[2] + ab[2] * u + ac[2] * v]
    const mixed = (k: number) =>
      (normals[ia * 3 + k] ?? 0) * w + (normals[ib * 3 + k] ?? 0) * u + (normals[ic * 3 + k] ?? 0) * v
    let n = unit([mixed(0), mixed(1), mixed(2)])
    const tx = repeated(uvs ? (uvs[ia * 2] ?? 0) * w + (uvs[ib * 2] ?? 0) * u + (uvs[ic * 2] ?? 0) * v : 0)
    const ty = repeated(uvs ? (uvs[ia * 2 + 1] ?? 0) * w + (uvs[ib * 2 + 1] ?? 0) * u + (uvs[ic * 2 + 1] ?? 0) * v : 0)
    const s = this.surfaceOf(triangle)
    if (s.normalMap && tangents) {
      const t: Vec3 = [tangents[ia * 4] ?? 0, tangents[ia * 4 + 1] ?? 0, tangents[ia * 4 + 2] ?? 0]
      const b = times(cross(n, t), tangents[ia * 4 + 3] ?? 0)
      const texel = nearest(s.normalMap, tx, ty)
      const part = (k: number) => ((s.normalMap?.data ?? [])[texel + k] ?? 0) / 127.5 - 1
      n = unit(add(times(n, part(2)), add(times(t, part(0)), times(b, part(1)))))
    }
    let metallic = s.metallic
    let roughness = s.roughness
    if (s.metallicRoughnessMap) {
      const texel = nearest(s.metallicRoughnessMap, tx, ty)
      roughness *= (s.metallicRoughnessMap.data[texel + 1] ?? 0) / 255
      metallic *= (s.metallicRoughnessMap.data[texel + 2] ?? 0) / 255
    }
    const view = unit(times(ray, -1))
    const facing = Math.max(0.02, dot(n, view))
    const reflected = sub(times(n, 2 * dot(n, view)), view)
    const lit = dot(n, KEY) > 0 ? this.shadow.lit(add(point, times(n, this.size * 0.004)), 0.006, 3) : 0
    const diffuse = Math.max(0, dot(n, KEY)) * lit
    const rim = Math.max(0, dot(n, RIM))
    const fresnel = (1 - facing) ** 5 * (1 - roughness * 0.75)
    const shine = smoothstep(0, 1, occlusion) * (0.35 + 0.65 * Math.max(lit, 0.45))
    for (const k of [0, 1, 2] as const) {
      const albedo = (s.baseColor[k] ?? 1) * (s.baseColorMap ? bilinear(s.baseColorMap, tx, ty, k) : 1)
      const f0 = 0.04 * (1 - metallic) + albedo * metallic
      const specular = (f0 + (1 - f0) * fresnel) * studio(reflected, roughness, k) * shine
      const ambient = studio(n, 1, k) * occlusion
      const sun = [1.5, 1.43, 1.32][k] ?? 1
      const back = [0.4, 0.46, 0.55][k] ?? 0
      const glow = s.emissiveMap ? linear(s.emissiveMap.data[nearest(s.emissiveMap, tx, ty) + k] ?? 0) * 1.6 : 0
      out[i + k] = albedo * (1 - metallic) * (ambient * 0.8 + diffuse * sun + rim * back * occlusion) + specular + glow
    }
  }
}

const LINEAR = Float32Array.from({ length: 256 }, (_, i) => {
  const c = i / 255
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
})

function linear(byte: number): number {
  return LINEAR[byte] ?? 0
}

/** A texture coordinate in the picture it repeats. */
function repeated(t: number): number {
  return t >= 0 && t <= 1 ? t : t - Math.floor(t)
}

function nearest(image: RgbaImage, u: number, v: number): number {
  const x = clamp(Math.floor(u * image.width), 0, image.width - 1)
  const y = clamp(Math.floor(v * image.height), 0, image.height - 1)
  return (y * image.width + x) * 4
}

/** A colour channel in linear light. */
function bilinear(image: RgbaImage, u: number, v: number, channel: number): number {
  const x = clamp(u * image.width - 0.5, 0, image.width - 1.001)
  const y = clamp(v * image.height - 0.5, 0, image.height - 1.001)
  const ix = Math.floor(x)
  const iy = Math.floor(y)
  const fx = x - ix
  const fy = y - iy
  const texel = (dx: number, dy: number) =>
    linear(
      image.data[
        (Math.min(iy + dy, image.height - 1) * image.width + Math.min(ix + dx, image.width - 1)) * 4 + channel
      ] ?? 0,
    )
  return (texel(0, 0) * (1 - fx) + texel(1, 0) * fx) * (1 - fy) + (texel(0, 1) * (1 - fx) + texel(1, 1) * fx) * fy
}

/** Averages the samples, tones highlights down and encodes sRGB. */
function develop(light: Float32Array, side: number): RgbaImage {
  const full = side * SAMPLES
  const data = new Uint8Array(side * side * 4)
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const out = (y * side + x) * 4
      for (let k = 0; k < 3; k++) {
        let sum = 0
        for (let j = 0; j < SAMPLES; j++)
          for (let i = 0; i < SAMPLES; i++) {
            const v = light[((y * SAMPLES + j) * full + x * SAMPLES + i) * 3 + k] ?? 0
            // Tone curve per sample (after Hable's fit by Narkowicz), so that bright edges stay smooth.
            sum += clamp((v * (2.51 * v + 0.03)) / (v * (2.43 * v + 0.59) + 0.14), 0, 1)
          }
        const c = sum / (SAMPLES * SAMPLES)
        data[out + k] = Math.round(255 * (c <= 0.0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - 0.055))
      }
      data[out + 3] = 255
    }
  return { width: side, height: side, data }
}
