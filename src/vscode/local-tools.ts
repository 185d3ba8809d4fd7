// Runs a local tool on one or many files: with progress and cancellation, results saved beside their sources, failures reported
// at the end, so that a damaged file does not stop the others.
import * as vscode from 'vscode'
import { MeshError } from '../mesh/errors.ts'
import { formatOfPath } from '../mesh/formats/names.ts'
import type { MergedModel, ToolRequest, ToolResult } from '../mesh/tools/job.ts'
import type { ModelOnDisk, ResultFile } from '../platform/files-beside.ts'
import type { ModelTools } from '../platform/model-tools.ts'
import { phrase } from '../text/index.ts'
import { diskFaultOf } from '../text/system-errors.ts'
import { needDisk, readModelAt } from './model-files.ts'
import { type Replaced, ReplacedModels } from './replaced-models.ts'
import { Cancelled } from './show-problem.ts'
import { notify, showProgress } from './ui.ts'
import { nameOf, stemOf } from './uris.ts'
import { saidOf, together } from './words.ts'

export interface ToolOutcome {
  readonly uri: vscode.Uri
  readonly result: ToolResult
  /** The new model, where there is one. */
  readonly target?: vscode.Uri
  /** Where the file that was replaced is kept. */
  readonly backup?: string
  readonly replaced?: Replaced
}

/** What to do with a file: what its result is called without ending, or that it takes the file's place. */
export type FileRequest = ToolRequest & {
  name?: string
  /** The folder of a result of several files, which else is called after the first of them. */
  folder?: string
  replaces?: boolean
}

export interface ToolRun {
  readonly results: readonly ToolOutcome[]
  /** What it replaced, for `undo`. */
  readonly replaced: readonly Replaced[]
  /** Where the person called it off when some files were done: how many were dealt with, of how many. */
  readonly stopped?: { readonly after: number; readonly of: number }
}

export interface LocalToolServices {
  /** Started with the first job. */
  tools: ModelTools
  read(path: string): Promise<ModelOnDisk>
  put(folder: string, files: readonly ResultFile[], name?: string): Promise<string>
  /** Differs when somebody has written the file. */
  stamp(path: string): Promise<string>
  /** Puts new content in a file's place. @returns where the old one is kept */
  replace(path: string, bytes: Uint8Array): Promise<string>
  /** Puts a kept file back. @returns where the one that was there is kept; undefined where there was none */
  restore(path: string, backup: string): Promise<string | undefined>
  log: { error(message: string): void }
}

/** Runs work on a file after all that was begun on it before. */
class FileQueue {
  readonly #last = new Map<string, Promise<unknown>>()

  /** @throws the signal's reason, while it waits; what the work throws */
  async run<T>(path: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(path)
    const isCalledOff = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    const own = Promise.race([before, before && isCalledOff]).then(() => {
      signal.throwIfAborted()
      return work()
    })
    const last = Promise.allSettled([before, own]).then(() => {
      if (this.#last.get(path) === last) this.#last.delete(path)
    })
    this.#last.set(path, last)
    return own
  }
}

const endingOf = (path: string): string => path.split('.').pop()?.toLowerCase() ?? ''
export class LocalTools {
  readonly #services: LocalToolServices
  readonly #queue = new FileQueue()
  readonly #replaced: ReplacedModels

  constructor(services: LocalToolServices) {
    this.#services = services
    const inTurn = <T>(path: string, work: () => Promise<T>) =>
      this.#queue.run(path, new AbortController().signal, work)
    this.#replaced = new ReplacedModels({ ...services, inTurn })
  }

  /**
   * Runs a tool on each file, one after the other.
   * @param request what to do with a file, and what its result is called without ending
   * @param options `quiet`: failures are told by a later run of the same files, which needs all of them
   * @returns what was done; where the person calls it off meanwhile, as far as it went
   * @throws Cancelled when it is called off before anything is done
   */
  async run(
    models: readonly vscode.Uri[],
    title: string,
    request: (uri: vscode.Uri) => FileRequest,
    { quiet = false } = {},
  ): Promise<ToolRun> {
    const { l10n } = vscode
    const results: ToolOutcome[] = []
    const failures: string[] = []
    const replaced: Replaced[] = []
    let stopped: ToolRun['stopped']
    await showProgress(title, { cancellable: true }, async (report, token) => {
      const abort = new AbortController()
      token.onCancellationRequested(() => abort.abort(new Cancelled()))
      for (const [i, uri] of models.entries()) {
        stopped = { after: i, of: models.length }
        if (abort.signal.aborted) return
        report(
          models.length === 1 ? nameOf(uri) : l10n.t('{0} of {1}: {2}', i + 1, models.length, nameOf(uri)),
          100 / models.length,
        )
        try {
          const wanted = request(uri)
          const work = () => this.#runOne(uri, wanted, abort.signal)
          // The second tool on a file works on what the first has made of it.
          const outcome = await (wanted.replaces ? this.#queue.run(uri.fsPath, abort.signal, work) : work())
          results.push(outcome)
          if (!outcome.replaced) continue
          // Noted at once: a run that is called off can be undone as far as it went.
          if (replaced.length === 0) this.#replaced.add(replaced)
          replaced.push(outcome.replaced)
        } catch (error) {
          if (error instanceof Cancelled) return
          failures.push(this.#words(uri, error))
        }
      }
      stopped = undefined
    })
    if (failures.length > 0 && !quiet) void this.#showFailures(failures)
    if (stopped && (quiet || results.length === 0)) throw new Cancelled()
    return { results, replaced, ...(stopped && { stopped }) }
  }

  /** Reads a model that goes into a job of another. @throws Node's error */
  async model(uri: vscode.Uri): Promise<MergedModel> {
    const hint = formatOfPath(uri.path)
    return { name: stemOf(uri), ...(await readModelAt(uri, this.#services.read)), ...(hint ? { hint } : {}) }
  }

  /** Runs a tool that only looks at a file, without a word. @returns undefined where it failed; the log says why */
  async check(uri: vscode.Uri, request: ToolRequest): Promise<ToolResult | undefined> {
    try {
      return (await this.#runOne(uri, request, new AbortController().signal)).result
    } catch (error) {
      this.#services.log.error(`local tool on ${nameOf(uri)}: ${String(error)}`)
      return undefined
    }
  }

  async #runOne(uri: vscode.Uri, request: FileRequest, signal: AbortSignal): Promise<ToolOutcome> {
    const { tools, read, put, replace, stamp } = this.#services
    const before = request.replaces ? await stamp(uri.fsPath) : ''
    const hint = formatOfPath(uri.path)
    const job = { ...request, ...(await readModelAt(uri, read)), isDisposable: true, ...(hint ? { hint } : {}) }
    const result = await tools.run(job, signal)
    // Steps of a project name a file that is to be there; a person is told that the model is what it was.
    if (result.files.length === 0 || result.isUnchanged) return { uri, result }
    if (signal.aborted) throw new Cancelled()
    needDisk(uri)
    const [only, ...others] = result.files
    // A file takes the place of one of its own format only; what consists of several goes beside it.
    if (request.replaces && only && others.length === 0 && endingOf(only.path) === endingOf(uri.path)) {
      if ((await stamp(uri.fsPath)) !== before)
        throw new MeshError(
          'model-changed',
          phrase('The file was changed by another program while the tool worked on it; it is left as it is.'),
          phrase('Run the tool again.'),
        )
      const backup = await replace(uri.fsPath, only.bytes)
      const replaced = { path: uri.fsPath, backup, before, after: await stamp(uri.fsPath) }
      return { uri, result, target: uri, backup, replaced }
    }
    const path = await put(vscode.Uri.joinPath(uri, '..').fsPath, result.files, request.folder)
    return { uri, result, target: vscode.Uri.file(path) }
  }

  /** Puts back what a run has replaced. @param run absent: the last. @throws Node's error */
  undo(run?: Pick<ToolRun, 'replaced'>): Promise<void> {
    return this.#replaced.undo(run?.replaced)
  }

  #words(uri: vscode.Uri, error: unknown): string {
    const { l10n } = vscode
    if (error instanceof MeshError) {
      const { sentence, nextStep } = saidOf(error)
      return `${nameOf(uri)}: ${together(sentence, nextStep)}`
    }
    const fault = diskFaultOf(error)
    this.#services.log.error(`local tool on ${nameOf(uri)}: ${String(error)}`)
    if (fault === 'full' || fault === 'quota') return l10n.t('{0}: the disk is full. Make room and retry.', nameOf(uri))
    if (fault === 'no-permission' || fault === 'read-only')
      return l10n.t('{0}: the file or its folder may not be read or written. Check its permissions.', nameOf(uri))
    return l10n.t('{0}: the file could not be processed; the log has the reason. Try again.', nameOf(uri))
  }

  async #showFailures(failures: readonly string[]): Promise<void> {
    const { l10n } = vscode
    const [first = ''] = failures
    const text = failures.length === 1 ? first : l10n.t('{0} models failed. {1}', failures.length, first)
    await notify('error', text)
  }
}
