// Resumes a chain or batch from where it stopped, after showing its cost and the balance, and starts the steps on a finished task
// whose price the studio's form has shown.

import * as vscode from 'vscode'
import { type JobsApi, resumptionOf } from '../jobs/index.ts'
import { type Account, isGone, type LocalStep, mainFile, nextSteps, type RequestStep } from '../protocol/index.ts'
import { checkChain } from '../tripo/catalogue/chain.ts'
import { findCapability, moveRequestOn } from '../tripo/catalogue/index.ts'
import { checkFailed, invalid } from '../tripo/failures.ts'
import { costWords } from './cost.ts'
import { ask } from './ui.ts'
import { saidFinding, together } from './words.ts'

export interface StepServices {
  /** The day, for what the service retires on one. */
  now?(): number
  account: { readonly state: Account; readonly dialect: 'v2' | 'v3' }
  jobs: Pick<JobsApi, 'get' | 'groups' | 'resumeGroup' | 'continueWith'>
  /** Works on a model of the workspace on this machine, free. */
  runLocal(model: vscode.Uri, steps: readonly LocalStep[]): Promise<void>
}

export class Steps {
  readonly #services: StepServices

  constructor(services: StepServices) {
    this.#services = services
  }

  /**
   * Goes on with a chain or batch from where it stopped, after saying what the rest costs, and what of it the service
   * has replaced since.
   */
  async resume(id: string): Promise<void> {
    const { l10n } = vscode
    const { jobs, account, now: today = Date.now } = this.#services
    const job = jobs.get(id)
    if (!job) return
    const { kind, of, delivered, leftCost, left } = jobs.groups.summary(id)
    const context = { dialect: account.dialect, now: today() }
    const now = resumptionOf(jobs.groups.leftOf(id), context, leftCost)
    const words = new Set(now.words.map(saidFinding))
    const { cost, left: balance } = costWords(account.state, now.credits, job.service)
    const title = findCapability(job.capability)?.title ?? job.capability
    const question =
      kind === 'chain'
        ? l10n.t('Resume from “{0}” for {1}?', title, cost)
        : l10n.t('Send the {0} requests that are left for {1}?', left, cost)
    const kept =
      kind === 'chain'
        ? l10n.t('{0} of {1} steps are done; their results stay and are not paid again.', delivered, of)
        : l10n.t('{0} of {1} are done and stay.', delivered, of)
    const resume = l10n.t('Resume')
    const detail = together(kept, ...words, balance)
    const answer = await ask('info', question, detail, resume)
    if (answer === resume) await jobs.resumeGroup(id, (request) => moveRequestOn(request, context).request)
  }

  /**
   * Starts steps on a finished task's result, as the studio's form has asked for them.
   * @param local what this machine does with the last result; with this one at once, where there is no step
   * @returns the new jobs' ids
   */
  async continueWith(
    id: string,
    steps: readonly RequestStep[],
    local: readonly LocalStep[] = [],
  ): Promise<readonly string[]> {
    const { jobs, account, now = Date.now } = this.#services
    const job = jobs.get(id)
    if (steps.length === 0) {
      const model = job && mainFile(job)
      if (model && !isGone(job)) await this.#services.runLocal(vscode.Uri.parse(model.uri), local)
      return []
    }
    if (!job || nextSteps(job).length === 0) {
      const sentence = 'Nothing further can be made of this task.'
      throw invalid('steps.none', sentence, 'Choose a finished task that made a model.')
    }
    const [, ...results] = checkChain([job, ...steps], { dialect: account.dialect, now: now() })
    if (results.some(({ ok }) => !ok)) throw checkFailed(results.flatMap(({ findings }) => findings))
    return jobs.continueWith(id, steps, local)
  }
}
