// The assets files of the workspace (tripo.assets.json): each is a project whose models are built after one confirmation, through
// the same jobs, limits and journal as everything else. Viewing never spends; an untrusted workspace builds nothing.

import * as vscode from 'vscode'
import { type AssetFiles, derivedSidecar } from '../assets/index.ts'
import { RESULTS_FOLDER } from '../assets-file/lock.ts'
import type { PlanRow } from '../assets-file/plan.ts'
import {
  AssetsProject,
  type Finished,
  type FinishedFile,
  type ProjectFiles,
  type ProjectPlan,
  type ReplaceOptions,
} from '../assets-file/project.ts'
import { ASSETS_FILE, type AssetStyle, assetStyle } from '../assets-file/schema.ts'
import { describeProject, type ProjectFiles as EngineFiles, urlOf } from '../engines/index.ts'
import type { JobsApi } from '../jobs/index.ts'
import type { ModelTools } from '../platform/model-tools.ts'
import { type Account, isBusy } from '../protocol/index.ts'
import type { Dialect } from '../tripo/catalogue/versions.ts'
import { DisposableStore } from './disposable-store.ts'
import { FinishedModels } from './finished-models.ts'
import type { Log } from './log.ts'
import { provenanceFolderSetting } from './settings.ts'
import { projectStyles } from './styles.ts'

export interface AssetsFilesServices {
  account: { readonly state: Account; readonly dialect: Dialect }
  jobs: Pick<JobsApi, 'list' | 'onDidChange'>
  tools: Pick<ModelTools, 'run'>
  openProject(root: string): ProjectFiles
  /** Reads of a workspace folder for src/engines. */
  reader(root: string): EngineFiles
  /** Of all of this machine, for the JSON of finished models. */
  assetFiles: AssetFiles
  generator: string
  log: Pick<Log, 'warn'>
}

/** Files of this name that are looked for in one workspace. */
const MOST_FILES = 20
/** Milliseconds in which changes of jobs are gathered. */
const PAUSE = 300

export interface AssetsFolder {
  /** The assets file. */
  readonly uri: vscode.Uri
  readonly project: AssetsProject
  readonly root: vscode.Uri
  /** The folder for delivered models, as a request names it: relative to the workspace folder. */
  readonly results: string
}

export class AssetsFiles implements vscode.Disposable {
  readonly #own = new DisposableStore()
  readonly #services: AssetsFilesServices
  readonly #folders = new Map<string, AssetsFolder>()
  readonly #changed = this.#own.add(new vscode.EventEmitter<void>())
  readonly #finished = this.#own.add(new vscode.EventEmitter<readonly Finished[]>())
  /** What was last seen of jobs that are for models of assets files. */
  readonly #seen = new Map<string, string>()
  /** Models whose changed files were told. */
  readonly #kept = new Set<string>()
  #pause: ReturnType<typeof setTimeout> | undefined

  /** States may be others now. */
  readonly onDidChange = this.#changed.event
  /** Models were finished, or could not be: all of a build at once. */
  readonly onDidFinish = this.#finished.event
  readonly #news = new FinishedModels(
    () => this.#services.jobs.list().some((job) => job.asset !== undefined && isBusy(job)),
    (finished) => this.#finished.fire(finished),
  )

  constructor(services: AssetsFilesServices) {
    this.#services = services
    this.#own.add(services.jobs.onDidChange(() => this.#look()))
    this.#own.add({ dispose: () => clearTimeout(this.#pause) })
  }

  dispose(): void {
    this.#own.dispose()
  }

  /** The assets files of the workspace. */
  async find(): Promise<readonly vscode.Uri[]> {
    return vscode.workspace.findFiles(`**/${ASSETS_FILE}`, '**/{node_modules,.git,.tripo}/**', MOST_FILES)
  }

  /** The project of an assets file. */
  at(uri: vscode.Uri): AssetsFolder {
    const key = uri.toString()
    const known = this.#folders.get(key) ?? this.#open(uri)
    this.#folders.set(key, known)
    return known
  }

  /** What is to be done, by the file as it is in the editor. */
  async plan(uri: vscode.Uri): Promise<ProjectPlan> {
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString())
    return this.at(uri).project.plan(open?.getText())
  }

  /** Finishes what was delivered: of one assets file, or of all. What was looked at before does not wait for the search. */
  async settle(only?: vscode.Uri, options: ReplaceOptions = {}): Promise<void> {
    const known = only ? [only] : [...this.#folders.values()].map(({ uri }) => uri)
    for (const uri of known) await this.#settleOne(uri, options)
    this.#changed.fire()
    if (only) return
    const settled = new Set(known.map(String))
    const others = (await this.find()).filter((uri) => !settled.has(uri.toString()))
    for (const uri of others) await this.#settleOne(uri, options)
    if (others.length > 0) this.#changed.fire()
  }

  async #settleOne(uri: vscode.Uri, options: ReplaceOptions): Promise<void> {
    try {
      const finished = (await this.at(uri).project.settle(options)).filter((one) => this.#isNews(uri, one))
      this.#news.add(uri.toString(), finished)
    } catch (error) {
      this.#services.log.warn(`${ASSETS_FILE}: ${String(error)}`)
    }
  }

  /** A changed file that is in the way is met at every look, and told once. */
  #isNews(uri: vscode.Uri, { name, isEdited }: Finished): boolean {
    const key = `${uri}\n${name}`
    const isKnown = this.#kept.has(key)
    if (isEdited) this.#kept.add(key)
    else this.#kept.delete(key)
    return !(isEdited && isKnown)
  }

  /** Finishes models whose finished files somebody has changed since, in place of those. */
  async replace(names: readonly string[]): Promise<void> {
    const options = { replace: new Set(names) }
    await this.settle(undefined, options)
    for (const uri of await this.find()) {
      const { rows } = await this.plan(uri)
      const local = rows.filter(({ state, model }) => state === 'local' && names.includes(model.name))
      await this.buildLocal(this.at(uri), local, options)
    }
  }

  /** Free work on this machine; told like what was delivered. */
  async buildLocal(folder: AssetsFolder, rows: readonly PlanRow[], options: ReplaceOptions = {}): Promise<void> {
    if (rows.length === 0) return
    this.#news.add(folder.uri.toString(), await folder.project.buildLocal(rows, options))
    this.#changed.fire()
  }

  /** Jobs change all the time; only a new task or an end is of interest. */
  #look(): void {
    const jobs = this.#services.jobs.list()
    if (!jobs.some(({ asset }) => asset) && this.#folders.size === 0) return
    let isNew = false
    for (const job of jobs) {
      const now = `${job.taskId ?? ''} ${isBusy(job) ? '' : job.phase}`
      if (this.#seen.get(job.id) !== now) isNew = true
      this.#seen.set(job.id, now)
    }
    if (!isNew || !vscode.workspace.isTrusted) return
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => void this.settle(), PAUSE)
  }

  /** Writes the JSON of a finished model, so that it is known for its task like a delivered one. */
  async #keepOrigin(root: vscode.Uri, workspace: vscode.Uri, file: FinishedFile): Promise<void> {
    const { assetFiles, openProject, log } = this.#services
    const { source, path, bytes, sha256, steps } = file
    const at = (below: string) => vscode.Uri.joinPath(root, below).fsPath
    const place = provenanceFolderSetting(workspace)
    const own = { source: at(source), target: at(path), bytes, sha256, localSteps: steps }
    try {
      const found = await derivedSidecar(assetFiles, { ...own, place, workspace: workspace.fsPath })
      if (found) await openProject(workspace.fsPath).write(found.path, found.text)
    } catch (error) {
      log.warn(`${path}: ${String(error)}`)
    }
  }

  #open(uri: vscode.Uri): AssetsFolder {
    const { jobs, openProject, tools, generator } = this.#services
    const root = vscode.Uri.joinPath(uri, '..')
    const workspace = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? root
    const below = root.path.slice(workspace.path.length).split('/').filter(Boolean).join('/')
    const inWorkspace = (path: string) => (below === '' ? path : `${below}/${path}`)
    const inProject = (path: string) =>
      below === '' ? path : path.startsWith(`${below}/`) ? path.slice(below.length + 1) : undefined
    const projectAt = () => describeProject(this.#services.reader(workspace.fsPath), below)
    const project = new AssetsProject({
      files: openProject(root.fsPath),
      jobs: () => jobs.list(),
      resultsFolder: inWorkspace(RESULTS_FOLDER),
      pathOf: (address) => {
        const { path } = vscode.Uri.parse(address)
        return path.startsWith(`${root.path}/`) ? path.slice(root.path.length + 1) : undefined
      },
      runTool: (job) => tools.run(job),
      context: async () => {
        const { state, dialect } = this.#services.account
        const { modelFolder } = await projectAt()
        return {
          ...{ dialect, now: Date.now(), service: state.mode === 'sandbox' ? 'sandbox' : 'service' },
          folder: inProject(modelFolder) ?? 'assets',
          styles: stylesOf(workspace),
        }
      },
      urlOf: async (path, from) => {
        const { expression, imports } = urlOf(await projectAt(), inWorkspace(path), inWorkspace(from))
        const named = imports.map((one) => ({
          name: one.default ?? one.name ?? '',
          from: one.from,
          isDefault: one.default !== undefined,
        }))
        return { url: expression, imports: named }
      },
      indexPath: async () => {
        const { language, folder } = await projectAt()
        const hasSource =
          (await this.#services.reader(workspace.fsPath).list(folder === '' ? 'src' : `${folder}/src`)).length > 0
        const name = language === 'typescript' ? 'assets.ts' : 'assets.js'
        return hasSource && folder === below ? `src/${name}` : name
      },
      keepOrigin: (file) => this.#keepOrigin(root, workspace, file),
      generator,
    })
    return { uri, project, root, results: inWorkspace(RESULTS_FOLDER) }
  }
}

/** Styles of `tripo.styles`, as an assets file uses them. */
const stylesOf = (root: vscode.Uri): ReadonlyMap<string, AssetStyle> =>
  new Map(projectStyles(root).map((style) => [style.name, assetStyle(style)]))
