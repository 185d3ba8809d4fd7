// Stand-ins for the client's surroundings: a clock that tests move, a scripted fetch, sockets and a disk in memory.
import { createHash } from 'node:crypto'
import type { Clock, FileSink, FileWriter, OpenSocket, Resources, SocketEvents } from '../../../src/tripo/resources.ts'
import { decodeTask, type Task } from '../../../src/tripo/task.ts'

export const KEY = 'tsk_unitTestSecret0123456789abcdefABCDEF'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Milliseconds from which on a wait is a time limit, and no pause: the client's longest pause between polls is shorter. */
const LIMIT = 30_000

/**
 * The machine's clock, on which pauses pass so many times as quickly. Time limits stay as they are: on a busy machine
 * nothing may be given up that only has not had its turn.
 */
export const quickClock = (speed: number): Clock => ({
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms < LIMIT ? ms / speed : ms)
    return () => clearTimeout(timer)
  },
})

export class FakeClock implements Clock {
  time = Date.parse('2026-11-20T12:00:00Z')
  #timers: { at: number; run: () => void }[] = []
  /** By how much the wall clock is off: timers do not care. */
  offset = 0
  now = () => this.time + this.offset

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.time + ms, run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((entry) => entry !== timer)
    }
  }

  get pending(): number {
    return this.#timers.length
  }

  async settle(): Promise<void> {
    for (let count = 0; count < 6; count++) await turn()
  }

  async #runNext(until: number): Promise<boolean> {
    const next = this.#timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0]
    if (!next) return false
    this.#timers = this.#timers.filter((timer) => timer !== next)
    this.time = Math.max(this.time, next.at)
    next.run()
    await this.settle()
    return true
  }

  /** Lets `ms` pass, with every timer at its time. */
  async advance(ms: number): Promise<void> {
    const until = this.time + ms
    await this.settle()
    while (await this.#runNext(until)) {}
    this.time = until
  }

  /** Lets time pass until a promise is settled; at most `limit` timers. */
  async run<Value>(promise: Promise<Value>, limit = 500): Promise<Value> {
    let isSettled = false
    const done = () => {
      isSettled = true
    }
    promise.then(done, done)
    await this.settle()
    for (let count = 0; !isSettled && count < limit; count++) {
      if (!(await this.#runNext(Number.POSITIVE_INFINITY))) await new Promise((resolve) => setTimeout(resolve, 1))
    }
    if (!isSettled) throw new Error('the promise is not settled after all timers')
    return promise
  }
}

export interface Call {
  method: string
  url: string
  headers: Headers
  /** Parsed JSON, FormData, or undefined. */
  body: unknown
  /** The text as it was sent. */
  text: string | undefined
}
export type Reply = (call: Call, signal: AbortSignal | undefined) => Response | Promise<Response>

export interface FakeFetch {
  fetch: Resources['fetch']
  calls: Call[]
}

/** A fetch whose answers are given by a function of the call and its number, counted from 0. */
export function fakeFetch(
  reply: (call: Call, index: number, signal?: AbortSignal) => Response | Promise<Response>,
): FakeFetch {
  const calls: Call[] = []
  return {
    calls,
    fetch: async (url, init) => {
      const text = typeof init?.body === 'string' ? init.body : undefined
      const body: unknown = text === undefined ? init?.body : JSON.parse(text)
      const call = { method: init?.method ?? 'GET', url, headers: new Headers(init?.headers), body, text }
      calls.push(call)
      return reply(call, calls.length - 1, init?.signal ?? undefined)
    },
  }
}

/** Replies one after the other; the last one repeats. */
export const script = (...replies: (Reply | Response | Error)[]): FakeFetch =>
  fakeFetch((call, index, signal) => {
    const reply = replies[Math.min(index, replies.length - 1)]
    if (reply === undefined) throw new Error('empty script')
    if (reply instanceof Error) throw reply
    return reply instanceof Response ? reply.clone() : reply(call, signal)
  })

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })
export const ok = (data: unknown) => json({ code: 0, data }, 200, { 'x-tripo-trace-id': 'trace-ok' })
export const fault = (status: number, code: number, headers: Record<string, string> = {}) =>
  json({ code, message: `message ${code}`, suggestion: `suggestion ${code}` }, status, {
    'x-tripo-trace-id': `trace-${code}`,
    ...headers,
  })

/** What undici throws: a TypeError with the system's error as its cause. */
export const networkError = (code: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(`system says ${code}`), { code }) })

/** Never answers, but obeys the signal. */
export const hang: Reply = (_, signal) =>
  new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))

export interface MemoryDisk extends FileSink {
  files: Map<string, Uint8Array>
  open_: number
  fail?: { at: 'open' | 'write' | 'publish'; code: string }
}

export function memoryDisk(): MemoryDisk {
  const files = new Map<string, Uint8Array>()
  let count = 0
  const trouble = (at: string) => {
    if (disk.fail?.at === at) throw Object.assign(new Error(`disk says ${disk.fail.code}`), { code: disk.fail.code })
  }
  const disk: MemoryDisk = {
    files,
    open_: 0,
    async open(folder): Promise<FileWriter> {
      trouble('open')
      disk.open_ += 1
      count += 1
      const path = `${folder}/.tmp-${count}`
      let bytes = new Uint8Array()
      const keep = (next: Uint8Array<ArrayBuffer>) => {
        bytes = next
        files.set(path, bytes)
      }
      keep(bytes)
      return {
        async write(chunk) {
          trouble('write')
          const next = new Uint8Array(bytes.length + chunk.length)
          next.set(bytes)
          next.set(chunk, bytes.length)
          keep(next)
        },
        async restart() {
          keep(new Uint8Array())
        },
        async close() {
          disk.open_ -= 1
          return { path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
        },
        async discard() {
          disk.open_ -= 1
          files.delete(path)
        },
      }
    },
    async publish(temporary, folder, name) {
      trouble('publish')
      const path = `${folder}/${name}`
      files.set(path, files.get(temporary) ?? new Uint8Array())
      files.delete(temporary)
      return path
    },
    async remove(path) {
      files.delete(path)
    },
  }
  return disk
}

export class FakeSockets {
  readonly opened: {
    url: string
    headers: Readonly<Record<string, string>>
    events: SocketEvents
    isClosed: boolean
  }[] = []
  open: OpenSocket = (url, headers, events) => {
    const entry = { url, headers, events, isClosed: false }
    this.opened.push(entry)
    return {
      close: () => {
        if (entry.isClosed) return
        entry.isClosed = true
        events.closed('closed here')
      },
    }
  }
}

/** A GLB of the given length: a true header, then nothing of meaning. */
export function glb(length = 64): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0x46546c67, true)
  view.setUint32(4, 2, true)
  view.setUint32(8, length, true)
  for (let index = 12; index < length; index++) bytes[index] = index % 251
  return bytes
}

/** The header of a PNG of this size, padded to `length` bytes. */
export function png(width = 512, height = 512, length = 64): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52])
  new DataView(bytes.buffer).setUint32(16, width)
  new DataView(bytes.buffer).setUint32(20, height)
  return bytes
}

export const wireTask = (id: string, fields: Record<string, unknown> = {}) => ({
  task_id: id,
  type: 'text_to_model',
  status: 'running',
  input: {},
  output: {},
  progress: 0,
  create_time: 1763640000,
  ...fields,
})

/** The same as the client reads it. */
export function task(id: string, fields: Record<string, unknown> = {}): Task {
  const decoded = decodeTask(wireTask(id, fields))
  if (!decoded) throw new Error('no task')
  return decoded
}
