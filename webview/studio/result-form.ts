// The form on a finished result: the steps that can be applied to it, with all their parameters, instead of the tabs. It is a
// mode of the studio that can be left; the form below it keeps its values.
import { actionsFor, JOB_ACTION_ROWS } from '../../src/protocol/actions.ts'
import { type JobView, mainFile } from '../../src/protocol/job.ts'
import type { LocalStep, RequestStep } from '../../src/protocol/request.ts'
import type { Draft, FilledRequest, ImageChoice } from '../../src/protocol/studio.ts'
import { fieldsOf, findCapability, type Price } from '../../src/tripo/catalogue/index.ts'
import { button, element, icon, setAttribute, setText } from '../controls/index.ts'
import { imageKey } from './drafts.ts'
import type { PartsSource } from './field-handle.ts'
import type { FormContext } from './form-model.ts'
import { baseName } from './format.ts'
import type { ImageTarget } from './image-events.ts'
import { t } from './l10n.ts'
import type { RigFacts } from './rig-check.ts'
import type { ImageSource } from './stage-image.ts'
import { newId } from './steps-model.ts'
import { StepsSection } from './steps-section.ts'

export interface ResultFormHost {
  draft(): Draft
  change(part: Partial<Draft>): void
  /** The job whose result the form is about; undefined when it is not in the list any more. */
  job(id: string): JobView | undefined
  /** What its model was seen to hold beside a textured shape. */
  contents(id: string): readonly string[] | undefined
  /** The parts of its model, while that is on the stage. */
  parts(id: string): PartsSource | undefined
  /** The service's free check whether it can be rigged. */
  checkRig(id: string): Promise<RigFacts>
  /** Imports the job's file, so that what its kind of result is closed to can follow. */
  importAnew(id: string): void
  context(): FormContext
  imageSource: ImageSource
}

/** Where a form keeps a picture of a request: one that a list speaks for is the list's first. */
function placeFor(id: string, name: string): string {
  const capability = findCapability(id)
  const { saidBy } = (capability && fieldsOf(capability).find((field) => field.name === name))?.ui ?? {}
  return saidBy === undefined ? name : `${saidBy}.0`
}

/** The draft with requests put into it: as steps on a job's result, or in the tab of the first with steps after it. */
export function filledDraft(
  draft: Draft,
  onJob: string | undefined,
  requests: readonly FilledRequest[],
  {
    perLine = false,
    offerSteps = false,
    local = [],
  }: { perLine?: boolean; offerSteps?: boolean; local?: Draft['local'] } = {},
): Draft {
  const images: Record<string, ImageChoice> = { ...draft.images }
  const steps = [...(draft.steps ?? []), ...(draft.onResult?.steps ?? [])]
  const asStep = ({ capability, params, images: own }: FilledRequest) => {
    const id = newId(steps)
    const step = { id, capability, params }
    steps.push(step)
    for (const [name, image] of Object.entries(own)) images[imageKey(id, name)] = image
    return step
  }
  if (onJob !== undefined) {
    const made = requests.map(asStep)
    return { ...draft, images, onResult: { jobId: onJob, steps: made, openStep: made[0]?.id, local } }
  }
  const [first, ...rest] = requests
  if (!first) return draft
  const tab = first.capability
  for (const key of Object.keys(images)) if (key.startsWith(`${tab}.`)) delete images[key]
  for (const [name, image] of Object.entries(first.images)) images[imageKey(tab, placeFor(tab, name))] = image
  const { onResult: _, ...left } = draft
  const more = rest.map(asStep)
  return {
    ...left,
    ...{ tab, images, forms: { ...draft.forms, [tab]: first.params } },
    ...{ steps: more, stepsOpen: offerSteps || more.length + local.length > 0, perLine, local },
    // With the style that it was made in; its values are among the parameters.
    style: first.style && { ...(draft.style?.name === first.style.name ? draft.style : {}), name: first.style.name },
    // A name that was typed was for what stood in the form before; the folder is for all.
    ...(draft.saveAs ? { saveAs: { folder: draft.saveAs.folder } } : {}),
  }
}

const IMPORT = JOB_ACTION_ROWS.importAnew

export class ResultForm {
  readonly root: HTMLElement
  readonly #title = element('div', 'result-title', { dir: 'auto' })
  readonly #file = element('div', 'result-file')
  readonly #import: ReturnType<typeof button>
  readonly #steps: StepsSection

  readonly #host: ResultFormHost

  constructor(host: ResultFormHost) {
    this.#host = host

    const leave = button({ label: t('Back to the Form'), testId: 'leave-result', onClick: () => this.leave() })
    this.#steps = new StepsSection({
      isOnResult: true,
      draft: () => {
        const { onResult, ...draft } = host.draft()
        const { steps = [], openStep, local = [] } = onResult ?? {}
        return { ...draft, steps, openStep, local, stepsOpen: true }
      },
      change: (part) => this.#change(part),
      first: () => {
        const { id = '', capability = '', params = {} } = this.job ?? {}
        return { capability, params, holds: host.contents(id) }
      },
      context: () => host.context(),
      imageSource: host.imageSource,
      parts: () => (this.job ? host.parts(this.job.id) : undefined),
      rigAsking: () => {
        const { id } = this.job ?? {}
        return id === undefined ? undefined : { id, ask: () => host.checkRig(id) }
      },
    })
    this.#import = button({
      ...{ label: t(IMPORT.title), tooltip: t(IMPORT.tooltip), testId: 'import-anew' },
      onClick: () => this.job && host.importAnew(this.job.id),
    })
    const words = element('div', 'result-words', {}, this.#title, this.#file)
    const head = element(
      'div',
      'result-head',
      {},
      icon('arrow-right'),
      words,
      element('div', 'result-ways', {}, leave.root, this.#import.root),
    )
    this.root = element('section', 'result-form', { 'aria-label': t('Continue with a result') }, head, this.#steps.root)
    setAttribute(this.root, 'data-testid', 'result-form')
    this.root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented) this.leave()
    })
  }

  /** The finished job that the form is about, while it is about one. */
  get job(): JobView | undefined {
    const { onResult } = this.#host.draft()
    return onResult && this.#host.job(onResult.jobId)
  }

  /** What the steps cost; nothing where only this machine works, undefined where there is nothing to do. */
  get price(): Price | undefined {
    return this.#steps.price ?? (this.local.length > 0 ? { total: 0, lines: [] } : undefined)
  }

  /** What this machine does with the last result, or with this one where there is no step. */
  get local(): readonly LocalStep[] {
    return this.#steps.local()
  }

  /** Stands in the page only while it is about a result; answers whether it is. */
  show(layout: HTMLElement, panels: HTMLElement): boolean {
    const { job } = this
    layout.classList.toggle('is-on-result', job !== undefined)
    if (!job) {
      this.root.remove()
      return false
    }
    if (!this.root.isConnected) panels.append(this.root)
    setText(this.#title, t('Continue with “{0}”', job.title))
    setText(this.#file, baseName(mainFile(job)?.path ?? ''))
    this.#import.root.hidden = !actionsFor(job).includes('importAnew')
    this.#steps.show()
    return true
  }

  /** The steps as they are sent; undefined when one is wrong, or none was chosen, which the focus then says. */
  submit(): readonly RequestStep[] | undefined {
    const steps = this.#steps.submit()
    if (steps?.length !== 0 || this.local.length > 0) return steps
    this.#steps.offer()
    return undefined
  }

  /** Puts the focus where the person goes on: the open step, or the list of what can be made. */
  focus(): void {
    if (this.#host.draft().onResult?.steps.length) this.#steps.focusOpen()
    else this.#steps.offer()
  }

  imageAt(place: EventTarget | null | undefined): ImageTarget | undefined {
    return this.#steps.imageAt(place)
  }

  leave(): void {
    this.#host.change({ onResult: undefined })
  }

  #change(part: Partial<Draft>): void {
    const { onResult } = this.#host.draft()
    if (!onResult) return
    const { steps = onResult.steps, local = onResult.local, images, favoriteAnimations } = part
    const openStep = 'openStep' in part ? part.openStep : onResult.openStep
    const shared = { ...(images ? { images } : {}), ...(favoriteAnimations ? { favoriteAnimations } : {}) }
    this.#host.change({ ...shared, onResult: { ...onResult, steps, openStep, local } })
  }
}
