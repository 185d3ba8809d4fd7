// Images and models that people choose: read, checked and made accessible to the page. Those without a file in the workspace (a
// paste, a drop from the desktop, a file outside the workspace) are stored in the extension's storage under their content's hash.
import * as vscode from 'vscode'
import { isGlb } from '../../mesh/formats/glb-container.ts'
import type { FileKind, ImageChoice } from '../../protocol/index.ts'
import {
  checkImage,
  IMAGE_EXTENSIONS,
  IMAGE_LIMITS,
  IMPORT_FORMATS,
  IMPORT_MAX_BYTES,
  type ImageHeader,
  type ImageProblem,
  readImageHeader,
} from '../../tripo/catalogue/index.ts'
import { sha256 } from '../../tripo/digest.ts'
import { isInside, isInWorkspace } from '../file-access.ts'
import { nameOf, type StoreFile } from '../uris.ts'
import { said } from '../words.ts'

/** A choice before the page's address is known. */
export type FoundImage = Omit<ImageChoice, 'webUri'>

/** In the editor's language. */
const wordsOfProblem = (problem: ImageProblem | undefined) => problem && said(problem.phrase ?? problem.message)

export class InputFiles {
  readonly #storage: vscode.Uri
  readonly #store: StoreFile

  /** @param storage the extension's global storage folder */
  constructor(storage: vscode.Uri, store: StoreFile) {
    this.#storage = storage
    this.#store = store
  }

  get folder(): vscode.Uri {
    return vscode.Uri.joinPath(this.#storage, 'inputs')
  }

  /** Copies of the workspace's pictures, for the page only: each can be made again at any time. */
  get previews(): vscode.Uri {
    return vscode.Uri.joinPath(this.#storage, 'previews')
  }

  /** Looks at an image file; a file that cannot be used comes back with the reason. Throws when it cannot be read. */
  async inspect(uri: vscode.Uri): Promise<FoundImage> {
    return (await this.#read(uri)).found
  }

  /** What an image file is; its bytes where it can be used. */
  async #read(uri: vscode.Uri): Promise<{ found: FoundImage; picture?: Picture }> {
    const { size } = await vscode.workspace.fs.stat(uri)
    if (size > IMAGE_LIMITS.maxBytes) return { found: foundImage(uri, size, undefined) }
    const bytes = await vscode.workspace.fs.readFile(uri)
    const header = readImageHeader(bytes)
    const found = foundImage(uri, size, header)
    return header && found.problem === undefined ? { found, picture: { bytes, header } } : { found }
  }

  /**
   * Looks at a file that may lie anywhere; outside the workspace it is copied, so that requests may send it. Of what is
   * no image there, nothing comes back but the reason.
   * @param kind `model`: a GLB; `import`: any model that the service imports
   */
  async admit(uri: vscode.Uri, kind: FileKind = 'image'): Promise<FoundImage> {
    if (kind !== 'image') return this.#admitModel(uri, kind)
    const { found, picture } = await this.#read(uri)
    if (isInWorkspace(uri) || isInside(uri, this.folder)) return found
    if (!picture) return { upload: '', name: found.name, bytes: 0, problem: found.problem }
    return this.#keep(this.folder, found.name, picture)
  }

  /** The same for a model: what it holds is the service's to judge, that a GLB is one is seen here. */
  async #admitModel(uri: vscode.Uri, kind: FileKind): Promise<FoundImage> {
    const { l10n } = vscode
    const { size } = await vscode.workspace.fs.stat(uri)
    const ending = nameOf(uri).split('.').pop()?.toLowerCase() ?? ''
    const format = IMPORT_FORMATS.find((known) => known === ending) ?? 'glb'
    const found = { upload: uri.toString(), name: nameOf(uri), bytes: size, format }
    const refused = (problem: string) => ({ ...found, upload: '', problem })
    if (kind === 'import' && format !== ending)
      return refused(l10n.t('The service imports GLB, OBJ, FBX and STL. Convert the model first, which is free.'))
    if (size > IMPORT_MAX_BYTES) return refused(l10n.t('The model is larger than 150 MB. Choose a smaller one.'))
    const bytes = await vscode.workspace.fs.readFile(uri)
    if ((kind === 'model' || format === 'glb') && !isGlb(bytes))
      return refused(l10n.t('This file is no GLB. Choose another one.'))
    if (isInWorkspace(uri) || isInside(uri, this.folder)) return found
    const copy = vscode.Uri.joinPath(this.folder, `${await sha256(bytes)}.${format}`)
    await this.#store(copy.fsPath, bytes)
    return { ...found, upload: copy.toString() }
  }

  /** Keeps the bytes of a pasted or dropped image. A bad one is not kept, only described. */
  async storeBytes(title: string, bytes: Uint8Array): Promise<FoundImage> {
    const header = readImageHeader(bytes)
    const problem = checkImage(bytes.length, header)
    if (header && !problem) return this.#keep(this.folder, title, { bytes, header })
    return { upload: '', name: title, bytes: bytes.length, problem: wordsOfProblem(problem) }
  }

  /** A checked copy of a choice, for the page to show; undefined when the file is no picture (any more). */
  async preview({ upload, name: title, format }: FoundImage): Promise<vscode.Uri | undefined> {
    if (IMPORT_FORMATS.some((known) => known === format)) return undefined
    const uri = vscode.Uri.parse(upload, true)
    if (isInside(uri, this.folder)) return uri
    const { picture } = await this.#read(uri)
    return picture && vscode.Uri.parse((await this.#keep(this.previews, title, picture)).upload)
  }

  /** Writes a picture that the service would take under its content's hash; nothing else is ever written. */
  async #keep(folder: vscode.Uri, title: string, { bytes, header }: Picture): Promise<FoundImage> {
    const file = vscode.Uri.joinPath(folder, `${await sha256(bytes)}.${IMAGE_EXTENSIONS[header.format][0]}`)
    await this.#store(file.fsPath, bytes)
    return foundImage(file, bytes.length, header, title)
  }
}

/** An image that the service would take, with what its header says, which is read once. */
interface Picture {
  bytes: Uint8Array
  header: ImageHeader
}

function foundImage(uri: vscode.Uri, size: number, header: ImageHeader | undefined, title = nameOf(uri)): FoundImage {
  const problem = checkImage(size, header)
  return { upload: uri.toString(), name: title, bytes: size, ...header, problem: wordsOfProblem(problem) }
}
