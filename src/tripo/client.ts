// TripoClient: a method for each of the SDK reference's, thin over catalogue, dialects, transport and follower.
import { KNOWN_BASES, type Region, type ServiceBase } from './bases.ts'
import {
  type Capability,
  type CheckResult,
  checkRequest,
  type Dialect,
  estimate,
  type FileInput,
  findCapability,
  IMAGE_LIMITS,
  type Params,
  type Price,
} from './catalogue/index.ts'
import { createdId, DIALECTS, type DialectSpec } from './dialects/index.ts'
import { type DownloadedFile, download } from './download.ts'
import { isAbort, TripoApiError, TripoError } from './errors.ts'
import {
  checkFailed,
  diskFailed,
  invalid,
  malformed,
  noModel,
  noResource,
  taskFailed,
  unconfirmed,
  unsupported,
  waitedTooLong,
} from './failures.ts'
import { Follower, type FollowHealth, type FollowOptions } from './follow.ts'
import {
  type ImageSource,
  type ImageToModelOptions,
  readImageText,
  type TextToModelOptions,
  toParams,
} from './options.ts'
import type { FileSink, Resources } from './resources.ts'
import {
  type Balance,
  decodeBalance,
  decodeUsage,
  type FileKind,
  isModelKind,
  type OutputFile,
  outputFiles,
  type Task,
  type Usage,
} from './task.ts'
import { TaskReader } from './task-reader.ts'
import { Transport, type Waiting } from './transport.ts'
import { type UploadedFile, Uploader } from './upload.ts'

export interface TripoClientOptions {
  apiKey: string
  /** A known region of a dialect, v3 global when nothing is said, or another deployment's full base. */
  base?: ServiceBase
  dialect?: Dialect
  region?: Exclude<Region, 'custom'>
  resources: Resources
  /** Something is being waited for: a busy service, a network that is away. Not an error. */
  onWaiting?: (waiting: Waiting) => void
  /** After every poll: when the service was last heard of, and what is in the way. */
  onHealth?: (health: FollowHealth) => void
}

export interface CallOptions {
  signal?: AbortSignal
  onWaiting?: (waiting: Waiting) => void
}
export interface WaitOptions {
  signal?: AbortSignal
  /** Seconds between two polls; without it the pace adapts. */
  pollingInterval?: number
  /** Seconds; without it there is no end but the task's. */
  timeout?: number
  onProgress?: (task: Task) => void
}
export interface DownloadOptions {
  signal?: AbortSignal
  onProgress?: (kind: FileKind, received: number, total: number | undefined) => void
}

export class TripoClient {
  readonly base: ServiceBase
  /** Follows all tasks of this client together. */
  readonly follower: Follower
  private readonly dialect: DialectSpec
  private readonly transport: Transport
  private readonly reader: TaskReader
  private readonly uploader: Uploader

  constructor(private readonly options: TripoClientOptions) {
    const { dialect = 'v3', region = 'global', apiKey, resources, onWaiting } = options
    const known = KNOWN_BASES.find((base) => base.dialect === dialect && base.region === region)
    const base = options.base ?? known
    if (!base) throw invalid('settings.service', 'No service fits the settings.', 'Check the region and API version.')
    this.base = base
    this.dialect = DIALECTS[base.dialect]
    this.transport = new Transport({ apiKey, base, resources, onWaiting })
    this.reader = new TaskReader(this.transport, this.dialect)
    this.follower = new Follower(this.transport, this.dialect, this.reader, options.onHealth)
    this.uploader = new Uploader(this.transport, this.dialect)
  }

  /* Common methods of the SDK reference */

  /**
   * Uploads an image.
   * @param file a path (with the `readFile` resource) or bytes
   * @returns the token
   */
  async uploadFile(file: string | Uint8Array, options?: CallOptions): Promise<string> {
    return (await this.uploadImage(file, options)).file_token
  }

  /** Uploads an image; answers what a task's `file` takes. The same bytes are sent once in 12 hours. */
  async uploadImage(
    file: string | Uint8Array | { bytes: Uint8Array; name: string },
    options?: CallOptions,
  ): Promise<UploadedFile> {
    if (typeof file === 'string') return this.uploader.uploadImage(await this.read(file), file, options)
    const { bytes, name } = file instanceof Uint8Array ? { bytes: file, name: 'image' } : file
    return this.uploader.uploadImage(bytes, name, options)
  }

  /**
   * Creates a task from a type and wire-named parameters. Checked against the catalogue when it knows the type.
   * Throws TripoCheckError when nothing was sent; an error with `billed: 'unknown'` when the outcome is not known.
   * @returns the task id
   */
  async createTask(task: Readonly<{ type: string } & Record<string, unknown>>, options?: CallOptions): Promise<string> {
    const { type, ...params } = task
    const capability = findCapability(type)
    const checked = capability ? this.check(capability.id, params) : undefined
    if (checked && !checked.ok) throw checkFailed(checked.findings)
    const { path, body } = this.dialect.create(capability?.v2.type ?? type, capability, checked?.params ?? params)
    try {
      const { data, traceId } = await this.transport.post(path, body, { ...options, kind: 'creation' })
      const id = createdId(data)
      if (!id) throw unconfirmed(malformed('task id', traceId), traceId)
      return id
    } catch (error) {
      // The service lost an upload: the next try must send the picture again.
      if (error instanceof TripoApiError && error.serviceCode === 2019) this.uploader.forget()
      throw error
    }
  }

  getTask(taskId: string, options?: CallOptions): Promise<Task> {
    return this.reader.one(taskId, options)
  }

  /**
   * Waits until a task is final, whatever its end. Throws TripoTimeoutError `wait.timeout` when the timeout is over;
   * the task goes on then.
   */
  async waitForTask(taskId: string, options: WaitOptions = {}): Promise<Task> {
    const { signal, pollingInterval, timeout, onProgress } = options
    if (timeout === undefined) return this.follower.follow(taskId, { signal, pollingInterval, onUpdate: onProgress })
    const controller = new AbortController()
    const stop = () => controller.abort(signal?.reason)
    signal?.throwIfAborted()
    signal?.addEventListener('abort', stop, { once: true })
    const late = waitedTooLong(taskId, timeout)
    const cancel = this.transport.resources.clock.after(timeout * 1000, () => controller.abort(late))
    try {
      const follow: FollowOptions = { signal: controller.signal, pollingInterval, onUpdate: onProgress }
      return await this.follower.follow(taskId, follow)
    } finally {
      cancel()
      signal?.removeEventListener('abort', stop)
    }
  }

  /**
   * Downloads every model of a finished task into a folder that exists, as `<task id>-<kind>.<ending>`.
   * @returns the paths by kind
   */
  async downloadTaskModels(
    task: Task,
    outputDir: string,
    options: DownloadOptions = {},
  ): Promise<Partial<Record<FileKind, string>>> {
    if (task.status !== 'success') throw taskFailed(task)
    const models = outputFiles(task).filter((file) => isModelKind(file.kind))
    if (models.length === 0) throw noModel(task.taskId, 'model')
    const paths: Partial<Record<FileKind, string>> = {}
    for (const file of models) {
      const got = await this.downloadFile(task, file, outputDir, options)
      paths[file.kind] = await this.publish(got, outputDir, `${safeName(task.taskId)}-${file.kind}.${got.extension}`)
    }
    return paths
  }

  /**
   * Downloads the rendered picture of a task, if it has one.
   * @param filename without one: `<task id>-rendered_image.<ending>`
   */
  async downloadRenderedImage(
    task: Task,
    outputDir: string,
    filename?: string,
    options: DownloadOptions = {},
  ): Promise<string | undefined> {
    const file = outputFiles(task).find((entry) => entry.kind === 'rendered_image')
    if (!file) return undefined
    const got = await this.downloadFile(task, file, outputDir, options)
    return this.publish(got, outputDir, filename ?? `${safeName(task.taskId)}-rendered_image.${got.extension}`)
  }

  async getBalance(options?: CallOptions): Promise<Balance> {
    const { data, traceId } = await this.transport.get(this.dialect.balancePath, options)
    const balance = decodeBalance(data)
    if (!balance) throw malformed('balance', traceId)
    return balance
  }

  /** Credits by task, newest first. v3 only; at most 200 rows at once. */
  async getUsage({
    limit = 50,
    offset = 0,
    ...options
  }: CallOptions & { limit?: number; offset?: number } = {}): Promise<Usage> {
    const path = this.dialect.usagePath?.(Math.min(200, limit), offset)
    if (!path) throw unsupported('The usage list', this.dialect.id)
    const { data, traceId } = await this.transport.get(path, options)
    const usage = decodeUsage(data)
    if (!usage) throw malformed('usage list', traceId)
    return usage
  }

  /* Generation */

  /** Makes a model from a prompt; answers the task id. */
  textToModel(options: TextToModelOptions, call?: CallOptions): Promise<string> {
    return this.createTask({ ...toParams(options), type: 'text_to_model' }, call)
  }

  /** Makes a model from an image, which is uploaded when it is not at the service yet; answers the task id. */
  async imageToModel({ image, ...options }: ImageToModelOptions, call?: CallOptions): Promise<string> {
    const params = toParams(options)
    const dry = this.check('image_to_model', { ...params, file: { file_token: 'later' } })
    if (!dry.ok) throw checkFailed(dry.findings)
    return this.createTask({ ...params, file: await this.imageFile(image, call), type: 'image_to_model' }, call)
  }

  /* Beyond the reference */

  /** What a request would be, cost and lack, without sending anything. Throws for an unknown capability. */
  check(capabilityId: string, params: Params): CheckResult & { price: Price; capability: Capability } {
    const capability = findCapability(capabilityId)
    if (!capability) throw unsupported(`“${capabilityId.slice(0, 60)}”`, this.dialect.id)
    const result = checkRequest(capability, params, { dialect: this.dialect.id })
    return { ...result, price: estimate(capability, params), capability }
  }

  /** Downloads one file of a task under a temporary name; an expired address is renewed by reading the task again. */
  async downloadFile(
    task: Task,
    file: OutputFile,
    folder: string,
    { signal, onProgress }: DownloadOptions = {},
  ): Promise<DownloadedFile> {
    return download(this.transport.resources, this.files(), {
      url: file.url,
      folder,
      expect: isModelKind(file.kind) ? 'model' : 'picture',
      refresh: async () => {
        const fresh = await this.getTask(task.taskId, { signal })
        return outputFiles(fresh).find((entry) => entry.kind === file.kind)?.url
      },
      signal,
      onProgress: onProgress && ((received, total) => onProgress(file.kind, received, total)),
    })
  }

  /** Ends all following. */
  dispose(): void {
    this.follower.dispose()
  }

  private async imageFile(image: ImageSource, call?: CallOptions): Promise<FileInput> {
    if (typeof image !== 'string') {
      return image instanceof Uint8Array || 'bytes' in image ? this.uploadImage(image, call) : image
    }
    const source = readImageText(image)
    if ('url' in source) return { type: 'jpg', url: source.url }
    if ('token' in source) return { type: 'jpg', file_token: source.token }
    return this.uploadImage(source.path, call)
  }

  private files(): FileSink {
    const { files } = this.options.resources
    if (!files) throw noResource('Writing files')
    return files
  }

  private async read(path: string): Promise<Uint8Array> {
    const { readFile } = this.options.resources
    if (!readFile) throw noResource('Reading files')
    try {
      // More than the service takes, so that the check can say how large the file is.
      return await readFile(path, 10 * IMAGE_LIMITS.maxBytes)
    } catch (error) {
      if (error instanceof TripoError || isAbort(error)) throw error
      throw diskFailed(error)
    }
  }

  private async publish(file: DownloadedFile, folder: string, name: string): Promise<string> {
    const files = this.files()
    try {
      return await files.publish(file.path, folder, safeName(name))
    } catch (error) {
      await files.remove(file.path)
      throw error instanceof TripoError ? error : diskFailed(error)
    }
  }
}

/** A file name that stays in its folder on every system. */
const safeName = (name: string) => name.replace(/[^\p{L}\p{N}._ -]/gu, '_').replace(/^\.+/, '_')
