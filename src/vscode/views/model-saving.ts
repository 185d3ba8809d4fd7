// Saves, reverts and backs up changes of the model editor: they are applied in a thread to a copy of the file as it was opened,
// and the result replaces the file.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import * as vscode from 'vscode'
import { MeshError } from '../../mesh/errors.ts'
import { formatFacts, formatOfPath, type ModelFormat } from '../../mesh/formats/names.ts'
import { afterLastRun } from '../../mesh/tools/operations.ts'
import { unpackedPhrases } from '../../mesh/tools/packed.ts'
import type { ModelOnDisk } from '../../platform/files-beside.ts'
import type { GltfHead } from '../../platform/gltf-json.ts'
import type { ModelTools } from '../../platform/model-tools.ts'
import { isOnDisk, readModelAt } from '../model-files.ts'
import { checkRequest } from '../model-validation.ts'
import { ask } from '../ui.ts'
import { nameOf, type StoreFile } from '../uris.ts'
import { said, saidOf, together } from '../words.ts'
import { backupOf, readBackup } from './model-backup.ts'
import type { FileStamp, ModelDocument } from './model-document.ts'
import { ModelStages } from './model-stages.ts'
import { converted, formatToSave, withFreeNames, withOwnFiles, withTheirNames } from './other-name.ts'

const Extensions = Type.Object({ extensionsUsed: Type.Array(Type.String()) })
export interface ModelSavingServices {
  /** Started with the first job. */
  tools: ModelTools
  /** A model with the files beside it. */
  read(path: string): Promise<ModelOnDisk>
  /** What a glTF file says of itself. */
  head(path: string): Promise<GltfHead | undefined>
  /** Puts new content in a file's place. @returns where the old one is kept */
  replace(path: string, bytes: Uint8Array): Promise<string>
  store: StoreFile
  /** The extension's global storage folder. */
  storage: vscode.Uri
}

export class ModelSaving {
  readonly stages: ModelStages
  readonly #services: ModelSavingServices
  /** Questions that are open, and savings under way or done. */
  readonly #agreements = new WeakMap<ModelDocument, Promise<void>>()
  readonly #savings = new WeakMap<ModelDocument, Promise<void>>()

  constructor(services: ModelSavingServices) {
    this.#services = services
    this.stages = new ModelStages({ ...services, folder: this.folder })
  }

  /** Where copies of opened files are. */
  get folder(): vscode.Uri {
    return vscode.Uri.joinPath(this.#services.storage, 'edited')
  }

  /** Copies the file, with those it names, before its first change. @throws VS Code's error when it cannot be read */
  async keepBase(document: ModelDocument): Promise<void> {
    if (document.base) return
    const { base, stamp } = await this.copy(document.uri)
    document.noteBase(base)
    document.stamp ??= stamp
  }

  /** A copy of a model in our storage, with the files it names. @throws VS Code's error when it cannot be read */
  async copy(uri: vscode.Uri): Promise<{ base: vscode.Uri; stamp: FileStamp }> {
    const stamp = await stampOf(uri)
    const folder = this.stages.place()
    const base = vscode.Uri.joinPath(folder, nameOf(uri))
    if (/\.gltf$/i.test(uri.path)) {
      const { bytes, files } = await readModelAt(uri, this.#services.read)
      for (const [path, body] of files) await this.#services.store(vscode.Uri.joinPath(folder, path).fsPath, body)
      await this.#services.store(base.fsPath, bytes)
    } else await vscode.workspace.fs.copy(uri, base)
    return { base, stamp }
  }

  /** What is wrong with the model with all its changes, for the page. @throws MeshError */
  async check(document: ModelDocument) {
    const files = document.base ? await this.#filesOf(document) : undefined
    const disk = files
      ? {
          bytes: files[0]?.bytes ?? new Uint8Array(),
          files: new Map(files.slice(1).map((one) => [one.path, one.bytes])),
        }
      : await readModelAt(document.uri, this.#services.read)
    const hint = formatOfPath(document.uri.path)
    const job = { ...checkRequest(document.uri), ...disk, ...(hint ? { hint } : {}) }
    const { findings = [], warnings } = await this.#services.tools.run(job)
    return [
      ...findings.map(({ severity, message, places = [], repair }) => ({
        ...{ severity, text: said(message), places: places.map((place) => [...place]) },
        ...(repair ? { repair } : {}),
      })),
      ...warnings.map((text) => ({ severity: 'warning' as const, text, places: [] })),
    ]
  }

  /** The files of the model with all changes, itself first. @throws MeshError */
  async #filesOf(document: ModelDocument, cancel?: vscode.CancellationToken) {
    const abort = new AbortController()
    cancel?.onCancellationRequested(() => abort.abort(new vscode.CancellationError()))
    const { operations } = document
    const { uri } = await this.stages.of(document, operations, abort.signal)
    const rest = operations.slice(afterLastRun(operations))
    if (rest.length > 0) return (await this.stages.run(uri, rest, abort.signal)).files
    const { bytes, files } = await readModelAt(uri, this.#services.read)
    return [{ path: nameOf(uri), bytes }, ...[...files].map(([path, body]) => ({ path, bytes: body }))]
  }

  /**
   * Writes all changes into the file, and into those it names. One saving at a time: where files are saved by themselves,
   * that one may be under way, or ask, when a person saves.
   * @throws MeshError, and node's errors
   */
  async save(document: ModelDocument, cancel: vscode.CancellationToken): Promise<void> {
    if (!document.isDirty) return
    const agreed = this.#agreements.get(document) ?? this.#agree(document)
    this.#agreements.set(document, agreed)
    await agreed.finally(() => this.#agreements.delete(document))
    const before = this.#savings.get(document) ?? Promise.resolve()
    const own = before.catch(() => undefined).then(() => this.#saveNow(document, cancel))
    this.#savings.set(document, own)
    await own
  }

  async #saveNow(document: ModelDocument, cancel: vscode.CancellationToken): Promise<void> {
    if (!document.isDirty) return
    const { state, uri } = document
    const [main, ...others] = await withOwnFiles(await this.#filesOf(document, cancel), uri)
    if (!main) return
    document.isSaving = true
    try {
      // What the model names first, so that it never names what is not there.
      for (const { path, bytes } of others) await this.#write(vscode.Uri.joinPath(uri, '..', path), bytes, uri)
      await this.#services.replace(uri.fsPath, main.bytes)
      const stamp = await stampOf(uri)
      const { length: size } = main.bytes
      // Of another length it is another program's, written since: not what was saved, which no stamp of it may say.
      document.noteSaved(state, stamp.size === size ? stamp : { mtime: 0, size })
    } finally {
      document.isSaving = false
    }
  }

  /**
   * Writes the model with all changes under another name, in the format that its ending says; what lies there is left to other
   * models. @throws MeshError, VS Code's errors
   */
  async saveAs(document: ModelDocument, target: vscode.Uri, cancel: vscode.CancellationToken): Promise<void> {
    const own = formatOfPath(document.uri.path) ?? 'glb'
    const format = formatToSave(target, own)
    const isChanged = document.operations.length > 0 || format !== own
    if (isChanged && !(document.knowsLosses && formatFacts(format).isWhole)) await this.#agreeToLosses(document, format)
    const files = await this.#filesOf(document, cancel)
    const written = format === own ? files : await converted(files, { own, format, target }, this.#services.tools)
    const place = format === 'gltf' ? withFreeNames : withTheirNames
    const [main, ...others] = await place(written, target)
    for (const { path, bytes } of others) await this.#write(vscode.Uri.joinPath(target, '..', path), bytes, target)
    if (main) await vscode.workspace.fs.writeFile(target, main.bytes)
  }

  /** A file beside a model; one that is there already and other is kept as a backup. */
  async #write(target: vscode.Uri, bytes: Uint8Array, model: vscode.Uri): Promise<void> {
    const folder = vscode.Uri.joinPath(model, '..').path
    if (!target.path.startsWith(`${folder}/`)) throw new Error(`${target.path} leaves the folder`)
    const there = await Promise.resolve(vscode.workspace.fs.readFile(target)).catch(() => undefined)
    if (!there) await vscode.workspace.fs.writeFile(target, bytes)
    else if (Buffer.compare(there, bytes) !== 0) await this.#services.replace(target.fsPath, bytes)
  }

  /** Whether another program has written the file since it was opened or saved. */
  async isChangedOutside(document: ModelDocument): Promise<boolean> {
    if (document.isSaving || !document.stamp) return false
    const now = await stampOf(document.uri).catch(() => undefined)
    return now !== undefined && (now.mtime !== document.stamp.mtime || now.size !== document.stamp.size)
  }

  /** Asks before the first saving what it would leave out, and before writing over another program's changes. */
  async #agree(document: ModelDocument): Promise<void> {
    const { l10n } = vscode
    const name = nameOf(document.uri)
    if (await this.isChangedOutside(document)) {
      const over = l10n.t('Overwrite')
      const text = l10n.t('{0} was changed by another program since it was opened.', name)
      const answer = await ask('warning', text, l10n.t('Saving replaces those changes; the file is kept.'), over)
      if (answer !== over) throw new vscode.CancellationError()
    }
    if (document.knowsLosses) return
    await this.#agreeToLosses(document, formatOfPath(document.uri.path) ?? 'glb')
    document.knowsLosses = true
  }

  /** Asks whether what the format cannot hold may be left out; nothing to ask where all is kept. */
  async #agreeToLosses(document: ModelDocument, format: ModelFormat): Promise<void> {
    const { l10n } = vscode
    const lost = await this.#lossesOf(document, format)
    if (lost.length === 0) return
    const save = l10n.t('Save')
    const answer = await ask('warning', l10n.t('Save {0}?', nameOf(document.uri)), lost.join('\n'), save)
    if (answer !== save) throw new vscode.CancellationError()
  }

  /** What is not as it was once the model has been written by us in a format, a sentence each. */
  async #lossesOf({ base, uri }: ModelDocument, format: ModelFormat): Promise<string[]> {
    const { head, read, tools } = this.#services
    const at = base ?? uri
    const json = formatFacts(format).isWhole && isOnDisk(at) ? (await head(at.fsPath))?.json : undefined
    // Most files have no extension, and need not be read for this; one may stand in a file that does not declare it.
    if (json !== undefined && !JSON.stringify(json).includes('"extensions')) return []
    const hint = formatOfPath(at.path) ?? 'glb'
    const job = { tool: 'losses', options: { format }, hint, ...(await readModelAt(at, read)) } as const
    const told = await tools.run(job).catch(() => undefined)
    return [
      ...(told?.warnings ?? []).slice(0, 20),
      ...(told?.losses ?? []).map((loss) => said(loss)),
      ...unpackedPhrases(Check(Extensions, json) ? json.extensionsUsed : []).map((one) => said(one)),
    ]
  }

  /** Keeps changes for a window that closes without saving. */
  async backUp(document: ModelDocument, destination: vscode.Uri): Promise<vscode.CustomDocumentBackup> {
    await vscode.workspace.fs.writeFile(destination, new TextEncoder().encode(backupOf(document)))
    const remove = async () => vscode.workspace.fs.delete(destination)
    return { id: destination.toString(), delete: () => void remove().catch(() => undefined) }
  }

  /** Takes up kept changes; ones that cannot be read are left. */
  async restore(document: ModelDocument, backup: string): Promise<void> {
    const bytes = await Promise.resolve(vscode.workspace.fs.readFile(vscode.Uri.parse(backup))).catch(() => undefined)
    const kept = bytes && readBackup(new TextDecoder().decode(bytes))
    // Else the file on disk is shown.
    if (kept) document.restore(kept.saved, kept)
  }
}

async function stampOf(uri: vscode.Uri): Promise<FileStamp> {
  const { mtime, size } = await vscode.workspace.fs.stat(uri)
  return { mtime, size }
}

/** What a failed saving says in the workbench's own message: words instead of a program's. */
export async function withProblemTold(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof MeshError)) throw error
    const { sentence, nextStep } = saidOf(error)
    throw new Error(together(sentence, nextStep))
  }
}
