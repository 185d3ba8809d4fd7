// Saving, reverting and keeping what was changed in the model editor: changes are carried out on a copy of the file as it
// was opened, in a thread, and the result takes the file's place.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import * as vscode from 'vscode'
import { readOperations } from '../../mesh/tools/operations.ts'
import type { ModelTools } from '../../platform/model-tools.ts'
import type { ModelDocument } from './model-document.ts'

const Kept = Type.Object({ base: Type.String(), operations: Type.Unknown() })

export interface ModelSavingServices {
  /** Started with the first job. */
  tools: ModelTools
  /** Puts new content in a file's place. @returns where the old one is kept */
  replace(path: string, bytes: Uint8Array): Promise<string>
  /** The extension's own folder. */
  storage: vscode.Uri
}

export class ModelSaving {
  readonly #services: ModelSavingServices

  constructor(services: ModelSavingServices) {
    this.#services = services
  }

  /** Where copies of opened files are. */
  get folder(): vscode.Uri {
    return vscode.Uri.joinPath(this.#services.storage, 'edited')
  }

  /** Copies the file before its first change. @throws VS Code's error when it cannot be read */
  async keepBase(document: ModelDocument): Promise<void> {
    if (document.base) return
    await vscode.workspace.fs.createDirectory(this.folder)
    const copy = vscode.Uri.joinPath(this.folder, `${Date.now()}-${Math.random().toString(36).slice(2)}.glb`)
    await vscode.workspace.fs.copy(document.uri, copy)
    document.base ??= copy
  }

  /** The file with all changes. @throws MeshError */
  async bytesOf(document: ModelDocument, cancel?: vscode.CancellationToken): Promise<Uint8Array> {
    const bytes = await vscode.workspace.fs.readFile(document.base ?? document.uri)
    if (document.operations.length === 0) return bytes
    const abort = new AbortController()
    cancel?.onCancellationRequested(() => abort.abort(new vscode.CancellationError()))
    const job = { tool: 'edit', options: { operations: document.operations }, bytes, hint: 'glb' } as const
    const { files } = await this.#services.tools.run(job, abort.signal)
    return files[0]?.bytes ?? bytes
  }

  /** Writes all changes into the file. @throws MeshError, and node's errors */
  async save(document: ModelDocument, cancel: vscode.CancellationToken): Promise<void> {
    await this.#services.replace(document.uri.fsPath, await this.bytesOf(document, cancel))
  }

  async saveAs(document: ModelDocument, target: vscode.Uri, cancel: vscode.CancellationToken): Promise<void> {
    await vscode.workspace.fs.writeFile(target, await this.bytesOf(document, cancel))
  }

  /** Keeps changes for a window that closes without saving. */
  async backUp(document: ModelDocument, destination: vscode.Uri): Promise<vscode.CustomDocumentBackup> {
    const kept = { base: (document.base ?? document.uri).toString(), operations: document.operations }
    await vscode.workspace.fs.writeFile(destination, new TextEncoder().encode(JSON.stringify(kept)))
    const remove = async () => vscode.workspace.fs.delete(destination)
    return { id: destination.toString(), delete: () => void remove().catch(() => undefined) }
  }

  /** Takes up kept changes; ones that cannot be read are left. */
  async restore(document: ModelDocument, backup: string): Promise<void> {
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.parse(backup)))
      const kept: unknown = JSON.parse(text)
      const operations = Check(Kept, kept) ? readOperations(kept.operations) : undefined
      if (Check(Kept, kept) && operations) document.restore(vscode.Uri.parse(kept.base), operations)
    } catch {
      // The file on disk is shown then.
    }
  }
}
