// Labels and handles at positions of the model: elements over the picture that are moved before each draw, so that they have the
// same size in pixels at any distance.
import { Vector3 } from 'three'
import { element } from '../controls/index.ts'
import type { Viewport } from '../viewport/viewport.ts'

export class Anchors {
  readonly #viewport: Viewport
  readonly #layer = element('div', 'model-anchors')
  readonly #places = new Map<HTMLElement, () => Vector3>()
  readonly #at = new Vector3()

  constructor(viewport: Viewport) {
    this.#viewport = viewport
    viewport.surface.parentElement?.append(this.#layer)
    viewport.onFrame(() => {
      this.#move()
      return false
    })
  }

  /** Puts an element at a place in the world, asked before each draw. Returns how to take it away. */
  add(one: HTMLElement, place: () => Vector3): () => void {
    this.#places.set(one, place)
    this.#layer.append(one)
    // At once, as a slow machine's next draw may be long in coming.
    this.#place(one, place)
    this.#viewport.invalidate()
    return () => {
      this.#places.delete(one)
      one.remove()
    }
  }

  /** Where a place in the world is seen, in CSS pixels from the picture's corner; undefined behind the eye. */
  seen(place: Vector3): { x: number; y: number } | undefined {
    const { clientWidth, clientHeight } = this.#viewport.surface
    this.#at.copy(place).project(this.#viewport.camera)
    if (this.#at.z > 1) return undefined
    return { x: ((this.#at.x + 1) / 2) * clientWidth, y: ((1 - this.#at.y) / 2) * clientHeight }
  }

  #move(): void {
    for (const [one, place] of this.#places) this.#place(one, place)
  }

  #place(one: HTMLElement, place: () => Vector3): void {
    const seen = this.seen(place())
    one.hidden = seen === undefined
    if (seen) one.style.translate = `${Math.round(seen.x)}px ${Math.round(seen.y)}px`
  }
}
