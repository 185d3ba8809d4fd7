// The command line as a program (out/tripo-studio.cjs): `npx tripo-studio` in the repository. No VS Code is needed.
import { join, resolve } from 'node:path'
import { createModelTools, type ModelTools } from '../platform/model-tools.ts'
import { run } from './run.ts'
import { openJobs } from './service.ts'

/** As shells say that Ctrl+C ended a program. */
const INTERRUPTED = 130

async function main(): Promise<number> {
  const abort = new AbortController()
  process.once('SIGINT', () => abort.abort(new Error('interrupted')))
  // Whoever reads only the first lines, as `head` does, is no failure.
  process.stdout.on('error', () => process.exit(0))
  const cwd = process.cwd()
  let tools: ModelTools | undefined
  try {
    return await run(process.argv.slice(2), {
      ...{ cwd, env: process.env, signal: abort.signal },
      out: (text) => void process.stdout.write(text),
      err: (text) => void process.stderr.write(text),
      resolve: (path) => resolve(cwd, path),
      openJobs: (root) => openJobs(root, { env: process.env, folder: __dirname }),
      tools: () => {
        tools ??= createModelTools(join(__dirname, 'model-worker.mjs'))
        return tools
      },
    })
  } catch (error) {
    if (abort.signal.aborted) return INTERRUPTED
    process.stderr.write(`tripo-studio: ${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  } finally {
    tools?.dispose()
  }
}

main().then((code) => {
  process.exitCode = code
})
