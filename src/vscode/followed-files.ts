// Whether the files of finished jobs are still where they were placed. A person may rename, move or delete them, inside or
// outside the editor. Moved files are followed and recorded in the journal; missing ones are marked, so that every view shows it
// instead of offering what cannot work.
import * as vscode from 'vscode'
import { type AssetFiles, findFile, isThere, moveSidecar, moveSidecarOf, SIDECAR_FOLDER } from '../assets/index.ts'
import type { JobRecord, JobsApi } from '../jobs/index.ts'
import { isGone, type JobAction, type JobView, jobAction } from '../protocol/index.ts'
import type { ActionRunner } from './commands/tasks.ts'
import { DisposableStore } from './disposable-store.ts'
import { notify, onFocus } from './ui.ts'

export interface FollowedFilesServices {
  jobs: Pick<JobsApi, 'list' | 'record' | 'relocate' | 'refresh'>
  files: AssetFiles
  log: { warn(message: string): void }
}

/** What results may be. */
const ENDINGS = 'glb,gltf,fbx,obj,stl,ply,3mf,usdz,usda,usdc,usd,zip,png,jpg,jpeg,webp,avif'
/** Milliseconds after the last news of the disk: a move behind the editor's back is a deletion and a creation. */
const REST = 300
/** Files that the editor is asked for in one search. */
const MOST_FOUND = 500

export class FollowedFiles implements vscode.Disposable {
  readonly #disposables = new DisposableStore()
  /** Absolute paths of delivered files that are nowhere to be found. */
  readonly #missing = new Set<string>()
  #resting: NodeJS.Timeout | undefined
  #looking: Promise<void> = Promise.resolve()

  readonly #services: FollowedFilesServices

  constructor(services: FollowedFilesServices) {
    this.#services = services

    const { workspace } = vscode
    this.#disposables.add(workspace.onDidRenameFiles(({ files }) => void this.#renamed(files)))
    this.#disposables.add(workspace.onDidDeleteFiles(() => this.lookSoon()))
    const watcher = this.#disposables.add(workspace.createFileSystemWatcher(`**/*.{${ENDINGS}}`, false, true, false))
    this.#disposables.add(watcher.onDidDelete((uri) => this.#isOurs(uri.fsPath) && this.lookSoon()))
    // What was missing may have come back: a branch was switched, a folder was moved.
    this.#disposables.add(watcher.onDidCreate(() => this.#missing.size > 0 && this.lookSoon()))
    this.#disposables.add(onFocus(() => this.lookSoon()))
    this.#disposables.add({ dispose: () => clearTimeout(this.#resting) })
  }

  /** Whether a delivered file was looked for in vain. @param path absolute */
  isMissing(path: string): boolean {
    return this.#missing.has(path)
  }

  /** Looks at the files of one job, or of all, and follows what has moved. Never rejects. */
  look(id?: string): Promise<void> {
    this.#looking = this.#looking.then(() => this.#lookAt(id)).catch((error: unknown) => this.#warn(error))
    return this.#looking
  }

  /** The same for all when the disk has come to rest. */
  lookSoon(): void {
    clearTimeout(this.#resting)
    this.#resting = setTimeout(() => void this.look(), REST)
  }

  dispose(): void {
    this.#disposables.dispose()
  }

  #warn(error: unknown): void {
    this.#services.log.warn(`Files: ${error instanceof Error ? error.message : String(error)}`)
  }

  #delivered(): readonly JobView[] {
    return this.#services.jobs.list().filter(({ phase }) => phase === 'delivered')
  }

  #pathsOf(id: string): readonly string[] {
    return this.#services.jobs.record(id)?.files.map(({ path }) => path) ?? []
  }

  #isOurs(path: string): boolean {
    return this.#delivered().some(({ id }) => this.#pathsOf(id).includes(path))
  }

  /** What the editor has renamed, files and whole folders, without a search. */
  async #renamed(renames: readonly { readonly oldUri: vscode.Uri; readonly newUri: vscode.Uri }[]): Promise<void> {
    const { separator } = this.#services.files
    const newPath = (path: string) => {
      for (const { oldUri, newUri } of renames) {
        if (path === oldUri.fsPath) return newUri.fsPath
        const below = oldUri.fsPath + separator
        if (path.startsWith(below)) return newUri.fsPath + separator + path.slice(below.length)
      }
      return undefined
    }
    const followed = new Set<string>()
    for (const { id } of this.#delivered()) {
      const moved = new Map<string, string>()
      for (const path of this.#pathsOf(id)) {
        const now = newPath(path)
        if (now !== undefined) moved.set(path, now)
        if (now !== undefined) followed.add(now)
      }
      const record = this.#services.jobs.record(id)
      await this.#saveMoved(id, moved)
      if (record && moved.size > 0) await this.#moveJson(record, moved)
    }
    for (const rename of renames) await this.#moveOthers(rename, followed).catch((error: unknown) => this.#warn(error))
  }

  /** JSONs of models that no job of this machine has. */
  async #moveOthers(
    { oldUri, newUri }: { readonly oldUri: vscode.Uri; readonly newUri: vscode.Uri },
    followed: ReadonlySet<string>,
  ): Promise<void> {
    const root = vscode.workspace.getWorkspaceFolder(newUri)
    if (!root || newUri.scheme !== 'file') return
    const isModel = ENDINGS.split(',').some((ending) => newUri.path.toLowerCase().endsWith(`.${ending}`))
    const below = () => new vscode.RelativePattern(newUri, `**/*.{${ENDINGS}}`)
    const models = isModel ? [newUri] : await vscode.workspace.findFiles(below(), undefined, MOST_FOUND)
    for (const { fsPath } of models) {
      if (followed.has(fsPath)) continue
      const before = oldUri.fsPath + fsPath.slice(newUri.fsPath.length)
      await moveSidecarOf(this.#services.files, before, fsPath, root.uri.fsPath)
    }
  }

  /** What the editor renames takes its JSON along. */
  async #moveJson(record: JobRecord, moved: ReadonlyMap<string, string>): Promise<void> {
    const { taskId, delivery, target } = record
    if (taskId === undefined) return
    const paths = record.files.map(({ path }) => path)
    const told = { taskId, ...(delivery === undefined ? {} : { delivery }) }
    await moveSidecar(this.#services.files, told, paths, moved, target.workspace).catch((error: unknown) =>
      this.#warn(error),
    )
  }

  async #saveMoved(id: string, moved: ReadonlyMap<string, string>): Promise<void> {
    if (moved.size === 0) return
    for (const path of moved.keys()) this.#missing.delete(path)
    await this.#services.jobs.relocate(id, moved).catch((error: unknown) => this.#warn(error))
  }

  async #lookAt(only: string | undefined): Promise<void> {
    const changed: string[] = []
    const jobs = this.#delivered()
    const lost: { id: string; path: string }[] = []
    for (const { id } of jobs) {
      if (only !== undefined && id !== only) continue
      for (const path of this.#pathsOf(id)) {
        if (await isThere(this.#services.files, path)) {
          if (this.#missing.delete(path)) changed.push(id)
        } else lost.push({ id, path })
      }
    }
    for (const { id, path } of lost) {
      const now = await this.#find(id, path)
      if (now !== undefined) await this.#saveMoved(id, new Map([[path, now]]))
      else if (!this.#missing.has(path)) {
        this.#missing.add(path)
        changed.push(id)
      }
    }
    if (changed.length > 0) this.#services.jobs.refresh([...new Set(changed)])
  }

  async #find(id: string, path: string): Promise<string | undefined> {
    const { files, jobs } = this.#services
    const record = jobs.record(id)
    const wanted = record?.files.find((file) => file.path === path)
    if (!record || !wanted) return undefined
    const { taskId, delivery, target } = record
    // One that the picture beside it, or another job, has is not this one.
    const taken = new Set(this.#delivered().flatMap((job) => this.#pathsOf(job.id)))
    const ending = /\.[^./\\]+$/.exec(path)?.[0] ?? ''
    const uris = await vscode.workspace.findFiles(`**/*${ending}`, undefined, MOST_FOUND)
    const others = uris.filter(({ scheme }) => scheme === 'file').map((uri) => uri.fsPath)
    const folder = path.slice(0, path.lastIndexOf(files.separator))
    const jsons = target.workspace === undefined ? [] : [files.join(target.workspace, SIDECAR_FOLDER)]
    return findFile(files, {
      wanted,
      taken,
      others,
      // Where it was and where results go; a folder that was picked freely may be somebody's whole home.
      folders:
        record.workspace === undefined && target.workspace === undefined ? [] : [target.folder, folder, ...jsons],
      ...(target.workspace === undefined ? {} : { root: target.workspace }),
      ...(taskId === undefined ? {} : { origin: { taskId, kind: wanted.kind, ...(delivery ? { delivery } : {}) } }),
    })
  }
}

/** What cannot be done without the file. */
const NEEDS_FILE: ReadonlySet<JobAction> = new Set(['open', 'reveal', 'copyPath', 'copyDiskPath', 'delete'])

/**
 * Acts on jobs after a look whether their files are there: what moved is followed first, and what is gone is said, with
 * the way to have it again.
 */
export function lookingFirst(
  jobs: Pick<JobsApi, 'get'>,
  results: Pick<FollowedFiles, 'look'>,
  runAction: ActionRunner,
): ActionRunner {
  return async (ids, action, how) => {
    if (!NEEDS_FILE.has(action)) return runAction(ids, action, how)
    const all = typeof ids === 'string' ? [ids] : ids
    for (const id of all) await results.look(id)
    const gone = all.flatMap((id) => {
      const job = jobs.get(id)
      return job && isGone(job) ? [job] : []
    })
    const [job] = gone
    if (!job) return runAction(ids, action, how)
    // In the studio it is seen together with the details.
    const left = action === 'open' ? all : all.filter((id) => !gone.some((one) => one.id === id))
    const words = left.length > 0 ? await runAction(left, action, how) : undefined
    const { l10n } = vscode
    const name = job.files[0]?.path ?? job.title
    const again = gone.filter(({ taskId }) => taskId !== undefined).map(({ id }) => id)
    if (again.length === 0) {
      await notify('warning', l10n.t('{0} was deleted or moved out of sight.', name))
      return words
    }
    const button = { title: l10n.t(jobAction('deliverAgain').title) }
    const text = l10n.t(
      '{0} was deleted or moved out of sight. Delivering it again costs nothing, while the service still has it.',
      name,
    )
    if (await notify('warning', text, button)) await runAction(again, 'deliverAgain')
    return words
  }
}
