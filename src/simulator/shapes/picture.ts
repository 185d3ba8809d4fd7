// The rendered_image of a task: a studio photograph of that very model, by a software renderer, since no GPU is at hand.
import { boundsOf, type MeshData } from '../../mesh/geometry.ts'
import type { RgbaImage } from '../../mesh/image.ts'
import { clamp } from '../../mesh/numbers.ts'
import { frame, project, rayAt } from './camera.ts'
import { ambientOcclusion } from './occlusion.ts'
import { rasterize } from './raster.ts'
import { Shader, type Surface } from './shader.ts'
import { Shadow } from './shadow.ts'
import { add, times, type Vec3 } from './vector.ts'

/** Supersampling per axis. */
const SAMPLES = 2
/** Brightness (linear) of a plain backdrop. */
const PLAIN: Vec3 = [0.62, 0.62, 0.62]

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
  const surfaceOf = typeof surface === 'function' ? surface : () => surface
  const shader = new Shader(mesh, surfaceOf, camera, shadow, size)
  const model = (x: number, y: number) =>
    toned(
      shader.surfaceAt(
        seen.triangle[y * full + x] ?? 0,
        rayAt(camera, x + 0.5, y + 0.5, full),
        occlusion[(y >> 1) * (full >> 1) + (x >> 1)] ?? 0,
      ),
    )
  // The backdrop is smooth: one sample does for a pixel.
  const ground = (x: number, y: number) =>
    toned(plain ? PLAIN : shader.ground(rayAt(camera, x + samples / 2, y + samples / 2, full), y / full, min[1]))
  const data = new Uint8Array(side * side * 4)
  for (let y = 0, out = 0; y < side; y++)
    for (let x = 0; x < side; x++, out += 4) {
      const color = pixel(seen.triangle, full, x * samples, y * samples, samples, model, ground)
      data[out] = encoded(color[0])
      data[out + 1] = encoded(color[1])
      data[out + 2] = encoded(color[2])
      data[out + 3] = 255
    }
  return { width: side, height: side, data }
}

type Sample = (x: number, y: number) => Vec3

/** Colours this far apart (toned, per channel) call for more samples. */
const CONTRAST = 0.045

/** The mean of a pixel's samples; inside a surface two on the diagonal do where they agree. */
function pixel(
  triangles: Int32Array,
  full: number,
  x: number,
  y: number,
  samples: number,
  model: Sample,
  ground: Sample,
): Vec3 {
  let hits = 0
  for (let j = 0; j < samples; j++)
    for (let i = 0; i < samples; i++) if ((triangles[(y + j) * full + x + i] ?? -1) >= 0) hits++
  if (hits === 0) return ground(x, y)
  if (samples === 1) return model(x, y)
  if (hits === samples * samples) {
    const [a, b] = [model(x, y), model(x + 1, y + 1)]
    if (Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]), Math.abs(a[2] - b[2])) < CONTRAST)
      return times(add(a, b), 0.5)
    return times(add(add(a, b), add(model(x + 1, y), model(x, y + 1))), 0.25)
  }
  let sum: Vec3 = times(ground(x, y), samples * samples - hits)
  for (let j = 0; j < samples; j++)
    for (let i = 0; i < samples; i++)
      if ((triangles[(y + j) * full + x + i] ?? -1) >= 0) sum = add(sum, model(x + i, y + j))
  return times(sum, 1 / (samples * samples))
}

/** Tones highlights down (after Hable's fit by Narkowicz); per sample, so that bright edges stay smooth. */
function toned(light: Vec3): Vec3 {
  const curve = (v: number) => clamp((v * (2.51 * v + 0.03)) / (v * (2.43 * v + 0.59) + 0.14), 0, 1)
  return [curve(light[0]), curve(light[1]), curve(light[2])]
}

/** sRGB bytes of linear values in steps fine enough for the dark end. */
const ENCODED = Uint8Array.from({ length: 16_385 }, (_, i) => {
  const c = i / 16_384
  return Math.round(255 * (c <= 0.0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - 0.055))
})

function encoded(value: number): number {
  return ENCODED[Math.round(value * 16_384)] ?? 0
}
