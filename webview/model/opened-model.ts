// The model that the page shows: asks the host for it, loads it, loads it again when its file changes, and frees it while nobody
// sees the page. What was selected, hidden and looked at is the same afterwards.
import type { EditedModel, Look } from '../../src/protocol/model-editor.ts'
import { type Host, problemOf } from '../studio/host.ts'
import { sayOf, t } from '../studio/l10n.ts'
import { type CameraPlace, placeOf } from '../viewport/camera-place.ts'
import { ViewportError } from '../viewport/errors.ts'
import { type Carrying, placeCarried, prepareCarried } from './carry.ts'
import type { CheckPanel } from './check-panel.ts'
import { focusSurface } from './clicks.ts'
import type { EditTools } from './edit-tools.ts'
import { KeptPicture } from './kept-picture.ts'
import type { Outliner } from './outliner.ts'
import { type Remembered, recall, remember } from './page-memory.ts'
import type { Properties } from './properties.ts'
import { isElsewhere } from './reframing.ts'
import type { Selection } from './selection.ts'
import type { SelectionBox } from './selection-box.ts'
import { Suspension } from './suspend.ts'
import type { Isolation } from './visibility.ts'

/** The parts of the page that show the model, or a part of it. */
export interface ModelParts extends Carrying {
  readonly outliner: Outliner
  readonly properties: Properties
  readonly edit: EditTools
  readonly check: CheckPanel
  readonly frame: SelectionBox
  readonly selection: Selection
  readonly isolation: Isolation
}

export interface ModelEvents {
  /** The host's first answer: how the stage was left. */
  look(look: Look | undefined): void
  /** A model begins to load: its name and place in the folder are known. */
  begins(model: EditedModel): void
}

export class OpenedModel {
  readonly #host: Host
  readonly #parts: ModelParts
  readonly #events: ModelEvents
  readonly #picture: KeptPicture
  #model: EditedModel | undefined
  /** How the model was looked at when it was shown last: what a page is restored from that freed it, or whose file was none for a while. */
  #last: { parts: Remembered; place: CameraPlace } | undefined
  readonly #rest = new Suspension({
    hide: (isHidden) => {
      this.#parts.viewport.hidden = isHidden
    },
    sleep: () => this.#sleep(),
    wake: () => void this.#wake(),
  })

  constructor(host: Host, parts: ModelParts, events: ModelEvents) {
    this.#host = host
    this.#parts = parts
    this.#picture = new KeptPicture(host, parts.viewport, parts.frame)
    this.#events = events
  }

  /** What the host said of the model; undefined before its first answer. */
  get description(): EditedModel | undefined {
    return this.#model
  }

  /** Which parts are selected and which hidden; undefined while there is no model. */
  get remembered(): Remembered | undefined {
    const { viewport, selection } = this.#parts
    return viewport.model && remember(viewport.model.root, selection.objects)
  }

  /** Listens to the host and opens the file. Failures are shown in the viewport. */
  async start(): Promise<void> {
    const { rpc } = this.#host
    rpc.on('pageSeen', ({ isSeen }) => this.#rest.seen(isSeen))
    rpc.on('modelChanged', ({ model }) => {
      // It asks for the file itself when it is shown again.
      if (this.#rest.isAsleep) return
      if (model) void this.#load(model, true)
      else this.#lose()
    })
    await this.#open({})
  }

  async #open(how: { anyway?: true }): Promise<void> {
    const { viewport, check } = this.#parts
    viewport.clear({ text: t('Opening…'), nextStep: '' })
    try {
      const { model } = await this.#host.rpc.ask('openModel', how)
      if (!model) {
        const action = { label: t('Open Anyway'), run: () => void this.#open({ anyway: true }) }
        viewport.clear({ text: t('The file was not opened.'), nextStep: '', action })
        return
      }
      this.#events.look(model.look)
      await this.#load(model, false)
      if (model.finding !== undefined) await check.showFinding(model.finding)
    } catch (error) {
      const { sentence, nextStep } = sayOf(problemOf(error))
      viewport.clear({ text: sentence, nextStep })
    }
  }

  async #load(model: EditedModel, isAgain: boolean): Promise<void> {
    const { viewport, check } = this.#parts
    const before = viewport.model
    this.#model = model
    this.#events.begins(model)
    this.#parts.edit.begins()
    const carried = isAgain ? undefined : model.carried
    const along = carried && prepareCarried(this.#parts, carried)
    this.#keep()
    const kept = isAgain ? this.#last?.parts : along
    const placeAgain = before ? undefined : this.#last?.place
    const place = isAgain ? placeAgain : placeOf(model.camera)
    this.#parts.frame.clear()
    const keepsView = carried !== undefined || place !== undefined || (isAgain && before !== undefined)
    const shown = await viewport
      .load({ url: model.url, name: model.name, keepsView, again: () => void this.#open({ anyway: true }) })
      // The viewport says itself what is wrong; where, a check may know.
      .catch((error: unknown) => void (error instanceof ViewportError && check.explain()))
    if (this.#model !== model) return
    const loaded = shown && viewport.model
    if (viewport.shown.damage) void check.explain()
    if (carried) placeCarried(viewport, carried)
    else if (place) viewport.restore(place)
    else if (keepsView && before && loaded && isElsewhere(before, loaded)) viewport.frame()
    this.#parts.isolation.reset()
    this.#parts.guides.show(loaded)
    this.#parts.outliner.show(loaded?.root)
    this.#parts.edit.show(loaded?.root, model)
    this.#parts.timeline.show(loaded && { root: loaded.root, animations: loaded.clips })
    this.#parts.selection.set(kept && loaded ? recall(loaded.root, kept) : [])
    this.#parts.outliner.refresh()
    focusSurface(viewport.surface)
    // Shadows without what is hidden.
    viewport.invalidate(true)
    if (loaded) this.#picture.capture(model, () => this.#model === model && !this.#rest.isAsleep)
  }

  /** The file is gone, and may come back. */
  #lose(): void {
    this.#release()
    // A load of it that is under way is for nothing.
    this.#model = this.#model && { ...this.#model }
    this.#parts.viewport.clear({ text: t('The file is gone.'), nextStep: t('It was deleted, moved or renamed.') })
  }

  #sleep(): void {
    this.#release()
    this.#parts.viewport.sleep()
  }

  /** Shows nothing of the model any more, and keeps what is needed to restore the page as it was. */
  #release(): void {
    const { guides, outliner, edit, timeline, properties, selection, frame } = this.#parts
    this.#keep()
    selection.set([])
    frame.clear()
    guides.show(undefined)
    outliner.show(undefined)
    edit.show(undefined, {})
    timeline.show(undefined)
    properties.show(undefined, '')
  }

  #keep(): void {
    const parts = this.remembered
    if (parts) this.#last = { parts, place: this.#parts.viewport.goal }
  }

  async #wake(): Promise<void> {
    this.#parts.viewport.wake()
    // What was changed meanwhile is in the host's answer.
    const { model } = await this.#host.rpc.ask('openModel', {}).catch(() => ({ model: undefined }))
    if (model && !this.#rest.isAsleep) await this.#load(model, true)
  }
}
