// Where the camera of a file stood, as the host kept it: checked, since what is kept may be of another version.
import type { CameraPlace } from './camera.ts'

/** A camera's place out of what was kept; undefined where it is none. */
export function placeOf(kept: unknown): CameraPlace | undefined {
  const at = (name: string): unknown =>
    typeof kept === 'object' && kept !== null ? Reflect.get(kept, name) : undefined
  const number = (name: string) => {
    const value = at(name)
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined
  }
  const [azimuth, elevation, distance] = [number('azimuth'), number('elevation'), number('distance')]
  const target: unknown = at('target')
  const [x, y, z]: unknown[] = Array.isArray(target) ? target : []
  if (typeof x !== 'number' || typeof y !== 'number' || typeof z !== 'number') return undefined
  if (azimuth === undefined || elevation === undefined || distance === undefined || distance <= 0) return undefined
  const projection = at('projection') === 'orthographic' ? 'orthographic' : 'perspective'
  return { azimuth, elevation, distance, target: [x, y, z], projection }
}
