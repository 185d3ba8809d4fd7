// The 3D viewport as the studio panel and the model editor use it: one class over a container element. It owns the state and
// connects the parts; drawing is in stage.ts, camera movement in camera.ts, the header in toolbar.ts.
import type { Box3, Camera } from 'three'
import { english } from '../../src/text/index.ts'
import type { Actions } from './bindings.ts'
import { CameraRig } from './camera.ts'
import type { CameraPlace } from './camera-place.ts'
import { Commands } from './commands.ts'
import { Coverage } from './coverage.ts'
import { Decoders } from './decoders.ts'
import { element } from './dom.ts'
import { ViewportError } from './errors.ts'
import { FullScreen } from './full-screen.ts'
import { Gizmo } from './gizmo.ts'
import { ENGLISH_LABELS, type Labels } from './labels.ts'
import type { ModelSource } from './load-model.ts'
import { Loads } from './loads.ts'
import { FrameHooks, FrameLoop } from './loop.ts'
import type { Shading } from './material-overrides.ts'
import type { Model } from './model.ts'
import type { ViewportOptions, ViewportState } from './options.ts'
import { Overlay, type OverlayState, type PendingResult } from './overlay.ts'
import { PanelSwitch } from './panel-switch.ts'
import { Picks } from './picks.ts'
import type { PictureOptions } from './picture.ts'
import { PictureTools } from './picture-tools.ts'
import { Pictures } from './pictures.ts'
import { Placeholder } from './placeholder.ts'
import { listenToPointer } from './pointer.ts'
import { ShownModel } from './shown-model.ts'
import type { Stage } from './stage.ts'
import { StageController, type StageLook } from './stage-controller.ts'
import { StateReport } from './state-report.ts'
import type { ModelStatistics } from './statistics.ts'
import { surfaceOf } from './surface.ts'
import { prefersReducedMotion, watchTheme } from './theme.ts'
import { Toolbar } from './toolbar.ts'
import { Turntable } from './turntable.ts'
import type { ViewId } from './views.ts'

export { type Model, ViewportError }

export class Viewport {
  readonly #labels: Labels
  readonly #end = new AbortController()
  readonly #root: HTMLElement
  /** The element that takes pointer and keys. */
  readonly surface: HTMLElement
  readonly #overlay: Overlay
  readonly #toolbar: Toolbar
  readonly #tools: PictureTools
  readonly #commands: Commands
  readonly #gizmo: Gizmo
  readonly #fullScreen: FullScreen
  readonly #rig: CameraRig
  readonly #loop: FrameLoop
  readonly #controller: StageController
  readonly #decoders: Decoders
  readonly #resizes: ResizeObserver
  /** Panels that lie over the picture: the model is seen beside an open one. */
  readonly coverage: Coverage
  /** Of these one is open at a time. */
  readonly panels = new PanelSwitch(() => this.surface)
  readonly #stopTheme: () => void
  readonly #report: StateReport
  readonly #frameHooks = new FrameHooks()
  readonly #loads: Loads
  /** What stands on the stage: its pictures, which may be late, and its damage. */
  readonly shown: ShownModel
  readonly picks: Picks
  readonly pictures: Pictures
  readonly #turntable: Turntable

  /** Fills `container`, which gives the size. Where WebGL 2 is missing it says so. */
  constructor(container: HTMLElement, options: ViewportOptions) {
    this.#labels = { ...ENGLISH_LABELS, ...options.labels }
    const [{ signal }, { say = english }] = [this.#end, options]
    this.#decoders = new Decoders(options.decoderBase)
    this.#rig = new CameraRig(options.reducedMotion ?? prefersReducedMotion(), () => this.#changed())
    const isReady = (time: number) => !this.pictures.isInSeries && (this.stage?.isReady(time) ?? true)
    this.#loop = new FrameLoop((time, step) => this.#draw(time, step), undefined, isReady)
    this.#turntable = new Turntable(this.#rig)
    this.pictures = new Pictures({
      stage: () => (this.#controller.drawing ? this.stage : undefined),
      frame: (width, height) => this.#rig.framed(width, height),
      ...{ whole: () => this.shown.whole(), taken: () => this.#resized() },
    })
    this.#commands = new Commands(this, this.#rig, () => void this.#fullScreen.toggle(), options.keys)
    this.#toolbar = new Toolbar(this.#labels, this.#commands, !this.#rig.reducedMotion, signal)
    this.#overlay = new Overlay(this.#labels, () => this.#loads.cancel())
    this.#loads = new Loads({
      ...{ labels: this.#labels, say, overlay: this.#overlay },
      ...{ decoders: this.#decoders, end: signal },
      stage: () => this.stage,
      show: (source, loaded) => this.shown.show(source, loaded),
      empty: () => this.shown.empty(),
      expect: (expected) => this.setLook({ expected }),
      changed: (isSeen) => this.#changed(isSeen),
    })
    this.#gizmo = new Gizmo((view) => this.setView(view), this.#rig.turn.bind(this.#rig), signal)
    this.surface = surfaceOf(this.#labels)
    this.shown = new ShownModel({
      ...{ labels: this.#labels, say, language: options.language ?? (document.documentElement.lang || undefined) },
      ...{ rig: this.#rig, overlay: this.#overlay, surface: this.surface },
      ...{ stage: () => this.stage, changed: () => this.#changed(), drawSoon: () => this.#loop.drawSoon() },
    })
    const seen = () => this.model && { root: this.model.root, cut: this.stage?.section?.plane }
    this.picks = new Picks(this.#rig, this.surface, seen, this.#decoders.base)
    this.#tools = new PictureTools(this.surface, this.#labels, this.#commands, this.panels, signal, {
      light: (light) => this.setLook({ light }),
      panorama: (panorama) => {
        this.#controller.panorama = panorama
        this.setLook({ light: { ...this.look.light, environment: 'own' } })
      },
      ...{ badPanorama: (name) => this.#overlay.showBadPanorama(name), open: options.openDropped },
    })
    const over = [this.#gizmo.root, this.#overlay.root, ...this.#tools.roots]
    const picture = element('div', 'tv-picture', {}, this.surface, ...over)
    this.#root = element('div', 'tv-root', {}, this.#toolbar.root, picture)
    container.append(this.#root)
    const [toolbar, tools, overlay] = [this.#toolbar, this.#tools, this.#overlay]
    this.#report = new StateReport({ labels: this.#labels, toolbar, tools, overlay })
    this.#fullScreen = new FullScreen(this.#root, () => this.#changed(), signal)
    this.#controller = new StageController(this.surface, this.#overlay, this.#decoders.base, {
      started: (stage) => this.#resize(stage),
      changed: () => this.#changed(),
    })
    this.#overlay.setState({ drawing: this.#controller.start() })
    this.shown.showEmpty()
    this.#stopTheme = watchTheme(this.#root, (palette) => this.setLook({ palette }))
    this.#resizes = new ResizeObserver(() => this.#resized())
    this.#resizes.observe(this.surface)
    this.coverage = new Coverage(this.surface, this.#rig, this.#tools.panels)
    listenToPointer(this.surface, this.#rig, (at) => this.picks.grab(at), signal, options.scroll)
    this.surface.addEventListener('keydown', (event) => this.#commands.key(event), { signal })
    this.#overlay.showStatistics([])
    this.#decoders.warm()
    this.#changed()
  }

  /** Draws since the start; stands still while nothing changes. */
  get frames(): number {
    return this.#loop.frames
  }

  /** The model on the stage, for an editor's outliner and mixer. */
  get model(): Model | undefined {
    return this.stage?.model
  }

  get state(): ViewportState {
    return {
      view: this.#rig.view,
      projection: this.#rig.projection,
      shading: this.shading,
      grid: this.grid,
      light: this.look.light,
      turntable: this.#turntable.on,
      fullScreen: this.#fullScreen.on,
      model: this.shown.name,
      loading: this.#loads.active,
      drawing: this.#controller.drawing,
    }
  }

  /** How the stage looks, whatever stands on it. */
  get look(): Readonly<StageLook> {
    return this.#controller.look
  }

  setLook(part: Partial<StageLook>): void {
    this.#controller.setLook(part)
    this.#changed()
  }

  /** Where the camera stands. */
  get place(): CameraPlace {
    return this.#rig.place
  }

  set place(place: CameraPlace) {
    this.#rig.place = place
  }

  /** Puts the camera where it was kept: what it saw is beside what lies over the picture, until a hand moves it. */
  readonly restore = (place: CameraPlace): void => this.#rig.restore(place)

  /** Where it will stand once it has come to rest. */
  get goal(): CameraPlace {
    return this.#rig.goal
  }

  /** Whether the model is framed as it was asked for, by no hand since. */
  readonly isWhole = (): boolean => this.#rig.isWhole

  /** Teaches the viewport what the page around it can do, under the keys of the table. */
  readonly add = (actions: Actions): void => this.#commands.add(actions)

  /** For what is drawn beside the model; another one after a lost context. */
  get stage(): Stage | undefined {
    return this.#controller.stage
  }

  get shading(): Shading {
    return this.#controller.look.shading
  }

  set shading(shading: Shading) {
    this.setLook({ shading })
  }

  get grid(): boolean {
    return this.look.grid
  }

  set grid(grid: boolean) {
    this.setLook({ grid })
  }

  /** A slow turn about the model. Stays off while motion is reduced. */
  get turntable(): boolean {
    return this.#turntable.on
  }

  set turntable(on: boolean) {
    this.#turntable.on = on
    this.#changed()
  }

  /** Hears the state after each change of it. */
  readonly onStateChanged = (listener: (state: ViewportState) => void) => this.#report.on(listener)

  /** Runs `hook` before each draw with the seconds since the last; frames go on while it answers true (a mixer). */
  onFrame(hook: (seconds: number) => boolean): () => void {
    this.#loop.invalidate()
    return this.#frameHooks.add(hook)
  }

  /**
   * Shows a model, after a while with an empty stage. A later load wins: then, and when `signal` aborts or a person cancels,
   * this rejects with an AbortError. Other failures are a ViewportError, which the viewport also shows.
   */
  load(source: ModelSource): Promise<ModelStatistics> {
    return this.#loads.load(source)
  }

  /** Tells of a model that is on its way; seen while the stage is empty. */
  wait(wait: PendingResult | undefined): void {
    this.#overlay.setState({ wait })
    this.setLook({ expected: wait?.fraction ?? 0 })
  }

  /** Empties the stage and calls off a load. @param reason why there is no model, where there is more to say */
  clear(reason?: OverlayState['reason']): void {
    this.#loads.callOff()
    this.shown.empty()
    this.#overlay.setState({ reason })
    this.#overlay.render()
  }

  /** Fits the model, or a part of it, into the picture, from where the camera is looking. @param part unless it is seen whole */
  frame(box: Box3 = this.model?.box ?? Placeholder.frame, part?: Box3): void {
    if (!part || !this.#rig.sees(part)) this.#rig.frame(box)
  }

  /** Something stands beside the model, or no longer: it is neither cut off nor out of the zoom's reach. @param name of what it is */
  readonly extend = (name: string, box: Box3 | undefined): void => this.#rig.extend(name, box)

  /** What the picture is taken with, where it stands now. */
  get camera(): Camera {
    this.#rig.update(performance.now())
    return this.#rig.camera
  }

  setView(view: ViewId): void {
    this.#rig.setView(view)
    if (view !== 'perspective') this.frame()
  }

  /** A picture as a PNG. @throws ViewportError when nothing can be drawn */
  readonly capture = (options?: PictureOptions): Promise<Blob> => this.pictures.png(options)

  /** Asks for a draw: something in `model` is different. @param moved renews its shadows, too */
  invalidate(moved = false): void {
    if (moved) this.stage?.modelMoved()
    this.#loop.invalidate()
  }

  /** While nobody sees it nothing is drawn. */
  set hidden(isHidden: boolean) {
    this.#loop.hidden = isHidden
  }

  /** Gives back the model and all that is held for drawing. How the stage looks is kept. */
  sleep(): void {
    this.clear()
    this.#giveBack()
  }

  /** An empty stage again, after `sleep`. */
  wake(): void {
    this.#overlay.setState({ drawing: this.#controller.start() })
    this.#changed()
  }

  dispose(): void {
    this.#end.abort()
    this.#loop.stop()
    this.#stopTheme()
    for (const observer of [this.#resizes, this.coverage]) observer.disconnect()
    this.#giveBack()
    this.#root.remove()
    for (const heard of [this.shown.statistics, this.shown.textured, this.#report, this.#frameHooks]) heard.clear()
  }

  #giveBack(): void {
    for (const part of [this.picks, this.#controller, this.#decoders]) part.dispose()
  }

  #resized(): void {
    this.#resize()
    this.#loop.drawNow()
  }

  #resize(stage = this.stage): void {
    const { clientWidth, clientHeight } = this.surface
    if (clientWidth === 0 || clientHeight === 0) return
    stage?.resize(clientWidth, clientHeight)
    this.#rig.resize(clientWidth, clientHeight)
  }

  #draw(time: number, step: number): boolean {
    const stage = this.stage
    const again = this.#frameHooks.run(step)
    const filling = stage?.advance(this.#rig.reducedMotion ? Number.POSITIVE_INFINITY : step) === true
    const isTexturing = this.shown.placeTexture()
    const turning = this.model !== undefined && this.#turntable.advance(step)
    this.#rig.update(time)
    this.#gizmo.show(this.#rig.orbit)
    const isLeft = this.#controller.drawing && stage?.draw(this.#rig.camera, this.#rig.orbit, time) === true
    return again || isLeft || filling || isTexturing || turning || this.#rig.moving
  }

  /** The picture or the state is different: draw once unless only the state is, and tell who listens if that is. */
  #changed(isSeen = true): void {
    if (isSeen) this.#loop.invalidate()
    this.#report.update(this.state)
  }
}
