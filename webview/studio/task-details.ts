// The selected task: its title, the parameters it was made with, its actions, and its problem if it has one. Cancelling asks
// first, and says what happens to the credits.
import {
  actionsFor,
  actionsForAll,
  isWholeChain,
  type JobAction,
  jobAction,
  jobsFor,
  STOP_SENTENCE,
} from '../../src/protocol/actions.ts'
import { BUSY_PHASES, isGone, type JobView, mainFile } from '../../src/protocol/job.ts'
import type { PanelCommand } from '../../src/protocol/messages.ts'
import { findCapability } from '../../src/tripo/catalogue/index.ts'
import { button, element, icon, iconButton, setAttribute, setMiddleCut, setText, uniqueId } from '../controls/index.ts'
import { walkToolbar } from '../controls/roving.ts'
import { formatCredits, formatDuration, formatNumber, parameterWords } from './format.ts'
import { language, t, together } from './l10n.ts'
import { phaseMeaning, resumeWords, stepWords } from './phases.ts'
import { ProblemPanel } from './problem-panel.ts'
import { openMenu, setTaskContext } from './task-context.ts'

export interface DetailsOptions {
  runAction(jobId: string, action: JobAction): void
  /** Several are selected: it is done to those that it is meant for. */
  runActionOnAll(jobIds: readonly string[], action: JobAction): void
  run(command: PanelCommand): void
  /** Selects all steps of the chain that a job belongs to. */
  selectChain(job: JobView): void
  /** What the model that a job works on was seen to hold beside a textured shape. */
  sourceContents(job: JobView): readonly string[] | undefined
}

export class TaskDetails {
  readonly root: HTMLElement
  readonly #title = element('div', 'details-title', { dir: 'auto' })
  readonly #facts = element('div', 'details-facts')
  readonly #toolbar = element('div', 'details-actions', { role: 'toolbar' })
  readonly #parameters = element('dl', 'details-parameters', { id: uniqueId('parameters') })
  readonly #toggle: HTMLButtonElement
  readonly #confirm: HTMLElement
  readonly #problem: ProblemPanel
  readonly #gone: HTMLElement
  readonly #goneWords = element('span')
  readonly #chain: HTMLElement
  readonly #line: HTMLElement
  readonly #refreshToolbar: () => void
  #job: JobView | undefined
  #all: readonly JobView[] = []
  #drawn = ''
  #isOpen = false
  #isAsking = false

  readonly #options: DetailsOptions

  constructor(options: DetailsOptions) {
    this.#options = options

    this.#toolbar.setAttribute('aria-label', t('Task actions'))
    this.#refreshToolbar = walkToolbar(this.#toolbar)
    this.#toggle = element(
      'button',
      'details-toggle',
      { type: 'button', 'aria-controls': this.#parameters.id },
      icon('chevron-right'),
      t('Details'),
    )
    this.#toggle.addEventListener('click', () => {
      this.#isOpen = !this.#isOpen
      this.#draw()
    })
    this.#chain = element('button', 'details-toggle', { type: 'button', 'data-testid': 'select-chain' })
    this.#chain.append(icon('list-tree'), t('All Steps'))
    this.#chain.title = t('Select all steps of this chain, to act on it as a whole')
    this.#chain.addEventListener('click', () => this.#job && options.selectChain(this.#job))
    const stop = button({ label: t('Stop Waiting'), onClick: () => this.#endAsking(true) })
    const stay = button({ label: t('Keep Waiting'), onClick: () => this.#endAsking(false) })
    this.#confirm = element('div', 'details-confirm', { role: 'alertdialog', tabindex: -1 })
    this.#confirm.setAttribute('aria-label', t(STOP_SENTENCE))
    this.#confirm.append(icon('warning'), element('span', '', {}, t(STOP_SENTENCE)), stop.root, stay.root)
    this.#confirm.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#endAsking(false)
    })
    this.#problem = new ProblemPanel({
      copy: () => this.#runAction('copyDetails'),
      run: (command) => options.run(command),
    })
    const again = button({
      label: t(jobAction('deliverAgain').title),
      testId: 'gone-deliver-again',
      onClick: () => this.#runAction('deliverAgain'),
    })
    this.#gone = element('div', 'details-confirm', { role: 'status', 'data-testid': 'gone' })
    this.#gone.append(icon('warning'), this.#goneWords, again.root)
    const rest = element('div', 'details-rest', {}, this.#facts, this.#toggle, this.#chain, this.#toolbar)
    this.#line = element('div', 'details-line', {}, this.#title, rest)
    this.root = element('section', 'details', { 'aria-label': t('Selected task') })
    this.root.append(this.#problem.root, this.#gone, this.#confirm, this.#parameters, this.#line)
    this.show(undefined)
  }

  /** @param all the selected tasks, when they are several: the details are then about all of them */
  show(job: JobView | undefined, all: readonly JobView[] = []): void {
    if (job?.id !== this.#job?.id || (job && !actionsFor(job).includes('cancel'))) this.#isAsking = false
    this.#job = job
    this.#all = all
    this.#draw()
  }

  /** What had the focus may be drawn anew or hidden now: its action has it then, or the first that is left. */
  #draw(): void {
    const at = document.activeElement
    const isInQuestion = this.#confirm.contains(at)
    const had = isInQuestion
      ? testIdOf('cancel')
      : this.#toolbar.contains(at)
        ? at?.getAttribute('data-testid')
        : undefined
    this.#drawParts()
    if (!had || (at?.isConnected && !(isInQuestion && this.#confirm.hidden))) return
    const action = this.#toolbar.querySelector<HTMLElement>(`[data-testid="${had}"]`)
    ;(action ?? this.#toolbar.querySelector('button'))?.focus()
  }

  #drawParts(): void {
    const job = this.#job
    this.root.hidden = job === undefined
    const isAll = this.#all.length > 1
    this.#toggle.hidden = isAll
    const isStep = !isAll && job?.group?.kind === 'chain'
    this.#chain.hidden = !isStep
    this.#line.classList.toggle('is-step', isStep)
    if (isAll) this.#drawAll(this.#all)
    else if (job) this.#drawOne(job)
  }

  /** Several tasks: how many, and what can be done to all of them. */
  #drawAll(all: readonly JobView[]): void {
    this.root.hidden = false
    setTaskContext(this.root, all)
    const [first] = all
    const words = isWholeChain(all) && first ? t('“{0}”, all {1} steps', first.title, all.length) : undefined
    setMiddleCut(this.#title, words ?? t('{0} tasks selected', all.length))
    const ready = all.filter(({ phase }) => phase === 'delivered').length
    setText(this.#facts, t('{0} of {1} ready', ready, all.length))
    setAttribute(this.#facts, 'title', undefined)
    for (const part of [this.#gone, this.#confirm, this.#parameters]) part.hidden = true
    this.#problem.show(undefined)
    const actions = actionsForAll(all).filter((action) => !jobAction(action).isInMenuOnly)
    const drawn = JSON.stringify([all.map(({ id }) => id), actions])
    if (drawn === this.#drawn) return
    this.#drawn = drawn
    this.#drawActions(actions, (action) => {
      const ids = jobsFor(action, this.#all).map(({ id }) => id)
      this.#options.runActionOnAll(ids, action)
    })
  }

  #drawOne(job: JobView): void {
    setTaskContext(this.root, [job])
    setMiddleCut(this.#title, job.title)
    const isMissing = isGone(job)
    const path =
      isMissing || job.variation
        ? undefined
        : job.files.find(({ kind }) => kind.endsWith('model') || kind === 'splat')?.path
    this.#gone.hidden = !isMissing
    const name = mainFile(job)?.path ?? ''
    setText(this.#goneWords, isMissing ? together(t('{0} is gone.', name), phaseMeaning(job)) : '')
    const price = job.phase === 'failed' ? undefined : costWords(job)
    const notMesh = job.files.some(({ kind }) => kind === 'splat') ? t('Gaussian splat, not a mesh') : undefined
    const lost = job.phase === 'delivered' ? this.#losses(job) : []
    const without = lost.length > 0 ? t('without {0}', lost.map((what) => t(what)).join(', ')) : undefined
    const { index = 0, of = 1 } = job.variation ?? {}
    const place = job.variation && t('variation {0} of {1}, not kept yet', index + 1, of)
    const sandbox = job.service === 'sandbox' ? t('sandbox') : undefined
    const checked = BUSY_PHASES.includes(job.phase) ? job.lastCheckedAt : undefined
    const news =
      checked === undefined ? undefined : t('last checked {0}', new Date(checked).toLocaleTimeString(language()))
    setText(
      this.#facts,
      [stepWords(job), place, path, notMesh, without, price, sandbox, news].filter(Boolean).join(' · '),
    )
    setAttribute(this.#facts, 'title', path)
    setAttribute(this.#toggle, 'aria-expanded', this.#isOpen ? 'true' : 'false')
    this.#parameters.hidden = !this.#isOpen
    this.#confirm.hidden = !this.#isAsking
    const resume = { label: resumeWords(job), run: () => this.#runAction('resume') }
    this.#problem.show(job.problem, job.resumeCost === undefined ? undefined : resume)
    const drawn = JSON.stringify([job.id, actionsFor(job), job.params, job.finishedAt, job.credits])
    if (drawn === this.#drawn) return
    this.#drawn = drawn
    this.#drawActions(this.#shownActions(job), (action) =>
      action === 'cancel' ? this.#ask() : this.#runAction(action),
    )
    const words = [...parameterWords(findCapability(job.capability), { ...job.seeds, ...job.params }), ...cameBack(job)]
    this.#parameters.replaceChildren(
      ...words.flatMap(({ title, value }) => [element('dt', '', {}, title), element('dd', '', { dir: 'auto' }, value)]),
    )
  }

  #losses(job: JobView): readonly string[] {
    return findCapability(job.capability)?.losses?.(job.params, this.#options.sourceContents(job)) ?? []
  }

  #shownActions(job: JobView): readonly JobAction[] {
    // The problem's own panel has the buttons for its details and for going on, what is gone that for bringing it back.
    const own: readonly JobAction[] = [
      ...(job.problem ? (['copyDetails', 'resume'] as const) : []),
      ...(isGone(job) ? (['deliverAgain'] as const) : []),
    ]
    return actionsFor(job).filter((action) => !own.includes(action) && !jobAction(action).isInMenuOnly)
  }

  #drawActions(actions: readonly JobAction[], runAction: (action: JobAction) => void): void {
    this.#toolbar.replaceChildren(
      ...actions.map((action) => {
        const { title, tooltip, icon: name } = jobAction(action)
        const made = iconButton({
          icon: name,
          label: t(title),
          tooltip: tooltip ? `${t(title)}: ${t(tooltip)}` : t(title),
          testId: testIdOf(action),
          onClick: () => runAction(action),
        })
        return made
      }),
      iconButton({
        ...{ icon: 'more', label: t('More Actions…'), testId: 'more-actions' },
        onClick: () => openMenu(this.#toolbar),
      }),
    )
    this.#refreshToolbar()
  }

  #ask(): void {
    this.#isAsking = true
    this.#draw()
    this.#confirm.focus()
  }

  #endAsking(isStopped: boolean): void {
    this.#isAsking = false
    this.#draw()
    if (isStopped) this.#runAction('cancel')
  }

  #runAction(action: JobAction): void {
    if (this.#job) this.#options.runAction(this.#job.id, action)
  }
}

const testIdOf = (action: JobAction) => `action-${action}`

/** What a job has cost, else will; where the service charged something else than was announced, both. */
function costWords({ credits, estimate }: JobView): string {
  const cost = formatCredits(credits ?? estimate)
  const isOther = credits !== undefined && credits !== estimate
  return isOther ? t('{0} ({1} were estimated)', cost, formatNumber(estimate)) : cost
}

/** What came back beside the files: the task, when, how long it took, and what it cost. */
function cameBack(job: JobView): readonly { title: string; value: string }[] {
  const { taskId, traceId, startedAt, finishedAt, credits, estimate } = job
  const at = (time: number) => new Date(time).toLocaleString(language())
  const took = finishedAt === undefined ? undefined : formatDuration((finishedAt - startedAt) / 1000)
  const rows = [
    { title: t('Task'), value: taskId },
    { title: t('Trace id'), value: traceId },
    { title: t('Asked for'), value: at(startedAt) },
    { title: t('Took'), value: took },
    { title: t('Estimate'), value: formatCredits(estimate) },
    { title: t('Really cost'), value: credits === undefined ? undefined : formatCredits(credits) },
  ]
  return rows.flatMap(({ title, value }) => (value === undefined ? [] : [{ title, value }]))
}
