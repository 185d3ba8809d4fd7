// The local tools in the calling thread, for a process that has only one model to process. Readers have the same limits here;
// only termination from outside needs a separate thread.
import { runTool } from '../mesh/tools/run-tool.ts'
import { useBundledWasm } from '../platform/bundled-wasm.ts'
import type { ModelTools } from '../platform/model-tools.ts'

/** Once a process. */
export function toolsHere(): Pick<ModelTools, 'run'> {
  useBundledWasm()
  return { run: (job) => runTool(job) }
}
