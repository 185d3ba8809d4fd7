// Hiding parts of a model and showing them again, and what is seen of them.
import { Line, Mesh, type Object3D, Points } from 'three'
import { HOLLOW_LAYER, MODEL_LAYER } from '../viewport/layers.ts'
import type { Hiding } from './part-menu.ts'

/** Everything is seen again. */
export function showAll(root: Object3D): void {
  root.traverse((object) => {
    object.visible = true
    setHollow(object, false)
  })
}

/** Leaves of a model some parts and what lies in them. What they lie in is not seen: a mesh that holds them is not drawn. */
export function isolate(root: Object3D, objects: readonly Object3D[]): void {
  const kept = new Set<Object3D>()
  const above = new Set<Object3D>()
  for (const object of objects) {
    object.traverse((one) => void kept.add(one))
    for (let at = object.parent; at; at = at.parent) above.add(at)
  }
  root.traverse((one) => {
    if (one.userData['isHelper'] === true) return
    one.visible = kept.has(one) || above.has(one)
    setHollow(one, !kept.has(one) && above.has(one))
  })
}

/** Of some kind that is drawn itself. */
const isDrawing = (object: Object3D): object is Mesh | Line | Points =>
  object instanceof Mesh || object instanceof Line || object instanceof Points

/** Whether what lies in a mesh is seen without it. */
export const isHollow = (object: Object3D): boolean => isDrawing(object) && object.layers.isEnabled(HOLLOW_LAYER)

const partsIn = (object: Object3D): readonly Object3D[] =>
  object.children.filter(({ userData }) => userData['isHelper'] !== true)

/**
 * The parts of a model that are seen: a mesh that is drawn, a group in which anything is, and what is never drawn (a bone, an empty
 * group) where nothing hides it. What lies in something hidden is not seen, whatever it says itself.
 */
export function seenIn(root: Object3D): ReadonlySet<Object3D> {
  const seen = new Set<Object3D>()
  /** Whether anything of it is drawn; undefined where there is nothing to draw. */
  const visit = (object: Object3D, isShown: boolean): boolean | undefined => {
    const isOpen = isShown && object.visible
    const inside = partsIn(object).flatMap((part) => visit(part, isOpen) ?? [])
    const own = isDrawing(object) ? [isOpen && !isHollow(object)] : []
    const isSeen = own[0] ?? (inside.length > 0 ? inside.includes(true) : isOpen)
    if (isSeen) seen.add(object)
    const all = [...own, ...inside]
    return all.length > 0 ? all.includes(true) : undefined
  }
  visit(root, true)
  return seen
}

/** The outermost thing that a part lies in. */
const topOf = (object: Object3D): Object3D => (object.parent ? topOf(object.parent) : object)

/** Shows a part wherever it lies: what else was hidden with it stays so. */
function reveal(object: Object3D): void {
  const above: Object3D[] = []
  for (let at = object.parent; at; at = at.parent) above.unshift(at)
  let wasHidden = false
  for (const [depth, one] of above.entries()) {
    wasHidden ||= !one.visible
    if (!wasHidden) continue
    one.visible = true
    setHollow(one, true)
    const onTheWay = above[depth + 1] ?? object
    for (const beside of partsIn(one)) if (beside !== onTheWay) beside.visible = false
  }
  object.visible = true
  setHollow(object, false)
  // A group of which every part is hidden shows all of them.
  if (!seenIn(object).has(object)) showAll(object)
}

/** The layers of those that are hollow, as they were. */
const layersBefore = new WeakMap<Object3D, number>()

/** Takes a mesh, and the edges of its faces, from what is drawn, while what else lies in it stays. */
export function setHollow(object: Object3D, isToBe: boolean): void {
  if (!isDrawing(object) || isHollow(object) === isToBe) return
  for (const one of [object, ...object.children.filter(({ userData }) => userData['isHelper'] === true)]) {
    const { layers } = one
    if (isToBe) {
      layersBefore.set(one, layers.mask)
      layers.set(HOLLOW_LAYER)
    } else layers.mask = layersBefore.get(one) ?? 1 | (1 << MODEL_LAYER)
  }
}

/** Hides all of some parts of a model, or shows them where nothing of them is seen. */
export function toggleVisibility(objects: readonly Object3D[]): void {
  const [first] = objects
  if (!first) return
  const seen = seenIn(topOf(first))
  if (objects.some((object) => seen.has(object))) for (const object of objects) object.visible = false
  else for (const object of objects) reveal(object)
}

/** Whether an object is `root` or lies in it. */
export function isWithin(object: Object3D, root: Object3D): boolean {
  for (let at: Object3D | null = object; at; at = at.parent) if (at === root) return true
  return false
}

/** What of a model is hidden by hand, and whether that is all but some parts. */
export class Isolation {
  #isOn = false
  /** What was seen before some parts were alone. */
  #before: ReadonlyMap<Object3D, boolean> | undefined

  get isOn(): boolean {
    return this.#isOn
  }

  /** Another model is there. */
  reset(): void {
    this.#isOn = false
    this.#before = undefined
  }

  /** Shows some parts alone, or what was seen before that: what had been hidden stays hidden. */
  toggle(root: Object3D, objects: readonly Object3D[]): void {
    const before = this.#before
    if (this.#isOn) {
      this.hide('none', root, objects)
      for (const [object, isVisible] of before ?? []) object.visible = isVisible
      return
    }
    const seen = new Map<Object3D, boolean>()
    root.traverse((one) => void seen.set(one, one.visible))
    this.hide('others', root, objects)
    if (this.#isOn) this.#before = seen
  }

  hide(what: Hiding, root: Object3D, objects: readonly Object3D[]): void {
    if (what === 'none') showAll(root)
    else if (what === 'selected') toggleVisibility(objects)
    else if (objects.length > 0) isolate(root, objects)
    this.#isOn = what === 'others' && objects.length > 0
    this.#before = undefined
  }
}
