// The local tools in the calling thread, for a process that has only one model to process. Readers have the same limits here;
// only termination from outside needs a separate thread.
import type { ToolJob } from '../mesh/tools/job.ts'
import { runTool } from '../mesh/tools/run-tool.ts'
import { useBundledWasm } from '../platform/bundled-wasm.ts'
import type { ModelTools } from '../platform/model-tools.ts'

/** Once a process. */
export function toolsHere(): Pick<ModelTools, 'run'> {
  useBundledWasm()
  return {
    run: async (job) => {
      // Before flags are set: what the build compiled of a script is of no use with others (workbench/scripts.mjs).
      await loadAhead(job)
      compileOnce(job.bytes.length)
      return runTool(job)
    },
  }
}

/** Loads what a tool will need before the model is read: its WebAssembly is looked through in other threads meanwhile. */
async function loadAhead({ tool }: ToolJob): Promise<void> {
  if (tool === 'simplify') await import('meshoptimizer/simplifier')
  if (tool === 'optimise') await import('meshoptimizer/encoder')
}

/** Bytes of a model from which code that is compiled well is worth the longer wait for it. */
const LARGE = 1_000_000
/** Those whose engine is known to have the flags; it would complain of others on standard error. */
const KNOWN = { least: 20, most: 26 }

/**
 * Has WebAssembly compiled once. V8 compiles it quickly and badly first, and a second time while it runs: but the loop that takes
 * all of the time is one call, which goes on in the code that it began in. Of reducing 100,000 triangles the second compilation
 * was 35 of 270 ms, and of 10,000 as many of 140. A small model is done before good code would be there, and a large one gets it
 * at once. Only in a process of our own: the flags hold for all of it.
 */
function compileOnce(size: number): void {
  const node = Number.parseInt(process.versions.node, 10)
  if (node < KNOWN.least || node > KNOWN.most) return
  // As an import it would be looked through for all that it exports.
  const { setFlagsFromString } = process.getBuiltinModule('node:v8')
  setFlagsFromString(size < LARGE ? '--wasm-tiering-budget=2000000000' : '--no-liftoff')
}
