// The simulator's options and interface: the contract for servers, the sandbox and tests.
import type { Pool } from '../tripo/catalogue/index.ts'
import type { KeepLimits } from './archive.ts'
import type { Clock } from './clock.ts'
import type { Fault } from './faults.ts'
import type { Moderation } from './policy.ts'
import type { Random } from './random.ts'
import type { SimulatorStore } from './store.ts'
import type { WorkFile, WorkJob, WorkResult } from './work.ts'

/**
 * Carries out an accepted task; a rejection makes the task fail. Runs in a worker thread except in tests.
 * A bare list is a result without facts.
 */
export type Builder = (job: WorkJob) => Promise<WorkResult | readonly WorkFile[]>

export interface SimulatorOptions {
  build: Builder
  /** Default: the wall clock. */
  clock?: Clock
  /** Where drawn seeds come from. Default: seeded by chance. */
  random?: Random
  /** Divides the durations of tasks; everything a client reads as time stays wall clock. Default 1. */
  timeScale?: number
  /** Credits each new account starts with. Default 10,000. */
  credits?: number
  /** How long a download URL lives, in seconds. Default 300. */
  urlLifetime?: number
  /** Where tasks and uploads are kept. Default: in memory. */
  store?: SimulatorStore
  /** Fetches images that tasks name by URL. Default: the platform's fetch. */
  fetch?: (url: string, init: { signal: AbortSignal }) => Promise<Response>
  /** Whether image URLs may leave this machine; by default only loopback hosts are asked. */
  remoteInputs?: boolean
  /** Overrides of how many tasks of a pool an account may have at a time. */
  pools?: Partial<Record<Pool, number>>
  /** Whether `priority` is part of the plan (else 403/2013). Default false. */
  priority?: boolean
  /** Whether prompts can be moderated; `unavailable` answers every prompt with 400/2014. Default on. */
  moderation?: Moderation
  /** Requests per minute and account, above which 429/1007 is answered. Default: no limit. */
  rate?: number
  /** Whether uploads are limited to 10 a second on v2 and 10 a minute on v3. Default false. */
  uploadRate?: boolean
  /** Bytes of a JSON body, and of an image uploaded on v2, above which 400/2021 is answered. Default 20 MB. */
  bodyLimit?: number
  /** Lines about what a client should not do, such as sending its key to a file host, and why a task failed. They never hold the key. */
  log?: (line: string) => void
  /** What goes wrong on purpose; see faults.ts. */
  faults?: readonly Fault[]
  /** Bytes of built files kept in memory; others are built again when asked for. Default 256 MB. */
  cacheBytes?: number
  /** How long and how many finished tasks are remembered. Default 7 days, 20,000. */
  keep?: KeepLimits
}

/** Defaults of the options above that are figures. */
export const DEFAULTS = {
  timeScale: 1,
  credits: 10_000,
  urlLifetime: 300,
  cacheBytes: 256 * 1024 * 1024,
  keep: { days: 7, tasks: 20_000 },
} as const

/** The simulator's end of a websocket. */
export interface WatchSocket {
  send(text: string): void
  close(code: number, reason: string): void
}

export interface Simulator {
  /**
   * Answers one request to either dialect, to the download host, to a presigned upload or to the bucket.
   * Rejects only where a fault drops the connection.
   */
  fetch(request: Request): Promise<Response>
  /**
   * Opens a v2 watch (`/v2/openapi/task/watch/...`).
   * @returns a function that ends it, or the refusal to answer the upgrade request with
   */
  watch(request: Request, socket: WatchSocket): Promise<(() => void) | Response>
  /** Replaces the faults, and begins to count anew. */
  setFaults(faults: readonly Fault[]): void
  /** Stops all timers and watches; running builds are left to their builder. */
  dispose(): void
}
