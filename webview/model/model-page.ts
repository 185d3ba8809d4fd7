// The model editor's page: the viewport in the middle, the outliner and the properties beside it, the timeline below. It
// knows which model is shown and what of it is selected; each part draws itself.
import { Box3, type Object3D } from 'three'
import type { EditedModel, Look } from '../../src/protocol/model-editor.ts'
import { element, iconButton, setAttribute, setText } from '../controls/index.ts'
import { type Host, problemOf } from '../studio/host.ts'
import { say, sayOf, t } from '../studio/l10n.ts'
import { labels } from '../studio/viewport-labels.ts'
import { SHADINGS } from '../viewport/material-overrides.ts'
import { Viewport } from '../viewport/viewport.ts'
import { editorKey } from './keys.ts'
import { Outliner } from './outliner.ts'
import { Properties } from './properties.ts'
import { SelectionBox } from './selection-box.ts'
import { Timeline } from './timeline.ts'

/** Pixels that a press may move and still be a click. */
const CLICK_TOLERANCE = 4

export class ModelPage {
  readonly #host: Host
  readonly #viewport: Viewport
  readonly #outliner: Outliner
  readonly #properties = new Properties()
  readonly #timeline: Timeline
  readonly #frame = new SelectionBox()
  readonly #sides = element('aside', 'model-sides', { 'aria-label': t('Parts and properties') })
  readonly #place = element('span', 'model-place')
  readonly #title = element('h1', 'visually-hidden')
  readonly #buttons: Readonly<Record<'outliner' | 'properties' | 'previous' | 'next', HTMLButtonElement>>
  #model: EditedModel | undefined
  #selected: Object3D | undefined
  #isolated: readonly Object3D[] | undefined
  #open = { outliner: true, properties: true }
  #saving: ReturnType<typeof setTimeout> | undefined

  constructor(app: HTMLElement, host: Host, decoderBase: string) {
    this.#host = host
    const picture = element('div', 'model-picture', { 'data-testid': 'viewport' })
    this.#outliner = new Outliner({
      select: (object) => this.#select(object, 'outliner'),
      changed: () => this.#viewport.invalidate(true),
      frame: (object) => this.#viewport.frame(new Box3().setFromObject(object)),
    })
    this.#timeline = new Timeline({
      onFrame: (hook) => this.#viewport.onFrame(hook),
      moved: () => {
        this.#frame.update()
        this.#viewport.invalidate(true)
      },
    })
    const toggle = (part: 'outliner' | 'properties') => () => this.#toggle(part)
    this.#buttons = {
      previous: iconButton({ icon: 'chevron-left', label: t('Previous Model ([)'), onClick: () => this.#go(-1) }),
      next: iconButton({ icon: 'chevron-right', label: t('Next Model (])'), onClick: () => this.#go(1) }),
      outliner: iconButton({ icon: 'list-tree', label: t('Outliner (Tab)'), onClick: toggle('outliner') }),
      properties: iconButton({ icon: 'info', label: t('Properties (N)'), onClick: toggle('properties') }),
    }
    const { previous, next, outliner, properties } = this.#buttons
    const bar = element('div', 'model-bar', { role: 'toolbar', 'aria-label': t('Model') })
    bar.append(previous, this.#place, next, element('span', 'model-space'), outliner, properties)
    this.#sides.append(this.#outliner.root, this.#properties.root)
    const middle = element('div', 'model-middle', {}, picture, this.#sides)
    const main = element('main', 'model-page', {}, this.#title, bar, middle, this.#timeline.root)
    app.replaceChildren(main)
    this.#viewport = new Viewport(picture, { decoderBase, labels: labels(), say })
    this.#viewport.onStateChanged(() => this.#saveLook())
    this.#listen()
    this.#showSides()
  }

  async start(): Promise<void> {
    const { rpc } = this.#host
    rpc.on('modelChanged', ({ model }) => {
      if (model) void this.#load(model, true)
      else this.#viewport.clear({ text: t('The file is gone.'), nextStep: t('It was deleted, moved or renamed.') })
    })
    try {
      const { model } = await rpc.ask('openModel', {})
      if (!model) {
        this.#viewport.clear({
          text: t('The file was not opened.'),
          nextStep: t('Open it again to load it after all.'),
        })
        return
      }
      this.#useLook(model.look)
      await this.#load(model, false)
    } catch (error) {
      const { sentence, nextStep } = sayOf(problemOf(error))
      this.#viewport.clear({ text: sentence, nextStep })
    }
  }

  async #load(model: EditedModel, isAgain: boolean): Promise<void> {
    this.#model = model
    setText(this.#title, model.name)
    setText(this.#place, model.of > 1 ? t('{0} of {1}', model.place, model.of) : '')
    for (const button of [this.#buttons.previous, this.#buttons.next]) button.hidden = model.of < 2
    const kept = isAgain ? this.#selected?.name : undefined
    this.#frame.clear()
    const shown = await this.#viewport
      .load({ url: model.url, name: model.name, keepsView: isAgain && this.#viewport.model !== undefined })
      // The viewport says itself what is wrong.
      .catch(() => undefined)
    if (this.#model !== model) return
    const loaded = shown && this.#viewport.model
    this.#isolated = undefined
    this.#outliner.show(loaded?.root)
    this.#timeline.show(loaded && { root: loaded.root, animations: loaded.clips })
    this.#select(kept ? loaded?.root.getObjectByName(kept) : undefined, 'page')
  }

  #select(object: Object3D | undefined, by: 'outliner' | 'picture' | 'page'): void {
    this.#selected = object
    const style = getComputedStyle(document.documentElement)
    this.#frame.show(object, style.getPropertyValue('--vscode-focusBorder').trim() || '#0078d4')
    if (by !== 'outliner') this.#outliner.mark(object)
    const root = this.#viewport.model?.root
    this.#properties.show(object ?? root, object ? object.name || t('Unnamed part') : (this.#model?.name ?? ''))
    this.#viewport.invalidate()
  }

  #go(step: -1 | 1): void {
    if (this.#model && this.#model.of > 1) void this.#host.rpc.ask('nextModel', { step }).catch(() => undefined)
  }

  #toggle(part: 'outliner' | 'properties'): void {
    this.#open = { ...this.#open, [part]: !this.#open[part] }
    this.#showSides()
    this.#saveLook()
  }

  #showSides(): void {
    const { outliner, properties } = this.#open
    this.#outliner.root.hidden = !outliner
    this.#properties.root.hidden = !properties
    this.#sides.hidden = !outliner && !properties
    setAttribute(this.#buttons.outliner, 'aria-pressed', String(outliner))
    setAttribute(this.#buttons.properties, 'aria-pressed', String(properties))
  }

  #useLook(look: Look | undefined): void {
    if (!look) return
    const shading = SHADINGS.find((one) => one === look.shading)
    if (shading) this.#viewport.shading = shading
    this.#viewport.grid = look.grid
    this.#open = { outliner: look.outliner, properties: look.properties }
    this.#showSides()
  }

  #saveLook(): void {
    // Before there is an answer, what is shown is not yet what the person chose.
    if (!this.#model) return
    clearTimeout(this.#saving)
    this.#saving = setTimeout(() => {
      const { shading, grid } = this.#viewport
      void this.#host.rpc.ask('saveLook', { shading, grid, ...this.#open }).catch(() => undefined)
    }, 300)
  }

  /** Hides what is selected, everything else, or nothing any more. */
  #hide(what: 'selected' | 'others' | 'none'): void {
    const root = this.#viewport.model?.root
    if (!root) return
    const object = this.#selected
    if (what === 'none')
      root.traverse((one) => {
        one.visible = true
      })
    else if (object && what === 'selected') object.visible = !object.visible
    else if (object && root) isolate(root, object)
    this.#isolated = what === 'others' && object ? [object] : undefined
    this.#outliner.refresh()
    this.#viewport.invalidate(true)
  }

  #listen(): void {
    const { surface } = this.#viewport
    let pressed: { x: number; y: number } | undefined
    surface.addEventListener('pointerdown', ({ clientX: x, clientY: y, button }) => {
      pressed = button === 0 ? { x, y } : undefined
    })
    surface.addEventListener('pointerup', ({ clientX, clientY }) => {
      const isClick = pressed && Math.hypot(clientX - pressed.x, clientY - pressed.y) <= CLICK_TOLERANCE
      pressed = undefined
      if (isClick) this.#select(this.#viewport.pick(clientX, clientY), 'picture')
    })
    surface.addEventListener('keydown', (event) => this.#key(event), { capture: true })
    document.addEventListener('keydown', (event) => {
      const isTyping = event.target instanceof HTMLInputElement && event.target.type === 'text'
      if (!isTyping && (event.key === '[' || event.key === ']')) this.#go(event.key === '[' ? -1 : 1)
    })
  }

  /** Keys of the picture; what is none of ours goes on to the viewport. */
  #key(event: KeyboardEvent): void {
    const key = editorKey(event)
    if (!key) return
    event.preventDefault()
    event.stopPropagation()
    if (key === 'outliner') {
      // Opens it, and goes there: Tab leaves the picture as it leaves everything else.
      if (!this.#open.outliner) this.#toggle('outliner')
      this.#outliner.focus()
    } else if (key === 'properties') this.#toggle('properties')
    else if (key === 'play') this.#timeline.toggle()
    else if (key === 'hide') this.#hide('selected')
    else if (key === 'hideOthers') this.#hide('others')
    else if (key === 'showAll') this.#hide('none')
    else if (key === 'local') this.#hide(this.#isolated ? 'none' : 'others')
    else if (key === 'deselect') this.#select(undefined, 'page')
    else this.#viewport.frame(this.#selected ? new Box3().setFromObject(this.#selected) : undefined)
  }
}

/** Leaves of a model one part, what lies in it and what it lies in. */
function isolate(root: Object3D, object: Object3D): void {
  const kept = new Set<Object3D>()
  object.traverse((one) => void kept.add(one))
  for (let at: Object3D | null = object; at; at = at.parent) kept.add(at)
  root.traverse((one) => {
    one.visible = kept.has(one)
  })
}
