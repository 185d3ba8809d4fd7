// The local tools in the thread that asks for them, for a process that has one model to work on. Readers have their limits
// here too; what only a thread of its own can have is an end from outside.
import { runTool } from '../mesh/tools/run-tool.ts'
import { useBundledWasm } from '../platform/bundled-wasm.ts'
import type { ModelTools } from '../platform/model-tools.ts'

/** Once a process. */
export function toolsHere(): Pick<ModelTools, 'run'> {
  useBundledWasm()
  return { run: (job) => runTool(job) }
}
