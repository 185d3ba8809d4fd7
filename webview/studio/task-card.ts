// One task in the strip: its picture, its title, its phase and duration.
import { isGltfPath } from '../../src/protocol/file-names.ts'
import { formatOf, type JobView, MODEL_DRAG, mainFile } from '../../src/protocol/job.ts'
import { findCapability } from '../../src/tripo/catalogue/index.ts'
import { element, icon, setAttribute, setMiddleCut, setText } from '../controls/index.ts'
import { cutOut } from './cut-out.ts'
import type { Job } from './job-store.ts'
import { t } from './l10n.ts'
import {
  isBusy,
  isGone,
  isNotBegun,
  phaseMeaning,
  phaseWords,
  stepCount,
  stepTitle,
  stepWords,
  timeWords,
} from './phases.ts'
import { setTaskContext } from './task-context.ts'

const STATE_ICONS: Readonly<Record<string, string>> = {
  failed: 'error',
  stopped: 'debug-pause',
  unconfirmed: 'question',
}

/** The addresses of models that code can load. */
function modelsOf(view: JobView): string[] {
  const file = mainFile(view)
  return file && !isGone(view) && isGltfPath(file.path) ? [file.uri] : []
}

const isSameList = (one: readonly JobView[], other: readonly JobView[]) =>
  one.length === other.length && one.every((view, index) => view === other[index])

export class TaskCard {
  readonly root = element('div', 'task', { role: 'option', tabindex: -1, 'data-testid': 'task' })
  readonly #thumb = element('div', 'task-thumb')
  readonly #chain = element('span', 'visually-hidden')
  readonly #title = element('div', 'task-title', { dir: 'auto' })
  readonly #count = element('div', 'task-count')
  readonly #phase = element('div', 'task-phase')
  readonly #time = element('div', 'task-time')
  readonly #bar = element('div', 'task-bar', { 'aria-hidden': 'true' })
  readonly #fill = element('div', 'task-fill')
  #picture = ''
  #job: Job | undefined
  #isSelected = false
  #marked: readonly JobView[] = []

  constructor(readonly id: string) {
    setAttribute(this.root, 'data-job', id)
    const head = element('div', 'task-head', {}, this.#title, this.#count)
    const words = element('div', 'task-words', {}, head, this.#phase, this.#time)
    this.#bar.append(this.#fill)
    this.root.append(this.#chain, this.#thumb, words, this.#bar)
    this.root.addEventListener('dragstart', (event) => this.#drag(event))
  }

  /**
   * Dragged as the models of what is selected: into code, which loads them then. In a type of ours, since a browser takes
   * addresses of files out of `text/uri-list`.
   */
  #drag({ dataTransfer }: DragEvent): void {
    const models = this.#marked.flatMap(modelsOf)
    if (!dataTransfer || models.length === 0) return
    dataTransfer.setData(MODEL_DRAG, [...new Set(models)].join('\r\n'))
    dataTransfer.effectAllowed = 'copy'
  }

  /**
   * Draws what has changed since it was drawn last; the time of one that is under way always changes.
   * @param marked all selected tasks, when this is one of several: its menu is about all of them
   */
  show(job: Job, isSelected: boolean, now: number, marked: readonly JobView[] = [job.view]): void {
    const isSame = this.#job === job && this.#isSelected === isSelected && isSameList(this.#marked, marked)
    if (isSame) {
      if (isBusy(job.view)) setText(this.#time, timeWords(job.view, now, job.receivedAt))
      return
    }
    this.#job = job
    this.#isSelected = isSelected
    this.#marked = marked
    const { view, receivedAt } = job
    setTaskContext(this.root, marked)
    setAttribute(this.root, 'data-state', isGone(view) ? 'gone' : view.phase)
    setAttribute(this.root, 'draggable', modelsOf(view).length > 0 ? 'true' : undefined)
    setAttribute(this.root, 'aria-selected', isSelected ? 'true' : 'false')
    this.root.classList.toggle('is-busy', isBusy(view))
    // The first card of a chain says for what it is, the others what they do to it.
    const isStep = view.group?.kind === 'chain' && stepTitle(view) !== undefined
    setMiddleCut(this.#title, (isStep ? stepTitle(view) : undefined) ?? view.title)
    setText(this.#count, stepCount(view))
    setAttribute(this.#count, 'title', view.group?.kind === 'chain' ? t('Select all steps') : undefined)
    const words = stepWords(view)
    setAttribute(this.root, 'title', [view.title, words].filter(Boolean).join('\n'))
    // Read out before what is seen of a step: the card itself says only what the step does.
    setText(this.#chain, words && isStep ? `${view.title}, ` : '')
    this.root.classList.toggle('is-step', view.group?.kind === 'chain' && view.group.index > 0)
    this.root.classList.toggle('is-waiting', view.waitsForStep === true || isNotBegun(view))
    const phase = [isStep ? undefined : stepTitle(view), phaseWords(view), formatOf(view)]
    setText(this.#phase, phase.filter(Boolean).join(' · '))
    setAttribute(this.#phase, 'title', phaseMeaning(view))
    setText(this.#time, timeWords(view, now, receivedAt))
    this.#bar.hidden = !isBusy(view) || view.waitsForStep === true
    const fraction = view.phase === 'queued' ? undefined : view.progress
    this.#bar.classList.toggle('is-open', fraction === undefined)
    this.#fill.style.setProperty('--fraction', String(fraction ?? 0))
    this.#showPicture(view)
  }

  #showPicture(view: Job['view']): void {
    const state = isNotBegun(view) ? undefined : isGone(view) ? 'warning' : STATE_ICONS[view.phase]
    const name = state ?? findCapability(view.capability)?.icon ?? 'symbol-misc'
    const picture = view.thumbnailWebUri ?? name
    if (picture === this.#picture) return
    this.#picture = picture
    const { thumbnailWebUri } = view
    if (thumbnailWebUri === undefined) {
      this.#thumb.replaceChildren(icon(name))
      return
    }
    void cutOut(thumbnailWebUri).then((src) => {
      if (this.#picture !== picture) return
      const image = element('img', '', { alt: '', src })
      image.addEventListener('error', () => this.#thumb.replaceChildren(icon(name)))
      this.#thumb.replaceChildren(image)
    })
  }
}
