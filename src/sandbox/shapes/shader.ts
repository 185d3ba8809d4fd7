// The color of one sample of the rendered picture: the model's surface, or the ground it stands on. This runs millions
// of times for a picture, so it works on plain numbers and writes into arrays that are used again.
import type { RgbaImage } from '../../mesh/images/image.ts'
import { clamp, smoothstep } from '../../mesh/math/numbers.ts'
import type { MeshData } from '../modelling/mesh-data.ts'
import type { Camera } from './camera.ts'
import { bilinear, linear, nearest, repeated } from './sampling.ts'
import type { Shadow } from './shadow.ts'
import { KEY, RIM, studio } from './studio.ts'
import type { Vec3 } from './vector.ts'

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

/** Colors of the key light and of the light from behind. */
const SUN: Vec3 = [1.5, 1.43, 1.32]
const BACK: Vec3 = [0.4, 0.46, 0.55]

/** A triangle's corner weights and place where a ray meets it. */
interface Hit {
  u: number
  v: number
  w: number
  x: number
  y: number
  z: number
}

export class Shader {
  readonly #hit: Hit = { u: 0, v: 0, w: 0, x: 0, y: 0, z: 0 }
  readonly #normal = new Float64Array(3)
  readonly #color = new Float64Array(3)
  readonly #mirrored = new Float64Array(3)
  readonly #around = new Float64Array(3)

  readonly #mesh: MeshData
  readonly #surfaceOf: (triangle: number) => Surface
  readonly #camera: Camera
  readonly #shadow: Shadow
  readonly #size: number

  constructor(mesh: MeshData, surfaceOf: (triangle: number) => Surface, camera: Camera, shadow: Shadow, size: number) {
    this.#mesh = mesh
    this.#surfaceOf = surfaceOf
    this.#camera = camera
    this.#shadow = shadow
    this.#size = size
  }

  /** The backdrop, into `out`: a soft gradient, darker where the model keeps the light from the floor. */
  ground(ray: Float64Array, height: number, floor: number, out: Float64Array): void {
    let shade = 0.43 - height * 0.14
    const [dx = 0, dy = 0, dz = 0] = ray
    if (dy < -1e-4) {
      const { eye } = this.#camera
      const t = (floor - eye[1]) / dy
      shade *= 1 - 0.52 * (1 - this.#shadow.lit(eye[0] + dx * t, eye[1] + dy * t, eye[2] + dz * t, 0.03, 4))
    }
    out[0] = shade * 0.98
    out[1] = shade
    out[2] = shade * 1.035
  }

  /** The light from the model's surface where the ray meets the triangle, into `out`. */
  surfaceAt(triangle: number, ray: Float64Array, occlusion: number, out: Float64Array): void {
    const { uvs, indices } = this.#mesh
    const ia = indices[triangle * 3] ?? 0
    const ib = indices[triangle * 3 + 1] ?? 0
    const ic = indices[triangle * 3 + 2] ?? 0
    this.#meet(ia, ib, ic, ray)
    const hit = this.#hit
    const normal = this.#normal
    const color = this.#color
    const mirrored = this.#mirrored
    const around = this.#around
    const { u, v, w } = hit
    const tx = repeated(uvs ? (uvs[ia * 2] ?? 0) * w + (uvs[ib * 2] ?? 0) * u + (uvs[ic * 2] ?? 0) * v : 0)
    const ty = repeated(uvs ? (uvs[ia * 2 + 1] ?? 0) * w + (uvs[ib * 2 + 1] ?? 0) * u + (uvs[ic * 2 + 1] ?? 0) * v : 0)
    const s = this.#surfaceOf(triangle)
    this.#normalAt(ia, ib, ic, s, tx, ty)
    const nx = normal[0] ?? 0
    const ny = normal[1] ?? 0
    const nz = normal[2] ?? 0
    let metallic = s.metallic
    let roughness = s.roughness
    if (s.metallicRoughnessMap) {
      const texel = nearest(s.metallicRoughnessMap, tx, ty)
      roughness *= (s.metallicRoughnessMap.data[texel + 1] ?? 0) / 255
      metallic *= (s.metallicRoughnessMap.data[texel + 2] ?? 0) / 255
    }
    const rx = ray[0] ?? 0
    const ry = ray[1] ?? 0
    const rz = ray[2] ?? 0
    const far = -1 / Math.sqrt(rx * rx + ry * ry + rz * rz)
    const along = (nx * rx + ny * ry + nz * rz) * far
    const facing = Math.max(0.02, along)
    const key = nx * KEY[0] + ny * KEY[1] + nz * KEY[2]
    // Where light grazes, the coarse map of what it sees lies across the surface: look from further out.
    const lift = this.#size * (0.004 + 0.012 * (1 - Math.max(0, key)))
    const lit = key > 0 ? this.#shadow.lit(hit.x + nx * lift, hit.y + ny * lift, hit.z + nz * lift, 0.006, 3) : 0
    const diffuse = Math.max(0, key) * lit
    const rim = Math.max(0, nx * RIM[0] + ny * RIM[1] + nz * RIM[2])
    const grazing = 1 - facing
    const squared = grazing * grazing
    const fresnel = squared * squared * grazing * (1 - roughness * 0.75)
    const shine = smoothstep(0, 1, occlusion) * (0.35 + 0.65 * Math.max(lit, 0.45))
    const bounce = 2 * along
    studio(nx * bounce - rx * far, ny * bounce - ry * far, nz * bounce - rz * far, roughness, mirrored)
    studio(nx, ny, nz, 1, around)
    if (s.baseColorMap) bilinear(s.baseColorMap, tx, ty, color)
    else color.fill(1)
    const glow = s.emissiveMap ? nearest(s.emissiveMap, tx, ty) : -1
    for (let k = 0; k < 3; k++) {
      const albedo = (s.baseColor[k] ?? 0) * (color[k] ?? 0)
      const f0 = 0.04 * (1 - metallic) + albedo * metallic
      const specular = (f0 + (1 - f0) * fresnel) * (mirrored[k] ?? 0) * shine
      const scattered = (around[k] ?? 0) * occlusion * 0.8 + diffuse * (SUN[k] ?? 0) + rim * (BACK[k] ?? 0) * occlusion
      const shining = glow >= 0 ? linear(s.emissiveMap?.data[glow + k] ?? 0) * 1.6 : 0
      out[k] = albedo * (1 - metallic) * scattered + specular + shining
    }
  }

  /** Where the ray meets the triangle (Moeller-Trumbore), which also gives perspective-correct weights. */
  #meet(ia: number, ib: number, ic: number, ray: Float64Array): void {
    const { positions } = this.#mesh
    const { eye } = this.#camera
    const ax = positions[ia * 3] ?? 0
    const ay = positions[ia * 3 + 1] ?? 0
    const az = positions[ia * 3 + 2] ?? 0
    const bx = (positions[ib * 3] ?? 0) - ax
    const by = (positions[ib * 3 + 1] ?? 0) - ay
    const bz = (positions[ib * 3 + 2] ?? 0) - az
    const cx = (positions[ic * 3] ?? 0) - ax
    const cy = (positions[ic * 3 + 1] ?? 0) - ay
    const cz = (positions[ic * 3 + 2] ?? 0) - az
    const rx = ray[0] ?? 0
    const ry = ray[1] ?? 0
    const rz = ray[2] ?? 0
    const px = ry * cz - rz * cy
    const py = rz * cx - rx * cz
    const pz = rx * cy - ry * cx
    const scale = 1 / (bx * px + by * py + bz * pz || 1e-12)
    const fx = eye[0] - ax
    const fy = eye[1] - ay
    const fz = eye[2] - az
    const u = clamp((fx * px + fy * py + fz * pz) * scale, 0, 1)
    const qx = fy * bz - fz * by
    const qy = fz * bx - fx * bz
    const qz = fx * by - fy * bx
    const v = clamp((rx * qx + ry * qy + rz * qz) * scale, 0, 1 - u)
    const hit = this.#hit
    hit.u = u
    hit.v = v
    hit.w = 1 - u - v
    hit.x = ax + bx * u + cx * v
    hit.y = ay + by * u + cy * v
    hit.z = az + bz * u + cz * v
  }

  /** The surface's normal there, bumps included, into `this.normal`. */
  #normalAt(ia: number, ib: number, ic: number, s: Surface, tx: number, ty: number): void {
    const { normals, tangents } = this.#mesh
    const { u, v, w } = this.#hit
    const normal = this.#normal
    for (let k = 0; k < 3; k++)
      normal[k] = (normals[ia * 3 + k] ?? 0) * w + (normals[ib * 3 + k] ?? 0) * u + (normals[ic * 3 + k] ?? 0) * v
    toUnit(normal)
    if (!s.normalMap || !tangents) return
    const nx = normal[0] ?? 0
    const ny = normal[1] ?? 0
    const nz = normal[2] ?? 0
    const ux = tangents[ia * 4] ?? 0
    const uy = tangents[ia * 4 + 1] ?? 0
    const uz = tangents[ia * 4 + 2] ?? 0
    const side = tangents[ia * 4 + 3] ?? 0
    const texel = nearest(s.normalMap, tx, ty)
    const { data } = s.normalMap
    const right = (data[texel] ?? 0) / 127.5 - 1
    const up = ((data[texel + 1] ?? 0) / 127.5 - 1) * side
    const out = (data[texel + 2] ?? 0) / 127.5 - 1
    normal[0] = nx * out + ux * right + (ny * uz - nz * uy) * up
    normal[1] = ny * out + uy * right + (nz * ux - nx * uz) * up
    normal[2] = nz * out + uz * right + (nx * uy - ny * ux) * up
    toUnit(normal)
  }
}

/** Unit length; up for a vector without any. */
function toUnit(vector: Float64Array): void {
  const x = vector[0] ?? 0
  const y = vector[1] ?? 0
  const z = vector[2] ?? 0
  const size = Math.sqrt(x * x + y * y + z * z)
  if (size > 1e-12) {
    vector[0] = x / size
    vector[1] = y / size
    vector[2] = z / size
  } else {
    vector[0] = 0
    vector[1] = 1
    vector[2] = 0
  }
}
