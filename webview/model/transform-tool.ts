// The transform that is under way in the model editor: parts follow the pointer, keys bind it to an axis or give a number, and a click
// or a key ends it. What is going on stands over the picture.
import type { Object3D } from 'three'
import { t } from '../studio/l10n.ts'
import { followsBones } from '../viewport/skins.ts'
import type { Viewport } from '../viewport/viewport.ts'
import type { EditNote } from './edit-note.ts'
import { RunningTransform, type TransformMode, wordsOf } from './edit-transform.ts'

interface TransformParts {
  readonly viewport: Viewport
  readonly note: EditNote
  /** Objects follow the pointer. */
  moved(): void
  /** @param isMade whether the objects are where they were put; else they are where they were before */
  ended(isMade: boolean): void
}

export class TransformTool {
  readonly #parts: TransformParts
  #running: RunningTransform | undefined
  #pointer = { x: 0, y: 0 }

  constructor(parts: TransformParts) {
    this.#parts = parts
    const { surface } = parts.viewport
    surface.addEventListener('pointermove', (event) => this.#move(event), { capture: true })
    surface.addEventListener('pointerdown', (event) => this.#press(event), { capture: true })
  }

  get isRunning(): boolean {
    return this.#running !== undefined
  }

  /** Has objects follow the pointer; those that follow bones stay. */
  start(mode: TransformMode, objects: readonly Object3D[]): void {
    const free = objects.filter((object) => !followsBones(object))
    if (free.length === 0) {
      this.#parts.note.show(t('A part with bones stands where its bones do: move those.'))
      return
    }
    const { surface, camera } = this.#parts.viewport
    const { width, height } = surface.getBoundingClientRect()
    this.#running = new RunningTransform(mode, free, camera, this.#pointer, { width, height })
    this.#notify()
  }

  /** The objects are gone. */
  forget(): void {
    this.#running = undefined
    this.#notify()
  }

  /** @returns whether a transform is under way, whose key it is then */
  takeKey(key: string): boolean {
    const running = this.#running
    if (!running) return false
    const axis = (['x', 'y', 'z'] as const).find((one) => one === key.toLowerCase())
    if (key === 'Escape') this.#end(false)
    else if (key === 'Enter' || key === ' ') this.#end(true)
    else {
      if (axis) running.bind(axis)
      else running.type(key)
      this.#draw()
    }
    return true
  }

  #move(event: PointerEvent): void {
    const box = this.#parts.viewport.surface.getBoundingClientRect()
    this.#pointer = { x: event.clientX - box.left, y: event.clientY - box.top }
    if (!this.#running) return
    event.stopImmediatePropagation()
    this.#running.point(this.#pointer, event.shiftKey, event.ctrlKey || event.metaKey)
    this.#draw()
  }

  #press(event: PointerEvent): void {
    if (!this.#running) return
    event.preventDefault()
    event.stopImmediatePropagation()
    this.#end(event.button === 0)
  }

  #end(isKept: boolean): void {
    const running = this.#running
    this.#running = undefined
    if (!running) return
    const isMade = isKept && running.isChange
    if (!isMade) running.cancel()
    this.#parts.ended(isMade)
    this.#draw()
    if (isKept && !isMade) this.#parts.note.show(t('Nothing changed.'))
  }

  #draw(): void {
    this.#notify()
    this.#parts.moved()
    this.#parts.viewport.invalidate(true)
  }

  /** What is going on, and with what number. */
  #notify(): void {
    this.#parts.note.keep(this.#running && wordsOf(this.#running))
  }
}
