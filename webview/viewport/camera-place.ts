// The stored camera of a file: checked, since it may be from another version of the extension. And the same camera relative to a
// model, for one of another size.
import { type Box3, Vector3 } from 'three'
import type { Projection } from './orbit.ts'

export interface CameraPlace {
  /** Radians. */
  azimuth: number
  elevation: number
  /** Metres. */
  distance: number
  target: [number, number, number]
  projection: Projection
}

/** What a place is relative to: a model's box, and the radius of the sphere around it. */
export interface Placed {
  readonly box: Box3
  readonly radius: number
}

/** A place in shares of a model's radius, from its middle. */
export const relativePlace = (place: CameraPlace, { box, radius }: Placed): CameraPlace => ({
  ...place,
  distance: place.distance / radius,
  target: new Vector3(...place.target).sub(box.getCenter(new Vector3())).divideScalar(radius).toArray(),
})

/** The place that is `relative` to a model. */
export const placeBeside = (relative: CameraPlace, { box, radius }: Placed): CameraPlace => ({
  ...relative,
  distance: relative.distance * radius,
  target: new Vector3(...relative.target).multiplyScalar(radius).add(box.getCenter(new Vector3())).toArray(),
})

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
