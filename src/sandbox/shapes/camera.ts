// The camera of the rendered picture: where it stands and what of the model lands on which pixel.
import { add, cross, dot, sub, times, unit, type Vec3 } from './vector.ts'

export interface Camera {
  readonly eye: Vec3
  readonly right: Vec3
  readonly up: Vec3
  readonly back: Vec3
  readonly scale: number
}

const FIELD = Math.tan((26 * Math.PI) / 360)

/** A camera at these angles (degrees), at the distance where the model just fills the frame. */
export function frame(positions: Float32Array, centre: Vec3, full: number, turn: number, tilt: number): Camera {
  const [yaw, pitch] = [(turn * Math.PI) / 180, (tilt * Math.PI) / 180]
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

export function project(positions: Float32Array, camera: Camera, full: number): Float32Array {
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

/** The direction in which the camera sees a pixel, into `out`; not of unit length. */
export function rayAt(camera: Camera, x: number, y: number, full: number, out: Float64Array): void {
  const dx = (x - full / 2) / camera.scale
  const dy = (full / 2 - y) / camera.scale
  const { right, up, back } = camera
  out[0] = right[0] * dx + up[0] * dy - back[0]
  out[1] = right[1] * dx + up[1] * dy - back[1]
  out[2] = right[2] * dx + up[2] * dy - back[2]
}
