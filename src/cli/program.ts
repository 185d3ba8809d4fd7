// The command line with its streams, Ctrl+C and tools. A single model is processed in this thread: starting another one would
// cost a process that has nothing else to do 80 ms and a copy of the model. Several models are processed in the thread with
// limits, so that none of them can block the others.
import { join, resolve } from 'node:path'
import type { ModelTools } from '../platform/model-tools.ts'
import { outputTo } from './output.ts'
import { run } from './run.ts'

/** What asks a program to end, and what it ends with, as shells say it: Ctrl+C, and what stops a job of CI. */
const INTERRUPTED = { SIGINT: 130, SIGTERM: 143 } as const
type Interrupt = keyof typeof INTERRUPTED

/** Runs the program's own words. @param folder absolute path of the bundles, where the threads lie @returns the exit code */
export async function program(folder: string): Promise<number> {
  const abort = new AbortController()
  let interrupted: Interrupt = 'SIGINT'
  const listeners = (['SIGINT', 'SIGTERM'] as const).map((name) => {
    const interrupt = () => {
      interrupted = name
      abort.abort(new Error('interrupted'))
    }
    // The second time the system ends the process.
    return { listen: () => process.once(name, interrupt), leave: () => process.off(name, interrupt) }
  })
  for (const { listen } of listeners) listen()
  const cwd = process.cwd()
  let thread: ModelTools | undefined
  try {
    return await run(process.argv.slice(2), {
      ...{ cwd, env: process.env, signal: abort.signal },
      ...{ out: outputTo(1), err: outputTo(2) },
      resolve: (path) => resolve(cwd, path),
      openJobs: async (root) => (await import('./service.ts')).openJobs(root, { env: process.env, folder }),
      tools: async (models) => {
        if (models > 1) {
          thread ??= (await import('../platform/model-tools.ts')).createModelTools(join(folder, 'model-worker.mjs'))
          return thread
        }
        const tools = (await import('./tools-here.ts')).toolsHere(join(folder, 'chunks'))
        return {
          run: async (job) => {
            // A thread that works hears of nothing: the system ends the process, as it does where nobody listens. What it
            // writes after that it writes to the end.
            for (const { leave } of listeners) leave()
            try {
              return await tools.run(job)
            } finally {
              for (const { listen } of listeners) listen()
            }
          },
        }
      },
    })
  } catch (error) {
    if (abort.signal.aborted) return INTERRUPTED[interrupted]
    outputTo(2)(`tripo-studio: ${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  } finally {
    thread?.dispose()
  }
}
