// What a page of the model editor is told when it opens a model: the URI of the file to show, what can be done with it, and how
// the person last viewed models and this one.
import { Check } from 'typebox/schema'
import * as vscode from 'vscode'
import { isGltfPath } from '../../protocol/file-names.ts'
import { type EditedModel, Look } from '../../protocol/index.ts'
import { isOnDisk } from '../model-files.ts'
import { nameOf } from '../uris.ts'
import { CameraMemory } from './camera-memory.ts'
import { type CommittedServices, committedAt, copyCommitted } from './committed-files.ts'
import { changesOf } from './edit-changes.ts'
import { placeBeside } from './folder-walk.ts'
import type { ModelDocument } from './model-document.ts'
import { ModelPictures } from './model-pictures.ts'
import type { ModelStages } from './model-stages.ts'
import { pageAddress } from './page-address.ts'

/** Under this key of the global state lies how the person looks at models. */
const LOOK_KEY = 'tripo.modelEditor.look'

/** Files that changes can be written into. */
export const isEditable = (uri: vscode.Uri): boolean => isOnDisk(uri) && isGltfPath(uri.path)

export interface ModelOpenerServices extends CommittedServices {
  /** The extension's global state and storage. */
  memory: vscode.Memento
  stages: ModelStages
}

export class ModelOpener {
  readonly #services: ModelOpenerServices
  readonly #cameras: CameraMemory
  readonly #pictures: ModelPictures

  constructor(services: ModelOpenerServices) {
    this.#services = services
    this.#cameras = new CameraMemory(services.memory)
    this.#pictures = new ModelPictures(services)
  }

  /**
   * Describes a document's model: the file after the last tool, or the copy of a committed one, where there is such.
   * @param shows told which file the page will show
   */
  async model(
    document: ModelDocument,
    webview: vscode.Webview,
    shows: (file: vscode.Uri) => void,
  ): Promise<EditedModel> {
    const { uri, base, operations } = document
    const committed = committedAt(uri)
    const copied = committed && (await copyCommitted(this.#services, committed.uri, committed.ref))
    const file = base ? (await this.#services.stages.of(document, operations)).uri : (copied ?? uri)
    shows(file)
    // Before the page reads it: a file that changes meanwhile has another key.
    const pictureKey = base || copied ? undefined : await this.#pictures.wanted(uri)
    const { size, mtime } = await vscode.workspace.fs.stat(uri)
    const look: unknown = this.#services.memory.get(LOOK_KEY)
    return {
      url: pageAddress(webview, file, mtime),
      name: nameOf(uri),
      bytes: size,
      ...(await placeBeside(uri)),
      ...(Check(Look, look) ? { look } : {}),
      ...this.#cameras.of(uri),
      ...(pictureKey !== undefined && { pictureKey }),
      ...(isEditable(uri)
        ? { isEditable: true, ...changesOf(operations) }
        : { readOnly: uri.scheme === 'git' ? 'version' : isOnDisk(uri) ? 'format' : 'place' }),
    }
  }

  async saveLook(look: Look): Promise<void> {
    await this.#services.memory.update(LOOK_KEY, look)
  }

  keepPicture(...picture: Parameters<ModelPictures['keep']>): Promise<void> {
    return this.#pictures.keep(...picture)
  }

  saveCamera(...place: Parameters<CameraMemory['keep']>): Promise<void> {
    return this.#cameras.keep(...place)
  }
}
