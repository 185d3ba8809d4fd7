// src/jobs as VS Code opens it: where its records are, how it reaches the service, which jobs of the shared journal belong to
// this window, what the person's limits are, and whether the files of finished jobs are where they were placed.
import * as vscode from 'vscode'
import type { AssetFiles } from '../assets/index.ts'
import { type JobsApi, jobConnection, openJobs, type RecordStore } from '../jobs/index.ts'
import { type Account, isBusy, type Problem } from '../protocol/index.ts'
import { isDamagedRecord } from '../text/problem-codes.ts'
import type { AccountService } from './account.ts'
import { logCost } from './cost.ts'
import { DisposableStore } from './disposable-store.ts'
import { FollowedFiles } from './followed-files.ts'
import type { Log } from './log.ts'
import { showProblem } from './show-problem.ts'
import { withinLimits } from './spending.ts'
import { readInput } from './uris.ts'
import { isMine } from './workspace.ts'

export interface WindowJobsServices {
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

/** The jobs of this window, from its opening to its end. */
export class WindowJobs implements vscode.Disposable {
  readonly #disposables = new DisposableStore()
  readonly api: JobsApi
  /** Where the files of finished jobs are. */
  readonly results: FollowedFiles
  /** Told once: a disk that has lost one record has often lost several. */
  #isDamageTold = false
  /** Jobs whose tasks the service is at work on. */
  readonly #atService = new Set<string>()

  readonly #services: WindowJobsServices

  constructor(services: WindowJobsServices) {
    this.#services = services

    const { store, files, storage, account, generator, log } = services
    const below = (name: string) => vscode.Uri.joinPath(storage, name).fsPath
    this.api = openJobs({
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
      isMissing: (path) => this.results.isMissing(path),
      today: () => ({ dialect: account.dialect, now: Date.now() }),
      withinLimits,
      onTrouble: (problem) => this.#report(problem),
    })
    this.results = this.#disposables.add(new FollowedFiles({ jobs: this.api, files, log }))
    this.#disposables.add(this.api.onDidChange((ids) => this.#watchCredits(ids)))
    this.#disposables.add(
      this.api.onDidFinish((job) => {
        logCost(job, log)
        void this.results.look(job.id)
      }),
    )
    // A folder that was added brings its jobs: what waits for it is placed, what was cut off goes on.
    const folders = vscode.workspace.onDidChangeWorkspaceFolders(() => {
      this.recover().catch((error: unknown) => log.warn(`journal: ${String(error)}`))
    })
    this.#disposables.add(folders)
  }

  /** Reads the journal and goes on with what was cut off. */
  async recover(): Promise<void> {
    await this.api.recover()
    this.results.lookSoon()
  }

  /** Ends within the time VS Code gives on shutdown; what is under way goes on at the next start. */
  close(): Promise<void> {
    this.#disposables.dispose()
    return this.api.dispose()
  }

  dispose(): void {
    void this.close()
  }

  /** Credits are held from when a task begins, and spent or given back when it ends, in whichever window it runs. */
  #watchCredits(ids: readonly string[]): void {
    const { account } = this.#services
    const before = this.#atService.size
    for (const id of ids) {
      const job = this.api.get(id)
      if (job && isBusy(job) && job.taskId !== undefined) this.#atService.add(id)
      else this.#atService.delete(id)
    }
    if (this.#atService.size !== before) account.refreshSoon()
    account.setRunning(this.#atService.size > 0)
  }

  /** Most trouble ends no job and is for the log; a record that cannot be read may be a result that is missed. */
  #report(problem: Problem): void {
    this.#services.log.warn(`${problem.code}: ${problem.sentence} ${problem.detail ?? ''}`)
    if (!isDamagedRecord(problem) || this.#isDamageTold) return
    this.#isDamageTold = true
    void showProblem(problem)
  }
}
