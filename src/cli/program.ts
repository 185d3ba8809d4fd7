// The command line with its streams, Ctrl+C and tools. A single model is processed in this thread: starting another one would
// cost a process that has nothing else to do 80 ms and a copy of the model. Several models are processed in the thread with
// limits, so that none of them can block the others.
import { join, resolve } from 'node:path'
import type { ModelTools } from '../platform/model-tools.ts'
import { outputTo } from './output.ts'
import { run } from './run.ts'

/** As shells say that Ctrl+C ended a program. */
const INTERRUPTED = 130

/** Runs the program's own words. @param folder absolute path of the bundles, where the threads lie @returns the exit code */
export async function program(folder: string): Promise<number> {
  const abort = new AbortController()
  const interrupt = () => abort.abort(new Error('interrupted'))
  process.once('SIGINT', interrupt)
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
        // A thread that works hears of nothing: the system ends the process, as Ctrl+C does where nobody listens.
        process.off('SIGINT', interrupt)
        return (await import('./tools-here.ts')).toolsHere(join(folder, 'chunks'))
      },
    })
  } catch (error) {
    if (abort.signal.aborted) return INTERRUPTED
    outputTo(2)(`tripo-studio: ${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  } finally {
    thread?.dispose()
  }
}
