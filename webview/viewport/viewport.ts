// The 3D viewport as the studio panel and the model editor use it: one class over a container element. It owns the
// state and wires the parts; drawing is stage.ts's business, moving camera.ts's, the header toolbar.ts's.
import type { Box3, Object3D } from 'three'
import { english } from '../../src/text/index.ts'
import { CameraRig } from './camera.ts'
import { Commands } from './commands.ts'
import { Decoders } from './decoders.ts'
import { element } from './dom.ts'
import { Emitter } from './emitter.ts'
import { errors, ViewportError } from './errors.ts'
import { FullScreen } from './full-screen.ts'
import { Gizmo } from './gizmo.ts'
import { ENGLISH_LABELS, type Labels } from './labels.ts'
import type { LoadedModel, ModelSource } from './load-model.ts'
import { Loads } from './loads.ts'
import { FrameLoop } from './loop.ts'
import type { Shading } from './material-overrides.ts'
import type { Model } from './model.ts'
import type { ViewportOptions, ViewportState } from './options.ts'
import { Overlay, type PendingResult } from './overlay.ts'
import { pickAt } from './pick.ts'
import { Placeholder } from './placeholder.ts'
import { listenToPointer } from './pointer.ts'
import type { Stage } from './stage.ts'
import { StageController, type StageLook } from './stage-controller.ts'
import { formatStatistics, type ModelStatistics } from './statistics.ts'
import { surfaceOf } from './surface.ts'
import { prefersReducedMotion, watchTheme } from './theme.ts'
import { nameOfView, Toolbar } from './toolbar.ts'
import type { ViewId } from './views.ts'

export type {
  Labels,
  Model,
  ModelSource,
  ModelStatistics,
  PendingResult as Wait,
  Shading,
  ViewId,
  ViewportOptions,
  ViewportState,
}
export { ViewportError }

/** One turn of the turntable, seconds. */
const TURN_SECONDS = 24

export class Viewport {
  readonly #labels: Labels
  readonly #language: string | undefined
  readonly #end = new AbortController()
  readonly #root: HTMLElement
  readonly #surface: HTMLElement
  readonly #overlay: Overlay
  readonly #toolbar: Toolbar
  readonly #gizmo: Gizmo
  readonly #fullScreen: FullScreen
  readonly #rig: CameraRig
  readonly #loop: FrameLoop
  readonly #controller: StageController
  readonly #decoders: Decoders
  readonly #resizes: ResizeObserver
  readonly #stopTheme: () => void
  readonly #statisticsListeners = new Emitter<ModelStatistics | undefined>()
  readonly #stateListeners = new Emitter<ViewportState>()
  readonly #frameHooks = new Set<(seconds: number) => boolean>()
  readonly #loads: Loads
  #shown: string | undefined
  #turntable = false
  #lastState = ''

  /** Fills `container`, which gives the size. Where WebGL 2 is missing it says so instead of throwing. */
  constructor(container: HTMLElement, options: ViewportOptions) {
    this.#labels = { ...ENGLISH_LABELS, ...options.labels }
    this.#language = options.language ?? (document.documentElement.lang || undefined)
    const { signal } = this.#end
    this.#decoders = new Decoders(options.decoderBase)
    this.#rig = new CameraRig(options.reducedMotion ?? prefersReducedMotion(), () => this.#changed())
    this.#loop = new FrameLoop(
      (time, step) => this.#draw(time, step),
      undefined,
      (time) => this.#stage?.isReady(time) ?? true,
    )
    const commands = new Commands(this, this.#rig, () => void this.#fullScreen.toggle())
    this.#toolbar = new Toolbar(this.#labels, commands, !this.#rig.reducedMotion, signal)
    this.#overlay = new Overlay(this.#labels, () => this.#loads.cancel())
    this.#loads = new Loads({
      ...{ labels: this.#labels, say: options.say ?? english, overlay: this.#overlay },
      ...{ decoders: this.#decoders, end: signal },
      stage: () => this.#stage,
      show: (source, brought) => this.#show(source, brought),
      empty: () => this.#empty(),
      expect: (expected) => this.#applyLook({ expected }),
      changed: () => this.#changed(),
    })
    this.#gizmo = new Gizmo(
      (view) => this.setView(view),
      (azimuth, elevation) => this.#rig.turn(azimuth, elevation),
      signal,
    )
    this.#surface = surfaceOf(this.#labels)
    const picture = element('div', 'tv-picture', {}, this.#surface, this.#gizmo.root, this.#overlay.root)
    this.#root = element('div', 'tv-root', {}, this.#toolbar.root, picture)
    container.append(this.#root)
    this.#fullScreen = new FullScreen(this.#root, () => this.#changed(), signal)
    this.#controller = new StageController(this.#surface, {
      started: (stage) => this.#resize(stage),
      lost: () => {
        this.#overlay.lost(() => void this.#controller.restart())
        this.#changed()
      },
      restored: () => {
        this.#overlay.render()
        this.#changed()
      },
    })
    this.#overlay.setState({ drawing: this.#controller.start() })
    this.#standEmpty()
    this.#stopTheme = watchTheme(this.#root, (palette) => this.#applyLook({ palette }))
    this.#resizes = new ResizeObserver(() => {
      this.#resize()
      this.#loop.drawNow()
    })
    this.#resizes.observe(this.#surface)
    listenToPointer(this.#surface, this.#rig, signal)
    this.#surface.addEventListener('keydown', (event) => commands.key(event), { signal })
    this.#overlay.showStatistics([])
    this.#changed()
  }

  /** Draws since the start; stands still while nothing changes. */
  get frames(): number {
    return this.#loop.frames
  }

  /** The model on the stage, for an editor's outliner and mixer. */
  get model(): Model | undefined {
    return this.#stage?.model
  }

  get state(): ViewportState {
    return {
      view: this.#rig.view,
      projection: this.#rig.projection,
      shading: this.shading,
      grid: this.grid,
      turntable: this.#turntable,
      fullScreen: this.#fullScreen.on,
      model: this.#shown,
      loading: this.#loads.active,
      drawing: this.#controller.drawing,
    }
  }

  get shading(): Shading {
    return this.#controller.look.shading
  }

  set shading(shading: Shading) {
    this.#applyLook({ shading })
  }

  get grid(): boolean {
    return this.#controller.look.grid
  }

  set grid(grid: boolean) {
    this.#applyLook({ grid })
  }

  /** A slow turn about the model. Stays off while motion is reduced. */
  get turntable(): boolean {
    return this.#turntable
  }

  set turntable(on: boolean) {
    this.#turntable = on && !this.#rig.reducedMotion
    this.#changed()
  }

  /** Hears the figures of each model that is shown, and undefined when the stage is cleared; returns how to stop. */
  onStatistics(listener: (statistics: ModelStatistics | undefined) => void): () => void {
    return this.#statisticsListeners.on(listener)
  }

  /** Hears the state after each change of it; returns how to stop. */
  onStateChanged(listener: (state: ViewportState) => void): () => void {
    return this.#stateListeners.on(listener)
  }

  /** Runs `hook` before each draw with the seconds since the last; frames go on while it answers true (a mixer). */
  onFrame(hook: (seconds: number) => boolean): () => void {
    this.#frameHooks.add(hook)
    this.#loop.invalidate()
    return () => this.#frameHooks.delete(hook)
  }

  /**
   * Shows a model. The one before stays for a moment, then the stage is empty until this one is ready. A later load wins:
   * then, and when `signal` aborts or a person cancels, this rejects with an AbortError. Other failures are a
   * ViewportError, which the viewport also shows.
   */
  load(source: ModelSource): Promise<ModelStatistics> {
    return this.#loads.load(source)
  }

  /** Tells of a model that is on its way; seen while the stage is empty. */
  wait(wait: PendingResult | undefined): void {
    this.#overlay.setState({ wait })
    this.#applyLook({ expected: wait?.fraction ?? 0 })
  }

  /**
   * Empties the stage and calls off a load that is under way.
   * @param reason why there is no model, where there is more to say than that none has been made
   */
  clear(reason?: { text: string; nextStep: string }): void {
    this.#loads.callOff()
    this.#empty()
    this.#overlay.setState({ reason })
    this.#overlay.render()
  }

  /** Fits the model, or a part of it, into the picture, from where the camera is looking. */
  frame(box: Box3 = this.model?.box ?? Placeholder.frame): void {
    this.#rig.frame(box)
  }

  /** What of the model is seen at a place of the page, in CSS pixels; undefined where nothing is. */
  pick(clientX: number, clientY: number): Object3D | undefined {
    this.#rig.update(performance.now())
    return pickAt(this.model?.root, this.#rig.camera, this.#surface, clientX, clientY)
  }

  /** The element that takes pointer and keys. */
  get surface(): HTMLElement {
    return this.#surface
  }

  setView(view: ViewId): void {
    this.#rig.setView(view)
    if (view !== 'perspective') this.frame()
  }

  /** Draws now and gives the picture as a PNG, without toolbar and text. */
  async capture(): Promise<Blob> {
    if (this.#stage === undefined || !this.#controller.drawing) throw errors.nothingDrawn()
    this.#rig.update(performance.now())
    return await this.#stage.capture(this.#rig.camera, this.#rig.orbit)
  }

  /** Asks for a draw: for owners that changed something in `model`. `moved` also renews its shadows. */
  invalidate(moved = false): void {
    if (moved) this.#stage?.modelMoved()
    this.#loop.invalidate()
  }

  dispose(): void {
    this.#end.abort()
    this.#loop.stop()
    this.#resizes.disconnect()
    this.#stopTheme()
    this.#controller.dispose()
    this.#decoders.dispose()
    this.#root.remove()
    this.#statisticsListeners.clear()
    this.#stateListeners.clear()
    this.#frameHooks.clear()
  }

  get #stage(): Stage | undefined {
    return this.#controller.stage
  }

  #show(source: ModelSource, { statistics, model, missing, isEmpty }: LoadedModel): void {
    this.#shown = source.name
    if (model !== undefined) {
      this.#stage?.setModel(model)
      this.#rig.measure(model.radius)
      if (!source.keepsView) this.#rig.moveToFirstView(model.box)
    }
    this.#overlay.setState({ shown: true })
    this.#overlay.render()
    if (isEmpty) this.#overlay.showNothing(source.name)
    if (missing.length > 0) this.#overlay.showMissing(source.name, missing)
    this.#overlay.showStatistics(formatStatistics(statistics, this.#labels, this.#language))
    this.#overlay.announce(this.#labels.loaded.replace('{0}', source.name))
    this.#surface.setAttribute('aria-label', this.#labels.viewportWith.replace('{0}', source.name))
    this.#statisticsListeners.emit(statistics)
    this.#changed()
  }

  #empty(): void {
    if (this.#shown === undefined) return
    this.#stage?.setModel(undefined)
    this.#shown = undefined
    this.#overlay.showStatistics([])
    this.#surface.setAttribute('aria-label', this.#labels.viewport)
    this.#standEmpty()
    this.#overlay.setState({ shown: false })
    this.#statisticsListeners.emit(undefined)
    this.#changed()
  }

  #standEmpty(): void {
    this.#rig.measure(Placeholder.radius)
    this.#rig.setFirstView(Placeholder.frame)
  }

  #applyLook(look: Partial<StageLook>): void {
    this.#controller.setLook(look)
    this.#changed()
  }

  #resize(stage = this.#stage): void {
    const { clientWidth, clientHeight } = this.#surface
    if (clientWidth === 0 || clientHeight === 0) return
    stage?.resize(clientWidth, clientHeight)
    this.#rig.resize(clientWidth, clientHeight)
  }

  #draw(time: number, step: number): boolean {
    const stage = this.#stage
    let again = false
    for (const hook of this.#frameHooks) again = hook(step) || again
    const turning = this.#turntable && this.model !== undefined
    if (stage?.advance(this.#rig.reducedMotion ? Number.POSITIVE_INFINITY : step)) again = true
    if (turning) this.#rig.rotateBy((step * 2 * Math.PI) / TURN_SECONDS)
    this.#rig.update(time)
    this.#gizmo.show(this.#rig.orbit)
    if (stage !== undefined && this.#controller.drawing) stage.draw(this.#rig.camera, this.#rig.orbit, time)
    return again || turning || this.#rig.moving
  }

  /** The picture or the state is different: draw once, and tell who listens if the state is. */
  #changed(): void {
    this.#loop.invalidate()
    const state = this.state
    const key = JSON.stringify(state)
    if (key === this.#lastState) return
    this.#lastState = key
    this.#toolbar.show(state)
    this.#overlay.showView(nameOfView(state, this.#labels))
    this.#stateListeners.emit(state)
  }
}
