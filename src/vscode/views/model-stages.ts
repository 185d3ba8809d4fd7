// The results of tools on a model that is being edited: the file after the last tool in a list of changes, which the page shows
// and later changes apply to. Each is created once, in a thread, and stored in global storage; a missing one is created again.
import * as vscode from 'vscode'
import { afterLastRun, type Operation } from '../../mesh/tools/operations.ts'
import type { ModelOnDisk } from '../../platform/files-beside.ts'
import type { ModelTools } from '../../platform/model-tools.ts'
import type { Phrase } from '../../text/index.ts'
import { sha256 } from '../../tripo/digest.ts'
import { isThere, type StoreFile, stemOf } from '../uris.ts'
import type { ModelDocument } from './model-document.ts'

export interface ModelStageServices {
  /** Started with the first job. */
  tools: ModelTools
  /** A model with the files beside it. */
  read(path: string): Promise<ModelOnDisk>
  store: StoreFile
  /** The folder of intermediate files. */
  folder: vscode.Uri
}

/** A file in storage, and what the tool that made it said. */
export interface Stage {
  readonly uri: vscode.Uri
  readonly steps: readonly Phrase[]
  /** It had nothing to change. */
  readonly isUnchanged?: boolean
}

/** The picture that a change puts into a material, by its name in our storage. */
export function pictureOf(operation: Operation): readonly string[] {
  const name = operation.kind === 'run' ? operation.values['picture'] : undefined
  return typeof name === 'string' ? [name] : []
}

export class ModelStages {
  readonly #services: ModelStageServices
  readonly #made = new WeakMap<ModelDocument, Map<string, Stage>>()

  constructor(services: ModelStageServices) {
    this.#services = services
  }

  /** A free place for a file or a folder of them. */
  place(): vscode.Uri {
    const name = `${Date.now()}-${Math.random().toString(36).slice(2)}`
    return vscode.Uri.joinPath(this.#services.folder, name)
  }

  /**
   * The file after the last tool among the changes; the file as it was opened where there is none.
   * @throws MeshError; the signal's reason
   */
  async of(document: ModelDocument, operations: readonly Operation[], signal?: AbortSignal): Promise<Stage> {
    const count = afterLastRun(operations)
    const base = document.base ?? document.uri
    if (count === 0) return { uri: base, steps: [] }
    const made = this.#made.get(document) ?? new Map<string, Stage>()
    this.#made.set(document, made)
    const done = operations.slice(0, count)
    const key = `${base} ${JSON.stringify(done)}`
    const known = made.get(key)
    if (known && (await isThere(known.uri))) return known
    // From the tool before: what it made is usually there.
    const before = await this.of(document, done.slice(0, -1), signal)
    const from = afterLastRun(done.slice(0, -1))
    const { files, steps, isUnchanged } = await this.run(before.uri, done.slice(from), signal)
    const stage = { uri: await this.#put(files), steps, isUnchanged }
    made.set(key, stage)
    return stage
  }

  /** Carries changes out on a file. @returns the files of the result, the model first. @throws MeshError */
  async run(uri: vscode.Uri, operations: readonly Operation[], signal?: AbortSignal) {
    const { tools, read } = this.#services
    const pictures = await this.#pictures(operations)
    const name = stemOf(uri)
    const hint = /\.gltf$/i.test(uri.path) ? 'gltf' : 'glb'
    const disk = await read(uri.fsPath)
    const result = await tools.run({ tool: 'edit', options: { operations, pictures }, ...disk, hint, name }, signal)
    return { files: result.files, steps: result.steps ?? [], isUnchanged: result.isUnchanged === true }
  }

  /** Keeps a picture that changes name. */
  async keepPicture(bytes: Uint8Array): Promise<string> {
    const name = await sha256(bytes)
    await this.#services.store(vscode.Uri.joinPath(this.#services.folder, 'pictures', name).fsPath, bytes)
    return name
  }

  async #pictures(operations: readonly Operation[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const found = new Map<string, Uint8Array>()
    for (const operation of operations) {
      for (const name of pictureOf(operation)) {
        const file = this.#picture(name)
        const bytes = file && (await Promise.resolve(vscode.workspace.fs.readFile(file)).catch(() => undefined))
        if (bytes) found.set(name, bytes)
      }
    }
    return found
  }

  /** Whether a picture that a change names is here, which it is on the machine where it was dropped. */
  async hasPicture(name: string): Promise<boolean> {
    const file = this.#picture(name)
    return file !== undefined && (await isThere(file))
  }

  /** Names are ours, by content: a list from elsewhere cannot name another file by it. */
  #picture(name: string): vscode.Uri | undefined {
    return /^[0-9a-f]{64}$/.test(name) ? vscode.Uri.joinPath(this.#services.folder, 'pictures', name) : undefined
  }

  async #put(files: readonly { path: string; bytes: Uint8Array }[]): Promise<vscode.Uri> {
    const folder = this.place()
    let main: vscode.Uri | undefined
    for (const { path, bytes } of files) {
      const target = vscode.Uri.joinPath(folder, path)
      if (!target.path.startsWith(`${folder.path}/`)) throw new Error(`${path} leaves the folder`)
      await this.#services.store(target.fsPath, bytes)
      main ??= target
    }
    if (!main) throw new Error('a tool made nothing')
    return main
  }
}
