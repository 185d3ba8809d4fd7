// The local tools in the calling thread, for a process that has only one model to process. Readers have the same limits here;
// only termination from outside needs a separate thread.
import { meshErrorOf } from '../mesh/errors.ts'
import type { ToolJob, ToolResult } from '../mesh/tools/job.ts'
import { runTool } from '../mesh/tools/run-tool.ts'
import { useBundledWasm } from '../platform/bundled-wasm.ts'
import type { ModelTools } from '../platform/model-tools.ts'
import { takeCompiledFrom } from './compiled-wasm.ts'
import { chooseCompiler, LATER, setFlags } from './compiler.ts'

/** Once a process. @param compiledCode absolute path of the folder with what the build compiled */
export function toolsHere(compiledCode: string): Pick<ModelTools, 'run'> {
  let compiled: Promise<void> = Promise.resolve()
  // Flags hold for all WebAssembly: that of pictures is large, and waits until they are as they were.
  useBundledWasm(() => compiled)
  return toolsWith(async (job) => {
    const code = await codeFor(job)
    if (code) {
      // After scripts are loaded: what the build compiled of them is of no use with other flags (workbench/scripts.mjs).
      takeCompiledFrom(compiledCode, () => chooseCompiler(job.tool === 'simplify', job.bytes.length))
      // Where it is compiled, then in another thread while the model is read. Whoever needs it hears of what went wrong.
      const later = () => void setFlags(LATER)
      compiled = code.ready.then(later, later)
    }
    return runTool(job)
  })
}

/** Tools whose failures are told as those of the thread are. @param work what a tool does */
export const toolsWith = (work: (job: ToolJob) => Promise<ToolResult>): Pick<ModelTools, 'run'> => ({
  run: (job) =>
    work(job).catch((error: unknown) => {
      throw meshErrorOf(error)
    }),
})

/** The WebAssembly that a tool will need. */
async function codeFor({ tool }: ToolJob): Promise<{ readonly ready: Promise<void> } | undefined> {
  if (tool === 'simplify') return (await import('meshoptimizer/simplifier')).MeshoptSimplifier
  return tool === 'optimise' ? (await import('meshoptimizer/encoder')).MeshoptEncoder : undefined
}
