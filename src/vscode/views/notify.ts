// Notifications about jobs: progress for the first one under way, the finished one with its next steps, and failures.
import * as vscode from 'vscode'
import { actionsFor, BUSY_PHASES, type JobAction, type JobView, remedyFor } from '../../protocol/index.ts'
import { Lifetime } from '../lifetime.ts'
import { showProblem } from '../show-problem.ts'
import { notify, showProgress } from '../ui.ts'
import { formatCredits, formatDuration } from '../words.ts'
import { isBusy, isNotBegun, phaseWords, stepWords } from './phases.ts'
import type { JobSource } from './task-tree.ts'

export interface NotifyServices {
  jobs: JobSource & { get(id: string): JobView | undefined }
  act(jobId: string, action: JobAction): Promise<void>
}

/** Phases in which credits cannot have been spent yet, so that Cancel is a real one. */
const UNSENT = new Set<JobView['phase']>(['preparing', 'uploading', 'waiting'])

export class Notifications implements vscode.Disposable {
  private readonly lifetime = new Lifetime()
  /** The job whose progress is being shown; one notification is enough, the tree shows the others. */
  private shown: string | undefined
  /** Phases seen last, so that an end is told once and only when it happened in this window. */
  private readonly phases = new Map<string, JobView['phase']>()

  constructor(private readonly services: NotifyServices) {
    for (const job of services.jobs.list()) this.phases.set(job.id, job.phase)
    this.lifetime.add(services.jobs.onDidChange((ids) => this.look(ids)))
  }

  dispose(): void {
    this.lifetime.dispose()
  }

  private look(ids: readonly string[]): void {
    for (const id of ids) {
      const job = this.services.jobs.get(id)
      const before = this.phases.get(id)
      if (!job) {
        this.phases.delete(id)
        continue
      }
      this.phases.set(id, job.phase)
      if (isBusy(job) && !job.waitsForStep && this.shown === undefined) void this.showProgress(job)
      if (before === undefined || before === job.phase || !BUSY_PHASES.includes(before)) continue
      if (job.phase === 'delivered') {
        // Of a chain the last result is told; the others are steps on the way, seen in the tree and the panel.
        if (job.group?.kind !== 'chain' || job.group.index === job.group.of - 1) void this.showFinished(job)
      } else if (job.phase === 'failed' || job.phase === 'unconfirmed') void this.showFailed(job)
    }
  }

  private async showProgress(job: JobView): Promise<void> {
    const { l10n } = vscode
    const { jobs, act } = this.services
    this.shown = job.id
    const watching = new Lifetime()
    const title = [l10n.t('“{0}”', short(job.title)), stepWords(job)].filter(Boolean).join(' · ')
    await showProgress(title, { cancellable: true }, async (tell, token) => {
      let total = 0
      const report = (current: JobView) => {
        const done = current.phase === 'generating' ? (current.progress ?? 0) * 100 : total
        const left = current.secondsLeft
        const words =
          left === undefined
            ? phaseWords(current)
            : `${phaseWords(current)} · ${l10n.t('{0} left', formatDuration(left))}`
        tell(words, Math.max(0, done - total))
        total = Math.max(total, done)
      }
      report(job)
      await new Promise<void>((resolve) => {
        watching.add(
          jobs.onDidChange(() => {
            const current = jobs.get(job.id)
            if (current && isBusy(current)) report(current)
            else resolve()
          }),
        )
        watching.add(
          token.onCancellationRequested(() => {
            void this.stop(job.id, act)
            resolve()
          }),
        )
      })
    })
    watching.dispose()
    this.shown = undefined
  }

  /** Stops waiting, and says truthfully what that means. */
  private async stop(id: string, act: NotifyServices['act']): Promise<void> {
    const { l10n } = vscode
    const before = this.services.jobs.get(id)
    await act(id, 'cancel')
    if (!before || UNSENT.has(before.phase)) {
      void notify('info', l10n.t('Cancelled before anything was sent. Nothing was charged.'))
      return
    }
    const answer = await notify(
      'info',
      l10n.t(
        'Stopped waiting. The service goes on with the task and its credits are spent; fetch the result when you want it.',
      ),
      { title: l10n.t('Fetch Result') },
    )
    if (answer) await act(id, 'fetch')
  }

  private async showFinished(job: JobView): Promise<void> {
    const { l10n } = vscode
    const actions: { title: string; action: JobAction }[] = [
      { title: l10n.t('Open'), action: 'open' },
      { title: l10n.t('Reveal'), action: 'reveal' },
      { title: l10n.t('Copy Path'), action: 'copyPath' },
    ]
    const path = job.files[0]?.path ?? ''
    const text =
      job.service === 'sandbox'
        ? l10n.t('{0} is ready (sandbox).', path)
        : l10n.t('{0} is ready ({1}).', path, formatCredits(job.credits ?? job.estimate))
    const answer = await notify('info', text, ...actions)
    if (answer) await this.services.act(job.id, answer.action)
  }

  private async showFailed(job: JobView): Promise<void> {
    const { problem } = job
    // A step that has not begun has nothing to say beside the one that failed.
    if (!problem || isNotBegun(job)) return
    const { l10n } = vscode
    const titles: Partial<Record<JobAction, string>> = {
      resume: l10n.t('Resume from Here…'),
      fetch: l10n.t('Fetch Result'),
      retryDelivery: l10n.t('Choose Another Folder…'),
      adopt: l10n.t('Adopt by Task Id…'),
    }
    const action = actionsFor(job).find((candidate) => titles[candidate] !== undefined)
    const title = action && titles[action]
    // A refused key or missing credits come first; the task's own way out would only fail again.
    const wayOut =
      action && title && !remedyFor(problem) ? { title, run: () => this.services.act(job.id, action) } : undefined
    await showProblem(problem, titleOf(job), wayOut)
  }
}

/** What a problem is about: “a robot” · Rig model · step 3 of 4: */
const titleOf = (job: JobView) => `${[`“${short(job.title)}”`, stepWords(job)].filter(Boolean).join(' · ')}:`

const short = (title: string) => (title.length > 60 ? `${title.slice(0, 57)}…` : title)
