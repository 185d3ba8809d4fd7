// Remembers the saved edits of models, so that they can be repeated on a newer result: changes refer to parts, materials and
// clips by number, which differs there, so their names are stored, too (mesh/tools/carry-over.ts). Those of a delivered model are
// in its JSON as well (recorded-edits.ts), where another machine finds them.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import * as vscode from 'vscode'
import { carryOver, type LeftOut, Reference, referencesOf } from '../../mesh/tools/carry-over.ts'
import type { Operation } from '../../mesh/tools/operations.ts'
import type { GltfHead } from '../../platform/gltf-json.ts'
import { notify, pick } from '../ui.ts'
import { nameOf } from '../uris.ts'
import type { ModelDocument } from './model-document.ts'
import { type ModelStages, pictureOf } from './model-stages.ts'
import { labelOf } from './operator-words.ts'
import { type EditedModel, type EditFiles, editedModels, recordCopy, recordSaved, sessionOf } from './recorded-edits.ts'

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
  files: EditFiles
}

export class EditMemory {
  readonly #services: EditMemoryServices

  constructor(services: EditMemoryServices) {
    this.#services = services
  }

  /** Keeps what has just been saved; a delivered model has it in its JSON, too. @throws the disk's error of that JSON */
  async keep(document: ModelDocument): Promise<void> {
    const { operations } = document
    const references = await referencesOf(operations, (done) => this.#headAfter(document, done))
    await this.#remember(document.uri, operations, references)
    await recordSaved(this.#services.files, document, { operations, references })
  }

  /** Keeps what has just been saved under another name with that. @throws the disk's error of its JSON */
  async keepCopy(document: ModelDocument, target: vscode.Uri): Promise<void> {
    const { operations } = document
    const references = await referencesOf(operations, (done) => this.#headAfter(document, done))
    await recordCopy(this.#services.files, document, target, { operations, references })
  }

  async #remember(model: vscode.Uri, operations: readonly Operation[], references: Reference[][]): Promise<void> {
    if (operations.length === 0) return
    const entry = { uri: model.toString(), at: Date.now(), operations, references }
    if (JSON.stringify(entry).length > MOST_BYTES) return
    const others = this.#all().filter(({ uri }) => uri !== entry.uri)
    await this.#services.memory.update(KEY, [entry, ...others].slice(0, MOST))
  }

  /** Asks whose changes are to be done to this model. @returns them, for its own numbers; undefined when there are none */
  async choose(document: ModelDocument): Promise<readonly Operation[] | undefined> {
    const { l10n } = vscode
    const title = l10n.t('Apply Last Edits')
    const models = await this.#models()
    if (models.length === 0) {
      await notify('info', l10n.t('No changes have been saved in the model editor yet.'))
      return undefined
    }
    const rows = models.map((model) => {
      const count = model.sessions.reduce((sum, { operations }) => sum + operations.length, 0)
      const detail = count === 1 ? l10n.t('1 change') : l10n.t('{0} changes', count)
      return { label: nameOf(model.uri), description: vscode.workspace.asRelativePath(model.uri), detail, model }
    })
    const picked = await pick(rows, { title, placeHolder: l10n.t('Whose changes shall be made here, too?') })
    if (!picked) return undefined
    const { operations, left } = await this.#carried(document, picked.model)
    // The changes do not wait until it is read.
    if (left.length > 0) void notify('info', left.join(' '))
    return operations
  }

  /** The changes of a model as this one has to make them, and in words what is left out. */
  async #carried(document: ModelDocument, { sessions }: EditedModel) {
    const pictures = await this.#picturesHere(sessions.flatMap(({ operations }) => operations))
    const hasPicture = (operation: Operation) => pictureOf(operation).every((name) => pictures.has(name))
    const { operations, left } = await carryOver(
      sessions,
      document.operations,
      (done) => this.#headAfter(document, done),
      hasPicture,
    )
    const without = left.filter(({ operation }) => !hasPicture(operation))
    const others = left.filter(({ operation }) => hasPicture(operation))
    const { l10n } = vscode
    const words = [
      ...(others.length > 0 ? [l10n.t('Left out, since this model has no clear match: {0}', named(others))] : []),
      ...(without.length > 0 ? [l10n.t('Left out, since the picture is on another machine: {0}', named(without))] : []),
    ]
    return { operations, left: words }
  }

  /** All that is known, the latest first: what a JSON says of a model is all that was saved into it. */
  async #models(): Promise<EditedModel[]> {
    const recorded = await editedModels(this.#services.files)
    const known = new Set(recorded.map(({ uri }) => uri.toString()))
    const kept = this.#all().flatMap(({ uri, at, operations, references }): EditedModel[] => {
      const sessions = sessionOf(operations, references)
      return known.has(uri) || sessions.length === 0 ? [] : [{ uri: vscode.Uri.parse(uri), at, sessions }]
    })
    return [...recorded, ...kept].toSorted((one, other) => other.at - one.at)
  }

  async #picturesHere(operations: readonly Operation[]): Promise<ReadonlySet<string>> {
    const here = new Set<string>()
    for (const name of new Set(operations.flatMap(pictureOf)))
      if (await this.#services.stages.hasPicture(name)) here.add(name)
    return here
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

/** Changes by their names and what they were for. */
function named(left: readonly LeftOut[]): string {
  const { l10n } = vscode
  const told = left.slice(0, MOST_TOLD).map(({ operation, names }) => {
    const label = labelOf([operation])
    const known = names.filter((name) => name !== '')
    return known.length > 0 ? l10n.t('{0} ({1})', label, known.join(', ')) : label
  })
  const others = left.length - told.length
  return [...told, ...(others > 0 ? [l10n.t('{0} more', others)] : [])].join(', ')
}
