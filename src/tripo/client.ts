// TripoClient: uploads, tasks of every capability, waiting, results and account; a thin layer over catalogue, dialects, transport
// and follower. sdk.ts gives its capabilities the method names of the client reference.
import { phrase } from '../text/index.ts'
import type { ServiceBase } from './bases.ts'
import {
  type Capability,
  type CheckResult,
  checkRequest,
  estimate,
  findCapability,
  type Params,
  type Price,
  type SourceTask,
} from './catalogue/index.ts'
import { baseOf, keyOf, type TripoClientOptions } from './connection.ts'
import { DIALECTS, type DialectSpec } from './dialects/index.ts'
import type { DownloadedFile } from './download.ts'
import { malformed, unsupported } from './failures.ts'
import { bytesOf, readPath } from './file-source.ts'
import { Follower } from './follow.ts'
import { recentPushed, recentRows } from './recent.ts'
import { type DownloadOptions, type Paths, Results } from './results.ts'
import { SourceTasks } from './source-task.ts'
import {
  type Balance,
  decodeBalance,
  decodeUsage,
  type OutputFile,
  type Task,
  type Usage,
  type UsageRow,
} from './task.ts'
import { type CallOptions, TaskCreator } from './task-creator.ts'
import { TaskReader } from './task-reader.ts'
import { Transport } from './transport.ts'
import { type UploadedFile, Uploader, type UploadOptions } from './upload.ts'
import { USAGE_PAGE, usageRows } from './usage.ts'
import { type WaitOptions, wait } from './wait.ts'

export type { TripoClientOptions } from './connection.ts'
export type { DownloadOptions, Paths } from './results.ts'
export type { CallOptions } from './task-creator.ts'
export type { WaitOptions } from './wait.ts'

/**
 * The service's client. Whatever makes something checks its options and the task it works on first, at no cost: a
 * TripoCheckError means that nothing was sent. In the examples `client` is a TripoClient and `sdk` its methods by
 * capability; paths are read and written through its resources.
 */
export class TripoClient {
  readonly base: ServiceBase
  /** Follows all tasks of this client together. */
  readonly follower: Follower
  readonly #dialect: DialectSpec
  readonly #transport: Transport
  readonly #reader: TaskReader
  readonly #uploader: Uploader
  readonly #sources: SourceTasks
  readonly #creator: TaskCreator
  readonly #results: Results

  readonly #options: TripoClientOptions

  constructor(options: TripoClientOptions) {
    this.#options = options

    const { resources, rateLimiter, onWaiting } = options
    const base = baseOf(options)
    this.base = base
    this.#dialect = DIALECTS[base.dialect]
    this.#transport = new Transport({ apiKey: keyOf(options, base), base, resources, rateLimiter, onWaiting })
    this.#reader = new TaskReader(this.#transport, this.#dialect)
    this.follower = new Follower(this.#transport, this.#dialect, this.#reader, {
      onHealth: options.onHealth,
      durations: options.durations,
    })
    this.#uploader = new Uploader(this.#transport, this.#dialect)
    this.#sources = new SourceTasks(this.#reader)
    this.#creator = new TaskCreator({
      ...{ transport: this.#transport, dialect: this.#dialect, sources: this.#sources, uploader: this.#uploader },
    })
    this.#results = new Results(this.#transport.resources, this.#transport.addresses, (id, call) =>
      this.getTask(id, call),
    )
  }

  /**
   * Uploads a picture or a model, whichever the bytes are; the way (multipart, presigned address, temporary
   * credentials) is chosen by kind and size. Throws TripoCheckError when the service would refuse the file.
   * @param file a path (with the `readFile` resource) or bytes
   * @returns the token, which every method takes for a file; `s3://bucket/key` where the service gives no token
   * @example
   * const token = await client.uploadFile('photos/chair.png')
   * const taskId = await sdk.imageToModel({ image: token })
   */
  async uploadFile(file: string | Uint8Array, options?: UploadOptions): Promise<string> {
    const isPath = typeof file === 'string'
    const { file_token: token, object } = isPath
      ? await this.#uploader.upload(await readPath(this.#options.resources, file), file, options)
      : await this.#uploader.upload(file, '', options)
    return token ?? `s3://${object?.bucket}/${object?.key}`
  }

  /** Uploads an image; answers what a task's `file` takes. The same bytes are sent once in 12 hours. */
  async uploadImage(
    file: string | Uint8Array | { bytes: Uint8Array; name: string },
    options?: UploadOptions,
  ): Promise<UploadedFile> {
    const { bytes, name } = await bytesOf(this.#options.resources, file, 'image')
    return this.#uploader.uploadImage(bytes, name, options)
  }

  /** Uploads a model for an import; answers what its `file` takes. */
  async uploadModel(
    file: string | Uint8Array | { bytes: Uint8Array; name: string },
    options?: UploadOptions,
  ): Promise<UploadedFile> {
    const { bytes, name } = await bytesOf(this.#options.resources, file, 'model')
    return this.#uploader.uploadModel(bytes, name, options)
  }

  /**
   * Makes a task of a capability. Everything is checked, the task it works on too, before anything is uploaded; only then
   * files go up and the task is created.
   * @param options the parameters in camel case, files as paths, addresses, tokens or bytes; or, where that is all it
   *   needs, the id of the task it works on
   * @returns the task id
   */
  create(capability: Capability, options: object | string, call?: CallOptions): Promise<string> {
    return this.#creator.create(capability, options, call)
  }

  /**
   * Creates a task from a type and parameters, both as the v2 wire or the catalogue names them; v3 gets what it calls
   * them. Checked against the catalogue when it knows the type, and against the task it works on, which is looked up at
   * no cost. Throws TripoCheckError when nothing was sent; an error with `billed: 'unknown'` when the outcome is not known.
   * @returns the task id
   * @example
   * const taskId = await client.createTask({ type: 'text_to_model', prompt: 'a shiny red apple', texture: true })
   */
  createTask(task: Readonly<{ type: string } & Record<string, unknown>>, options?: CallOptions): Promise<string> {
    return this.#creator.createTask(task, options)
  }

  /**
   * The same for parameters that the catalogue names, whose files are at the service already: what a form has made.
   * @returns the task id
   */
  createFrom(capability: Capability, params: Params, options?: CallOptions): Promise<string> {
    return this.#creator.createFrom(capability, params, options)
  }

  /** A capability by its id. Throws TripoCheckError for one that is not known here. */
  capability(id: string): Capability {
    const capability = findCapability(id)
    if (!capability) throw unsupported(phrase('“{0}”', id.slice(0, 60)), this.#dialect.id)
    return capability
  }

  /**
   * Reads a task: state, progress, results.
   * @example
   * const taskId = await sdk.textToModel({ prompt: 'a cup' })
   * const task = await client.getTask(taskId)
   * console.log(task.status, task.progress, task.createdAt)
   */
  async getTask(taskId: string, options?: CallOptions): Promise<Task> {
    const task = await this.#reader.one(taskId, options)
    this.#sources.remember(task)
    return task
  }

  /**
   * Waits until a task is final, whatever its end. Throws TripoTimeoutError `wait.timeout` when the timeout is over;
   * the task goes on then.
   * @example
   * const taskId = await sdk.textToModel({ prompt: 'a cup' })
   * const task = await client.waitForTask(taskId, { timeout: 300, onProgress: (news) => console.log(news.progress) })
   * if (task.status === TaskStatus.SUCCESS) console.log(task.output.pbrModel ?? task.output.model)
   */
  async waitForTask(taskId: string, options: WaitOptions = {}): Promise<Task> {
    const { clock, log } = this.#transport.resources
    const task = await wait(this.follower, { clock, log }, taskId, options)
    this.#sources.remember(task)
    return task
  }

  /**
   * Downloads every result of a finished task but the rendered picture (models, drawn pictures, views) into a folder
   * that exists, as `<task id>-<kind>.<ending>`. Throws TripoDownloadError when a kind could not be had: it says which
   * and why, and where the others are; trying again costs nothing.
   * @returns the paths by kind
   * @example
   * const task = await client.waitForTask(await sdk.textToModel({ prompt: 'a cup' }))
   * const paths = await client.downloadTaskModels(task, 'assets')
   * for (const [kind, path] of Object.entries(paths)) console.log(kind, path)
   */
  downloadTaskModels(task: Task, outputDir: string, options?: DownloadOptions): Promise<Paths> {
    return this.#results.downloadAll(task, outputDir, options)
  }

  /**
   * Downloads the rendered picture of a task, if it has one.
   * @param filename without one: `<task id>-rendered_image.<ending>`
   * @example
   * const task = await client.waitForTask(await sdk.textToModel({ prompt: 'a cup' }))
   * const path = await client.downloadRenderedImage(task, 'assets', 'cup.png')
   */
  downloadRenderedImage(
    task: Task,
    outputDir: string,
    filename?: string,
    options?: DownloadOptions,
  ): Promise<string | undefined> {
    return this.#results.downloadRenderedImage(task, outputDir, filename, options)
  }

  /** Downloads one file of a task under a temporary name; an expired address is renewed by reading the task again. */
  downloadFile(task: Task, file: OutputFile, folder: string, options?: DownloadOptions): Promise<DownloadedFile> {
    return this.#results.downloadFile(task, file, folder, options)
  }

  /**
   * The credits of the API account: `balance` to spend, `frozen` held for running tasks.
   * @example
   * const { balance, frozen } = await client.getBalance()
   */
  async getBalance(options?: CallOptions): Promise<Balance> {
    const { data, traceId } = await this.#transport.get(this.#dialect.balancePath, options)
    const balance = decodeBalance(data)
    if (!balance) throw malformed('balance', traceId)
    return balance
  }

  /** Credits by task, newest first: one page. v3 only; at most 200 rows at once. */
  async getUsage({
    limit = 50,
    offset = 0,
    ...options
  }: CallOptions & { limit?: number; offset?: number } = {}): Promise<Usage> {
    const path = this.#dialect.usagePath?.(Math.min(USAGE_PAGE, limit), offset)
    if (!path) throw unsupported('The usage list', this.#dialect.id)
    const { data, traceId } = await this.#transport.get(path, options)
    const usage = decodeUsage(data)
    if (!usage) throw malformed('usage list', traceId)
    return usage
  }

  /**
   * All usage rows, newest first, page after page as they are asked for; each task once, also when new tasks push
   * older rows onto the next page. v3 only.
   * @example
   * let credits = 0
   * for await (const row of client.usageRows()) credits += row.credits
   */
  usageRows(options: CallOptions = {}): AsyncGenerator<UsageRow, void, undefined> {
    return usageRows((limit, offset) => this.getUsage({ ...options, limit, offset }))
  }

  /** Ids of the account's tasks created since then (milliseconds); undefined when the service has no way to tell. */
  async recentTasks(since: number): Promise<readonly string[] | undefined> {
    if (!this.#dialect.usagePath) return recentPushed(this.#transport, this.#dialect, since)
    return recentRows((limit, offset) => this.getUsage({ limit, offset }), since)
  }

  /**
   * What a request would be, cost and lack, without sending anything. Throws for an unknown capability.
   * @param source the task it works on, where known
   */
  check(
    capabilityId: string,
    params: Params,
    source?: SourceTask,
  ): CheckResult & { price: Price; capability: Capability } {
    const capability = this.capability(capabilityId)
    const result = checkRequest(capability, params, { ...this.#creator.context, source })
    return { ...result, price: estimate(capability, params), capability }
  }

  /** Ends all following; whoever waits hears of it as an error. Tasks go on at the service. */
  dispose(): void {
    this.follower.dispose()
  }

  /** The same, for code that waits for connections to close. */
  async close(): Promise<void> {
    this.dispose()
  }

  /** `await using client = new TripoClient(...)` ends it with its scope. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
