// Two models under one camera: side by side, behind a splitter, or blinking in the same place; and a table of differences. There
// are two viewports, and each follows the one that is being moved.

import { Box3 } from 'three'
import type { ComparedSide } from '../../src/protocol/model-editor.ts'
import { element, iconButton, setAttribute, setText } from '../controls/index.ts'
import { type Host, problemOf } from '../studio/host.ts'
import { language, say, sayOf, t } from '../studio/l10n.ts'
import { labels } from '../studio/viewport-labels.ts'
import { habitsOf } from '../viewport/habits.ts'
import type { ModelStatistics } from '../viewport/statistics.ts'
import { prefersReducedMotion } from '../viewport/theme.ts'
import { partOf, ViewMemory } from '../viewport/view-memory.ts'
import { Viewport } from '../viewport/viewport.ts'
import { differences, type Summary, summaryOf } from './differences.ts'

const MODES = ['side', 'split', 'blink'] as const
type Mode = (typeof MODES)[number]

/** Milliseconds that each model is seen while they blink. */
const BLINK = 700
/** Share of the picture by which a key moves the splitter. */
const STEP = 0.02

interface Pane {
  root: HTMLElement
  title: HTMLElement
  viewport: Viewport
  statistics: ModelStatistics | undefined
  /** Undefined until its pictures were waited for. */
  summary: Summary | undefined
}

const figure = (value: number, digits = 0): string =>
  new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(value)

interface Kept {
  view?: unknown
  mode?: Mode
  share?: number
}

export class ComparePage {
  readonly #host: Host
  readonly #panes: readonly [Pane, Pane]
  readonly #pictures: HTMLElement
  readonly #splitter: HTMLElement
  readonly #buttons: Readonly<Record<Mode, HTMLButtonElement>>
  readonly #table = element('table', 'compare-table')
  readonly #said = element('p', 'compare-said', { role: 'status' })
  #mode: Mode = 'side'
  #share = 0.5
  #isSecond = false
  #leading = 0
  readonly #memory: ViewMemory
  /** What a page that comes back in the place of this one begins with. */
  #kept: Kept = {}
  #blinking: ReturnType<typeof setInterval> | undefined

  constructor(app: HTMLElement, host: Host, decoderBase: string) {
    this.#host = host
    const pane = (index: number): Pane => {
      const picture = element('div', 'compare-picture')
      const title = element('h2', 'compare-title', { dir: 'auto' })
      const root = element('section', 'compare-pane', { 'data-side': index }, title, picture)
      const viewport = new Viewport(picture, { decoderBase, labels: labels(), say, ...habitsOf(app) })
      for (const event of ['pointerdown', 'wheel', 'focusin', 'keydown'] as const)
        root.addEventListener(event, () => this.#lead(index), { capture: true, passive: true })
      return { root, title, viewport, statistics: undefined, summary: undefined }
    }
    const [first, second] = [pane(0), pane(1)]
    this.#panes = [first, second]
    this.#splitter = element('div', 'compare-splitter', {
      role: 'separator',
      tabindex: 0,
      'aria-orientation': 'vertical',
      'aria-label': t('Where one model ends and the other begins'),
      'aria-valuemin': 0,
      'aria-valuemax': 100,
    })
    this.#pictures = element('div', 'compare-pictures', {}, first.root, second.root, this.#splitter)
    const button = (mode: Mode, icon: string, label: string) =>
      iconButton({ icon, label, onClick: () => this.#show(mode), testId: `compare-${mode}` })
    this.#buttons = {
      side: button('side', 'split-horizontal', t('Side by Side')),
      split: button('split', 'diff-sidebyside', t('With a Splitter')),
      blink: button('blink', 'arrow-swap', t('One after the Other')),
    }
    const bar = element('div', 'model-bar', { role: 'toolbar', 'aria-label': t('How to compare') })
    bar.append(...MODES.map((mode) => this.#buttons[mode]), this.#said)
    const facts = element('div', 'compare-facts', { tabindex: 0, role: 'region', 'aria-label': t('What differs') })
    facts.append(this.#table)
    const heading = element('h1', 'visually-hidden', {}, t('Compare Models'))
    app.replaceChildren(element('main', 'model-page', {}, heading, bar, this.#pictures, facts))
    const kept: unknown = host.getState()
    const at = (name: string) => partOf(kept, name)
    this.#memory = new ViewMemory(first.viewport, at('view'), (view) => this.#remember({ view }))
    second.viewport.setLook(first.viewport.look)
    this.#kept = { view: at('view') }
    this.#follow()
    this.#listen()
    const share = at('share')
    if (typeof share === 'number') this.#share = share
    this.#show(MODES.find((mode) => mode === at('mode')) ?? 'side')
  }

  async start(): Promise<void> {
    const { rpc } = this.#host
    rpc.on('comparisonChanged', ({ sides }) => void this.#load(sides, true))
    await this.#open()
  }

  async #open(): Promise<void> {
    try {
      const { sides } = await this.#host.rpc.ask('openComparison', {})
      await this.#load(sides, false)
    } catch (error) {
      const { sentence, nextStep } = sayOf(problemOf(error))
      for (const { viewport } of this.#panes) viewport.clear({ text: sentence, nextStep })
    }
  }

  async #load(sides: readonly ComparedSide[], keepsView: boolean): Promise<void> {
    await Promise.all(
      this.#panes.map(async (pane, index) => {
        const side = sides[index]
        if (!side) return
        setText(pane.title, side.label)
        pane.summary = undefined
        pane.statistics = await pane.viewport
          .load({ url: side.url, name: side.name, keepsView, again: () => void this.#open() })
          // The viewport says itself what is wrong.
          .catch(() => undefined)
        await pane.viewport.shown.whole()
        this.#summarise(pane)
      }),
    )
    // Squares of the same size on both sides.
    const scale = Math.max(...this.#panes.map(({ viewport }) => viewport.model?.radius ?? 0))
    if (scale > 0) for (const { viewport } of this.#panes) viewport.setLook({ scale })
    this.#notify()
    this.#lead(0)
    const both = new Box3()
    for (const { viewport } of this.#panes) if (viewport.model) both.union(viewport.model.box)
    const [first, second] = this.#panes
    first.viewport.extend('other', second.viewport.model?.box)
    second.viewport.extend('other', first.viewport.model?.box)
    // One camera for both: neither is to be cut off.
    if (!keepsView && !both.isEmpty()) this.#panes[0].viewport.frame(both)
    // A tab compares the same files as long as it is there.
    if (!keepsView) this.#memory.shown('first')
  }

  #summarise(pane: Pane): void {
    const { viewport, statistics } = pane
    const { model, stage } = viewport
    if (!statistics || !model || !stage) return
    const clips = model.clips.map(({ name }) => name)
    pane.summary = summaryOf(model.root, clips, statistics, (mesh) => stage.materials.ownOf(mesh))
  }

  /** Both cameras and looks are those of the pane that a hand moves. */
  #follow(): void {
    for (const [index, pane] of this.#panes.entries()) {
      const { viewport } = pane
      // Pictures that nobody waited for, as they took long, have their size now.
      viewport.shown.textured.on(() => {
        if (!pane.summary) return
        this.#summarise(pane)
        this.#notify()
      })
      const other = this.#panes[index === 0 ? 1 : 0].viewport
      viewport.onFrame(() => {
        if (this.#leading === index && viewport.model) this.#copy(viewport, other)
        return false
      })
      viewport.onStateChanged(({ shading, grid, light }) => {
        if (this.#leading === index) other.setLook({ shading, grid, light })
      })
    }
  }

  #copy(from: Viewport, to: Viewport): void {
    // Places the camera where this frame has it.
    from.camera.updateMatrixWorld()
    const place = from.place
    if (JSON.stringify(place) !== JSON.stringify(to.place)) to.place = place
  }

  #remember(part: Kept): void {
    this.#kept = { ...this.#kept, ...part }
    this.#host.setState(this.#kept)
  }

  #lead(index: number): void {
    this.#leading = index
    this.#panes[index === 0 ? 0 : 1].viewport.invalidate()
  }

  #show(mode: Mode): void {
    this.#mode = mode
    this.#isSecond = false
    clearInterval(this.#blinking)
    // Who wants less motion blinks by hand, with each press of the button.
    if (mode === 'blink' && !prefersReducedMotion()) this.#blinking = setInterval(() => this.#blink(), BLINK)
    setAttribute(this.#pictures, 'data-mode', mode)
    for (const one of MODES) setAttribute(this.#buttons[one], 'aria-pressed', String(one === mode))
    this.#splitter.hidden = mode !== 'split'
    this.#remember({ mode })
    this.#divide(this.#share)
  }

  #blink(): void {
    this.#isSecond = !this.#isSecond
    this.#divide(this.#share)
  }

  /** Shows of the second model what its place has: all, what lies right of the splitter, or nothing. */
  #divide(share: number): void {
    this.#share = Math.min(0.98, Math.max(0.02, share))
    const [, second] = this.#panes
    const cut = this.#mode === 'split' ? this.#share : this.#mode === 'blink' && !this.#isSecond ? 1 : 0
    second.root.style.clipPath = cut === 0 ? '' : `inset(0 0 0 ${cut * 100}%)`
    this.#splitter.style.left = `${this.#share * 100}%`
    setAttribute(this.#splitter, 'aria-valuenow', Math.round(this.#share * 100))
    if (this.#mode === 'split') this.#remember({ share: this.#share })
  }

  #listen(): void {
    let isHeld = false
    this.#splitter.addEventListener('pointerdown', (event) => {
      isHeld = true
      this.#splitter.setPointerCapture(event.pointerId)
    })
    this.#splitter.addEventListener('pointermove', ({ clientX }) => {
      if (!isHeld) return
      const { left, width } = this.#pictures.getBoundingClientRect()
      this.#divide((clientX - left) / Math.max(1, width))
    })
    for (const end of ['pointerup', 'pointercancel'] as const)
      this.#splitter.addEventListener(end, () => {
        isHeld = false
      })
    this.#splitter.addEventListener('keydown', ({ key }) => {
      if (key === 'ArrowLeft') this.#divide(this.#share - STEP)
      if (key === 'ArrowRight') this.#divide(this.#share + STEP)
    })
    this.#buttons.blink.addEventListener('click', () => {
      if (prefersReducedMotion()) this.#blink()
    })
  }

  #notify(): void {
    const [first, second] = this.#panes
    if (!first.summary || !second.summary) {
      this.#table.replaceChildren()
      setText(this.#said, '')
      return
    }
    const rows = differences(first.summary, second.summary, t, figure)
    const different = rows.filter(({ isDifferent }) => isDifferent).length
    const words =
      different === 0
        ? t('Nothing that is counted differs.')
        : different === 1
          ? t('1 thing differs.')
          : t('{0} things differ.', different)
    setText(this.#said, words)
    const head = element(
      'tr',
      '',
      {},
      element('td'),
      ...this.#panes.map(({ title }) => element('th', '', { scope: 'col', dir: 'auto' }, title.textContent ?? '')),
    )
    const body = rows.map((row) => {
      const cells = [row.first, row.second].map((text) => element('td', '', { dir: 'auto' }, text))
      const made = element('tr', row.isDifferent ? 'is-different' : '', {})
      made.append(element('th', '', { scope: 'row' }, row.label), ...cells)
      return made
    })
    this.#table.replaceChildren(element('thead', '', {}, head), element('tbody', '', {}, ...body))
  }
}
