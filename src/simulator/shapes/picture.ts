// The rendered_image of a task: a studio photograph of that very model, by a software renderer, since no GPU is at hand.
import { boundsOf, type MeshData } from '../../mesh/geometry.ts'
import type { RgbaImage } from '../../mesh/image.ts'
import { clamp } from '../../mesh/numbers.ts'
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
  /** One even colour behind the model and no shadow, so that it can be cut out. */
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
  const light = new Float32Array(full * full * 3)
  const surfaceOf = typeof surface === 'function' ? surface : () => surface
  const shader = new Shader(mesh, surfaceOf, camera, shadow, size)
  for (let y = 0, pixel = 0; y < full; y++)
    for (let x = 0; x < full; x++, pixel++) {
      const ray = rayAt(camera, x + 0.5, y + 0.5, full)
      const triangle = seen.triangle[pixel] ?? 0
      if (triangle >= 0)
        shader.surfaceAt(triangle, ray, occlusion[(y >> 1) * (full >> 1) + (x >> 1)] ?? 0, light, pixel * 3)
      else if (plain) light.fill(PLAIN, pixel * 3, pixel * 3 + 3)
      else shader.ground(ray, y / full, min[1], light, pixel * 3)
    }
  return develop(light, side, samples)
}

/** Averages the samples, tones highlights down and encodes sRGB. */
function develop(light: Float32Array, side: number, samples: number): RgbaImage {
  const full = side * samples
  const data = new Uint8Array(side * side * 4)
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const out = (y * side + x) * 4
      for (let k = 0; k < 3; k++) {
        let sum = 0
        for (let j = 0; j < samples; j++)
          for (let i = 0; i < samples; i++) {
            const v = light[((y * samples + j) * full + x * samples + i) * 3 + k] ?? 0
            // Tone curve per sample (after Hable's fit by Narkowicz), so that bright edges stay smooth.
            sum += clamp((v * (2.51 * v + 0.03)) / (v * (2.43 * v + 0.59) + 0.14), 0, 1)
          }
        const c = sum / (samples * samples)
        data[out + k] = Math.round(255 * (c <= 0.0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - 0.055))
      }
      data[out + 3] = 255
    }
  return { width: side, height: side, data }
}
