// Small pictures of models for what stands over their paths in code. The model editor's page takes one when it has drawn a
// file; here it is kept under the file's address and the time it was written, so that a changed file never has an old one.
import * as vscode from 'vscode'
import { sha256 } from '../../tripo/digest.ts'
import { isThere, type StoreFile } from '../uris.ts'

/** Hexadecimal digits of a picture's name. */
const KEY_LENGTH = 24
/** Bytes of a picture of 256 x 256 pixels at most. */
const MOST_BYTES = 512 * 1024
const PNG = [0x89, 0x50, 0x4e, 0x47]

export class ModelPictures {
  readonly #folder: vscode.Uri
  readonly #store: StoreFile
  readonly #asked = new Set<string>()

  /** @param storage the extension's own */
  constructor({ storage, store }: { storage: vscode.Uri; store: StoreFile }) {
    this.#store = store
    this.#folder = vscode.Uri.joinPath(storage, 'model-pictures')
  }

  /** The key to give a picture of this file back with; undefined where there is one. @throws when the file is gone */
  async wanted(model: vscode.Uri): Promise<string | undefined> {
    const key = await keyOf(model)
    if (await isThere(this.#file(key))) return undefined
    this.#asked.add(key)
    return key
  }

  /** Keeps a picture that was asked for; what is none is not kept. */
  async keep(key: string, bytes: unknown): Promise<void> {
    if (!this.#asked.delete(key) || !(bytes instanceof ArrayBuffer) || bytes.byteLength > MOST_BYTES) return
    const picture = new Uint8Array(bytes)
    if (PNG.every((byte, i) => picture[i] === byte)) await this.#store(this.#file(key).fsPath, picture)
  }

  /** The picture of a file as it is now. */
  async of(model: vscode.Uri): Promise<vscode.Uri | undefined> {
    const key = await keyOf(model).catch(() => undefined)
    const file = key === undefined ? undefined : this.#file(key)
    return file && (await isThere(file)) ? file : undefined
  }

  #file(key: string): vscode.Uri {
    return vscode.Uri.joinPath(this.#folder, `${key}.png`)
  }
}

async function keyOf(model: vscode.Uri): Promise<string> {
  const { mtime, size } = await vscode.workspace.fs.stat(model)
  const digest = await sha256(new TextEncoder().encode(`${model.toString()} ${mtime} ${size}`))
  return digest.slice(0, KEY_LENGTH)
}
