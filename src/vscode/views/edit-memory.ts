// Remembers the saved edits of models, so that they can be repeated on a newer result: changes refer to parts, materials and
// clips by number, which differs there, so their names are stored, too (mesh/tools/carry-over.ts).
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import * as vscode from 'vscode'
import { carryOver, type LeftOut, Reference, referencesOf } from '../../mesh/tools/carry-over.ts'
import { type Operation, readOperations } from '../../mesh/tools/operations.ts'
import type { GltfHead } from '../../platform/gltf-json.ts'
import { notify, pick } from '../ui.ts'
import { nameOf } from '../uris.ts'
import type { ModelDocument } from './model-document.ts'
import type { ModelStages } from './model-stages.ts'
import { labelOf } from './operator-words.ts'

const KEY = 'tripo.modelEditor.edits.named'
/** Models whose last changes are kept, and bytes of one's list. */
const MOST = 20
const MOST_BYTES = 500_000
/** Changes left out that are told by name. */
const MOST_TOLD = 5

const Kept = Type.Array(
  Type.Object({
    uri: Type.String(),
    at: Type.Number(),
    operations: Type.Unknown(),
    /** What each operation refers to, in the same order. */
    references: Type.Array(Type.Array(Reference)),
  }),
)
type Kept = Type.Static<typeof Kept>
export interface EditMemoryServices {
  memory: vscode.Memento
  head(path: string): Promise<GltfHead | undefined>
  stages: ModelStages
}

export class EditMemory {
  readonly #services: EditMemoryServices

  constructor(services: EditMemoryServices) {
    this.#services = services
  }

  /** Keeps what has just been saved. */
  async keep(document: ModelDocument): Promise<void> {
    const { operations } = document
    if (operations.length === 0) return
    const references = await referencesOf(operations, (done) => this.#headAfter(document, done))
    const entry = { uri: document.uri.toString(), at: Date.now(), operations, references }
    if (JSON.stringify(entry).length > MOST_BYTES) return
    const others = this.#all().filter(({ uri }) => uri !== entry.uri)
    await this.#services.memory.update(KEY, [entry, ...others].slice(0, MOST))
  }

  /** Asks whose changes are to be done to this model. @returns them, for its own numbers; undefined when there are none */
  async choose(document: ModelDocument): Promise<readonly Operation[] | undefined> {
    const { l10n } = vscode
    const title = l10n.t('Apply Last Edits')
    const kept = this.#all()
    if (kept.length === 0) {
      await notify('info', l10n.t('No changes have been saved in the model editor yet.'))
      return undefined
    }
    const rows = kept.flatMap((entry) => {
      const operations = readOperations(entry.operations)
      if (!operations) return []
      const uri = vscode.Uri.parse(entry.uri)
      const { length } = operations
      const detail = length === 1 ? l10n.t('1 change') : l10n.t('{0} changes', length)
      return [{ label: nameOf(uri), description: vscode.workspace.asRelativePath(uri), detail, operations, entry }]
    })
    const picked = await pick(rows, { title, placeHolder: l10n.t('Whose changes shall be made here, too?') })
    if (!picked) return undefined
    const { operations, left } = await carryOver(
      picked.operations,
      picked.entry.references,
      document.operations,
      (done) => this.#headAfter(document, done),
    )
    // The changes do not wait until it is read.
    if (left.length > 0) void notify('info', leftOutWords(left))
    return operations
  }

  async #headAfter(document: ModelDocument, operations: readonly Operation[]): Promise<unknown> {
    const { uri } = await this.#services.stages.of(document, operations)
    return (await this.#services.head(uri.fsPath))?.json
  }

  #all(): Kept {
    const value: unknown = this.#services.memory.get(KEY)
    return Check(Kept, value) ? value : []
  }
}

/** Which changes were not made, and what they were for. */
function leftOutWords(left: readonly LeftOut[]): string {
  const { l10n } = vscode
  const told = left.slice(0, MOST_TOLD).map(({ operation, names }) => {
    const label = labelOf([operation])
    const named = names.filter((name) => name !== '')
    return named.length > 0 ? l10n.t('{0} ({1})', label, named.join(', ')) : label
  })
  const others = left.length - told.length
  const all = [...told, ...(others > 0 ? [l10n.t('{0} more', others)] : [])].join(', ')
  return l10n.t('Left out, since this model has no clear match: {0}', all)
}
