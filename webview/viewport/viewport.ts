// The 3D viewport as the studio panel and the model editor use it: one class over a container element. It owns the state and
// connects the parts; when it draws is in frames.ts, what is drawn in stage.ts, camera movement in camera.ts, what
// lies around the picture in chrome.ts.
import type { Box3, Camera } from 'three'
import { english } from '../../src/text/index.ts'
import type { Actions } from './bindings.ts'
import { CameraRig } from './camera.ts'
import type { CameraPlace } from './camera-place.ts'
import { Chrome } from './chrome.ts'
import { Commands } from './commands.ts'
import { Coverage } from './coverage.ts'
import { Decoders } from './decoders.ts'
import { ViewportError } from './errors.ts'
import { Frames } from './frames.ts'
import { ENGLISH_LABELS, type Labels } from './labels.ts'
import type { ModelSource } from './load-model.ts'
import { Loads } from './loads.ts'
import type { Shading } from './material-overrides.ts'
import type { Model } from './model.ts'
import type { ViewportOptions, ViewportState } from './options.ts'
import type { OverlayState, PendingResult } from './overlay.ts'
import { PanelSwitch } from './panel-switch.ts'
import { Picks } from './picks.ts'
import type { PictureOptions } from './picture.ts'
import { Pictures } from './pictures.ts'
import { Placeholder } from './placeholder.ts'
import { listenToPointer } from './pointer.ts'
import { ShownModel } from './shown-model.ts'
import type { Stage } from './stage.ts'
import { StageController, type StageLook } from './stage-controller.ts'
import type { ModelStatistics } from './statistics.ts'
import { surfaceOf } from './surface.ts'
import { prefersReducedMotion, watchTheme } from './theme.ts'
import type { ViewId } from './views.ts'
import { modelBox } from './world-box.ts'

export { type Model, ViewportError }

export class Viewport {
  readonly #labels: Labels
  readonly #end = new AbortController()
  /** The element that takes pointer and keys. */
  readonly surface: HTMLElement
  readonly #commands: Commands
  readonly #chrome: Chrome
  readonly #rig: CameraRig
  readonly #frames: Frames
  readonly #controller: StageController
  readonly #decoders: Decoders
  /** Panels that lie over the picture: the model is seen beside an open one. */
  readonly coverage: Coverage
  /** Of these one is open at a time. */
  readonly panels = new PanelSwitch(() => this.surface)
  readonly #stopTheme: () => void
  readonly #loads: Loads
  /** What stands on the stage: its pictures, which may be late, and its damage. */
  readonly shown: ShownModel
  readonly picks: Picks
  readonly pictures: Pictures

  /** Fills `container`, which gives the size. Where WebGL 2 is missing it says so. */
  constructor(container: HTMLElement, options: ViewportOptions) {
    this.#labels = { ...ENGLISH_LABELS, ...options.labels }
    const [{ signal }, { say = english }] = [this.#end, options]
    this.#decoders = new Decoders(options.decoderBase)
    this.#rig = new CameraRig(options.reducedMotion ?? prefersReducedMotion(), () => this.#changed())
    this.pictures = new Pictures({
      stage: () => (this.#controller.drawing ? this.stage : undefined),
      frame: (width, height) => this.#rig.framed(width, height),
      ...{ whole: () => this.shown.whole(), taken: () => this.#frames.resized() },
    })
    this.#commands = new Commands(this, this.#rig, () => void this.#chrome.fullScreen.toggle(), options.keys)
    this.surface = surfaceOf(this.#labels)
    const { panels, surface } = this
    const parts = { labels: this.#labels, commands: this.#commands, rig: this.#rig, surface, panels, signal }
    this.#chrome = new Chrome(parts, {
      ...{ cancel: () => this.#loads.cancel(), view: (view) => this.setView(view), changed: () => this.#changed() },
      light: (light) => this.setLook({ light }),
      panorama: (panorama) => {
        this.#controller.panorama = panorama
        this.setLook({ light: { ...this.look.light, environment: 'own' } })
      },
      open: options.openDropped,
    })
    const { overlay, gizmo } = this.#chrome
    this.#loads = new Loads({
      ...{ labels: this.#labels, say, overlay },
      ...{ decoders: this.#decoders, end: signal },
      stage: () => this.stage,
      show: (source, loaded) => this.shown.show(source, loaded),
      empty: () => this.shown.empty(),
      expect: (expected) => this.setLook({ expected }),
      changed: (isSeen) => this.#changed(isSeen),
    })
    this.#frames = new Frames({
      ...{ rig: this.#rig, gizmo, surface },
      ...{ stage: () => this.stage, shown: () => this.shown },
      ...{ isDrawing: () => this.#controller.drawing, isHeld: () => this.pictures.isInSeries },
    })
    this.shown = new ShownModel({
      ...{ labels: this.#labels, say, language: options.language ?? (document.documentElement.lang || undefined) },
      ...{ rig: this.#rig, overlay, surface },
      ...{ stage: () => this.stage, changed: () => this.#changed(), drawSoon: () => this.#frames.drawSoon() },
    })
    const seen = () => this.model && { root: this.model.root, cut: this.stage?.section?.plane }
    this.picks = new Picks(this.#rig, surface, seen, this.#decoders.base)
    container.append(this.#chrome.root)
    this.#controller = new StageController(surface, overlay, this.#decoders.base, {
      started: (stage) => this.#frames.resize(stage),
      changed: () => this.#changed(),
    })
    overlay.setState({ drawing: this.#controller.start() })
    this.shown.showEmpty()
    this.#stopTheme = watchTheme(this.#chrome.root, (palette) => this.setLook({ palette }))
    this.coverage = new Coverage(surface, this.#rig, this.#chrome.covering)
    listenToPointer(surface, this.#rig, (at) => this.picks.grab(at), signal, options.scroll)
    surface.addEventListener('keydown', (event) => this.#commands.key(event), { signal })
    overlay.showStatistics([])
    this.#decoders.warm()
    this.#changed()
  }

  /** Draws since the start; stands still while nothing changes. */
  get frames(): number {
    return this.#frames.count
  }

  /** The model on the stage, for an editor's outliner and mixer. */
  get model(): Model | undefined {
    return this.stage?.model
  }

  get state(): ViewportState {
    const { shading, grid, light } = this.look
    return {
      ...{ view: this.#rig.view, projection: this.#rig.projection, shading, grid, light },
      ...{ turntable: this.turntable, fullScreen: this.#chrome.fullScreen.on },
      ...{ model: this.shown.name, loading: this.#loads.active, drawing: this.#controller.drawing },
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
    return this.#frames.turntable.on
  }

  set turntable(on: boolean) {
    this.#frames.turntable.on = on
    this.#changed()
  }

  /** Hears the state after each change of it. */
  readonly onStateChanged = (listener: (state: ViewportState) => void) => this.#chrome.report.on(listener)

  /** Runs `hook` before each draw with the seconds since the last; frames go on while it answers true (a mixer). */
  onFrame(hook: (seconds: number) => boolean): () => void {
    return this.#frames.onFrame(hook)
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
    this.#chrome.overlay.setState({ wait })
    this.setLook({ expected: wait?.fraction ?? 0 })
  }

  /** Empties the stage and calls off a load. @param reason why there is no model, where there is more to say */
  clear(reason?: OverlayState['reason']): void {
    this.#loads.callOff()
    this.shown.empty()
    this.#chrome.overlay.setState({ reason })
    this.#chrome.overlay.render()
  }

  /** Fits the model, or a part of it, into the picture, from where the camera is looking. @param part unless it is seen whole */
  frame(box: Box3 = this.model ? modelBox(this.model) : Placeholder.frame, part?: Box3): void {
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
    this.#frames.invalidate()
  }

  /** While nobody sees it nothing is drawn. */
  set hidden(isHidden: boolean) {
    this.#frames.hidden = isHidden
  }

  /** Gives back the model and all that is held for drawing. How the stage looks is kept. */
  sleep(): void {
    this.clear()
    this.#giveBack()
  }

  /** An empty stage again, after `sleep`. */
  wake(): void {
    this.#chrome.overlay.setState({ drawing: this.#controller.start() })
    this.#changed()
  }

  dispose(): void {
    this.#end.abort()
    this.#frames.dispose()
    this.#stopTheme()
    this.coverage.disconnect()
    this.#giveBack()
    this.#chrome.root.remove()
    for (const heard of [this.shown.statistics, this.shown.textured, this.#chrome.report]) heard.clear()
  }

  #giveBack(): void {
    for (const part of [this.picks, this.#controller, this.#decoders]) part.dispose()
  }

  /** The picture or the state is different: draw once unless only the state is, and tell who listens if that is. */
  #changed(isSeen = true): void {
    if (isSeen) this.#frames.invalidate()
    this.#chrome.report.update(this.state)
  }
}
