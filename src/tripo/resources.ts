// What the client needs from its environment: network, sockets, disk, clock, log. All of it is passed in, never created here, so
// that the same code runs in Node, in a browser's extension host, against the simulator and in tests.

import type { ResolveHost } from './addresses.ts'

/** The standard `fetch`, as far as the client uses it. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Runs something after `ms` milliseconds; returns a function that calls it off. */
  after(ms: number, run: () => void): () => void
}

export interface SocketEvents {
  /** The handshake succeeded. */
  open(): void
  /** A text frame. */
  message(text: string): void
  /** The end, called exactly once: refused, failed, or closed by either side. */
  closed(reason: string): void
}

export interface SocketLike {
  close(): void
}

/** Opens a websocket with request headers, which the standard WebSocket cannot carry. Never throws. */
export type OpenSocket = (url: string, headers: Readonly<Record<string, string>>, events: SocketEvents) => SocketLike

/** A finished temporary file. `sha256` is lower-case hexadecimal. */
export interface WrittenFile {
  path: string
  bytes: number
  sha256: string
}

/** What an earlier run has left of a download: the first bytes of it, and what was noted about it. */
export interface PartialDownload {
  bytes: number
  head: Uint8Array
  note: string
}

export interface FileWriter {
  /** What is in the file already; absent: nothing. */
  readonly partial?: PartialDownload
  write(chunk: Uint8Array): Promise<void>
  /** Throws away what was written and starts again at the first byte. */
  restart(): Promise<void>
  /** Closes the temporary file and leaves it where it is. */
  close(): Promise<WrittenFile>
  /** Makes what was written so far safe for a later run, with a note about it; only for a file with a name. */
  checkpoint?(note: string): Promise<void>
  /** Closes the file and leaves it as it was at the last checkpoint. Never throws. */
  leave?(): Promise<void>
  /** Closes and deletes the temporary file. Never throws. */
  discard(): Promise<void>
}

/** Where downloads go. Errors carry the system's code (`ENOSPC`, `EACCES` ...) in their `code` property. */
export interface FileSink {
  /** Bytes of a download that are worth to be marked; absent: nothing is kept for a later run. */
  readonly checkpointEvery?: number
  /**
   * Opens a new temporary file inside an existing folder, so that a later rename stays on one volume.
   * @param name of what is written: the new file begins with what an earlier run has marked under it, and nothing
   *   else of that is left in the folder
   */
  open(folder: string, name?: string): Promise<FileWriter>
  /**
   * Gives a temporary file its final name. A file that exists is never replaced: `-2`, `-3` ... is added.
   * @returns the final path
   */
  publish(temporary: string, folder: string, name: string): Promise<string>
  /** Deletes a temporary file. Never throws. */
  remove(path: string): Promise<void>
}

/** Messages for the log. They never hold the key. */
export interface Logger {
  debug(message: string): void
  warn(message: string): void
}

export interface PutRequest {
  url: string
  headers: Readonly<Record<string, string>>
  bytes: Uint8Array
  signal?: AbortSignal
  /** Bytes handed to the network so far, of all. */
  onProgress?: (sent: number, total: number) => void
}

/**
 * Sends a file by PUT with its Content-Length and with progress, neither of which the standard fetch has.
 * Redirects are not followed. Rejects with the signal's reason, or with the system's error.
 */
export type PutFile = (request: PutRequest) => Promise<{ status: number; text: string }>

export interface Resources {
  fetch: Fetch
  /** For large uploads; without it they go through `fetch`, without progress. */
  put?: PutFile
  clock?: Clock
  /** Uniform in [0, 1), for the jitter of retries. */
  random?: () => number
  openSocket?: OpenSocket
  /** Without it names are taken as they are, but for those under localhost, which then are nobody's. */
  resolveHost?: ResolveHost
  files?: FileSink
  /** Reads a file for an upload by path; refuses more than `maxBytes` before reading them. */
  readFile?: (path: string, maxBytes: number) => Promise<Uint8Array>
  /**
   * Makes an image plain for the service: upright, in sRGB, still. Rejects with a sentence when it cannot be read. Without it
   * images are sent as they are.
   */
  prepareImage?: (bytes: Uint8Array) => Promise<Uint8Array>
  log?: Logger
  /** The environment's variables, such as Node's `process.env`. */
  env?: Readonly<Record<string, string | undefined>>
}

/** Resources with the defaults of any modern platform filled in. */
export type FullResources = Resources & Required<Pick<Resources, 'clock' | 'random' | 'log'>>

/** The clock on the wall. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
const silent: Logger = { debug: () => {}, warn: () => {} }

export const fillResources = (resources: Resources): FullResources => ({
  ...resources,
  clock: resources.clock ?? systemClock,
  random: resources.random ?? Math.random,
  log: resources.log ?? silent,
})

/** Waits; rejects with the signal's reason as soon as it aborts. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason)
      return
    }
    const abort = () => {
      cancel()
      reject(signal?.reason)
    }
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', abort)
      resolve()
    })
    signal?.addEventListener('abort', abort, { once: true })
  })
}
