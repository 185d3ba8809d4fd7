// The named views, described once: the View menu, the keys, the gizmo and the API all read this table.
import type { Direction, Orbit, Projection } from './orbit.ts'
import { wrapAngle } from './orbit.ts'

const quarter = Math.PI / 2

interface NamedView extends Direction {
  projection: Projection
}

/** Axis views are orthographic as in Blender; three-quarter is where every model is first seen from. */
export const namedViews = {
  'three-quarter': { azimuth: 0.62, elevation: 0.3, projection: 'perspective' },
  front: { azimuth: 0, elevation: 0, projection: 'orthographic' },
  back: { azimuth: Math.PI, elevation: 0, projection: 'orthographic' },
  right: { azimuth: quarter, elevation: 0, projection: 'orthographic' },
  left: { azimuth: -quarter, elevation: 0, projection: 'orthographic' },
  top: { azimuth: 0, elevation: quarter, projection: 'orthographic' },
  bottom: { azimuth: 0, elevation: -quarter, projection: 'orthographic' },
} as const satisfies Record<string, NamedView>

export type NamedViewId = keyof typeof namedViews
/** 'perspective' keeps the direction and changes only the projection. */
export type ViewId = NamedViewId | 'perspective'

export const NAMED_VIEW_IDS: readonly NamedViewId[] = [
  'three-quarter',
  'front',
  'back',
  'right',
  'left',
  'top',
  'bottom',
]

/** The named view a camera is looking from, or undefined when the user has turned away from all of them. */
export function viewOf(orbit: Orbit, projection: Projection): NamedViewId | undefined {
  return NAMED_VIEW_IDS.find((id) => {
    const view = namedViews[id]
    return (
      view.projection === projection &&
      Math.abs(wrapAngle(orbit.azimuth - view.azimuth)) < 1e-3 &&
      Math.abs(orbit.elevation - view.elevation) < 1e-3
    )
  })
}
