// Images that people choose: read, checked and made reachable for the page. What has no file of its own (a paste, a
// drop from the desktop, a file outside the workspace) is kept in the extension's storage under its content's hash.
import * as vscode from 'vscode'
import type { ImageChoice } from '../../protocol/index.ts'
import { checkImage, IMAGE_EXTENSIONS, IMAGE_LIMITS, readImageHeader } from '../../tripo/catalogue/index.ts'
import { sha256 } from '../../tripo/digest.ts'

/** A choice before the page's address is known. */
export type FoundImage = Omit<ImageChoice, 'webUri'>

const name = (uri: vscode.Uri) => uri.path.split('/').pop() ?? uri.path

export class Inputs {
  /** @param storage the extension's global storage folder */
  constructor(private readonly storage: vscode.Uri) {}

  get folder(): vscode.Uri {
    return vscode.Uri.joinPath(this.storage, 'inputs')
  }

  /** Looks at an image file; a file that cannot be used comes back with the reason. Throws when it cannot be read. */
  async inspect(uri: vscode.Uri): Promise<FoundImage> {
    const { size } = await vscode.workspace.fs.stat(uri)
    if (size > IMAGE_LIMITS.maxBytes) return this.describe(uri, size, undefined)
    return this.describe(uri, size, await vscode.workspace.fs.readFile(uri))
  }

  /** Looks at a file that may lie anywhere; outside the workspace it is copied, so that the page may show it. */
  async take(uri: vscode.Uri): Promise<FoundImage> {
    const found = await this.inspect(uri)
    if (found.problem || vscode.workspace.getWorkspaceFolder(uri) || this.isOwn(uri)) return found
    const copy = await this.keep(found.name, await vscode.workspace.fs.readFile(uri))
    return { ...copy, name: found.name }
  }

  /** Keeps the bytes of a pasted or dropped image. A bad one is not kept, only described. */
  async keep(title: string, bytes: Uint8Array): Promise<FoundImage> {
    const header = readImageHeader(bytes)
    const problem = checkImage(bytes.length, header)
    if (problem || !header) return { upload: '', name: title, bytes: bytes.length, problem: problem?.message }
    const file = vscode.Uri.joinPath(
      this.folder,
      `${await sha256(bytes.slice())}.${IMAGE_EXTENSIONS[header.format][0]}`,
    )
    await vscode.workspace.fs.createDirectory(this.folder)
    await vscode.workspace.fs.writeFile(file, bytes)
    return this.describe(file, bytes.length, bytes, title)
  }

  private isOwn(uri: vscode.Uri): boolean {
    return uri.toString().startsWith(`${this.folder.toString()}/`)
  }

  private describe(uri: vscode.Uri, size: number, bytes: Uint8Array | undefined, title = name(uri)): FoundImage {
    const header = bytes && readImageHeader(bytes)
    const problem = checkImage(size, header)
    return { upload: uri.toString(), name: title, bytes: size, ...header, problem: problem?.message }
  }
}
