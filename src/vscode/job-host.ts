// src/jobs inside VS Code: where its records live, which folder a result goes to, how it reaches the service, and
// which of the shared journal's jobs belong to this window.

import * as vscode from 'vscode'
import type { AssetFiles } from '../assets/index.ts'
import {
  type Amend,
  costOf,
  type Destination,
  detailsOf,
  type FoundResult,
  type GroupSummary,
  Jobs,
  jobConnection,
  type RecordStore,
} from '../jobs/index.ts'
import {
  type Account,
  type ChainRequest,
  type GenerateRequest,
  isBusy,
  type JobView,
  type LocalStep,
  type Problem,
  type RequestStep,
} from '../protocol/index.ts'
import { isDamagedRecord, isResultTooLarge } from '../text/problem-codes.ts'
import { importModel, moveRequestOn, type RuleContext } from '../tripo/catalogue/index.ts'
import type { AccountService } from './account.ts'
import { logCost, resumptionOf } from './cost.ts'
import { destinationOf, type Kinds, targetOf } from './destination.ts'
import { DisposableStore } from './disposable-store.ts'
import { FollowedFiles } from './followed-files.ts'
import type { Submitter } from './generate.ts'
import { askTaskId, mayFetchLarge, maySubmitAgain } from './job-questions.ts'
import type { Log } from './log.ts'
import { showProblem } from './show-problem.ts'
import { withinLimits } from './spending.ts'
import { readInput } from './uris.ts'
import type { JobSource } from './views/task-tree.ts'
import { saidFinding } from './words.ts'
import { isMine, pickFolder, type TargetFolder } from './workspace.ts'

export interface JobHostServices {
  store: RecordStore
  files: AssetFiles
  /** The extension's global storage folder. */
  storage: vscode.Uri
  account: Pick<AccountService, 'connect' | 'dialect' | 'refreshSoon' | 'setRunning'> & {
    readonly state: Pick<Account, 'mode'>
  }
  generator: { name: string; version: string }
  log: Pick<Log, 'info' | 'warn'>
}

export class JobHost implements Submitter, JobSource, vscode.Disposable {
  readonly #disposables = new DisposableStore()
  readonly #jobs: Jobs
  readonly #results: FollowedFiles
  readonly #finished = this.#disposables.add(new vscode.EventEmitter<JobView>())
  /** See `Jobs.onDidFinish`. */
  readonly onDidFinish = this.#finished.event
  readonly #marks = this.#disposables.add(new vscode.EventEmitter<readonly string[]>())
  /** Told once: a disk that has lost one record has often lost several. */
  #isDamageTold = false
  /** Jobs whose tasks the service is at work on. */
  readonly #atService = new Set<string>()

  readonly #services: JobHostServices

  constructor(services: JobHostServices) {
    this.#services = services

    const { store, files, storage, account, generator, log } = services
    const below = (name: string) => vscode.Uri.joinPath(storage, name).fsPath
    this.#jobs = new Jobs({
      store,
      files,
      storage: { downloads: below('downloads'), thumbnails: below('thumbnails') },
      connect: async (service) => {
        const { client, account: id } = await account.connect(service)
        return jobConnection(client, service, id)
      },
      readInput,
      toUri: (path) => vscode.Uri.file(path).toString(),
      generator,
      isMine,
      onTrouble: (problem) => this.#tell(problem),
    })
    this.#results = this.#disposables.add(
      new FollowedFiles({ jobs: this.#jobs, files, changed: (ids) => this.#marks.fire(ids), log }),
    )
    this.#disposables.add(this.#jobs.onDidChange((ids) => this.#watchCredits(ids)))
    this.#disposables.add(
      this.#jobs.onDidFinish((job) => {
        logCost(job, log)
        this.#finished.fire(job)
        void this.#results.look(job.id)
      }),
    )
    // A folder that was added brings its jobs: what waits for it is placed, what was cut off goes on.
    const folders = vscode.workspace.onDidChangeWorkspaceFolders(() => {
      this.recover().catch((error: unknown) => log.warn(`journal: ${String(error)}`))
    })
    this.#disposables.add(folders)
  }

  list(): readonly JobView[] {
    const costs = new Map<string, number>()
    return this.#jobs.list().map((job) => this.#seen(job, costs))
  }

  get(id: string): JobView | undefined {
    const job = this.#jobs.get(id)
    return job && this.#seen(job, new Map())
  }

  /** As a person sees it: whether its files are there, and what going on costs today. @param costs of groups that were seen */
  #seen(job: JobView, costs: Map<string, number>): JobView {
    const { group, resumeCost: noted } = job
    const marked = this.#results.marked(job)
    if (noted === undefined || !group) return marked
    if (!costs.has(group.id)) costs.set(group.id, resumptionOf(this.leftOf(job.id), this.#today, noted).credits)
    return { ...marked, resumeCost: costs.get(group.id) }
  }

  /** Looks whether a job's files are where they were put, and follows them when they were moved. */
  look(id: string): Promise<void> {
    return this.#results.look(id)
  }

  thumbnail(id: string): vscode.Uri | undefined {
    const path = this.#jobs.thumbnail(id)
    return path === undefined ? undefined : vscode.Uri.file(path)
  }

  onDidChange(listener: (ids: readonly string[]) => void): vscode.Disposable {
    const own = this.#jobs.onDidChange(listener)
    const marks = this.#marks.event(listener)
    return { dispose: () => [own, marks].forEach((each) => void each.dispose()) }
  }

  async submit(
    { steps = [], capability, params, name, title, pictures, style, asset, local }: ChainRequest,
    place: TargetFolder,
  ): Promise<readonly string[]> {
    const request = { capability, params, name, title, style, asset, local }
    const destination = await this.#destination(place, { pictures, isChain: steps.length > 0 })
    const sent = this.#withinLimits(destination.service, [costOf([request, ...steps])], async () => {
      if (steps.length === 0) return [await this.#jobs.submit(request, destination)]
      return (await this.#jobs.groups.submitChain(request, steps, destination)).ids
    })
    return (await sent) ?? []
  }

  async submitMany(requests: readonly ChainRequest[], place: TargetFolder): Promise<readonly string[]> {
    const isChain = requests.some((request) => (request.steps?.length ?? 0) > 0)
    const [{ pictures, variation } = {}] = requests
    const destination = await this.#destination(place, { pictures, isChain, isVariation: variation !== undefined })
    const credits = requests.map((request) => costOf([request, ...(request.steps ?? [])]))
    const sent = await this.#withinLimits(destination.service, credits, async (count) => {
      return (await this.#jobs.groups.submitMany(requests.slice(0, count), destination)).ids
    })
    return sent ?? []
  }

  /** All that spends passes here: in one turn with the others it is compared with the limits, and noted. */
  #withinLimits<T>(
    service: 'sandbox' | 'service',
    credits: readonly number[],
    send: (count: number) => Promise<T>,
  ): Promise<T | undefined> {
    return withinLimits(this.#jobs.spending, service, credits, send)
  }

  /** What was sent for a job of the list and what came back, as JSON without secrets. */
  detailsOf(id: string): string | undefined {
    const record = this.#jobs.record(id)
    return record && detailsOf(record, this.#services.generator)
  }

  /** How far the chain or batch of a job is. */
  groupOf(id: string): GroupSummary {
    return this.#jobs.groups.summary(id)
  }

  /** The requests of a job's chain or batch that are still to be paid. */
  leftOf(id: string): readonly GenerateRequest[] {
    return this.#jobs.groups.leftOf(id)
  }

  /** Goes on with the chain or batch of a job; the person has seen what is sent, and what that costs. */
  async resumeGroup(id: string, amend: Amend = (request) => request): Promise<void> {
    const cost = costOf(this.#jobs.groups.stuckOf(id).map(amend))
    await this.#withinLimits(this.#serviceOf(id), [cost], () => this.#jobs.groups.resume(id, amend))
  }

  /** Makes something of a finished job's result, step by step; the person has seen what that costs. */
  async continueWith(
    id: string,
    steps: readonly RequestStep[],
    local?: readonly LocalStep[],
  ): Promise<readonly string[]> {
    const [first, ...rest] = steps
    if (!first) return []
    const send = () => this.#jobs.groups.continueThrough(id, [first, ...rest], local)
    return (await this.#withinLimits(this.#serviceOf(id), [costOf([first, ...rest])], send)) ?? []
  }

  /**
   * Lists a result that this journal does not know, such as a colleague's: its files are there, nothing is fetched.
   * Rejects when the service does not have its task any more.
   */
  async noteFound(found: FoundResult, place: TargetFolder): Promise<string> {
    return this.#jobs.history.noteFound(found, await this.#destination(place))
  }

  /** The finished import of a file with these bytes, which can be gone on with instead of another one. */
  importOf(sha256: string): JobView | undefined {
    return this.list().find(({ id, capability, phase, service }) => {
      if (capability !== importModel.id || phase !== 'delivered' || service !== this.#service) return false
      return this.#jobs.record(id)?.inputs.some((input) => input.sha256 === sha256) === true
    })
  }

  /** Everything ever done, newest first. */
  history(): Promise<JobView[]> {
    return this.#jobs.history.search()
  }

  /** Fetches a delivered result once more, while the service still has it: where it was, or to another place. */
  async deliverAgain(id: string, place?: TargetFolder): Promise<void> {
    await this.#jobs.history.deliverAgain(id, place && (await targetOf(this.#services.files, place)))
  }

  async cancel(id: string): Promise<void> {
    await this.#jobs.cancel(id)
  }

  /** Fetches a result; one above the limit after a person has said that it is what they expect. */
  async fetch(id: string): Promise<void> {
    const problem = this.#jobs.get(id)?.problem
    if (!problem || !isResultTooLarge(problem)) return this.#jobs.fetch(id)
    if (await mayFetchLarge(problem)) await this.#jobs.fetch(id, { anySize: true })
  }

  /** Asks for another folder and puts the finished result there. */
  async retryDelivery(id: string): Promise<void> {
    const place = await pickFolder()
    if (place) await this.#jobs.retryDelivery(id, await targetOf(this.#services.files, place))
  }

  readonly keep = (id: string): Promise<void> => this.#jobs.keep(id)
  readonly dismiss = (id: string): Promise<void> => this.#jobs.dismiss(id)
  /** Asks for the id of the task that a lost answer was about, and goes on with it. */
  async adopt(id: string): Promise<void> {
    const taskId = await askTaskId()
    if (taskId) await this.#jobs.adopt(id, taskId)
  }

  /** Sends a request that failed, or whose answer was lost, once more, after saying what that may cost. */
  async submitAgain(id: string): Promise<void> {
    const job = this.#jobs.get(id)
    if (!job) return
    const context = this.#today
    const { request, words } = moveRequestOn(job, context)
    if (!(await maySubmitAgain(job, request, words.map(saidFinding)))) return
    const again = () => this.#jobs.submitAgain(id, (other) => moveRequestOn(other, context).request)
    await this.#withinLimits(job.service, [costOf([request])], again)
  }

  /** Takes over a task that was made elsewhere with the same key. */
  async addTask(place: () => Promise<TargetFolder | undefined>): Promise<string | undefined> {
    const taskId = await askTaskId()
    if (!taskId) return undefined
    const destination = await place()
    if (!destination) return undefined
    return this.#jobs.addTask(taskId, await this.#destination(destination))
  }

  /** Fetches the result of a task of this account, whoever asked for it: once more where a job has it. @returns the job's id */
  async fetchTask(taskId: string, place: TargetFolder): Promise<string> {
    const known = (await this.history()).find((job) => job.taskId === taskId && job.phase === 'delivered')
    if (!known) return this.#jobs.addTask(taskId, await this.#destination(place))
    await this.deliverAgain(known.id, place)
    return known.id
  }

  /** Asks the service that has a job's task for news of all its tasks at once. */
  async checkNow(id: string): Promise<void> {
    const { client } = await this.#services.account.connect(this.#jobs.get(id)?.service)
    client.follower.checkNow()
  }

  /** Reads the journal and goes on with what was cut off. */
  async recover(): Promise<void> {
    await this.#jobs.recover()
    this.#results.lookSoon()
  }

  /** Ends within the time VS Code gives on shutdown; what is under way goes on at the next start. */
  close(): Promise<void> {
    this.#disposables.dispose()
    return this.#jobs.dispose()
  }

  dispose(): void {
    void this.close()
  }

  /** Credits are held from when a task begins, and spent or given back when it ends, in whichever window it runs. */
  #watchCredits(ids: readonly string[]): void {
    const { account } = this.#services
    const before = this.#atService.size
    for (const id of ids) {
      const job = this.#jobs.get(id)
      if (job && isBusy(job) && job.taskId !== undefined) this.#atService.add(id)
      else this.#atService.delete(id)
    }
    if (this.#atService.size !== before) account.refreshSoon()
    account.setRunning(this.#atService.size > 0)
  }

  /** Most trouble ends no job and is for the log; a record that cannot be read may be a result that is missed. */
  #tell(problem: Problem): void {
    this.#services.log.warn(`${problem.code}: ${problem.sentence} ${problem.detail ?? ''}`)
    if (!isDamagedRecord(problem) || this.#isDamageTold) return
    this.#isDamageTold = true
    void showProblem(problem)
  }

  /** Whose credits go on with a job. */
  #serviceOf(id: string): 'sandbox' | 'service' {
    return this.#jobs.get(id)?.service ?? 'service'
  }

  /** By which it is known what the service offers. */
  get #today(): RuleContext {
    return { dialect: this.#services.account.dialect, now: Date.now() }
  }

  get #service(): 'sandbox' | 'service' {
    return this.#services.account.state.mode === 'sandbox' ? 'sandbox' : 'service'
  }

  #destination(place: TargetFolder, kinds: Kinds = {}): Promise<Destination> {
    return destinationOf(this.#services, this.#service, place, kinds)
  }
}
