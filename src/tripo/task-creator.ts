// Creates tasks: a request is checked, and so is the task it works on, before anything is uploaded or sent; what the service answers
// becomes a task id, or an error that says whether it may be billed.
import {
  type Capability,
  capabilityOfType,
  checkRequest,
  cleanParams,
  findCapability,
  type Params,
  type RuleContext,
} from './catalogue/index.ts'
import { createdId, type DialectSpec } from './dialects/index.ts'
import { TripoApiError } from './errors.ts'
import { checkFailed, malformed, unconfirmed } from './failures.ts'
import { bytesOf } from './file-source.ts'
import { resolveFiles, toParams } from './options.ts'
import type { SourceTasks } from './source-task.ts'
import type { Transport, Waiting } from './transport.ts'
import type { Uploader } from './upload.ts'

export interface CallOptions {
  signal?: AbortSignal
  /** Called before the first byte of each attempt of a creation; until then nothing can be billed. */
  beforeSend?: () => Promise<void> | void
  onWaiting?: (waiting: Waiting) => void
  /** A request leaves now: whatever was waited for is over. */
  onSending?: () => void
  /** The service's own id of the request that created a task, which its support asks for. */
  onCreated?: (traceId: string) => void
}

interface TaskCreatorParts {
  transport: Transport
  dialect: DialectSpec
  sources: SourceTasks
  uploader: Uploader
}

export class TaskCreator {
  readonly #parts: TaskCreatorParts

  constructor(parts: TaskCreatorParts) {
    this.#parts = parts
  }

  /** What rules ask for beside a request: the API it goes out in, and the day. */
  get context(): RuleContext {
    const { dialect, transport } = this.#parts
    return { dialect: dialect.id, now: transport.resources.clock.now() }
  }

  /** See TripoClient.create. */
  async create(capability: Capability, options: object | string, call?: CallOptions): Promise<string> {
    const { dialect, sources, transport, uploader } = this.#parts
    const given = toParams(capability, options)
    const planned = await resolveFiles(capability, given, () => ({ file_token: 'later' }))
    await sources.check(capability, this.#checked(capability, planned), this.context, call)
    const params = await resolveFiles(capability, given, async ({ kind, source }) => {
      const { bytes, name } = await bytesOf(transport.resources, source, kind)
      return kind === 'model' ? uploader.uploadModel(bytes, name, call) : uploader.uploadImage(bytes, name, call)
    })
    return this.#send(capability.id, capability, cleanParams(capability, params, dialect.id), call)
  }

  /** See TripoClient.createTask. */
  async createTask(task: Readonly<{ type: string } & Record<string, unknown>>, call?: CallOptions): Promise<string> {
    const { type, ...given } = task
    const capability = findCapability(type) ?? capabilityOfType(type)
    if (!capability) return this.#send(type, undefined, given, call)
    return this.createFrom(capability, capability.v2.decode?.(given) ?? given, call)
  }

  /** See TripoClient.createFrom. */
  async createFrom(capability: Capability, params: Params, call?: CallOptions): Promise<string> {
    const checked = this.#checked(capability, params)
    await this.#parts.sources.check(capability, checked, this.context, call)
    return this.#send(capability.id, capability, checked, call)
  }

  /** Cleaned parameters; throws TripoCheckError when an error was found. */
  #checked(capability: Capability, params: Params): Params {
    const result = checkRequest(capability, params, this.context)
    if (!result.ok) throw checkFailed(result.findings)
    return result.params
  }

  async #send(type: string, capability: Capability | undefined, params: Params, call?: CallOptions): Promise<string> {
    const { dialect, transport, uploader } = this.#parts
    const { path, body } = dialect.create(capability?.v2.type ?? type, capability, params)
    try {
      const pool = capability?.pool(params)
      const { data, traceId } = await transport.post(path, body, { ...call, kind: 'creation', pool })
      const id = createdId(data)
      if (!id) throw unconfirmed(malformed('task id', traceId), traceId)
      if (traceId !== undefined) call?.onCreated?.(traceId)
      return id
    } catch (error) {
      // The service lost an upload: the next try must send the file again.
      if (error instanceof TripoApiError && error.serviceCode === 2019) uploader.forget()
      throw error
    }
  }
}
