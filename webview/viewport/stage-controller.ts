// Creates the stage with its canvas and renderer, applies the display settings to each new stage, and recreates it after a lost
// graphics context. Without WebGL 2 there is no stage, and everything else works.
import type { Texture } from 'three'
import type { Palette } from './ground.ts'
import { FIRST_LIGHT, type Light } from './light.ts'
import type { Shading } from './material-overrides.ts'
import type { Overlay } from './overlay.ts'
import { Stage } from './stage.ts'

/** How a stage looks, whatever stands on it. */
export interface StageLook {
  palette?: Palette
  grid: boolean
  shading: Shading
  light: Light
  /** Metres that the grid is made for; undefined: the model's own radius. Two stages side by side share one. */
  scale?: number
  /** How much of a model that is on its way to the empty stage is done, 0 to 1. */
  expected: number
}

export interface StageEvents {
  /** A fresh stage, also after `restart`: give it its size. */
  started(stage: Stage): void
  /** It was lost, is there again, or has another light. */
  changed(): void
}

export class StageController {
  readonly #surface: HTMLElement
  readonly #events: StageEvents
  readonly #overlay: Overlay
  readonly #base: string
  #stage: Stage | undefined
  #lost = false
  /** A person's own environment, for this stage and those after it. */
  #panorama: Texture | undefined
  #look: StageLook = { grid: true, shading: 'rendered', light: FIRST_LIGHT, expected: 0 }

  /** @param base where the page's files beside its bundles are, with a slash at its end */
  constructor(surface: HTMLElement, overlay: Overlay, base: string, events: StageEvents) {
    this.#surface = surface
    this.#base = base
    this.#overlay = overlay
    this.#events = events
  }

  get stage(): Stage | undefined {
    return this.#stage
  }

  get look(): Readonly<StageLook> {
    return this.#look
  }

  /** Changes how this stage and those after it look. */
  setLook(part: Partial<StageLook>): void {
    this.#look = { ...this.#look, ...part }
    if (this.#stage !== undefined) Object.assign(this.#stage, part)
  }

  set panorama(panorama: Texture) {
    this.#panorama = panorama
    if (this.#stage !== undefined) this.#stage.panorama = panorama
  }

  /** True while pictures appear: there is a stage and its context is alive. */
  get drawing(): boolean {
    return this.#stage !== undefined && !this.#lost
  }

  /** False when this window cannot draw. */
  start(): boolean {
    const canvas = document.createElement('canvas')
    canvas.className = 'tv-canvas'
    const stage = tryStage(canvas, this.#base, () => this.#events.changed())
    if (stage === undefined) return false
    this.#stage = stage
    this.#lost = false
    if (this.#panorama) stage.panorama = this.#panorama
    Object.assign(stage, this.#look)
    this.#surface.replaceChildren(canvas)
    canvas.addEventListener('webglcontextlost', (event) => {
      if (this.#stage !== stage) return
      // Without this the browser would not try to bring it back.
      event.preventDefault()
      this.#lost = true
      this.#overlay.lost(() => void this.restart())
      this.#events.changed()
    })
    canvas.addEventListener('webglcontextrestored', () => {
      if (this.#stage !== stage) return
      this.#lost = false
      stage.relight()
      this.#restored()
    })
    this.#events.started(stage)
    return true
  }

  /** A new canvas with the same model, for a context that does not come back by itself. */
  restart(): boolean {
    const old = this.#stage
    const model = old?.releaseModel()
    this.#stage = undefined
    old?.dispose()
    if (!this.start()) return false
    if (model !== undefined) this.stage?.setModel(model)
    this.#restored()
    return true
  }

  #restored(): void {
    this.#overlay.render()
    this.#events.changed()
  }

  dispose(): void {
    const stage = this.#stage
    this.#stage = undefined
    stage?.dispose()
  }
}

function tryStage(...make: ConstructorParameters<typeof Stage>): Stage | undefined {
  try {
    return new Stage(...make)
  } catch {
    return undefined
  }
}
