// When the view of a model is of no use for what has become of it: a tool has moved or scaled it, or its file has changed.
import { Vector3 } from 'three'
import type { Model } from '../viewport/model.ts'

/** How much larger or smaller a model may have become for the view of before to show it. */
const MOST_GROWTH = 2
const MOST_SHRINKING = 3

type Shown = Pick<Model, 'box' | 'radius'>

/** Whether a model has moved or changed its size so much that the view of before shows little of it. */
export function isElsewhere(before: Shown, now: Shown): boolean {
  if (now.radius > before.radius * MOST_GROWTH || now.radius < before.radius / MOST_SHRINKING) return true
  const [from, to] = [before.box.getCenter(new Vector3()), now.box.getCenter(new Vector3())]
  return from.distanceTo(to) > before.radius
}
