// The model editor's page: the viewport in the middle, the outliner and the properties beside it, the timeline below. It
// knows what is selected; each part draws itself. Which model is shown: opened-model.ts.
import type { Look } from '../../src/protocol/model-editor.ts'
import { element, setText } from '../controls/index.ts'
import type { Host } from '../studio/host.ts'
import { say, t } from '../studio/l10n.ts'
import { labels } from '../studio/viewport-labels.ts'
import type { CameraPlace } from '../viewport/camera-place.ts'
import { habitsOf } from '../viewport/habits.ts'
import { lightOf } from '../viewport/light.ts'
import { SHADINGS } from '../viewport/material-overrides.ts'
import { ownName } from '../viewport/sources.ts'
import { Viewport } from '../viewport/viewport.ts'
import { extentOf, worldBox } from '../viewport/world-box.ts'
import { selectBox } from './box-select.ts'
import { CapturePanel } from './capture-panel.ts'
import { carriedFrom } from './carry.ts'
import { CheckPanel } from './check-panel.ts'
import { focusSurface, hasStopsOn, listenForClicks, listenForPageKeys } from './clicks.ts'
import { DebouncedReport } from './debounced-report.ts'
import { listenForModels } from './dropped-model.ts'
import { EditTools } from './edit-tools.ts'
import { Guides } from './guides.ts'
import { ModelBar } from './model-bar.ts'
import { OpenedModel } from './opened-model.ts'
import { Outliner } from './outliner.ts'
import { type Hiding, partMenu, pressOnParts } from './part-menu.ts'
import { Properties } from './properties.ts'
import { saveAsGlbButton } from './save-as-glb.ts'
import { Selection } from './selection.ts'
import { SelectionBox } from './selection-box.ts'
import { SidePanels } from './side-panels.ts'
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
  readonly #frame = new SelectionBox(() => this.#viewport.invalidate())
  readonly #selection = new Selection(() => this.#showSelection())
  readonly #panels: SidePanels
  readonly #title = element('h1', 'visually-hidden')
  readonly #bar = new ModelBar({ go: (step) => this.#go(step), toggle: (side) => this.#panels.toggle(side) })
  readonly #saveAsGlb: HTMLButtonElement
  readonly #opened: OpenedModel
  readonly #isolation = new Isolation()
  /** Where the camera stood before the selection was looked at alone. */
  #outside: CameraPlace | undefined
  /** Where the selection comes from: what was chosen in the outliner is in sight there already. */
  #isFromOutliner = false
  readonly #savedLook: DebouncedReport<'saveLook'>
  readonly #savedCamera: DebouncedReport<'saveCamera'>

  constructor(app: HTMLElement, host: Host, decoderBase: string) {
    this.#host = host
    this.#saveAsGlb = saveAsGlbButton(host)
    this.#savedLook = new DebouncedReport(host, 'saveLook')
    this.#savedCamera = new DebouncedReport(host, 'saveCamera')
    const words = labels()
    const picture = element('div', 'model-picture', { 'data-testid': 'viewport' })
    this.#outliner = new Outliner({
      choose: (object, isMany) => this.#fromOutliner(() => this.#selection.choose(object, isMany)),
      select: (objects) => this.#fromOutliner(() => this.#selection.set(objects)),
      changed: () => {
        this.#frame.update()
        this.#viewport.invalidate(true)
      },
      frame: (object) => this.#viewport.frame(extentOf(object)),
      press: (event) => pressOnParts(event, this.#edit.listActions, habitsOf(app).keys),
      menu: () =>
        partMenu(this.#selection, {
          frame: () => this.#viewport.frame(this.#selection.box),
          hide: (what) => this.#hide(what),
          isPart: (object) => this.#outliner.objects.includes(object),
          changes: () => this.#edit.menuActions,
          ...{ labels: words, keys: habitsOf(app).keys },
        }),
    })
    const openDropped = async (uri: string) => (await host.rpc.ask('openDropped', { uri })).url
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
        openDropped,
      },
    })
    this.#timeline = new Timeline({
      onFrame: (hook) => this.#viewport.onFrame(hook),
      moved: () => {
        this.#frame.follow()
        this.#guides.update()
        this.#viewport.invalidate(true)
      },
    })
    const panels = { outliner: this.#outliner, properties: this.#properties }
    this.#panels = new SidePanels(panels, this.#bar, () => this.#saveLook())
    const middle = element('div', 'model-middle', {}, picture, this.#panels.root, this.#properties.dialog.root)
    const main = element('main', 'model-page', {}, this.#title, this.#bar.root, middle, this.#timeline.root)
    app.replaceChildren(main)
    this.#viewport = new Viewport(picture, { decoderBase, labels: words, say, openDropped, ...habitsOf(app) })
    this.#viewport.onStateChanged(() => this.#saveLook())
    this.#viewport.shown.textured.on(() => this.#showSelection())
    this.#guides = new Guides(this.#viewport)
    this.#capture = new CapturePanel({
      viewport: this.#viewport,
      bare: (take) => this.#frame.without(take),
      save: async (ending, beside, bytes) => (await host.rpc.ask('saveCapture', { ending, beside, bytes })).path,
    })
    this.#viewport.surface.parentElement?.append(this.#capture.root)
    this.#edit = new EditTools({
      ...{ host, viewport: this.#viewport, selected: () => this.#selection.objects },
      select: (objects) => this.#selection.set(objects),
      ...{ changed: () => this.#edited(), moved: () => this.#moved() },
      clips: () => this.#viewport.model?.clips.map(({ name, duration }) => ({ name, seconds: duration })) ?? [],
      clip: () => this.#timeline.clip,
    })
    const { operators, note } = this.#edit
    this.#check = new CheckPanel({ host, viewport: this.#viewport, operators, isEditable: () => this.#edit.isEditable })
    this.#bar.add(this.#saveAsGlb)
    this.#bar.add(this.#check.button)
    picture.append(note.root, operators.panel.root, this.#check.root)
    this.#viewport.coverage.add(this.#capture.root, operators.panel.root, this.#check.root)
    this.#opened = new OpenedModel(
      host,
      {
        ...{ viewport: this.#viewport, guides: this.#guides, timeline: this.#timeline, outliner: this.#outliner },
        ...{ properties: this.#properties, edit: this.#edit, check: this.#check, frame: this.#frame },
        ...{ selection: this.#selection, isolation: this.#isolation },
      },
      {
        look: (look) => this.#useLook(look),
        begins: (model) => {
          setText(this.#title, model.name)
          this.#saveAsGlb.hidden = model.readOnly !== 'format'
          this.#bar.show(model)
        },
      },
    )
    this.#listen()
    this.#teach()
  }

  async start(): Promise<void> {
    const { rpc } = this.#host
    rpc.on('modelPlace', (place) => this.#bar.showPlace(place))
    rpc.on('showFinding', ({ text }) => void this.#check.showFinding(text))
    await this.#opened.start()
  }

  #restyled(): void {
    this.#viewport.setLook({ shading: this.#viewport.shading })
    this.#showSelection()
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
    const name = active ? ownName(active) || t('Unnamed part') : (this.#opened.description?.name ?? '')
    this.#properties.show(active ?? root, objects.length > 1 ? t('{0} and {1} more', name, objects.length - 1) : name)
    this.#viewport.invalidate()
  }

  /** Parts may be farther away than the model was large. */
  #moved(): void {
    const root = this.#viewport.model?.root
    this.#viewport.extend('moved', root && worldBox(root))
    this.#frame.update()
  }

  /** Parts were added, removed, moved or renamed. */
  #edited(): void {
    const root = this.#viewport.model?.root
    this.#moved()
    this.#outliner.show(root)
    this.#selection.set(this.#selection.objects.filter((object) => root && isWithin(object, root)))
    this.#viewport.invalidate(true)
  }

  #go(step: -1 | 1): void {
    const carrying = { viewport: this.#viewport, guides: this.#guides, timeline: this.#timeline }
    const carried = carriedFrom(carrying, this.#opened.remembered)
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
    if (!this.#opened.description) return
    this.#savedLook.notify(() => {
      const { shading, grid, light } = this.#viewport.look
      return { shading, grid, light, ...this.#panels.open }
    })
  }

  /** As in Blender, what is looked at alone is framed, and the way back leads to where the camera was. */
  #toggleLocal(): void {
    const root = this.#viewport.model?.root
    if (!root) return
    const wasOn = this.#isolation.isOn
    const { goal } = this.#viewport
    this.#isolation.toggle(root, this.#selection.objects)
    const { isOn } = this.#isolation
    if (isOn) this.#viewport.frame(this.#selection.box)
    else if (wasOn && this.#outside) this.#viewport.restore(this.#outside)
    this.#outside = isOn ? goal : undefined
    this.#outliner.refresh()
    this.#frame.update()
    this.#viewport.invalidate(true)
  }

  /** Hides what is selected, everything else, or nothing any more. */
  #hide(what: Hiding): void {
    const root = this.#viewport.model?.root
    if (!root) return
    this.#isolation.hide(what, root, this.#selection.objects)
    this.#outliner.refresh()
    this.#frame.update()
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
      local: { run: () => this.#toggleLocal(), state: () => this.#isolation.isOn },
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
    listenForModels(this.#viewport.surface, this.#host, (text) => this.#edit.note.show(text))
    addEventListener('focus', () => focusSurface(this.#viewport.surface))
    listenForPageKeys(this.#viewport.surface, (step) => this.#go(step))
  }
}
