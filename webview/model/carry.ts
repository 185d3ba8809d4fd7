// What is kept when going to the next model of a folder: the camera, references, section plane, clip and selected part. Light and
// shading are settings of the person and are kept anyway.
import type { Carried } from '../../src/protocol/model-editor.ts'
import { placeBeside, placeOf, relativePlace } from '../viewport/camera-place.ts'
import type { Viewport } from '../viewport/viewport.ts'
import type { Guides } from './guides.ts'
import type { Remembered } from './page-memory.ts'
import type { Timeline } from './timeline.ts'

export interface Carrying {
  readonly viewport: Viewport
  readonly guides: Guides
  readonly timeline: Timeline
}

/** Most parts whose selection goes along, and most characters of a name: what the message may hold. */
const [MOST, MOST_NAME, MOST_DEPTH] = [100, 1000, 100]

/** @returns undefined while there is no model */
export function carriedFrom(
  { viewport, guides, timeline }: Carrying,
  parts: Remembered | undefined,
): Carried | undefined {
  const { model } = viewport
  if (!model) return undefined
  const clip = timeline.kept
  const selected = (parts?.selected ?? []).filter(
    (path) => path.length <= MOST_DEPTH && path.every(({ name }) => name.length <= MOST_NAME),
  )
  return {
    ...{ camera: relativePlace(viewport.goal, model), isWhole: viewport.isWhole(), ...guides.kept },
    ...(clip && clip.name.length <= MOST_NAME && { clip }),
    selected: selected.slice(0, MOST).map((path) => path.map(({ at, name }) => ({ at, name }))),
  }
}

/** Before the next model is shown. @returns its parts that are to be selected once it is there */
export function prepareCarried(
  { guides, timeline }: Carrying,
  { references, section, clip, selected }: Carried,
): Remembered {
  guides.kept = { references, section }
  timeline.kept = clip
  return { selected, hidden: [], hollow: [] }
}

/** The camera, once the next model is there: as near to it as it was to the one before, or so that it is seen whole. */
export function placeCarried(viewport: Viewport, { camera, isWhole }: Carried): void {
  const { model } = viewport
  const place = placeOf(camera)
  if (!model || !place) return
  viewport.restore(placeBeside(place, model))
  if (isWhole) viewport.frame()
}
