// The model editor's page: the viewport in the middle, the outliner and the properties beside it, the timeline below. It
// knows which model is shown and what of it is selected; each part draws itself.
import type { EditedModel, Look } from '../../src/protocol/model-editor.ts'
import { element, setText } from '../controls/index.ts'
import { type Host, problemOf } from '../studio/host.ts'
import { say, sayOf, t } from '../studio/l10n.ts'
import { labels } from '../studio/viewport-labels.ts'
import type { CameraPlace } from '../viewport/camera.ts'
import { placeOf } from '../viewport/camera-place.ts'
import { ViewportError } from '../viewport/errors.ts'
import { habitsOf } from '../viewport/habits.ts'
import { lightOf } from '../viewport/light.ts'
import { SHADINGS } from '../viewport/material-overrides.ts'
import { ownName } from '../viewport/sources.ts'
import { Viewport } from '../viewport/viewport.ts'
import { worldBox } from '../viewport/world-box.ts'
import { selectBox } from './box-select.ts'
import { CapturePanel } from './capture-panel.ts'
import { type Carrying, carriedFrom, placeCarried, prepareCarried } from './carry.ts'
import { CheckPanel } from './check-panel.ts'
import { hasStopsOn, listenForClicks, listenForPageKeys, takeKeys } from './clicks.ts'
import { DebouncedReport } from './debounced-report.ts'
import { EditTools } from './edit-tools.ts'
import { Guides } from './guides.ts'
import { ModelBar } from './model-bar.ts'
import { Outliner } from './outliner.ts'
import { type Remembered, recall, remember } from './page-memory.ts'
import { type Hiding, partMenu } from './part-menu.ts'
import { Properties } from './properties.ts'
import { isOtherSize, saveAsGlbButton } from './save-as-glb.ts'
import { Selection } from './selection.ts'
import { SelectionBox } from './selection-box.ts'
import { SidePanels } from './side-panels.ts'
import { Suspension } from './suspend.ts'
import { Timeline } from './timeline.ts'
import { Isolation, isWithin } from './visibility.ts'

export class ModelPage {
  readonly #host: Host
  readonly #viewport: Viewport
  readonly #outliner: Outliner
  readonly #properties: Properties
  readonly #timeline: Timeline
  readonly #guides: Guides
  readonly #capture: CapturePanel
  readonly #edit: EditTools
  readonly #check: CheckPanel
  readonly #frame = new SelectionBox()
  readonly #selection = new Selection(() => this.#showSelection())
  readonly #panels: SidePanels
  readonly #title = element('h1', 'visually-hidden')
  readonly #bar = new ModelBar({ go: (step) => this.#go(step), toggle: (side) => this.#panels.toggle(side) })
  readonly #saveAsGlb: HTMLButtonElement
  #model: EditedModel | undefined
  /** What a page that gave its model back comes back with. */
  #kept: { parts?: Remembered; place: CameraPlace } | undefined
  readonly #rest = new Suspension({
    hide: (isHidden) => {
      this.#viewport.hidden = isHidden
    },
    sleep: () => this.#sleep(),
    wake: () => void this.#wake(),
  })
  readonly #isolation = new Isolation()
  /** Where the selection comes from: what was chosen in the outliner is in sight there already. */
  #isFromOutliner = false
  readonly #savedLook: DebouncedReport<'saveLook'>
  readonly #savedCamera: DebouncedReport<'saveCamera'>

  constructor(app: HTMLElement, host: Host, decoderBase: string) {
    this.#host = host
    this.#saveAsGlb = saveAsGlbButton(host)
    this.#savedLook = new DebouncedReport(host, 'saveLook')
    this.#savedCamera = new DebouncedReport(host, 'saveCamera')
    const picture = element('div', 'model-picture', { 'data-testid': 'viewport' })
    this.#outliner = new Outliner({
      choose: (object, isMany) => this.#fromOutliner(() => this.#selection.choose(object, isMany)),
      select: (objects) => this.#fromOutliner(() => this.#selection.set(objects)),
      changed: () => this.#viewport.invalidate(true),
      frame: (object) => this.#viewport.frame(worldBox(object)),
      menu: () =>
        partMenu(this.#selection, {
          frame: () => this.#viewport.frame(this.#selection.box),
          hide: (what) => this.#hide(what),
          isPart: (object) => this.#outliner.objects.includes(object),
        }),
    })
    this.#properties = new Properties({
      stage: () => this.#viewport.stage,
      moved: () => {
        this.#frame.update()
        this.#viewport.invalidate(true)
      },
      restyled: () => this.#restyled(),
      materials: {
        isEditable: () => this.#edit.isEditable,
        change: (operation) => this.#edit.change(operation),
        tried: () => this.#viewport.invalidate(),
        putTexture: (...place) => void this.#edit.putTexture(...place),
      },
    })
    this.#timeline = new Timeline({
      onFrame: (hook) => this.#viewport.onFrame(hook),
      moved: () => {
        this.#frame.update()
        this.#guides.update()
        this.#viewport.invalidate(true)
      },
    })
    const panels = { outliner: this.#outliner, properties: this.#properties }
    this.#panels = new SidePanels(panels, this.#bar, () => this.#saveLook())
    const middle = element('div', 'model-middle', {}, picture, this.#panels.root, this.#properties.dialog.root)
    const main = element('main', 'model-page', {}, this.#title, this.#bar.root, middle, this.#timeline.root)
    app.replaceChildren(main)
    this.#viewport = new Viewport(picture, { decoderBase, labels: labels(), say, ...habitsOf(app) })
    this.#viewport.onStateChanged(() => this.#saveLook())
    this.#viewport.shown.textured.on(() => this.#showSelection())
    this.#guides = new Guides(this.#viewport)
    this.#capture = new CapturePanel({
      viewport: this.#viewport,
      save: async (ending, beside, bytes) => (await host.rpc.ask('saveCapture', { ending, beside, bytes })).path,
    })
    this.#viewport.surface.parentElement?.append(this.#capture.root)
    this.#edit = new EditTools({
      ...{ host, viewport: this.#viewport, selected: () => this.#selection.objects },
      select: (objects) => this.#selection.set(objects),
      ...{ changed: () => this.#edited(), moved: () => this.#frame.update() },
      clips: () => this.#viewport.model?.clips.map(({ name, duration }) => ({ name, seconds: duration })) ?? [],
    })
    const { operators, status } = this.#edit
    this.#check = new CheckPanel({ host, viewport: this.#viewport, operators, isEditable: () => this.#edit.isEditable })
    this.#bar.add(this.#saveAsGlb)
    this.#bar.add(this.#check.button)
    picture.append(status, operators.panel.root, this.#check.root)
    this.#listen()
    this.#teach()
  }

  async start(): Promise<void> {
    const { rpc } = this.#host
    rpc.on('showFinding', ({ text }) => void this.#check.showFinding(text))
    rpc.on('pageSeen', ({ isSeen }) => this.#rest.seen(isSeen))
    rpc.on('modelChanged', ({ model }) => {
      // It asks for the file itself when it is shown again.
      if (this.#rest.isAsleep) return
      if (model) void this.#load(model, true)
      else this.#viewport.clear({ text: t('The file is gone.'), nextStep: t('It was deleted, moved or renamed.') })
    })
    await this.#openFile({})
  }

  async #openFile(how: { anyway?: true }): Promise<void> {
    this.#viewport.clear({ text: t('Opening…'), nextStep: '' })
    try {
      const { model } = await this.#host.rpc.ask('openModel', how)
      if (!model) {
        const action = { label: t('Open Anyway'), run: () => void this.#openFile({ anyway: true }) }
        this.#viewport.clear({ text: t('The file was not opened.'), nextStep: '', action })
        return
      }
      this.#useLook(model.look)
      await this.#load(model, false)
      if (model.finding !== undefined) await this.#check.showFinding(model.finding)
    } catch (error) {
      const { sentence, nextStep } = sayOf(problemOf(error))
      this.#viewport.clear({ text: sentence, nextStep })
    }
  }

  async #load(model: EditedModel, isAgain: boolean): Promise<void> {
    const before = this.#viewport.model
    const radius = before?.radius ?? 0
    this.#model = model
    setText(this.#title, model.name)
    this.#bar.show(model)
    this.#saveAsGlb.hidden = model.readOnly !== 'format'
    const carried = isAgain ? undefined : model.carried
    const along = carried && prepareCarried(this.#carrying, carried)
    const kept = isAgain ? (this.#kept?.parts ?? this.#remembered()) : along
    const place = isAgain ? this.#kept?.place : placeOf(model.camera)
    this.#kept = undefined
    this.#frame.clear()
    const keepsView = carried !== undefined || place !== undefined || (isAgain && before !== undefined)
    const shown = await this.#viewport
      .load({ url: model.url, name: model.name, keepsView, again: () => void this.#openFile({ anyway: true }) })
      // The viewport says itself what is wrong; where, a check may know.
      .catch((error: unknown) => void (error instanceof ViewportError && this.#check.explain()))
    if (this.#model !== model) return
    const loaded = shown && this.#viewport.model
    if (this.#viewport.shown.damage) void this.#check.explain()
    if (carried) placeCarried(this.#viewport, carried)
    else if (place) this.#viewport.place = place
    else if (keepsView && loaded && isOtherSize(radius, loaded.radius)) this.#viewport.frame()
    this.#isolation.reset()
    this.#guides.show(loaded)
    this.#outliner.show(loaded?.root)
    this.#edit.show(loaded?.root, model)
    this.#timeline.show(loaded && { root: loaded.root, animations: loaded.clips })
    this.#selection.set(kept && loaded ? recall(loaded.root, kept) : [])
    this.#outliner.refresh()
    takeKeys(this.#viewport.surface)
    // Shadows without what is hidden.
    this.#viewport.invalidate(true)
  }

  get #carrying(): Carrying {
    return { viewport: this.#viewport, guides: this.#guides, timeline: this.#timeline }
  }

  #restyled(): void {
    this.#viewport.setLook({ shading: this.#viewport.shading })
    this.#showSelection()
  }

  #remembered(): Remembered | undefined {
    return this.#viewport.model && remember(this.#viewport.model.root, this.#selection.objects)
  }

  /** Releases all of the model except what is needed to restore the page as it was. */
  #sleep(): void {
    const parts = this.#remembered()
    this.#kept = { ...(parts && { parts }), place: this.#viewport.goal }
    this.#selection.set([])
    this.#frame.clear()
    this.#guides.show(undefined)
    this.#outliner.show(undefined)
    this.#edit.show(undefined, {})
    this.#timeline.show(undefined)
    this.#properties.show(undefined, '')
    this.#viewport.sleep()
  }

  async #wake(): Promise<void> {
    this.#viewport.wake()
    // What was changed meanwhile is in the host's answer.
    const { model } = await this.#host.rpc.ask('openModel', {}).catch(() => ({ model: undefined }))
    if (model && !this.#rest.isAsleep) await this.#load(model, true)
  }

  #fromOutliner(select: () => void): void {
    this.#isFromOutliner = true
    select()
    this.#isFromOutliner = false
  }

  #showSelection(): void {
    const { objects, active } = this.#selection
    const style = getComputedStyle(document.documentElement)
    this.#frame.show(objects, style.getPropertyValue('--vscode-focusBorder').trim() || '#0078d4')
    this.#outliner.mark(objects, !this.#isFromOutliner)
    this.#guides.select(objects)
    const root = this.#viewport.model?.root
    const name = active ? ownName(active) || t('Unnamed part') : (this.#model?.name ?? '')
    this.#properties.show(active ?? root, objects.length > 1 ? t('{0} and {1} more', name, objects.length - 1) : name)
    this.#viewport.invalidate()
  }

  /** Parts were added, removed, moved or renamed. */
  #edited(): void {
    const root = this.#viewport.model?.root
    this.#outliner.show(root)
    this.#selection.set(this.#selection.objects.filter((object) => root && isWithin(object, root)))
    this.#viewport.invalidate(true)
  }

  #go(step: -1 | 1): void {
    if (!this.#model || this.#model.of < 2) return
    const carried = carriedFrom(this.#carrying, this.#remembered())
    void this.#host.rpc.ask('nextModel', { step, ...(carried && { carried }) }).catch(() => undefined)
  }

  #useLook(look: Look | undefined): void {
    if (!look) return
    const shading = SHADINGS.find((one) => one === look.shading)
    this.#viewport.setLook({ grid: look.grid, light: lightOf(look.light), ...(shading ? { shading } : {}) })
    this.#panels.show(look)
  }

  #saveLook(): void {
    // Before there is an answer, what is shown is not yet what the person chose.
    if (!this.#model) return
    this.#savedLook.notify(() => {
      const { shading, grid, light } = this.#viewport.look
      return { shading, grid, light, ...this.#panels.open }
    })
  }

  /** Hides what is selected, everything else, or nothing any more. */
  #hide(what: Hiding): void {
    const root = this.#viewport.model?.root
    if (!root) return
    this.#isolation.hide(what, root, this.#selection.objects)
    this.#outliner.refresh()
    this.#viewport.invalidate(true)
  }

  /** Tells the viewport what its keys do here. */
  #teach(): void {
    this.#viewport.add({
      ...this.#guides.actions,
      ...{ ...this.#timeline.actions, ...this.#edit.actions },
      capture: { run: () => this.#capture.toggle(), state: () => this.#capture.isOpen },
      frameSelected: { run: () => this.#viewport.frame(this.#selection.box) },
      selectAll: { run: () => this.#selection.set(this.#outliner.objects) },
      deselect: { run: () => this.#selection.set([]) },
      boxSelect: { run: () => selectBox(this.#viewport, this.#selection) },
      hide: { run: () => this.#hide('selected') },
      hideOthers: { run: () => this.#hide('others') },
      showAll: { run: () => this.#hide('none') },
      local: { run: () => this.#hide(this.#isolation.isOn ? 'none' : 'others'), state: () => this.#isolation.isOn },
      outliner: {
        // Opens it, and goes there: Tab leaves the picture as it leaves everything else. What lies on the picture comes first.
        isOffered: () => !hasStopsOn(this.#viewport.surface),
        run: () => {
          if (!this.#panels.open.outliner) this.#panels.toggle('outliner')
          this.#outliner.focus()
        },
        state: () => this.#panels.open.outliner,
      },
      properties: { run: () => this.#panels.toggle('properties'), state: () => this.#panels.open.properties },
      previous: { run: () => this.#go(-1) },
      next: { run: () => this.#go(1) },
    })
  }

  #listen(): void {
    listenForClicks(this.#viewport.surface, {
      click: ({ clientX: x, clientY: y, shiftKey, ctrlKey }) => {
        if (this.#guides.click(x, y)) return
        this.#selection.choose(this.#viewport.picks.hit(x, y)?.object, shiftKey || ctrlKey)
      },
      // Where one looks from is kept with the file.
      moved: () => {
        // As it is now: what is shown may be gone when it is told.
        const camera = this.#viewport.goal
        if (this.#viewport.model) this.#savedCamera.notify(() => ({ camera }))
      },
    })
    addEventListener('focus', () => takeKeys(this.#viewport.surface))
    listenForPageKeys(this.#viewport.surface, (step) => this.#go(step))
  }
}
