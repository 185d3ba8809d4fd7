// What a job needs of the service's client and of its surroundings: narrow, so that tests can stand in for all of it.
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
  /** It has to wait (too many requests, no free place, a service that is away): not an error. */
  onWaiting?(reason: WaitingFor): void
  /** It is on its way, perhaps after waiting. */
  onSending?(): void
}

/** A whole, checked download at a temporary path. */
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
   * Downloads one file of a finished task into an existing folder, under a hidden temporary name. Goes on with what an
   * earlier run has left there of it; `onKept`: when this run is stopped, it leaves something too.
   */
  download(
    task: Task,
    file: OutputFile,
    folder: string,
    options: {
      signal?: AbortSignal
      /** More is not taken: `download.too-large`. */
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
  /** `global`, `china`, or the host of a deployment of one's own. */
  region: string
  /** Identifies the account without giving the key away. */
  account: string
}

export interface JobServices {
  store: RecordStore
  files: AssetFiles
  /** Absolute paths of folders in the extension's storage; created when needed. */
  storage: { downloads: string; thumbnails: string }
  /** The way to the account that a job is for. */
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
  /** By which it is known what the service offers today; absent: what was noted with a request is taken for true. */
  today?(): RuleContext
  /**
   * Has requests sent when the person's limits allow it; absent: there are none.
   * @param credits of each request of one click
   * @param send notes and starts so many of the first of them
   * @returns undefined when the person said no: nothing was sent
   */
  withinLimits?<Sent>(
    day: Pick<Spending, 'today' | 'inTurn'>,
    service: 'sandbox' | 'service',
    credits: readonly number[],
    send: (count: number) => Promise<Sent>,
  ): Promise<Sent | undefined>
  /** Trouble that belongs to no job, or that does not end one: for the log. */
  onTrouble?(problem: Problem): void
  /** What everything that waits goes by; default: the system's. */
  clock?: Clock
  /** The rhythm of windows on one journal; the default is for people's windows, tests are quicker. */
  lease?: Lease
  newId?(): string
}

export const clockOf = ({ clock }: Pick<JobServices, 'clock'>): Clock => clock ?? systemClock
