// The implementation of each action of the table in protocol/actions.ts, and the commands for them. One function for tree, page
// and notifications: the tree passes its nodes, the page's menus a context, everything else a job's id.
import * as vscode from 'vscode'
import { detailsOf, type JobsApi } from '../../jobs/index.ts'
import {
  actionsFor,
  isUnplaced,
  JOB_ACTIONS,
  type JobAction,
  type JobView,
  jobsFor,
  mainFile,
  STOP_SENTENCE,
  taskCommand,
} from '../../protocol/index.ts'
import type { ContinueModel } from '../continue-model.ts'
import type { Destinations } from '../destination.ts'
import type { FromPictures } from '../from-pictures.ts'
import type { JobDialogs } from '../job-dialogs.ts'
import type { RepeatTask } from '../repeat-task.ts'
import { copyPaths, deleteFiles, reveal } from '../result-files.ts'
import { problemReport, withProblemShown } from '../show-problem.ts'
import { ask, notify, showBriefly } from '../ui.ts'
import type { TargetFolder } from '../workspace.ts'
import { idsOf } from './task-arguments.ts'

export interface ActionRunnerParts {
  jobs: Pick<JobsApi, 'get' | 'record' | 'cancel' | 'keep' | 'dismiss'> & {
    history: Pick<JobsApi['history'], 'search' | 'deliverAgain'>
  }
  dialogs: Pick<JobDialogs, 'fetch' | 'retryDelivery' | 'adopt' | 'submitAgain'>
  destinations: Pick<Destinations, 'target'>
  /** Asks the service that has a job's task for news of all its tasks at once. */
  checkNow(job: JobView): Promise<void>
  generator: { name: string; version: string }
  steps: { resume(id: string): Promise<void> }
  again: Pick<RepeatTask, 'useSettings' | 'generateAgain' | 'continueFrom'>
  pictures: Pick<FromPictures, 'makeModel' | 'makeViews'>
  models: Pick<ContinueModel, 'importAnew'>
  /** Puts a result's request into the assets file. */
  addToAssets(job: JobView): Promise<void>
  /** Where a result goes whose job is not in this window's list; undefined when the person cancels. */
  chooseFolder(): Promise<TargetFolder | undefined>
  /** Brings the studio to the front with a job's result. */
  open(id: string): void
  /** Inserts code that loads a model into the file that was worked on last. */
  insert(model: vscode.Uri): Promise<void>
}

export interface ActionOptions {
  /** The person has already answered what the action would ask. */
  isAsked?: boolean
}

/** Does something with one job or several; answers what to say about it where nothing else shows it. */
export type ActionRunner = (
  ids: string | readonly string[],
  action: JobAction,
  how?: ActionOptions,
) => Promise<string | undefined>

type Handler = (jobs: readonly JobView[], how: ActionOptions) => Promise<string | undefined>

/** Phases in which credits cannot have been spent yet, so that stopping is a real end. */
const UNSENT: readonly JobView['phase'][] = ['preparing', 'uploading', 'waiting']

/** Asks once before waiting is stopped, unless nothing was sent yet. */
async function maySkip(jobs: readonly JobView[]): Promise<boolean> {
  const { l10n } = vscode
  const sent = jobs.filter(({ phase }) => !UNSENT.includes(phase))
  const [only] = sent
  if (!only) return true
  const stop = l10n.t('Stop Waiting')
  const question =
    sent.length === 1
      ? l10n.t('Stop waiting for “{0}”?', only.title)
      : l10n.t('Stop waiting for {0} tasks?', sent.length)
  return (await ask('warning', question, l10n.t(STOP_SENTENCE), stop)) === stop
}

/** A result that has no place yet is given up when its job is removed. */
async function mayGiveUp(jobs: readonly JobView[]): Promise<boolean> {
  const { l10n } = vscode
  const [first] = jobs.filter(isUnplaced)
  if (!first) return true
  const remove = l10n.t('Remove from List')
  const question = l10n.t('Remove “{0}”, whose files were not saved anywhere yet?', first.title)
  const detail = l10n.t('The credits are spent. Choose Another Folder… saves the model instead.')
  return (await ask('warning', question, detail, remove)) === remove
}

/** Does something with each job in turn. */
const each =
  (work: (id: string) => Promise<unknown>): Handler =>
  async (jobs) => {
    for (const { id } of jobs) await work(id)
    return undefined
  }

function handlersOf({
  jobs: api,
  dialogs,
  destinations,
  checkNow,
  generator,
  steps,
  again,
  pictures,
  models,
  addToAssets,
  chooseFolder,
  open,
  insert,
}: ActionRunnerParts): Record<JobAction, Handler> {
  const dismiss = each((id) => api.dismiss(id))
  return {
    open: each(async (id) => open(id)),
    insertCode: async ([job]) => {
      const file = job && mainFile(job)
      if (file) await insert(vscode.Uri.parse(file.uri))
      return undefined
    },
    reveal: async (jobs) => {
      await reveal(jobs)
      return undefined
    },
    copyPath: (jobs) => copyPaths(jobs, 'game'),
    copyDiskPath: (jobs) => copyPaths(jobs, 'disk'),
    copyTaskId: async ([job]) => {
      if (job?.taskId === undefined) return undefined
      await vscode.env.clipboard.writeText(job.taskId)
      return vscode.l10n.t('Copied {0}', job.taskId)
    },
    copyDetails: async ([job]) => {
      if (!job) return undefined
      const record = api.record(job.id)
      const parts = [job.problem && problemReport(job.problem), record && detailsOf(record, generator)]
      await vscode.env.clipboard.writeText(parts.filter(Boolean).join('\n\n'))
      return vscode.l10n.t('Copied the details')
    },
    cancel: async (jobs, how) => {
      if (how.isAsked || (await maySkip(jobs))) for (const { id } of jobs) await api.cancel(id)
      return undefined
    },
    fetch: each((id) => dialogs.fetch(id)),
    keep: each((id) => api.keep(id)),
    retryDelivery: each((id) => dialogs.retryDelivery(id)),
    dismiss: async (jobs, how) => ((await mayGiveUp(jobs)) ? dismiss(jobs, how) : undefined),
    delete: async (jobs, how) => dismiss(await deleteFiles(jobs), how),
    adopt: each((id) => dialogs.adopt(id)),
    submitAgain: each((id) => dialogs.submitAgain(id)),
    checkNow: async (jobs) => {
      for (const job of jobs) await checkNow(job)
      return undefined
    },
    deliverAgain: each(async (id) => {
      if (api.get(id)) return api.history.deliverAgain(id)
      // One is needed for what is not in this window's list.
      const folder = await chooseFolder()
      if (folder) await api.history.deliverAgain(id, await destinations.target(folder))
    }),
    resume: each((id) => steps.resume(id)),
    continue: async ([job]) => {
      if (job) again.continueFrom(job)
      return undefined
    },
    makeModel: async ([job]) => {
      if (job) await pictures.makeModel(job)
      return undefined
    },
    makeViews: async ([job]) => {
      if (job) await pictures.makeViews(job)
      return undefined
    },
    importAnew: async ([job]) => {
      const file = job && mainFile(job)
      if (file) await models.importAnew(vscode.Uri.parse(file.uri))
      return undefined
    },
    useSettings: async (jobs) => {
      await again.useSettings(jobs)
      return undefined
    },
    generateAgain: async (jobs) => {
      await again.generateAgain(jobs)
      return undefined
    },
    addToAssets: async ([job]) => {
      if (job) await addToAssets(job)
      return undefined
    },
  }
}

/** Does something with jobs; one function for tree, panel, history and notifications. */
export function createActionRunner(parts: ActionRunnerParts): ActionRunner {
  const { jobs: api } = parts
  const handlers = handlersOf(parts)
  const find = async (id: string) => api.get(id) ?? (await api.history.search()).find((job) => job.id === id)
  return async (ids, action, how = {}) => {
    const all = typeof ids === 'string' ? [ids] : ids
    const jobs = (await Promise.all(all.map(find))).filter((job) => job !== undefined)
    return jobs.length === 0 ? undefined : handlers[action](jobs, how)
  }
}

/** The same for a notification's button, which nobody waits for: a failure is shown, and what was done is said. */
export const runAndShow =
  (runAction: ActionRunner, log: { error(message: string): void }) =>
  async (ids: readonly string[], action: JobAction) => {
    const words = await withProblemShown(() => runAction(ids, action), log)
    if (words) showBriefly(words)
  }

/**
 * Takes what has ended out of the list: delivered files stay, and the history has everything. What can still be fetched,
 * placed or gone on with stays.
 */
export async function clearFinished(jobs: Pick<JobsApi, 'list' | 'dismiss'>): Promise<void> {
  const { l10n } = vscode
  const all = jobs.list()
  const isFinished = (job: JobView) =>
    job.phase === 'delivered' || (job.phase === 'failed' && actionsFor(job).includes('submitAgain'))
  // A chain is finished as a whole.
  const finished = all.filter((job) => {
    const { group } = job
    return group?.kind === 'chain' ? all.every((one) => one.group?.id !== group.id || isFinished(one)) : isFinished(job)
  })
  for (const { id } of finished) await jobs.dismiss(id)
  const words =
    finished.length === 0
      ? l10n.t('Nothing to clear: no task has finished.')
      : l10n.t('Removed from the list: {0}. Files stay, and Search History finds them.', finished.length)
  void notify('info', words)
}

/** The commands of a job's actions by name. The tree passes what was clicked, and all that is selected. */
export function taskCommands(
  runAction: ActionRunner,
  api: Pick<JobsApi, 'get'>,
): Record<string, (...args: unknown[]) => Promise<unknown>> {
  const on = (action: JobAction) => async (clicked?: unknown, selected?: unknown) => {
    const all = Array.isArray(selected) && selected.length > 1 ? selected : [clicked]
    const ids = [...new Set(all.flatMap(idsOf))]
    const jobs = ids.map((id) => api.get(id)).filter((job) => job !== undefined)
    // What is asked for by its id is done as asked; of several only with those that it makes sense for.
    const meant = ids.length > 1 ? jobsFor(action, jobs).map(({ id }) => id) : ids
    const words = await runAction(meant, action)
    if (words) showBriefly(words)
  }
  return Object.fromEntries(JOB_ACTIONS.map((action) => [taskCommand(action), on(action)]))
}
