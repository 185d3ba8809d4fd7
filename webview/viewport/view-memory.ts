// What VS Code stores for a page that it removes as soon as it is not visible: how models are displayed, and the camera of the
// last one. The page that is created later begins with that.
import { type CameraPlace, placeOf } from './camera-place.ts'
import { type Light, lightOf } from './light.ts'
import { SHADINGS, type Shading } from './material-overrides.ts'
import type { Viewport } from './viewport.ts'

/** Milliseconds without a change before it is kept. */
const SETTLED = 300

interface KeptView {
  shading: Shading
  grid: boolean
  light: Light
  /** Which model the camera stood before. */
  model?: string
  camera?: CameraPlace
}

/** Something of what was kept, which may be of another version. */
export const partOf = (kept: unknown, name: string): unknown =>
  typeof kept === 'object' && kept !== null ? Reflect.get(kept, name) : undefined

export class ViewMemory {
  readonly #viewport: Viewport
  readonly #remember: (view: KeptView) => void
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Where the camera stood before this page, until something is shown. */
  #before: { model: string | undefined; camera: CameraPlace | undefined } | undefined
  #model: string | undefined

  /**
   * Shows models as they were shown, and follows how they are.
   * @param kept what was remembered last, of any shape
   */
  constructor(viewport: Viewport, kept: unknown, remember: (view: KeptView) => void) {
    this.#viewport = viewport
    this.#remember = remember
    const shading = SHADINGS.find((one) => one === partOf(kept, 'shading'))
    if (shading)
      viewport.setLook({ shading, grid: partOf(kept, 'grid') !== false, light: lightOf(partOf(kept, 'light')) })
    const model = partOf(kept, 'model')
    this.#before = {
      model: typeof model === 'string' ? model : undefined,
      camera: placeOf(partOf(kept, 'camera')),
    }
    viewport.onStateChanged(() => this.#keepSoon())
    viewport.onFrame(() => {
      this.#keepSoon()
      return false
    })
  }

  /** A model stands on the stage. @param model what it is called by from page to page */
  shown(model: string): void {
    const { model: last, camera } = this.#before ?? {}
    this.#before = undefined
    this.#model = model
    if (last === model && camera) this.#viewport.restore(camera)
  }

  #keepSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      const { shading, grid, light } = this.#viewport.look
      // Until something is shown, the camera of the page before is the one that counts.
      const { model, camera } = this.#before ?? { model: this.#model, camera: this.#viewport.place }
      this.#remember({ shading, grid, light, ...(model !== undefined && camera && { model, camera }) })
    }, SETTLED)
  }
}
