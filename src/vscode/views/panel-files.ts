// The files that the panel's page may read: checked copies of pictures, thumbnails, and the files of finished models. The
// readable folders are fixed when the panel is created; no message of the page changes them.
import * as vscode from 'vscode'
import type { JobFile, JobView } from '../../protocol/index.ts'
import { isInWorkspace } from '../file-access.ts'
import { nameOf } from '../uris.ts'
import type { FoundImage, InputFiles } from './input-files.ts'

export interface PanelFilesServices {
  extensionUri: vscode.Uri
  /** The extension's global storage folder. */
  storage: vscode.Uri
  inputs: InputFiles
  /** Gives a file a second name, by its path. */
  share(from: string, to: string): Promise<void>
  /** Removes what has lain in a folder for longer than so many milliseconds. */
  sweep(folder: string, age: number): Promise<void>
}

/** Milliseconds that a copy is kept: longer than a page is open that shows it. */
const KEPT = 7 * 86_400_000

export class PanelFiles {
  /** The second names of models that lie outside the workspace, by their address; undefined: it could not be made. */
  readonly #shared = new Map<string, vscode.Uri | undefined>()
  readonly #making = new Map<string, Promise<void>>()

  readonly #services: PanelFilesServices

  constructor(services: PanelFilesServices) {
    this.#services = services
  }

  /** The folders that the page may read from. */
  get roots(): vscode.Uri[] {
    const { extensionUri, inputs } = this.#services
    return [
      vscode.Uri.joinPath(extensionUri, 'dist', 'webview'),
      inputs.folder,
      inputs.previews,
      this.#thumbnails,
      this.#models,
      ...(vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri),
    ]
  }

  /** The copy of a picture that the page may show; none of one with a problem. */
  async picture(image: FoundImage): Promise<vscode.Uri | undefined> {
    return image.problem ? undefined : this.#services.inputs.preview(image)
  }

  /** Where the page reads a model's file from; undefined where it cannot. */
  file({ uri }: JobFile): vscode.Uri | undefined {
    const own = vscode.Uri.parse(uri)
    return isInWorkspace(own) ? own : this.#shared.get(uri)
  }

  /** Whether some file of a job lies outside the workspace and has no second name yet. */
  isWaiting(job: JobView): boolean {
    return this.#outside(job).some(({ uri }) => !this.#shared.has(uri))
  }

  /** Gives a job's files outside the workspace a second name. One that cannot be had is not shown. */
  async prepare(job: JobView): Promise<void> {
    await Promise.all(
      this.#outside(job).map(({ uri }) => {
        const making = this.#making.get(uri) ?? this.#share(job.id, uri)
        this.#making.set(uri, making)
        return making
      }),
    )
  }

  async #share(id: string, uri: string): Promise<void> {
    const from = vscode.Uri.parse(uri)
    const to = vscode.Uri.joinPath(this.#models, id, nameOf(from))
    const isShared = await this.#services.share(from.fsPath, to.fsPath).then(
      () => true,
      () => false,
    )
    this.#shared.set(uri, isShared ? to : undefined)
  }

  /** Removes old copies: each is made again when it is looked at. */
  async sweep(): Promise<void> {
    for (const folder of [this.#services.inputs.previews, this.#models]) {
      await this.#services.sweep(folder.fsPath, KEPT).catch(() => undefined)
    }
  }

  get #thumbnails(): vscode.Uri {
    return vscode.Uri.joinPath(this.#services.storage, 'thumbnails')
  }

  get #models(): vscode.Uri {
    return vscode.Uri.joinPath(this.#services.storage, 'shown')
  }

  #outside(job: JobView): readonly JobFile[] {
    return job.files.filter(({ uri }) => !isInWorkspace(vscode.Uri.parse(uri)))
  }
}
