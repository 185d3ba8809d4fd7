// Hiding parts of a model and showing them again.
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

/** The layers of those that are hollow, as they were. */
const layersBefore = new WeakMap<Object3D, number>()

/** Takes a mesh, and the edges of its faces, from what is drawn, while what else lies in it stays. */
function setHollow(object: Object3D, isHollow: boolean): void {
  if (!(object instanceof Mesh || object instanceof Line || object instanceof Points)) return
  if (object.layers.isEnabled(HOLLOW_LAYER) === isHollow) return
  for (const one of [object, ...object.children.filter(({ userData }) => userData['isHelper'] === true)]) {
    const { layers } = one
    if (isHollow) {
      layersBefore.set(one, layers.mask)
      layers.set(HOLLOW_LAYER)
    } else layers.mask = layersBefore.get(one) ?? 1 | (1 << MODEL_LAYER)
  }
}

/** Hides all of some parts, or shows them where all are hidden. */
export function toggleVisibility(objects: readonly Object3D[]): void {
  const isShown = objects.some(({ visible }) => visible)
  for (const object of objects) object.visible = !isShown
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
