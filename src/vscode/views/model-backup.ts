// The backup of an edited model for a window that closes without saving: the state of the file, each step since, and undone
// steps, so that the next window has the same changes and can undo and redo them one by one. The files that changes apply to are
// in global storage. VS Code requests a backup only if there are unsaved changes: when all of them have been undone, redo ends
// with the window, as it does for text.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import * as vscode from 'vscode'
import { readOperations } from '../../mesh/tools/operations.ts'
import type { KeptStates, ModelDocument, ModelState } from './model-document.ts'

/** What a step adds to the one before it, or the file that it begins anew with. */
const KeptStep = Type.Object({ label: Type.String(), base: Type.Optional(Type.String()), added: Type.Unknown() })
const Kept = Type.Object({
  saved: Type.Object({ base: Type.String(), operations: Type.Unknown() }),
  steps: Type.Array(KeptStep),
  /** Those after them, which have been undone, in the order of redo. */
  undone: Type.Array(KeptStep),
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
  const { saved, uri, stamp, undone } = document
  const stepOf = ({ label, base, operations, previous = saved }: ModelState) => {
    const begins = base?.toString() !== previous.base?.toString() || !isBeginning(previous.operations, operations)
    return begins
      ? { label, base: (base ?? uri).toString(), added: operations }
      : { label, added: operations.slice(previous.operations.length) }
  }
  const kept = {
    saved: { base: (saved.base ?? uri).toString(), operations: saved.operations },
    steps: statesSinceSaved(document).map(stepOf),
    undone: undone.map(stepOf),
    stamp,
  }
  return JSON.stringify(kept)
}

const isBeginning = (list: ModelState['operations'], of: ModelState['operations']): boolean =>
  list.length <= of.length && list.every((one, i) => one === of[i])

/** @returns what a backup holds; undefined for one that cannot be read */
export function readBackup(text: string): ({ saved: ModelState } & KeptStates) | undefined {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!Check(Kept, json)) return undefined
  const operations = readOperations(json.saved.operations)
  if (!operations) return undefined
  const saved: ModelState = { base: vscode.Uri.parse(json.saved.base), operations, label: '', previous: undefined }
  const kept = statesAfter(saved, json.steps)
  const undone = kept && statesAfter(kept.at(-1) ?? saved, json.undone)
  return undone && { saved, kept, undone, stamp: json.stamp }
}

/** The states that steps lead to from one; undefined when one cannot be read. */
function statesAfter(first: ModelState, steps: readonly Type.Static<typeof KeptStep>[]): ModelState[] | undefined {
  const states: ModelState[] = []
  for (const step of steps) {
    const previous = states.at(-1) ?? first
    const added = readOperations(step.added)
    if (!added) return undefined
    const base = step.base === undefined ? previous.base : vscode.Uri.parse(step.base)
    const list = step.base === undefined ? [...previous.operations, ...added] : added
    states.push({ base, operations: list, label: step.label, previous })
  }
  return states
}
