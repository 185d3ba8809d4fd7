// Actions on a job that ask a person first: for a task's id, for another folder, about a large result, or whether a request is
// sent again, which may cost credits.
import * as vscode from 'vscode'
import type { JobsApi } from '../jobs/index.ts'
import type { GenerateRequest, JobView, Problem } from '../protocol/index.ts'
import { isResultTooLarge } from '../text/problem-codes.ts'
import { estimate, findCapability, moveRequestOn, type RuleContext } from '../tripo/catalogue/index.ts'
import type { Destinations } from './destination.ts'
import { ask, typeIn } from './ui.ts'
import { saidFinding, saidOf, together } from './words.ts'
import { pickFolder, type TargetFolder } from './workspace.ts'

export interface JobDialogsServices {
  jobs: Pick<JobsApi, 'get' | 'fetch' | 'retryDelivery' | 'adopt' | 'submitAgain' | 'addTask'>
  destinations: Pick<Destinations, 'of' | 'target'>
  account: { readonly dialect: RuleContext['dialect'] }
}

export class JobDialogs {
  readonly #services: JobDialogsServices

  constructor(services: JobDialogsServices) {
    this.#services = services
  }

  /** Fetches a result; one above the limit after a person has said that it is what they expect. */
  async fetch(id: string): Promise<void> {
    const { jobs } = this.#services
    const problem = jobs.get(id)?.problem
    if (!problem || !isResultTooLarge(problem)) return jobs.fetch(id)
    if (await mayFetchLarge(problem)) await jobs.fetch(id, { anySize: true })
  }

  /** Asks for another folder and puts the finished result there. */
  async retryDelivery(id: string): Promise<void> {
    const { jobs, destinations } = this.#services
    const folder = await pickFolder()
    if (folder) await jobs.retryDelivery(id, await destinations.target(folder))
  }

  /** Asks for the id of the task that a lost answer was about, and goes on with it. */
  async adopt(id: string): Promise<void> {
    const taskId = await askTaskId()
    if (taskId) await this.#services.jobs.adopt(id, taskId)
  }

  /** Sends a request that failed, or whose answer was lost, once more, after saying what that may cost. */
  async submitAgain(id: string): Promise<void> {
    const { jobs, account } = this.#services
    const job = jobs.get(id)
    if (!job) return
    const context = { dialect: account.dialect, now: Date.now() }
    const { request, words } = moveRequestOn(job, context)
    if (!(await maySubmitAgain(job, request, words.map(saidFinding)))) return
    await jobs.submitAgain(id, (other) => moveRequestOn(other, context).request)
  }

  /** Takes over a task that was made elsewhere with the same key. @returns the job's id; undefined when called off */
  async addTask(chooseFolder: () => Promise<TargetFolder | undefined>): Promise<string | undefined> {
    const { jobs, destinations } = this.#services
    const taskId = await askTaskId()
    const folder = taskId && (await chooseFolder())
    return folder ? jobs.addTask(taskId, await destinations.of(folder)) : undefined
  }
}

/**
 * Asks whether a request that failed, or whose answer was lost, is sent once more, and says what that may cost.
 * @param request what would be sent
 * @param moved what of it differs from what was sent before, in words
 */
async function maySubmitAgain(job: JobView, request: GenerateRequest, moved: readonly string[]): Promise<boolean> {
  const { l10n } = vscode
  const submit = l10n.t('Try Again')
  const capability = findCapability(request.capability)
  const paid =
    job.problem?.billed === 'no'
      ? l10n.t('The first try cost nothing.')
      : l10n.t(
          'The first request may have arrived: then it is paid twice. Look for the task at the service first, and adopt it by its id.',
        )
  const credits = capability ? estimate(capability, request.params).total : job.estimate
  const question = l10n.t('Send the request again for {0} credits?', credits)
  return (await ask('warning', question, together(...moved, paid), submit)) === submit
}

/** Asks whether a result above the limit is what the person expects. */
async function mayFetchLarge(problem: Problem): Promise<boolean> {
  const { l10n } = vscode
  const yes = l10n.t('Fetch Anyway')
  const more = l10n.t('Fetching costs no credits, but may take long and fill the disk.')
  return (await ask('warning', saidOf(problem).sentence, more, yes)) === yes
}

/** Asks for a task's id; undefined when called off. */
async function askTaskId(): Promise<string | undefined> {
  const { l10n } = vscode
  const typed = await typeIn({
    title: l10n.t('Task id'),
    prompt: l10n.t('As the service shows it. Taking a task over costs nothing.'),
    placeHolder: '1a2b3c4d-…',
    validate: (text) =>
      text === '' || /^[A-Za-z0-9_-]{1,128}$/.test(text.trim())
        ? undefined
        : l10n.t('A task id has letters, digits and hyphens only.'),
  })
  return typed?.trim() || undefined
}
