// Jobs in a worker thread: started with the first job, replaced after a crash, never a reason to keep a process alive. A job may
// have limits of time and memory, and can be ended from outside; each of these terminates the thread, which frees its memory.
import { type ResourceLimits, Worker } from 'node:worker_threads'
import type { Parcel } from './parcel.ts'

/** A worker that says nothing for this long has lost its way. */
const PATIENCE = 120_000
/** How often the process's memory is looked at while a job with a limit runs. */
const MEMORY_LOOK = 100

interface Waiting<Job, Result> {
  id: number
  job: Job
  resolve(result: Result): void
  reject(error: Error): void
}

/** Why a thread was ended or ended itself. */
export type WorkerEnd = 'time' | 'memory' | 'crash'

export interface WorkerQueue<Job, Result> {
  /**
   * Has the worker do a job; jobs are done one after the other. Rejects when the job fails, the worker crashes or passes a
   * limit, or `signal` ends it.
   */
  run(job: Job, signal?: AbortSignal): Promise<Result>
  dispose(): void
}

export interface WorkerQueueOptions<Job, Result> {
  /** Absolute path of the worker's script. */
  file: string
  /** Reads the worker's answer; undefined when it is none. */
  read(message: unknown): { id: number; result: Result } | { id: number; error: string | Error } | undefined
  /** What goes to the thread instead of a job, with the buffers that are handed over; a clone of the job without it. */
  parcel?(job: Job): Parcel<unknown>
  /** Milliseconds after which a job is given up. */
  patience?: number | ((job: Job) => number)
  /** Limits of the thread's JavaScript heap; typed arrays do not count there. */
  resourceLimits?: ResourceLimits
  /** Bytes by which the whole process may grow while a job runs, which includes typed arrays. */
  growth?: number
  /** Bytes that an idle thread may keep of that; WebAssembly never gives memory back. With more it is ended. */
  keeps?: number
  /** Bytes that the process has in memory; of the system without it. */
  memory?(): number
  /** The error of a job that was ended; the plain reason without it. */
  ended?(why: WorkerEnd, reason: string, job: Job): Error
}

/**
 * Runs jobs in one worker thread. The worker is sent `{ id, job }` and answers in a form that `read` understands.
 */
export function createWorkerQueue<Job, Result>(options: WorkerQueueOptions<Job, Result>): WorkerQueue<Job, Result> {
  const { file, read, patience = PATIENCE, resourceLimits, growth, keeps = Infinity } = options
  const { memory = () => process.memoryUsage.rss() } = options
  const { ended = (_, reason) => new Error(reason), parcel = (job) => ({ job, transfer: [] }) } = options
  const waiting: Waiting<Job, Result>[] = []
  let worker: Worker | undefined
  let current: Waiting<Job, Result> | undefined
  let watchdog: NodeJS.Timeout | undefined
  let memoryWatch: NodeJS.Timeout | undefined
  /** Bytes of the process before the thread was started. */
  let before = 0
  let count = 0
  let disposed = false

  function finish(settle: (job: Waiting<Job, Result>) => void): void {
    clearTimeout(watchdog)
    clearInterval(memoryWatch)
    const done = current
    current = undefined
    if (done) settle(done)
    next()
    if (!current && memory() - before > keeps) end()
  }

  function drop(why: WorkerEnd, reason: string): void {
    stop((job) => job.reject(ended(why, reason, job.job)))
  }

  /** Ends the thread, whatever it is at, and settles its job. */
  function stop(settle: (job: Waiting<Job, Result>) => void): void {
    end()
    finish(settle)
  }

  function end(): void {
    const old = worker
    worker = undefined
    old?.removeAllListeners()
    old?.on('error', () => undefined)
    old?.terminate().catch(() => undefined)
  }

  function start(): Worker {
    // its own output would spoil what the process prints; inherited debugger flags would fight over a port
    const started = new Worker(file, { stdout: true, execArgv: [], ...(resourceLimits ? { resourceLimits } : {}) })
    started.stdout.resume()
    started.unref()
    started.on('message', (message) => {
      const answer = read(message)
      if (!answer || answer.id !== current?.id) return
      finish((job) => ('error' in answer ? job.reject(errorOf(answer.error)) : job.resolve(answer.result)))
    })
    started.on('error', (error) =>
      drop(isOutOfMemory(error) ? 'memory' : 'crash', `The worker crashed: ${error.message}`),
    )
    started.on('exit', (code) => drop('crash', `The worker ended with code ${code}.`))
    return started
  }

  function next(): void {
    if (current || disposed) return
    current = waiting.shift()
    if (!current) return
    const { id, job } = current
    try {
      if (!worker) before = memory()
      worker ??= start()
      const sent = parcel(job)
      worker.postMessage({ id, job: sent.job }, sent.transfer)
    } catch (error) {
      drop('crash', error instanceof Error ? error.message : String(error))
      return
    }
    watch(job)
  }

  function watch(job: Job): void {
    const longest = typeof patience === 'number' ? patience : patience(job)
    watchdog = setTimeout(() => drop('time', `The worker did not answer within ${longest / 1000} s.`), longest)
    watchdog.unref()
    if (growth === undefined) return
    const atStart = memory()
    memoryWatch = setInterval(() => {
      if (memory() - atStart > growth) drop('memory', 'The worker used too much memory.')
    }, MEMORY_LOOK)
    memoryWatch.unref()
  }

  function abort(id: number, reason: Error): void {
    const index = waiting.findIndex((entry) => entry.id === id)
    if (index >= 0) waiting.splice(index, 1)[0]?.reject(reason)
    else if (current?.id === id) stop((job) => job.reject(reason))
  }

  return {
    run(job, signal) {
      return new Promise((resolve, reject) => {
        if (disposed || signal?.aborted) {
          reject(signal?.aborted ? errorOf(signal.reason) : new Error('The worker was stopped.'))
          return
        }
        count += 1
        const id = count
        const onAbort = () => abort(id, errorOf(signal?.reason))
        const settled =
          <T>(settle: (value: T) => void) =>
          (value: T) => {
            signal?.removeEventListener('abort', onAbort)
            settle(value)
          }
        waiting.push({ id, job, resolve: settled(resolve), reject: settled(reject) })
        signal?.addEventListener('abort', onAbort)
        next()
      })
    },
    dispose() {
      disposed = true
      const left = waiting.splice(0)
      stop((job) => job.reject(new Error('The worker was stopped.')))
      for (const { reject } of left) reject(new Error('The worker was stopped.'))
    },
  }
}

const errorOf = (reason: unknown) => (reason instanceof Error ? reason : new Error(String(reason)))

const isOutOfMemory = (error: Error) => 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
