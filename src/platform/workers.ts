// Work in a worker thread: started at the first job, replaced after a crash, never a reason to keep a process alive.
import { Worker } from 'node:worker_threads'

/** A worker that says nothing for this long has lost its way. */
const PATIENCE = 120_000

interface Waiting<Job, Result> {
  id: number
  job: Job
  resolve(result: Result): void
  reject(error: Error): void
}

export interface WorkerQueue<Job, Result> {
  /** Has the worker do a job; jobs are done one after the other. Rejects when the job fails or the worker crashes. */
  run(job: Job): Promise<Result>
  dispose(): void
}

export interface WorkerQueueOptions<Result> {
  /** Absolute path of the worker's script. */
  file: string
  /** Reads the worker's answer; undefined when it is none. */
  read(message: unknown): { id: number; result: Result } | { id: number; error: string } | undefined
  /** Milliseconds after which a job is given up. */
  patience?: number
}

/**
 * Runs jobs in one worker thread. The worker is sent `{ id, job }` and answers in a form that `read` understands.
 */
export function createWorkerQueue<Job, Result>(options: WorkerQueueOptions<Result>): WorkerQueue<Job, Result> {
  const { file, read, patience = PATIENCE } = options
  const waiting: Waiting<Job, Result>[] = []
  let worker: Worker | undefined
  let current: Waiting<Job, Result> | undefined
  let watchdog: NodeJS.Timeout | undefined
  let count = 0
  let disposed = false

  function finish(act: (job: Waiting<Job, Result>) => void): void {
    clearTimeout(watchdog)
    const done = current
    current = undefined
    if (done) act(done)
    next()
  }

  function drop(reason: string): void {
    const old = worker
    worker = undefined
    old?.removeAllListeners()
    old?.on('error', () => undefined)
    old?.terminate().catch(() => undefined)
    finish((job) => job.reject(new Error(reason)))
  }

  function start(): Worker {
    // its own output would spoil what the process prints; inherited debugger flags would fight over a port
    const started = new Worker(file, { stdout: true, execArgv: [] })
    started.stdout.resume()
    started.unref()
    started.on('message', (message) => {
      const answer = read(message)
      if (!answer || answer.id !== current?.id) return
      finish((job) => ('error' in answer ? job.reject(new Error(answer.error)) : job.resolve(answer.result)))
    })
    started.on('error', (error) => drop(`The worker crashed: ${error.message}`))
    started.on('exit', (code) => drop(`The worker ended with code ${code}.`))
    return started
  }

  function next(): void {
    if (current || disposed) return
    current = waiting.shift()
    if (!current) return
    const { id, job } = current
    try {
      worker ??= start()
      worker.postMessage({ id, job })
    } catch (error) {
      drop(error instanceof Error ? error.message : String(error))
      return
    }
    watchdog = setTimeout(() => drop(`The worker did not answer within ${patience / 1000} s.`), patience)
    watchdog.unref()
  }

  return {
    run(job) {
      return new Promise((resolve, reject) => {
        if (disposed) {
          reject(new Error('The worker was stopped.'))
          return
        }
        count += 1
        waiting.push({ id: count, job, resolve, reject })
        next()
      })
    },
    dispose() {
      disposed = true
      const left = waiting.splice(0)
      drop('The worker was stopped.')
      for (const { reject } of left) reject(new Error('The worker was stopped.'))
    },
  }
}
