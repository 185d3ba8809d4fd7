// What a page is told about a model's changes.
import { afterLastRun, type Operation } from '../../mesh/tools/operations.ts'

/** What the page carries out itself, and the last change, where a tool has made it. */
export function changesOf(operations: readonly Operation[]) {
  const last = operations.at(-1)
  return { operations: operations.slice(afterLastRun(operations)), ...(last?.kind === 'run' && { lastTool: last }) }
}
