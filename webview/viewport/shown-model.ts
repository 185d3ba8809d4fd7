// Which model is on the stage: adds it, shows its statistics and name, and the empty state when there is none.
import { Vector3 } from 'three'
import { type DrawnCounts, drawnCounts } from '../../src/mesh/tools/drawn-counts.ts'
import { phrase, type Words, wordsOf } from '../../src/text/index.ts'
import type { CameraRig } from './camera.ts'
import type { CameraPlace } from './camera-place.ts'
import { Emitter } from './emitter.ts'
import { shortened, ViewportError } from './errors.ts'
import type { Labels } from './labels.ts'
import type { LoadedModel, ModelSource } from './load-model.ts'
import type { Message, Overlay } from './overlay.ts'
import { Placeholder } from './placeholder.ts'
import type { Stage } from './stage.ts'
import { formatStatistics, type ModelStatistics } from './statistics.ts'

export interface ShownModelParts {
  labels: Labels
  say: (words: Words) => string
  language: string | undefined
  rig: CameraRig
  overlay: Overlay
  surface: HTMLElement
  stage(): Stage | undefined
  changed(): void
  /** Does not wait for the screen's next frame. */
  drawSoon(): void
}

export class ShownModel {
  readonly statistics = new Emitter<ModelStatistics | undefined>()
  /** The model that is shown has the last of the pictures that were late. */
  readonly textured = new Emitter<undefined>()
  readonly #parts: ShownModelParts
  #name: string | undefined
  #damage: Words | undefined
  /** As the file has them. */
  #counted: ModelStatistics | undefined
  /** Where the camera stood when the stage was cleared for a file that takes long to be read anew. */
  #placeBefore: CameraPlace | undefined
  /** Tells that all pictures are there, where some were late. */
  #notifyWhole: (() => void) | undefined

  constructor(parts: ShownModelParts) {
    this.#parts = parts
    // A browser takes long to learn a language's numbers. It does so while the first file is on its way.
    const { labels, language } = parts
    setTimeout(() => formatStatistics(NOTHING, labels, language))
  }

  /** What of the model's file is damaged, and therefore not shown. */
  get damage(): Words | undefined {
    return this.#damage
  }

  get name(): string | undefined {
    return this.#name
  }

  /** Shows the model's figures with so many triangles and vertices more, or fewer, than its file has: it is being changed. */
  changeCounts({ triangles, vertices, storedTriangles }: DrawnCounts): void {
    const { labels, language, overlay } = this.#parts
    const counted = this.#counted
    if (!counted) return
    const now = {
      ...counted,
      triangles: counted.triangles + triangles,
      vertices: counted.vertices + vertices,
      storedTriangles: counted.storedTriangles + storedTriangles,
    }
    overlay.showStatistics(formatStatistics(now, labels, language))
  }

  show(source: ModelSource, loaded: LoadedModel): void {
    const { statistics, model, isEmpty } = loaded
    const { labels, rig, overlay, surface, stage, changed, drawSoon } = this.#parts
    this.#name = source.name
    if (model !== undefined) {
      stage()?.setModel(model)
      rig.measure(model.radius, model.box.getCenter(new Vector3()))
      if (!source.keepsView) rig.moveToFirstView(model.box)
      else if (this.#placeBefore) rig.restore(this.#placeBefore)
      this.#placeBefore = undefined
    }
    overlay.setState({ shown: true })
    overlay.render()
    if (isEmpty) overlay.showNothing(source.name)
    this.#tellElsewhere(loaded.elsewhere ?? [])
    this.#followPictures(source, loaded)
    this.#damage = loaded.damage
    if (loaded.damage) this.#warn(loaded.damage, labels.damagedNext)
    this.#counted = statistics
    this.changeCounts(drawnCounts([]))
    overlay.announce(labels.loaded.replace('{0}', source.name))
    surface.setAttribute('aria-label', labels.viewportWith.replace('{0}', source.name))
    this.statistics.emit(statistics)
    changed()
    drawSoon()
  }

  /** Nothing is fetched from elsewhere; that something else may be shown in its place must not go unsaid. */
  #tellElsewhere([first, ...more]: readonly string[]): void {
    if (first === undefined) return
    const { labels } = this.#parts
    const address = shortened(first)
    const words =
      more.length === 0
        ? phrase('The model names “{0}”, and only files in its own folder are read.', address)
        : phrase('The model names “{0}” and {1} more, and only files in its own folder are read.', address, more.length)
    this.#warn(words, labels.elsewhereNext)
  }

  /** Puts one picture that has arrived into its place. @returns whether more wait for that */
  placeTexture(): boolean {
    const { pictures } = this.#parts.stage()?.model ?? {}
    const goesOn = pictures?.applyNext() === true
    if (pictures?.isWhole) this.#notifyWhole?.()
    return goesOn
  }

  /** Resolves once the model has all the pictures that it will have, each in its place. */
  async whole(): Promise<void> {
    const { pictures } = this.#parts.stage()?.model ?? {}
    if (!pictures || pictures.isWhole) return
    await pictures.settled
    while (this.placeTexture());
    this.#parts.changed()
  }

  /** Whether the model has all the pictures that it will have. */
  get isWhole(): boolean {
    return this.#parts.stage()?.model?.pictures?.isWhole !== false
  }

  /** What is missing is told once, when that is known of all. */
  #followPictures({ name }: ModelSource, { model, missing, pictures: arriving }: LoadedModel): void {
    const { overlay, say, changed } = this.#parts
    const pictures = model?.pictures
    const notify = () => {
      const names = [...missing, ...(pictures?.missing ?? [])]
      if (names.length > 0) overlay.showMissing(name, names)
    }
    this.#notifyWhole = undefined
    if (!pictures || pictures.isWhole) {
      notify()
      return
    }
    overlay.showProgress(name, undefined)
    let takeBack: () => void = () => undefined
    this.#notifyWhole = () => {
      this.#notifyWhole = undefined
      overlay.hideProgress()
      takeBack()
      notify()
      this.textured.emit(undefined)
    }
    pictures.follow(changed)
    const isShown = () => this.#parts.stage()?.model === model
    void arriving?.isSlow.then((isSlow) => {
      if (isSlow && isShown() && !pictures.isWhole) takeBack = this.#warnOfLate(name)
    })
    arriving?.over.then(changed, (error: unknown) => {
      if (!(error instanceof ViewportError) || !isShown()) return
      this.placeTexture()
      const { sentence, nextStep } = wordsOf(error)
      this.#warn(sentence, say(nextStep))
    })
  }

  /** @returns how the words are taken back, for those before them, once they are no longer true */
  #warnOfLate(name: string): () => void {
    const { overlay, labels } = this.#parts
    const before = overlay.shown?.closable ? overlay.shown : undefined
    const back = () => (before ? overlay.show(before) : overlay.render())
    const late: Message = {
      ...{ tone: 'warning', text: labels.late.replace('{0}', name), nextStep: labels.lateNext },
      ...{ closable: true, closed: back },
    }
    overlay.show(late)
    return () => {
      if (overlay.shown === late) back()
    }
  }

  #warn(sentence: Words, nextStep: string): void {
    const { overlay, say } = this.#parts
    const closed = () => overlay.render()
    overlay.show({ tone: 'warning', text: say(sentence), nextStep, closable: true, closed })
  }

  empty(): void {
    const { labels, overlay, surface, stage, changed } = this.#parts
    if (this.#name === undefined) return
    this.#placeBefore = this.#parts.rig.goal
    stage()?.setModel(undefined)
    this.#notifyWhole = undefined
    this.#name = undefined
    this.#damage = undefined
    this.#counted = undefined
    overlay.showStatistics([])
    surface.setAttribute('aria-label', labels.viewport)
    this.showEmpty()
    overlay.setState({ shown: false })
    this.statistics.emit(undefined)
    changed()
  }

  /** The camera before what stands there instead. */
  showEmpty(): void {
    const { rig } = this.#parts
    rig.measure(Placeholder.radius)
    rig.setFirstView(Placeholder.frame)
  }
}

const NOTHING: ModelStatistics = {
  ...{ triangles: 0, storedTriangles: 0, vertices: 0, materials: 0, textures: 0 },
  ...{ bytes: 0, animations: 1, contents: [] },
}
