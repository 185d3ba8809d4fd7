// Notifications about jobs: progress of running ones, one end for everything that one click has started, and failures. What the
// visible studio already shows is not repeated, except failures. VS Code cannot withdraw a notification, so anything that may
// become outdated is shown as progress, which ends by itself, and a button first checks whether it still applies.

import * as vscode from 'vscode'
import { RESULTS_FOLDER } from '../../assets-file/lock.ts'
import type { JobsApi } from '../../jobs/index.ts'
import { actionsFor, type JobAction, type JobView, jobAction, mainFile, remedyFor } from '../../protocol/index.ts'
import { DisposableStore } from '../disposable-store.ts'
import { showProblem } from '../show-problem.ts'
import { notify, showProgress } from '../ui.ts'
import { formatDuration } from '../words.ts'
import { coalesce } from './coalesce.ts'
import { isBusy, isNotBegun, phaseWords } from './phases.ts'
import {
  endWords,
  jobTitle,
  resultsOf,
  type Submission,
  submissionKey,
  submissionOf,
  submissionProgress,
  submissionTitle,
} from './submissions.ts'

export interface NotifyServices {
  jobs: Pick<JobsApi, 'list' | 'get' | 'onDidChange'>
  /** Asks what has to be asked. */
  runAction(ids: readonly string[], action: JobAction): Promise<void>
  /** What a person wants to be told of, see `tripo.notifications`; absent: all. */
  level?(): 'all' | 'failures' | 'none'
  /** Whether the person has the studio in front of them; absent: never. */
  studio?: { readonly isVisible: boolean; onDidChangeVisible(listener: () => void): vscode.Disposable }
}

/** What an action is called on a button. */
const titleOf = (action: JobAction): string => vscode.l10n.t(jobAction(action).title)

/** At work in this window, or looking here for a task whose answer was lost. */
const isUnderway = (job: JobView) =>
  (isBusy(job) && !job.isElsewhere) || (job.phase === 'unconfirmed' && job.isSearching === true)
/** Held up by something that a person has to know, whatever its phase says. */
const hasFailed = ({ phase, problem }: JobView) =>
  problem !== undefined && (phase === 'failed' || phase === 'unconfirmed' || phase === 'stopped')

/** Jobs of one submission up to which every moment's news is shown at once, and the longest that news waits, in ms. */
const FEW = 10
const MOST_PAUSE = 500

/** Milliseconds between two looks at a submission: of hundreds of jobs something changes all the time. */
const pauseFor = ({ jobs }: Submission) => (jobs.length <= FEW ? 0 : Math.min(MOST_PAUSE, jobs.length))

/** Whether a job's result goes where an assets file keeps what was delivered. */
const isForAssetsFile = (job: JobView) => mainFile(job)?.path.includes(`${RESULTS_FOLDER}/`) === true

export class Notifications implements vscode.Disposable {
  readonly #disposables = new DisposableStore()
  /** Jobs that were seen at work in this window: their end is told here, once. */
  readonly #underway = new Set<string>()
  /** Batches of which a failure was told: the others are counted at the end. */
  readonly #toldOf = new Set<string>()
  /** Ends the progress that is shown; one is enough, the tree shows the others. */
  #endProgress: (() => void) | undefined

  readonly #services: NotifyServices

  constructor(services: NotifyServices) {
    this.#services = services

    const { jobs, studio } = services
    for (const job of jobs.list()) if (isUnderway(job)) this.#underway.add(job.id)
    this.#disposables.add(jobs.onDidChange((ids) => this.#look(ids)))
    const visible = studio?.onDidChangeVisible(() => {
      if (studio.isVisible) this.#endProgress?.()
      else this.#showNext()
    })
    if (visible) this.#disposables.add(visible)
  }

  dispose(): void {
    this.#disposables.dispose()
    this.#endProgress?.()
  }

  get #level(): 'all' | 'failures' | 'none' {
    return this.#services.level?.() ?? 'all'
  }

  #look(ids: readonly string[]): void {
    for (const id of ids) {
      const job = this.#services.jobs.get(id)
      if (job && isUnderway(job)) this.#underway.add(id)
      else if (this.#underway.delete(id) && job && !job.isElsewhere) this.#ended(job)
    }
    this.#showNext()
  }

  /** A job has ended here: its failure is told at once, all of its click when the last of it has ended. */
  #ended(job: JobView): void {
    const key = submissionKey(job)
    const submission = submissionOf(job, this.#services.jobs.list())
    const isWhole = !submission.jobs.some(isUnderway)
    // A step that has not begun has nothing to say beside the one that failed.
    if (hasFailed(job) && !isNotBegun(job) && !this.#toldOf.has(key)) {
      if (submission.kind === 'batch' && !isWhole) this.#toldOf.add(key)
      void this.#showFailed(job)
    }
    if (!isWhole) return
    this.#toldOf.delete(key)
    // What an assets file has built is told when it is finished, at its place in the game.
    if (submission.jobs.every(isForAssetsFile) && !submission.jobs.some(hasFailed)) return
    void this.#showEnd(submission)
  }

  /** Shows the progress of what is under way, unless that is shown already. */
  #showNext(): void {
    const { jobs, studio } = this.#services
    if (this.#endProgress || studio?.isVisible || this.#level !== 'all') return
    // The newest of those that are at work here: the list of all is long after a year.
    const candidates = [...this.#underway].flatMap((id) => jobs.get(id) ?? []).filter(isUnderway)
    const [job] = candidates.filter((one) => !one.waitsForStep).sort((a, b) => b.startedAt - a.startedAt)
    if (job) void this.#showProgress(job)
  }

  async #showProgress(job: JobView): Promise<void> {
    const { l10n } = vscode
    const { jobs } = this.#services
    const watching = new DisposableStore()
    let submission = submissionOf(job, jobs.list())
    const current = () => {
      submission = submissionOf(jobs.get(job.id) ?? job, submission.kind === 'single' ? [] : jobs.list())
      return submission
    }
    let isStopped = false
    const isLost = job.phase === 'unconfirmed'
    // VS Code's own button always says Cancel.
    const means = isLost ? undefined : l10n.t('Cancel only stops waiting')
    const title = [submissionTitle(current()), means].filter(Boolean).join(' · ')
    await showProgress(title, { cancellable: !isLost }, async (report, token) => {
      let total = 0
      const showShare = (submission: Submission) => {
        const left = submission.kind === 'single' ? submission.jobs[0].secondsLeft : undefined
        const words = submissionProgress(submission)
        const done = Math.max(total, 100 * shareDone(submission))
        report(left === undefined ? words : `${words} · ${l10n.t('{0} left', formatDuration(left))}`, done - total)
        total = done
      }
      showShare(current())
      await new Promise<void>((resolve) => {
        this.#endProgress = resolve
        const look = coalesce(
          () => {
            const now = current()
            const isOver = !now.jobs.some(isUnderway) || !jobs.get(job.id)
            // What is looked for cannot be stopped, and what goes on can.
            const isOther = (jobs.get(job.id)?.phase === 'unconfirmed') !== isLost && now.kind === 'single'
            if (isOver || isOther) resolve()
            else showShare(now)
          },
          () => pauseFor(submission),
        )
        watching.add(look)
        watching.add(jobs.onDidChange(() => look.soon()))
        watching.add(
          token.onCancellationRequested(() => {
            isStopped = true
            resolve()
          }),
        )
      })
    })
    watching.dispose()
    if (isStopped) await this.#stop(current())
    this.#endProgress = undefined
    // Called off, or another one: VS Code has closed the progress, so it is shown anew.
    this.#showNext()
  }

  /** Stops waiting, and says truthfully what that meant. */
  async #stop({ jobs }: Submission): Promise<void> {
    const { l10n } = vscode
    const busy = jobs.filter((job) => isUnderway(job) && job.phase !== 'unconfirmed' && !job.waitsForStep)
    await this.#services.runAction(
      busy.map(({ id }) => id),
      'cancel',
    )
    const after = busy.map(({ id }) => this.#services.jobs.get(id))
    if (after.length > 0 && after.every((job) => job === undefined)) {
      void notify('info', l10n.t('Stopped before anything was sent. Nothing was charged.'))
      return
    }
    const stopped = after.find((job) => job?.phase === 'stopped')
    if (!stopped) return
    const text = l10n.t(
      'Stopped waiting. The service goes on with the task and its credits are spent; fetch the result when you want it.',
    )
    // Asked beside the progress of what goes on.
    void notify('info', text, { title: titleOf('fetch') }).then(
      (answer) => answer && this.#runAction(stopped.id, 'fetch'),
    )
  }

  /** Does what a button says, unless it has become untrue while the notification stood there: then that is said. */
  async #runAction(id: string, action: JobAction): Promise<void> {
    const job = this.#services.jobs.get(id)
    if (job && actionsFor(job).includes(action)) return this.#services.runAction([id], action)
    const { l10n } = vscode
    const open = { title: titleOf('open') }
    const canOpen = job !== undefined && actionsFor(job).includes('open')
    const text = job
      ? l10n.t('{0} {1} by now.', jobTitle(job), phaseWords(job))
      : l10n.t('This task is not in the list any more.')
    if ((await notify('info', text, ...(canOpen ? [open] : []))) === open) await this.#services.runAction([id], 'open')
  }

  async #showEnd(submission: Submission): Promise<void> {
    const results = resultsOf(submission)
    const [first] = results.filter(({ phase }) => phase === 'delivered')
    const isWhole = results.every(({ phase }) => phase === 'delivered')
    // Of a batch the end is told with what failed; anything else has told its failure by itself.
    if (!isWhole && (submission.kind !== 'batch' || results.length === 1)) return
    if (isWhole && (this.#services.studio?.isVisible || this.#level !== 'all')) return
    if (this.#level === 'none') return
    const stuck = submission.jobs.find((job) => actionsFor(job).includes('resume'))
    const buttons: { title: string; id: string; action: JobAction }[] = []
    if (stuck) buttons.push({ title: titleOf('resume'), id: stuck.id, action: 'resume' })
    if (first) buttons.push({ title: titleOf('open'), id: first.id, action: 'open' })
    if (first && results.length === 1) {
      if (actionsFor(first).includes('insertCode'))
        buttons.push({ title: titleOf('insertCode'), id: first.id, action: 'insertCode' })
      buttons.push({ title: titleOf('reveal'), id: first.id, action: 'reveal' })
      buttons.push({ title: titleOf('copyPath'), id: first.id, action: 'copyPath' })
    }
    const answer = await notify(isWhole ? 'info' : 'warning', endWords(submission), ...buttons)
    if (answer) await this.#runAction(answer.id, answer.action)
  }

  async #showFailed(job: JobView): Promise<void> {
    const { problem } = job
    if (!problem || this.#level === 'none') return
    const action = actionsFor(job).find((candidate) => jobAction(candidate).isRecoveryAction)
    // A refused key or missing credits come first; the task's own way out would only fail again.
    const recoveryAction =
      action && !remedyFor(problem) ? { title: titleOf(action), run: () => this.#runAction(job.id, action) } : undefined
    await showProblem(problem, jobTitle(job), recoveryAction)
  }
}

/** How much of a submission is done, 0..1: each job counts the same. */
function shareDone({ jobs }: Submission): number {
  const parts = jobs.map((job) => (job.phase === 'generating' ? (job.progress ?? 0) : isBusy(job) ? 0 : 1))
  return parts.reduce((sum, part) => sum + part, 0) / jobs.length
}
