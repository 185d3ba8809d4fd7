// Which model stands on the stage: puts it there, says its figures and its name, and what is there when none is.
import { Vector3 } from 'three'
import type { CameraRig } from './camera.ts'
import { Emitter } from './emitter.ts'
import type { Labels } from './labels.ts'
import type { LoadedModel, ModelSource } from './load-model.ts'
import type { Overlay } from './overlay.ts'
import { Placeholder } from './placeholder.ts'
import type { Stage } from './stage.ts'
import { formatStatistics, type ModelStatistics } from './statistics.ts'

export interface ShownModelParts {
  labels: Labels
  language: string | undefined
  rig: CameraRig
  overlay: Overlay
  surface: HTMLElement
  stage(): Stage | undefined
  changed(): void
}

export class ShownModel {
  readonly statistics = new Emitter<ModelStatistics | undefined>()
  readonly #parts: ShownModelParts
  #name: string | undefined
  #triangles = 0

  constructor(parts: ShownModelParts) {
    this.#parts = parts
    // A browser takes long to learn a language's numbers. It does so while the first file is on its way.
    const { labels, language } = parts
    setTimeout(() => formatStatistics(NOTHING, labels, language))
  }

  get name(): string | undefined {
    return this.#name
  }

  get triangles(): number {
    return this.#triangles
  }

  show(source: ModelSource, { statistics, model, missing, isEmpty }: LoadedModel): void {
    const { labels, language, rig, overlay, surface, stage, changed } = this.#parts
    this.#name = source.name
    this.#triangles = statistics.triangles
    if (model !== undefined) {
      stage()?.setModel(model)
      rig.measure(model.radius, model.box.getCenter(new Vector3()))
      if (!source.keepsView) rig.moveToFirstView(model.box)
    }
    overlay.setState({ shown: true })
    overlay.render()
    if (isEmpty) overlay.showNothing(source.name)
    if (missing.length > 0) overlay.showMissing(source.name, missing)
    overlay.showStatistics(formatStatistics(statistics, labels, language))
    overlay.announce(labels.loaded.replace('{0}', source.name))
    surface.setAttribute('aria-label', labels.viewportWith.replace('{0}', source.name))
    this.statistics.emit(statistics)
    changed()
  }

  empty(): void {
    const { labels, overlay, surface, stage, changed } = this.#parts
    if (this.#name === undefined) return
    stage()?.setModel(undefined)
    this.#name = undefined
    this.#triangles = 0
    overlay.showStatistics([])
    surface.setAttribute('aria-label', labels.viewport)
    this.standEmpty()
    overlay.setState({ shown: false })
    this.statistics.emit(undefined)
    changed()
  }

  /** The camera before what stands there instead. */
  standEmpty(): void {
    const { rig } = this.#parts
    rig.measure(Placeholder.radius)
    rig.setFirstView(Placeholder.frame)
  }
}

const NOTHING: ModelStatistics = {
  ...{ triangles: 0, vertices: 0, materials: 0, textures: 0 },
  ...{ bytes: 0, animations: 1, contents: [] },
}
