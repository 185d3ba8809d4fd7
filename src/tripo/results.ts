// Downloads the results of a finished task: each file is checked and named after task and kind, and each missing one is reported
// for its kind.
import { portableName } from '../text/portable-name.ts'
import { isOfDisk } from '../text/problem-codes.ts'
import type { Addresses } from './addresses.ts'
import { type DownloadedFile, type DownloadRequest, download, MOST_BYTES } from './download.ts'
import { billedBy, type TripoDownloadError, TripoError } from './errors.ts'
import { diskFailed, downloadsFailed, downloadTooMany, noModel, noResource, taskFailed } from './failures.ts'
import type { FileSink, FullResources } from './resources.ts'
import { type FileKind, isModelKind, type OutputFile, outputFiles, type Task, thumbnailFile } from './task.ts'

export interface DownloadOptions {
  signal?: AbortSignal
  /**
   * Bytes of all files together above which nothing is fetched, 500 MB when nothing is said; the error is
   * `download.too-large` then. `Infinity` takes whatever comes, and as many files as there are.
   */
  mostBytes?: number
  /** See `DownloadRequest.keep`; only for a single file. */
  keep?: DownloadRequest['keep']
  onProgress?: (kind: FileKind, received: number, total: number | undefined) => void
}

/** Files of one task that are fetched unasked: five clips, or a handful of models, are what the service makes. */
const MOST_FILES = 50

/** Throws `download.too-large` for a task with more files than anybody expects. */
export function checkCount({ consumedCredit }: Task, count: number, mostBytes: number | undefined): void {
  if (count > MOST_FILES && mostBytes !== Number.POSITIVE_INFINITY) {
    throw downloadTooMany(count, MOST_FILES, billedBy(consumedCredit))
  }
}

/** Paths of downloaded files by kind. */
export type Paths = Partial<Record<FileKind, string>>

export class Results {
  readonly #resources: FullResources
  readonly #addresses: Addresses
  readonly #getTask: (taskId: string, options: { signal?: AbortSignal }) => Promise<Task>

  constructor(
    resources: FullResources,
    addresses: Addresses,
    getTask: (taskId: string, options: { signal?: AbortSignal }) => Promise<Task>,
  ) {
    this.#resources = resources
    this.#addresses = addresses
    this.#getTask = getTask
  }

  /** Everything but the rendered picture; see TripoClient. */
  async downloadAll(task: Task, outputDir: string, options: DownloadOptions = {}): Promise<Paths> {
    if (task.status !== 'success') throw taskFailed(task)
    const picture = thumbnailFile(task)?.kind
    const wanted = outputFiles(task).filter(({ kind }) => kind !== picture)
    if (wanted.length === 0) throw noModel(task, 'model')
    checkCount(task, wanted.length, options.mostBytes)
    let left = options.mostBytes ?? MOST_BYTES
    const paths: Paths = {}
    const failures: TripoDownloadError['failures'] = {}
    for (const file of wanted) {
      try {
        const got = await this.#download(task, file, outputDir, { ...options, mostBytes: left })
        paths[file.kind] = got.path
        left -= got.bytes
      } catch (error) {
        if (!(error instanceof TripoError)) throw error
        failures[file.kind] = error
        if (isOfDisk(error)) break
      }
    }
    if (Object.keys(failures).length > 0) {
      throw downloadsFailed(task.taskId, failures, paths, billedBy(task.consumedCredit))
    }
    return paths
  }

  /** The rendered picture, if there is one; see TripoClient. */
  async downloadRenderedImage(
    task: Task,
    outputDir: string,
    filename?: string,
    options: DownloadOptions = {},
  ): Promise<string | undefined> {
    const file = outputFiles(task).find(({ kind }) => kind === 'rendered_image')
    return file && (await this.#download(task, file, outputDir, options, filename)).path
  }

  /** Downloads one file under a temporary name; an expired address is renewed by reading the task again. */
  downloadFile(task: Task, file: OutputFile, folder: string, options: DownloadOptions = {}): Promise<DownloadedFile> {
    const { signal, keep, mostBytes, onProgress } = options
    return download(this.#resources, this.#files(), {
      url: file.url,
      folder,
      expect: isModelKind(file.kind) ? 'model' : 'picture',
      refresh: async () => {
        const fresh = await this.#getTask(task.taskId, { signal })
        return outputFiles(fresh).find((entry) => entry.kind === file.kind)?.url
      },
      ...{ signal, keep, mostBytes, addresses: this.#addresses, billed: billedBy(task.consumedCredit) },
      onProgress: onProgress && ((received, total) => onProgress(file.kind, received, total)),
    })
  }

  async #download(
    task: Task,
    file: OutputFile,
    folder: string,
    options: DownloadOptions,
    filename?: string,
  ): Promise<{ path: string; bytes: number }> {
    const got = await this.downloadFile(task, file, folder, options)
    const name = filename ?? `${safeName(task.taskId)}-${file.kind}.${got.extension}`
    const files = this.#files()
    try {
      return { path: await files.publish(got.path, folder, safeName(name)), bytes: got.bytes }
    } catch (error) {
      await files.remove(got.path)
      throw error instanceof TripoError ? error : diskFailed(error, billedBy(task.consumedCredit))
    }
  }

  #files(): FileSink {
    const { files } = this.#resources
    if (!files) throw noResource('Writing files')
    return files
  }
}

/** A file name that stays in its folder on every system. */
const safeName = (name: string) => portableName(name.replace(/[^\p{L}\p{N}._ -]/gu, '_'), 'model', 200)
