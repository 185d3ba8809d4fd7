// The viewport in the studio page. three.js is large, so it is loaded after the form is on screen; a model that is requested
// before is shown as soon as possible.
import type { JobAction } from '../../src/protocol/actions.ts'
import { type JobView, mainFile } from '../../src/protocol/job.ts'
import { button, element, linkButton, setText } from '../controls/index.ts'
import type { ViewMemory } from '../viewport/view-memory.ts'
import type { Viewport } from '../viewport/viewport.ts'
import type { ClipBar } from './clip-bar.ts'
import type { PartsSource } from './field-handle.ts'
import type { Job } from './job-store.ts'
import { say, t } from './l10n.ts'
import { phaseWords, timeWords } from './phases.ts'
import { type Scene, sceneOf } from './scene.ts'
import { VariationGrid } from './variation-grid.ts'
import { labels } from './viewport-labels.ts'

export interface ViewportPaneHost {
  /** The contents of a job's model have become known. */
  seen(): void
  jobs(): readonly Job[]
  runAction(jobId: string, action: JobAction): void
  select(jobId: string): void
  /** Goes to the form of a capability. */
  begin(capability: string): void
  /** How models were looked at, and how they are: the page is taken down when nobody sees it. */
  view(): unknown
  remember(view: unknown): void
}

/** How much of the model is made: nothing before the service works on it, all once it is on its way here. */
const generated = ({ phase, progress }: JobView): number =>
  phase === 'downloading' ? 1 : phase === 'generating' ? (progress ?? 0) : 0

/** Whether the person wants little motion: then nothing begins to move by itself. */
const isStill = (): boolean =>
  document.body.classList.contains('vscode-reduce-motion') || matchMedia('(prefers-reduced-motion: reduce)').matches

export class ViewportPane {
  readonly root: HTMLElement
  readonly #container = element('div', 'viewport', { 'data-testid': 'viewport' })
  readonly #pictures = element('div', 'viewport-pictures', { 'data-testid': 'viewport-pictures' })
  readonly #message = element('div', 'viewport-message', { role: 'status' }, t('Starting the viewport…'))
  #viewport: Viewport | undefined
  #memory: ViewMemory | undefined
  #job: Job | undefined
  /** What stands on the stage, in words that differ when it does. */
  #shownKey = ''
  #hasFailed = false
  readonly #contents = new Map<string, readonly string[]>()

  readonly #grid: VariationGrid
  /** Over a variation that is looked at by itself. */
  readonly #bar: HTMLElement
  readonly #place = element('span', 'variation-place')
  /** The variation that is looked at by itself. */
  #single: string | undefined
  /** What to begin with, while nothing is on the stage. */
  readonly #begin = element('div', 'viewport-begin', { 'data-testid': 'viewport-begin' })
  #clips: ClipBar | undefined
  #parts: (PartsSource & { jobId: string }) | undefined
  /** The cell that the viewport is lent to. */
  #lentTo: HTMLElement | undefined

  readonly #decoderBase: string
  readonly #host: ViewportPaneHost

  constructor(decoderBase: string, host: ViewportPaneHost) {
    this.#decoderBase = decoderBase
    this.#host = host
    this.#pictures.hidden = true
    this.#grid = new VariationGrid({
      open: (id) => {
        this.#single = id
        host.select(id)
        this.#redraw()
        this.#bar.querySelector<HTMLElement>('[data-testid="all-variations"]')?.focus()
      },
      keep: (id) => host.runAction(id, 'keep'),
      look: (job, into) => this.#look(job, into),
    })
    const all = button({
      label: t('All Variations'),
      testId: 'all-variations',
      onClick: () => {
        this.#single = undefined
        this.#redraw()
        this.#grid.root.querySelector<HTMLElement>('button')?.focus()
      },
    })
    const keep = button({
      label: t('Keep This One'),
      testId: 'keep-single',
      onClick: () => this.#job && host.runAction(this.#job.view.id, 'keep'),
    })
    this.#bar = element('div', 'variation-bar', { role: 'group', 'aria-label': t('Variations') })
    this.#bar.append(all.root, this.#place, keep.root)
    this.#bar.hidden = true
    const begin = (label: string, capability: string) => linkButton(label, () => host.begin(capability))
    this.#begin.append(
      begin(t('Describe a Model'), 'text_to_model'),
      begin(t('Start from an Image'), 'image_to_model'),
      begin(t('Import a Model'), 'import_model'),
    )
    this.#begin.hidden = true
    this.root = element(
      'section',
      'viewport-pane',
      { 'aria-label': t('Preview') },
      this.#container,
      this.#pictures,
      this.#grid.root,
      this.#bar,
      this.#begin,
      this.#message,
    )
  }

  /** Fetches and starts the viewport; once. */
  async start(): Promise<void> {
    try {
      const [{ Viewport }, { ViewMemory }, { habitsOf }] = await Promise.all([
        import('../viewport/viewport.ts'),
        import('../viewport/view-memory.ts'),
        import('../viewport/habits.ts'),
      ])
      this.#message.hidden = true
      const habits = habitsOf(document.getElementById('app'))
      this.#viewport = new Viewport(this.#container, {
        decoderBase: this.#decoderBase,
        labels: labels(),
        say,
        ...habits,
      })
      this.#memory = new ViewMemory(this.#viewport, this.#host.view(), (view) => this.#host.remember(view))
      this.show(this.#job, Date.now())
    } catch {
      this.#message.hidden = false
      setText(this.#message, t('The viewport could not start. Reload the window; models are still written to disk.'))
    }
  }

  /**
   * Puts on the stage what the details name: the job's model, its progress, or why there is nothing to see. What stands
   * there already is not loaded again.
   * @param isAsked by a person: what failed to load is tried once more
   */
  show(job: Job | undefined, now: number, isAsked = false): void {
    this.#job = job
    const set = this.#setOf(job)
    const isGrid = set.length > 1 && this.#single !== job?.view.id
    this.#showGrid(isGrid ? set : [], now)
    this.#bar.hidden = isGrid || set.length < 2
    const { index = 0, of = 1 } = job?.view.variation ?? {}
    setText(this.#place, t('Variation {0} of {1}', index + 1, of))
    if (isGrid) {
      this.#begin.hidden = true
      return
    }
    const viewport = this.#viewport
    if (!viewport) return
    const scene = sceneOf(job?.view)
    this.#begin.hidden = scene.kind !== 'nothing'
    const key = JSON.stringify([scene, job?.view.id, job?.view.finishedAt])
    if (key !== this.#shownKey || (isAsked && this.#hasFailed)) {
      this.#shownKey = key
      this.#showPlaceholder(viewport, scene, job?.view.id)
    }
    viewport.wait(
      job && scene.kind === 'wait'
        ? {
            text: phaseWords(job.view),
            detail: timeWords(job.view, now, job.receivedAt),
            fraction: generated(job.view),
          }
        : undefined,
    )
  }

  /** What a job's model holds beside a textured shape; undefined where it has not been on the stage. */
  contentsOf(jobId: string): readonly string[] | undefined {
    return this.#contents.get(jobId)
  }

  /** All variations that a job is one of, in their order. */
  #setOf(job: Job | undefined): readonly Job[] {
    const set = job?.view.variation?.set
    if (set === undefined) return []
    const all = this.#host.jobs().filter(({ view }) => view.variation?.set === set)
    return all.sort((a, b) => (a.view.variation?.index ?? 0) - (b.view.variation?.index ?? 0))
  }

  #redraw(): void {
    this.show(this.#job, Date.now())
  }

  #showGrid(set: readonly Job[], now: number): void {
    const isGrid = set.length > 0
    if (isGrid) {
      if (this.#grid.root.hidden) {
        // Nothing of the model before stands behind it.
        this.#viewport?.wait(undefined)
        this.#shownKey = ''
      }
      this.#pictures.hidden = true
      this.#grid.show(set, now)
    } else if (!this.#grid.root.hidden) this.#reclaim()
    this.#grid.root.hidden = !isGrid
    if (this.#lentTo === undefined) this.#container.hidden = isGrid
  }

  /** Lends the viewport to a cell of the grid, where a model turns until it is taken back. */
  #look(job: JobView | undefined, into: HTMLElement): void {
    const viewport = this.#viewport
    const scene = sceneOf(job)
    if (job === undefined) {
      if (this.#lentTo === into) this.#reclaim()
      return
    }
    if (!viewport || scene.kind !== 'model' || this.#lentTo === into) return
    this.#reclaim()
    this.#lentTo = into
    // It is there to look at: the cell's own button takes pointer and keys.
    this.#container.inert = true
    this.#container.hidden = false
    into.append(this.#container)
    viewport.turntable = true
    viewport.load({ url: scene.url, name: scene.name }).then(
      ({ contents }) => {
        this.#contents.set(job.id, contents)
        if (this.#lentTo === into) into.classList.add('is-live')
      },
      // The picture stays; opened by itself, the viewport says what is wrong.
      () => undefined,
    )
  }

  #reclaim(): void {
    const lentTo = this.#lentTo
    if (lentTo === undefined) return
    this.#lentTo = undefined
    lentTo.classList.remove('is-live')
    this.root.prepend(this.#container)
    this.#container.inert = false
    this.#container.hidden = !this.#grid.root.hidden
    this.#shownKey = ''
    if (!this.#viewport) return
    this.#viewport.turntable = false
    this.#viewport.clear()
  }

  /** three.js is there by now, so that what needs it can be fetched. */
  async #showParts(viewport: Viewport, jobId: string): Promise<void> {
    const key = this.#shownKey
    const [{ StageParts }, { ClipBar }] = await Promise.all([import('./stage-parts.ts'), import('./clip-bar.ts')])
    if (this.#shownKey !== key) return
    if (!this.#clips) {
      this.#clips = new ClipBar(viewport)
      this.root.append(this.#clips.root)
    }
    this.#clips.setStill(isStill())
    this.#parts = Object.assign(new StageParts(viewport), { jobId })
    this.#host.seen()
  }

  /** The parts of a job's model; undefined while another one, or none, is on the stage. */
  partsOf(jobId: string): PartsSource | undefined {
    return this.#parts?.jobId === jobId ? this.#parts : undefined
  }

  /** The same of a file that is about to be imported, while the stage shows that very file. */
  partsOfFile(uri: string | undefined): PartsSource | undefined {
    const job = this.#job?.view
    return job && uri !== undefined && mainFile(job)?.uri === uri ? this.partsOf(job.id) : undefined
  }

  #showPlaceholder(viewport: Viewport, scene: Scene, jobId: string | undefined): void {
    this.#hasFailed = false
    this.#parts = undefined
    if (this.#clips) this.#clips.root.hidden = true
    const pictures = scene.kind === 'pictures' ? scene.pictures : []
    this.#pictures.hidden = pictures.length === 0
    this.#pictures.classList.toggle('is-many', pictures.length > 1)
    this.#pictures.replaceChildren(
      ...pictures.map(({ url, name }) => element('img', 'viewport-picture', { src: url, alt: name, title: name })),
    )
    if (scene.kind !== 'model') {
      viewport.clear(scene.kind === 'reason' ? scene : undefined)
      return
    }
    const { url, name } = scene
    const key = this.#shownKey
    // The viewport says itself what went wrong.
    viewport.load({ url, name }).then(
      ({ contents }) => {
        if (jobId === undefined) return
        this.#contents.set(jobId, contents)
        if (this.#shownKey === key) {
          this.#memory?.shown(jobId)
          void this.#showParts(viewport, jobId)
        }
        this.#host.seen()
      },
      () => {
        if (this.#shownKey === key) this.#hasFailed = true
      },
    )
  }
}
