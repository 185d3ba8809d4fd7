// Continues with a model file of the workspace. A file whose JSON names its task continues that task; any other, and one that was
// changed since, is put into the form that imports it (free), with the menu of next steps.
import * as vscode from 'vscode'
import {
  type AssetFiles,
  folderOf,
  MOST_JSON,
  type Provenance,
  readProvenance,
  resolvePath,
  sidecarPaths,
} from '../assets/index.ts'
import { type FoundResult, type JobsApi, problemOf } from '../jobs/index.ts'
import type { Account, FileKind, JobView } from '../protocol/index.ts'
import { importModel } from '../tripo/catalogue/index.ts'
import { invalid } from '../tripo/failures.ts'
import type { Destinations } from './destination.ts'
import { needDisk } from './model-files.ts'
import type { ShownForm } from './repeat-task.ts'
import { notify } from './ui.ts'
import type { FoundImage } from './views/input-files.ts'
import { saidOf } from './words.ts'
import { folderBeside } from './workspace.ts'

export interface ContinueModelServices {
  account: { readonly state: Account; choose(): Promise<boolean> }
  jobs: Pick<JobsApi, 'list' | 'get'> & { history: Pick<JobsApi['history'], 'importOf' | 'recordFound'> }
  destinations: Pick<Destinations, 'of' | 'service'>
  files: Pick<AssetFiles, 'separator' | 'join' | 'identify' | 'hash' | 'readText'>
  /** Looks at a file for a form. */
  file(uri: vscode.Uri, kind: FileKind): Promise<FoundImage>
  /** Opens the forms of what can be made of a job's result. */
  continueFrom(job: JobView): void
  showForm(form: ShownForm): void
}

/** A result on the disk and the absolute paths of its files. */
interface Origin {
  provenance: Provenance
  files: FoundResult['files']
}

export class ContinueModel {
  readonly #services: ContinueModelServices

  constructor(services: ContinueModelServices) {
    this.#services = services
  }

  /** Opens the form for what can be made of a file. @throws TripoCheckError `model.unusable` for what cannot be imported */
  open(uri: vscode.Uri): Promise<void> {
    return this.#start(uri, (sha256) => this.#ownJob(uri, sha256))
  }

  /** The same with an import of the file, whatever task it is of: what its kind of result is closed to is open then. */
  importAnew(uri: vscode.Uri): Promise<void> {
    return this.#start(uri, async () => undefined)
  }

  /** @param jobOf the job to go on with rather than an import, by the hash of the file */
  async #start(uri: vscode.Uri, jobOf: (sha256: string) => Promise<JobView | undefined>): Promise<void> {
    const { account, destinations, jobs, continueFrom, files } = this.#services
    needDisk(uri)
    if (!(await account.choose())) return
    const { sha256 } = await files.hash(uri.fsPath)
    const known = (await jobOf(sha256)) ?? jobs.history.importOf(sha256, destinations.service)
    if (known) continueFrom(known)
    else await this.#import(uri)
  }

  /** The job of the task that a file's JSON names; undefined where there is none that can be gone on with. */
  async #ownJob(uri: vscode.Uri, sha256: string): Promise<JobView | undefined> {
    const origin = await this.#originOf(uri, sha256)
    if (!origin) return undefined
    const { jobs, destinations } = this.#services
    const { taskId, service } = origin.provenance
    const listed = jobs.list().find((job) => job.taskId === taskId && job.phase === 'delivered')
    if (listed) return listed
    const root = vscode.workspace.getWorkspaceFolder(uri)?.uri
    if (service !== destinations.service || !root) return undefined
    try {
      const folder = { root, isPicked: false, folder: folderBeside(uri) }
      return jobs.get(await jobs.history.recordFound(foundResult(origin), await destinations.of(folder)))
    } catch (error) {
      // It is a file, whatever has become of its task.
      const { l10n } = vscode
      void notify(
        'info',
        l10n.t('{0} The model is imported instead, which is free.', saidOf(problemOf(error)).sentence),
      )
      return undefined
    }
  }

  /** What the JSON of a file says, when the file is still what was delivered. */
  async #originOf(uri: vscode.Uri, sha256: string): Promise<Origin | undefined> {
    const { files } = this.#services
    const path = uri.fsPath
    const workspace = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath
    for (const json of sidecarPaths(files, [path], workspace)) {
      const size = (await files.identify(json).catch(() => undefined))?.bytes
      if (size === undefined || size > MOST_JSON) continue
      const provenance = readProvenance(await files.readText(json).catch(() => ''))
      const named = provenance?.files.map((file) => ({
        ...file,
        path: resolvePath(files, folderOf(files, json), file.path),
      }))
      if (!provenance || !named?.some((file) => file.path === path && file.sha256 === sha256)) continue
      const own = named.flatMap((file) =>
        file.path === path ? [{ ...file, path, extension: path.split('.').pop() ?? '' }] : [],
      )
      return { provenance, files: own }
    }
    return undefined
  }

  async #import(uri: vscode.Uri): Promise<void> {
    const file = await this.#services.file(uri, 'import')
    if (file.problem !== undefined) {
      throw invalid('model.unusable', file.problem, vscode.l10n.t('Choose another model. Nothing was sent or charged.'))
    }
    this.#services.showForm({
      requests: [{ capability: importModel.id, params: {}, images: { file } }],
      offerSteps: true,
    })
  }
}

function foundResult({ provenance, files }: Origin): FoundResult {
  const { taskId, capability, parameters, sources, credits, times } = provenance
  const finished = times.finished === undefined ? undefined : Date.parse(times.finished)
  const createdAt = Date.parse(times.created)
  return {
    ...{ taskId, capability, params: parameters, files, credits },
    title: sources.find(({ prompt }) => prompt)?.prompt ?? sources.find(({ name }) => name)?.name ?? capability,
    createdAt: Number.isFinite(createdAt) ? createdAt : 0,
    ...(finished !== undefined && Number.isFinite(finished) ? { finishedAt: finished } : {}),
  }
}
