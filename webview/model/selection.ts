// The selection: any number of parts, the last one chosen first. Knows how a click with Ctrl or Shift changes it; outliner and
// picture display it.
import { Box3, type Object3D } from 'three'
import { extentOf } from '../viewport/world-box.ts'

export class Selection {
  readonly #changed: () => void
  #objects: readonly Object3D[] = []

  /** @param changed hears every change */
  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** In the order they were chosen. */
  get objects(): readonly Object3D[] {
    return this.#objects
  }

  /** The one whose properties are shown. */
  get active(): Object3D | undefined {
    return this.#objects.at(-1)
  }

  /** The box in the world that shows them; undefined where nothing is selected. */
  get box(): Box3 | undefined {
    const box = new Box3()
    for (const object of this.#objects) box.union(extentOf(object))
    return box.isEmpty() ? undefined : box
  }

  set(objects: readonly Object3D[]): void {
    this.#objects = [...new Set(objects)]
    this.#changed()
  }

  /** One alone, or one more or less where `isMany`. */
  choose(object: Object3D | undefined, isMany: boolean): void {
    if (!object) {
      if (!isMany) this.set([])
      return
    }
    const others = this.#objects.filter((one) => one !== object)
    if (!isMany) this.set([object])
    else this.set(others.length === this.#objects.length ? [...others, object] : others)
  }
}
