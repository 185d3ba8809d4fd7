// The viewport's place in the page. three.js is large, so it is fetched after the form is on screen; a model that is
// asked for before that is shown as soon as it can be.
import type { JobView } from '../../src/protocol/job.ts'
import { element, setText } from '../controls/index.ts'
import type { Viewport } from '../viewport/viewport.ts'
import type { Job } from './job-store.ts'
import { say, t } from './l10n.ts'
import { phaseWords, timeWords } from './phases.ts'
import { type Scene, sceneOf } from './scene.ts'
import { labels } from './viewport-labels.ts'

/** How much of the model is made: nothing before the service works on it, all once it is on its way here. */
const generated = ({ phase, progress }: JobView): number =>
  phase === 'downloading' ? 1 : phase === 'generating' ? (progress ?? 0) : 0

export class ViewportPane {
  readonly root: HTMLElement
  readonly #container = element('div', 'viewport', { 'data-testid': 'viewport' })
  readonly #pictures = element('div', 'viewport-pictures', { 'data-testid': 'viewport-pictures' })
  readonly #message = element('div', 'viewport-message', { role: 'status' }, t('Starting the viewport…'))
  #viewport: Viewport | undefined
  #job: Job | undefined
  /** What stands on the stage, in words that differ when it does. */
  #standing = ''
  #hasFailed = false
  readonly #contents = new Map<string, readonly string[]>()

  readonly #decoderBase: string
  readonly #seen: () => void

  /** @param seen called when the contents of a job's model become known */
  constructor(decoderBase: string, seen: () => void) {
    this.#decoderBase = decoderBase
    this.#seen = seen
    this.#pictures.hidden = true
    this.root = element(
      'section',
      'viewport-pane',
      { 'aria-label': t('Preview') },
      this.#container,
      this.#pictures,
      this.#message,
    )
  }

  /** Fetches and starts the viewport; once. */
  async start(): Promise<void> {
    try {
      const { Viewport } = await import('../viewport/viewport.ts')
      this.#message.hidden = true
      this.#viewport = new Viewport(this.#container, { decoderBase: this.#decoderBase, labels: labels(), say })
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
    const viewport = this.#viewport
    if (!viewport) return
    const scene = sceneOf(job?.view)
    const standing = JSON.stringify([scene, job?.view.id, job?.view.finishedAt])
    if (standing !== this.#standing || (isAsked && this.#hasFailed)) {
      this.#standing = standing
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

  #showPlaceholder(viewport: Viewport, scene: Scene, jobId: string | undefined): void {
    this.#hasFailed = false
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
    const standing = this.#standing
    // The viewport says itself what went wrong.
    viewport.load({ url, name }).then(
      ({ contents }) => {
        if (jobId === undefined) return
        this.#contents.set(jobId, contents)
        this.#seen()
      },
      () => {
        if (this.#standing === standing) this.#hasFailed = true
      },
    )
  }
}
