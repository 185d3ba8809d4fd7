// What is kept of an edited model for a window that closes without saving: what the file had, and each step since, so that the
// next window has the same changes and can undo them one by one. The files that changes are for lie in global storage.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import * as vscode from 'vscode'
import { readOperations } from '../../mesh/tools/operations.ts'
import type { FileStamp, ModelDocument, ModelState } from './model-document.ts'

const Kept = Type.Object({
  saved: Type.Object({ base: Type.String(), operations: Type.Unknown() }),
  /** What each step adds to the one before it, or the file that it begins anew with. */
  steps: Type.Array(Type.Object({ label: Type.String(), base: Type.Optional(Type.String()), added: Type.Unknown() })),
  stamp: Type.Optional(Type.Object({ mtime: Type.Number(), size: Type.Number() })),
})

/** The states from what the file has, which is left out, to that of now; only the latter where undo went past the file's. */
function statesSinceSaved({ state, saved }: ModelDocument): readonly ModelState[] {
  const states: ModelState[] = []
  for (let at: ModelState | undefined = state; at !== saved; at = at.previous) {
    if (!at) return [{ ...state, previous: saved }]
    states.unshift(at)
  }
  return states
}

/** @returns the text of the backup */
export function backupOf(document: ModelDocument): string {
  const { saved, uri, stamp } = document
  const steps = statesSinceSaved(document).map(({ label, base, operations, previous = saved }) => {
    const begins = base?.toString() !== previous.base?.toString() || !isBeginning(previous.operations, operations)
    return begins
      ? { label, base: (base ?? uri).toString(), added: operations }
      : { label, added: operations.slice(previous.operations.length) }
  })
  const kept = { saved: { base: (saved.base ?? uri).toString(), operations: saved.operations }, steps, stamp }
  return JSON.stringify(kept)
}

const isBeginning = (list: ModelState['operations'], of: ModelState['operations']): boolean =>
  list.length <= of.length && list.every((one, i) => one === of[i])

/** @returns what a backup holds; undefined for one that cannot be read */
export function readBackup(
  text: string,
): { saved: ModelState; states: readonly ModelState[]; stamp: FileStamp | undefined } | undefined {
  let kept: unknown
  try {
    kept = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!Check(Kept, kept)) return undefined
  const operations = readOperations(kept.saved.operations)
  if (!operations) return undefined
  const saved: ModelState = { base: vscode.Uri.parse(kept.saved.base), operations, label: '', previous: undefined }
  const states: ModelState[] = []
  for (const step of kept.steps) {
    const previous = states.at(-1) ?? saved
    const added = readOperations(step.added)
    if (!added) return undefined
    const base = step.base === undefined ? previous.base : vscode.Uri.parse(step.base)
    const list = step.base === undefined ? [...previous.operations, ...added] : added
    states.push({ base, operations: list, label: step.label, previous })
  }
  return { saved, states, stamp: kept.stamp }
}
