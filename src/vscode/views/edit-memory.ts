// Remembers the saved edits of models, so that they can be repeated on a newer result: changes refer to parts and materials by
// number, which differ there, so their names are stored, too.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import * as vscode from 'vscode'
import { afterLastRun, type Operation, readOperations } from '../../mesh/tools/operations.ts'
import type { GltfHead } from '../../platform/gltf-json.ts'
import { notify, pick } from '../ui.ts'
import { nameOf } from '../uris.ts'
import type { ModelDocument } from './model-document.ts'
import type { ModelStages } from './model-stages.ts'

const KEY = 'tripo.modelEditor.edits'
/** Models whose last changes are kept, and bytes of one's list. */
const MOST = 20
const MOST_BYTES = 500_000

const Kept = Type.Array(
  Type.Object({
    uri: Type.String(),
    at: Type.Number(),
    operations: Type.Unknown(),
    /** The name of what each operation is for, in the same order; empty where it has none. */
    names: Type.Array(Type.String()),
  }),
)
type Kept = Type.Static<typeof Kept>
const Named = Type.Array(Type.Object({ name: Type.Optional(Type.String()) }))
const Head = Type.Object({ nodes: Type.Optional(Named), materials: Type.Optional(Named) })

export interface EditMemoryServices {
  memory: vscode.Memento
  head(path: string): Promise<GltfHead | undefined>
  stages: ModelStages
}

/** What an operation names: a part or a material, by its number. */
function targetOf(operation: Operation): { list: 'nodes' | 'materials'; number: number } | undefined {
  if (operation.kind === 'material') return { list: 'materials', number: operation.material }
  return operation.kind === 'run' ? undefined : { list: 'nodes', number: operation.node }
}

function withTarget(operation: Operation, number: number): Operation {
  if (operation.kind === 'material') return { ...operation, material: number }
  return operation.kind === 'run' ? operation : { ...operation, node: number }
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
    const names: string[] = []
    for (const [i, operation] of operations.entries()) {
      const target = targetOf(operation)
      const list = target && (await this.#namesOf(document, operations.slice(0, i)))[target.list]
      names.push(list?.[target?.number ?? -1] ?? '')
    }
    const entry = { uri: document.uri.toString(), at: Date.now(), operations, names }
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
      const detail = l10n.t('{0} changes', operations.length)
      return [{ label: nameOf(uri), description: vscode.workspace.asRelativePath(uri), detail, operations, entry }]
    })
    const picked = await pick(rows, { title, placeHolder: l10n.t('Whose changes shall be made here, too?') })
    if (!picked) return undefined
    const { operations, left } = await this.#translated(document, picked.operations, picked.entry.names)
    if (left > 0) await notify('info', l10n.t('{0} changes are left out: this model has no such parts.', left))
    return operations
  }

  /** The changes with the numbers that parts of these names have in this model. */
  async #translated(document: ModelDocument, operations: readonly Operation[], names: readonly string[]) {
    const made: Operation[] = []
    let left = 0
    for (const [i, operation] of operations.entries()) {
      const target = targetOf(operation)
      const lists = await this.#namesOf(document, [...document.operations, ...made])
      if (!target) {
        made.push(...(operation.kind === 'run' && operation.nodes ? [] : [operation]))
        left += operation.kind === 'run' && operation.nodes ? 1 : 0
        continue
      }
      const name = names[i] ?? ''
      const own = lists[target.list]
      // A name that several have, or none, says nothing; copies have no place in the file.
      const isOne = name !== '' && own.indexOf(name) >= 0 && own.indexOf(name) === own.lastIndexOf(name)
      const isCopy = target.list === 'nodes' && target.number >= own.length && name === ''
      if (isOne) made.push(withTarget(operation, own.indexOf(name)))
      else if (isCopy || (name === own[target.number] && name !== undefined)) made.push(operation)
      else left += 1
    }
    return { operations: made, left }
  }

  /** The names of parts and materials that changes after these are for. */
  async #namesOf(document: ModelDocument, operations: readonly Operation[]) {
    const { uri } = await this.#services.stages.of(document, operations.slice(0, afterLastRun(operations)))
    const json = (await this.#services.head(uri.fsPath))?.json
    const { nodes = [], materials = [] } = Check(Head, json) ? json : {}
    return { nodes: nodes.map(({ name = '' }) => name), materials: materials.map(({ name = '' }) => name) }
  }

  #all(): Kept {
    const value: unknown = this.#services.memory.get(KEY)
    return Check(Kept, value) ? value : []
  }
}
