// The viewport's place in the page. three.js is large, so it is fetched after the form is on screen; a model that is
// asked for before that is shown as soon as it can be.
import type { JobView } from '../../src/protocol/job.ts'
import { element, setText } from '../controls/index.ts'
import { englishLabels, type Labels } from '../viewport/labels.ts'
import type { ModelSource, Viewport } from '../viewport/viewport.ts'
import { baseName } from './format.ts'
import type { Job } from './job-store.ts'
import { t } from './l10n.ts'
import { isBusy, modelFile, phaseWords, timeWords } from './phases.ts'

/** The viewport's words in the person's language. */
function labels(): Labels {
  const isLabel = (key: string): key is keyof Labels => Object.hasOwn(englishLabels, key)
  const translated: Labels = { ...englishLabels }
  for (const key of Object.keys(englishLabels)) if (isLabel(key)) translated[key] = t(englishLabels[key])
  return translated
}

/** How much of the model is made: nothing before the service works on it, all once it is on its way here. */
const generated = ({ phase, progress }: JobView): number =>
  phase === 'downloading' ? 1 : phase === 'generating' ? (progress ?? 0) : 0

export class ViewportPane {
  readonly root: HTMLElement
  readonly #container = element('div', 'viewport', { 'data-testid': 'viewport' })
  readonly #message = element('div', 'viewport-message', { role: 'status' }, t('Starting the viewport…'))
  #viewport: Viewport | undefined
  #wanted: ModelSource | undefined
  #shown: string | undefined
  #waitingFor: Job | undefined

  constructor(private readonly decoderBase: string) {
    this.root = element('section', 'viewport-pane', { 'aria-label': t('Preview') }, this.#container, this.#message)
  }

  /** Fetches and starts the viewport; once. */
  async start(): Promise<void> {
    try {
      const { Viewport } = await import('../viewport/viewport.ts')
      this.#message.hidden = true
      this.#viewport = new Viewport(this.#container, { decoderBase: this.decoderBase, labels: labels() })
      if (this.#wanted) this.#load(this.#wanted)
      this.wait(this.#waitingFor, Date.now())
    } catch (error) {
      this.#message.hidden = false
      const why = error instanceof Error ? error.message : String(error)
      setText(
        this.#message,
        t('The viewport could not start: {0} Reload the window; models are still written to disk.', why),
      )
    }
  }

  /** Shows a job's model, if it has one that can be fetched. The same file is not loaded twice. */
  show(job: JobView): void {
    const file = modelFile(job)
    // What it cannot show (a USDZ, a zip) leaves the picture as it is.
    if (!file?.webUri || file.webUri === this.#shown || !/\.(glb|gltf|fbx)$/i.test(file.path)) return
    this.#shown = file.webUri
    const source = { url: file.webUri, name: baseName(file.path) }
    if (this.#viewport) this.#load(source)
    else this.#wanted = source
  }

  /** Tells, while there is no model to see, how far the one is that is being made. */
  wait(job: Job | undefined, now: number): void {
    this.#waitingFor = job
    const { view, receivedAt } = job ?? {}
    const isWait = view !== undefined && receivedAt !== undefined && isBusy(view)
    this.#viewport?.wait(
      isWait
        ? { text: phaseWords(view), detail: timeWords(view, now, receivedAt), fraction: generated(view) }
        : undefined,
    )
  }

  #load(source: ModelSource): void {
    this.#wanted = undefined
    // The viewport says itself what went wrong; asking for the file again must then be possible.
    this.#viewport?.load(source).catch(() => {
      if (this.#shown === source.url) this.#shown = undefined
    })
  }
}
