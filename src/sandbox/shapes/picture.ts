// The rendered_image of a task: a studio photograph of that model, by a software renderer, since there is no GPU.
import { boundsOf } from '../../mesh/geometry.ts'
import type { RgbaImage } from '../../mesh/images/image.ts'
import { clamp } from '../../mesh/math/numbers.ts'
import type { MeshData } from '../modelling/mesh-data.ts'
import { frame, project, rayAt } from './camera.ts'
import { ambientOcclusion } from './occlusion.ts'
import { rasterize } from './raster.ts'
import { Shader, type Surface } from './shader.ts'
import { Shadow } from './shadow.ts'
import type { Vec3 } from './vector.ts'

/** Supersampling per axis. */
const SAMPLES = 2
/** Brightness (linear) of a plain backdrop. */
const PLAIN = 0.62

/** Where the camera stands and what is behind the model. */
export interface PictureOptions {
  /** Degrees about the model: 0 sees its front, 90 its +x side. */
  readonly yaw?: number
  /** Degrees above the horizon. */
  readonly pitch?: number
  /** One even color behind the model and no shadow, so that it can be cut out. */
  readonly plain?: boolean
  /** Supersampling per axis; 1 is four times as fast as 2. */
  readonly samples?: 1 | 2
}

/**
 * A square picture of the model, at a three-quarter view from above unless told otherwise, on a calm backdrop with a
 * soft shadow.
 * @param surface one for the whole mesh, or a function that tells each triangle's
 */
export function renderPicture(
  mesh: MeshData,
  surface: Surface | ((triangle: number) => Surface),
  side = 512,
  { yaw = 33, pitch = 17, plain = false, samples = SAMPLES }: PictureOptions = {},
): RgbaImage {
  const full = side * samples
  const { min, max } = boundsOf(mesh.positions)
  const centre: Vec3 = [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2, (min[2] + max[2]) / 2]
  const size = Math.max(max[0] - min[0], max[1] - min[1], max[2] - min[2], 1e-6)
  const camera = frame(mesh.positions, centre, full, yaw, pitch)
  const projected = project(mesh.positions, camera, full)
  const seen = rasterize(projected, mesh.indices, full, true)
  const shadow = new Shadow(mesh, centre, size)
  const occlusion = ambientOcclusion(seen, size, camera, full)
  const surfaceOf = typeof surface === 'function' ? surface : () => surface
  const shader = new Shader(mesh, surfaceOf, camera, shadow, size)
  const ray = new Float64Array(3)
  const model: Sample = (x, y, out) => {
    rayAt(camera, x + 0.5, y + 0.5, full, ray)
    const cell = Math.floor(y / occlusion.step) * occlusion.columns + Math.floor(x / occlusion.step)
    shader.surfaceAt(seen.triangle[y * full + x] ?? 0, ray, occlusion.values[cell] ?? 0, out)
    toned(out)
  }
  // The backdrop is smooth: one sample does for a pixel.
  const ground: Sample = (x, y, out) => {
    rayAt(camera, x + samples / 2, y + samples / 2, full, ray)
    if (plain) out.fill(PLAIN)
    else shader.ground(ray, y / full, min[1], out)
    toned(out)
  }
  const data = new Uint8Array(side * side * 4)
  const mixer = new Mixer(seen.triangle, full, samples, model, ground)
  for (let y = 0, out = 0; y < side; y++)
    for (let x = 0; x < side; x++, out += 4) {
      const { sum } = mixer.pixel(x * samples, y * samples)
      data[out] = encoded(sum[0] ?? 0)
      data[out + 1] = encoded(sum[1] ?? 0)
      data[out + 2] = encoded(sum[2] ?? 0)
      data[out + 3] = 255
    }
  return { width: side, height: side, data }
}

type Sample = (x: number, y: number, out: Float64Array) => void

/** Colors this far apart (toned, per channel) call for more samples. */
const CONTRAST = 0.045

/** The mean of a pixel's samples; inside a surface two on the diagonal do where they agree. */
class Mixer {
  readonly sum = new Float64Array(3)
  readonly #one = new Float64Array(3)

  readonly #triangles: Int32Array
  readonly #full: number
  readonly #samples: number
  readonly #model: Sample
  readonly #ground: Sample

  constructor(triangles: Int32Array, full: number, samples: number, model: Sample, ground: Sample) {
    this.#triangles = triangles
    this.#full = full
    this.#samples = samples
    this.#model = model
    this.#ground = ground
  }

  pixel(x: number, y: number): this {
    const one = this.#one
    const samples = this.#samples
    const { sum } = this
    const all = samples * samples
    const hits = this.#hits(x, y)
    if (hits === 0) this.#ground(x, y, sum)
    else if (samples === 1) this.#model(x, y, sum)
    else if (hits === all) {
      this.#model(x, y, sum)
      this.#model(x + 1, y + 1, one)
      const apart = farthest(sum, one)
      add(sum, one)
      if (apart >= CONTRAST) {
        this.#model(x + 1, y, one)
        add(sum, one)
        this.#model(x, y + 1, one)
        add(sum, one)
      }
      scale(sum, apart < CONTRAST ? 0.5 : 0.25)
    } else {
      this.#ground(x, y, sum)
      scale(sum, all - hits)
      for (let j = 0; j < samples; j++)
        for (let i = 0; i < samples; i++) {
          if (!this.#isHit(x + i, y + j)) continue
          this.#model(x + i, y + j, one)
          add(sum, one)
        }
      scale(sum, 1 / all)
    }
    return this
  }

  #isHit(x: number, y: number): boolean {
    return (this.#triangles[y * this.#full + x] ?? -1) >= 0
  }

  #hits(x: number, y: number): number {
    let hits = 0
    for (let j = 0; j < this.#samples; j++)
      for (let i = 0; i < this.#samples; i++) if (this.#isHit(x + i, y + j)) hits++
    return hits
  }
}

function add(sum: Float64Array, other: Float64Array): void {
  for (let k = 0; k < 3; k++) sum[k] = (sum[k] ?? 0) + (other[k] ?? 0)
}
function scale(sum: Float64Array, factor: number): void {
  for (let k = 0; k < 3; k++) sum[k] = (sum[k] ?? 0) * factor
}
function farthest(a: Float64Array, b: Float64Array): number {
  let most = 0
  for (let k = 0; k < 3; k++) most = Math.max(most, Math.abs((a[k] ?? 0) - (b[k] ?? 0)))
  return most
}

/** Tones highlights down (after Hable's fit by Narkowicz); per sample, so that bright edges stay smooth. */
function toned(light: Float64Array): void {
  for (let k = 0; k < 3; k++) {
    const v = light[k] ?? 0
    light[k] = clamp((v * (2.51 * v + 0.03)) / (v * (2.43 * v + 0.59) + 0.14), 0, 1)
  }
}

/** sRGB bytes of linear values in steps fine enough for the dark end. */
const ENCODED = Uint8Array.from({ length: 16_385 }, (_, i) => {
  const c = i / 16_384
  return Math.round(255 * (c <= 0.0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - 0.055))
})

function encoded(value: number): number {
  return ENCODED[Math.round(value * 16_384)] ?? 0
}
