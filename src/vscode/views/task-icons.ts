// The icons of the task tree: thumbnails without background, made once in a thread and stored in the extension's storage. Until
// one is ready the row has the icon of its state.
import * as vscode from 'vscode'
import type { JobsApi } from '../../jobs/index.ts'
import { isThere, type StoreFile } from '../uris.ts'
import type { RowIcons } from './task-tree.ts'

export interface TaskIconParts {
  jobs: Pick<JobsApi, 'thumbnail'>
  /** The extension's global storage folder. */
  storage: vscode.Uri
  /** A thumbnail in the size of an icon, without its ground. */
  make(bytes: Uint8Array): Promise<Uint8Array>
  store: StoreFile
  log: { warn(message: string): void }
}

export class TaskIcons implements RowIcons, vscode.Disposable {
  readonly #parts: TaskIconParts
  readonly #made = new vscode.EventEmitter<string>()
  readonly onDidMake = this.#made.event
  /** By the thumbnail's path; undefined while it is made, and where none can be. */
  readonly #icons = new Map<string, vscode.Uri | undefined>()

  constructor(parts: TaskIconParts) {
    this.#parts = parts
  }

  of(id: string): vscode.Uri | undefined {
    const key = this.#parts.jobs.thumbnail(id)
    if (key === undefined) return undefined
    if (this.#icons.has(key)) return this.#icons.get(key)
    this.#icons.set(key, undefined)
    void this.#find(id, vscode.Uri.file(key)).then(
      (icon) => {
        this.#icons.set(key, icon)
        this.#made.fire(id)
      },
      (error: unknown) => this.#parts.log.warn(`icon of task ${id}: ${String(error)}`),
    )
    return undefined
  }

  async #find(id: string, picture: vscode.Uri): Promise<vscode.Uri> {
    const { fs } = vscode.workspace
    const { storage, make, store } = this.#parts
    const folder = vscode.Uri.joinPath(storage, 'icons')
    const icon = vscode.Uri.joinPath(folder, `${id}.png`)
    if (await isThere(icon)) return icon
    const bytes = await make(await fs.readFile(picture))
    await store(icon.fsPath, bytes)
    return icon
  }

  dispose(): void {
    this.#made.dispose()
  }
}
