// What a job needs from the service's client and its environment. A narrow interface, so that tests can replace all of it.
import type { AssetFiles } from '../../assets/index.ts'
import type { Problem, WaitingFor } from '../../protocol/index.ts'
import type { FileInput, Params, RuleContext } from '../../tripo/catalogue/index.ts'
import { type Clock, systemClock } from '../../tripo/resources.ts'
import type { OutputFile, Task } from '../../tripo/task.ts'
import type { JobRecord } from '../store/record.ts'
import type { Spending } from '../store/spending.ts'
import type { RecordStore } from '../store/store.ts'
import type { Lease } from '../store/windows.ts'

export interface CallOptions {
  signal?: AbortSignal
  /** The request has to wait (rate limit, full pool, unreachable service); not an error. */
  onWaiting?(reason: WaitingFor): void
  /** The request is being sent, perhaps after waiting. */
  onSending?(): void
}

/** A complete, verified download at a temporary path. */
export interface Download {
  path: string
  extension: string
  bytes: number
  sha256: string
}

/** The service's client, as far as a job uses it. */
export interface JobClient {
  /**
   * @param options.kind what the file is, as the request's parameter says
   * @param options.sha256 of the bytes, lower-case hex
   */
  upload(
    bytes: Uint8Array,
    name: string,
    options: CallOptions & { kind: 'image' | 'model'; sha256: string },
  ): Promise<FileInput>
  /**
   * Creates a task: checked, then sent at most once unless the service certainly did not take it. The signal ends
   * waiting only: when it rejects with the signal's reason, nothing was created.
   * @returns the task's id
   */
  create(
    capability: string,
    params: Params,
    /**
     * `beforeSend`: right before each attempt leaves; until then nothing can be billed, and its rejection ends it.
     * `onCreated`: the service's own id of the request that created the task.
     */
    options: CallOptions & { beforeSend(): Promise<void>; onCreated?(traceId: string): void },
  ): Promise<string>
  /** Reads a task of the account. */
  read(taskId: string, options?: { signal?: AbortSignal }): Promise<Task>
  /** Ids of the account's tasks that were created since then (milliseconds); absent or undefined: no way to know. */
  recent?(since: number): Promise<readonly string[] | undefined>
  /** Waits for a task's success; rejects with TripoTaskError when it ends otherwise. Can be called again. */
  follow(taskId: string, options: { signal?: AbortSignal; onProgress?(task: Task): void }): Promise<Task>
  /**
   * Downloads one file of a finished task into an existing folder, under a hidden temporary name. Resumes a
   * partial download of an earlier run; `onKept` is called when this run is stopped and leaves one, too.
   */
  download(
    task: Task,
    file: OutputFile,
    folder: string,
    options: {
      signal?: AbortSignal
      /** Maximum bytes; a larger file fails with `download.too-large`. */
      mostBytes?: number
      onProgress?(received: number, total: number | undefined): void
      onKept?(): void
    },
  ): Promise<Download>
}

export interface JobConnection {
  client: JobClient
  service: 'sandbox' | 'service'
  dialect: 'v2' | 'v3'
  /** `global`, `china`, or the host of a custom deployment. */
  region: string
  /** Identifies the account without revealing the key. */
  account: string
}

export interface JobServices {
  store: RecordStore
  files: AssetFiles
  /** Absolute paths of folders in the extension's storage; created when needed. */
  storage: { downloads: string; thumbnails: string }
  /** The connection to the account that a job belongs to. */
  connect(service: 'sandbox' | 'service'): Promise<JobConnection>
  /** Reads a local input by its reference. */
  readInput(upload: string): Promise<{ bytes: Uint8Array; name: string }>
  /** Address of a file by its absolute path. */
  toUri(path: string): string
  /** The extension, for the provenance. */
  generator: { name: string; version: string }
  /** Whether this window runs and lists a job; default: all. */
  isMine?(record: JobRecord): boolean
  /** Whether a delivered file is nowhere to be found; default: no. `JobsApi.refresh` tells that it has changed. */
  isMissing?(path: string): boolean
  /** Tells what the service offers today; without it, recorded requests are considered valid. */
  today?(): RuleContext
  /**
   * Sends requests if the person's spending limits allow it; without it, there are no limits.
   * @param credits of each request of one click
   * @param send records and starts that many of them, from the first
   * @returns undefined when the person declined: nothing was sent
   */
  withinLimits?<Sent>(
    day: Pick<Spending, 'today' | 'inTurn'>,
    service: 'sandbox' | 'service',
    credits: readonly number[],
    send: (count: number) => Promise<Sent>,
  ): Promise<Sent | undefined>
  /** Reports a failure that belongs to no job, or that does not end one, for the log. */
  onTrouble?(problem: Problem): void
  /** The clock for all waiting; default: the system's. */
  clock?: Clock
  /** Lease times of windows on one journal; tests use shorter ones. */
  lease?: Lease
  newId?(): string
}

export const clockOf = ({ clock }: Pick<JobServices, 'clock'>): Clock => clock ?? systemClock
