// The colour of one pixel of the rendered picture: the model's surface, or the ground it stands on.
import type { MeshData } from '../../mesh/geometry.ts'
import type { RgbaImage } from '../../mesh/image.ts'
import { clamp, smoothstep } from '../../mesh/numbers.ts'
import type { Camera } from './camera.ts'
import { bilinear, linear, nearest, repeated } from './sampling.ts'
import type { Shadow } from './shadow.ts'
import { KEY, RIM, studio } from './studio.ts'
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

const WHITE: Vec3 = [1, 1, 1]
/** Colours of the key light and of the light from behind. */
const SUN: Vec3 = [1.5, 1.43, 1.32]
const BACK: Vec3 = [0.4, 0.46, 0.55]

export class Shader {
  constructor(
    private readonly mesh: MeshData,
    private readonly surfaceOf: (triangle: number) => Surface,
    private readonly camera: Camera,
    private readonly shadow: Shadow,
    private readonly size: number,
  ) {}

  /** The backdrop: a soft gradient, darker where the model keeps the light from the floor. */
  ground(ray: Vec3, height: number, floor: number): Vec3 {
    let shade = 0.43 - height * 0.14
    if (ray[1] < -1e-4) {
      const t = (floor - this.camera.eye[1]) / ray[1]
      const p = add(this.camera.eye, times(ray, t))
      shade *= 1 - 0.52 * (1 - this.shadow.lit(p, 0.03, 4))
    }
    return [shade * 0.98, shade, shade * 1.035]
  }

  /** The model's surface where the ray meets the triangle. */
  surfaceAt(triangle: number, ray: Vec3, occlusion: number): Vec3 {
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
      const { data } = s.normalMap
      const part = (k: number) => (data[texel + k] ?? 0) / 127.5 - 1
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
    const mirrored = studio(reflected, roughness)
    const around = studio(n, 1)
    const color = s.baseColorMap ? bilinear(s.baseColorMap, tx, ty) : WHITE
    const glow = s.emissiveMap ? nearest(s.emissiveMap, tx, ty) : -1
    const channel = (k: 0 | 1 | 2) => {
      const albedo = s.baseColor[k] * color[k]
      const f0 = 0.04 * (1 - metallic) + albedo * metallic
      const specular = (f0 + (1 - f0) * fresnel) * mirrored[k] * shine
      const scattered = around[k] * occlusion * 0.8 + diffuse * SUN[k] + rim * BACK[k] * occlusion
      const shining = glow >= 0 ? linear(s.emissiveMap?.data[glow + k] ?? 0) * 1.6 : 0
      return albedo * (1 - metallic) * scattered + specular + shining
    }
    return [channel(0), channel(1), channel(2)]
  }
}
