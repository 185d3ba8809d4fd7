// Copies models from Git, with the files they refer to, into the extension's storage, since a page cannot read git URIs.
import * as vscode from 'vscode'
import { concatBytes } from '../../mesh/formats/concat-bytes.ts'
import { sha256 } from '../../tripo/digest.ts'
import { nameOf, type StoreFile } from '../uris.ts'
import { parentOf } from './folder-walk.ts'

/** Bytes that a text model may have to be looked through for what it names. */
const MOST_TEXT = 4_000_000
/** Hexadecimal digits of a folder's name. */
const KEY_LENGTH = 24

export interface CommittedServices {
  /** The extension's global storage folder. */
  storage: vscode.Uri
  store: StoreFile
}

/** Where they lie. @param storage the extension's own */
export const committedFolder = (storage: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(storage, 'commits')

/**
 * Copies a file as a commit has it, with the files it refers to.
 * @param ref such as `HEAD`
 * @returns undefined where the file is in no repository, or not in that commit
 */
export async function copyCommitted(
  { storage, store }: CommittedServices,
  uri: vscode.Uri,
  ref: string,
): Promise<vscode.Uri | undefined> {
  const toGit = await gitAddresses()
  if (!toGit) return undefined
  const read = async (file: vscode.Uri) => vscode.workspace.fs.readFile(toGit(file, ref))
  const bytes = await read(uri).catch(() => undefined)
  if (!bytes || bytes.byteLength === 0) return undefined
  const folder = vscode.Uri.joinPath(committedFolder(storage), await keyOf(uri, bytes))
  const target = vscode.Uri.joinPath(folder, nameOf(uri))
  for (const name of await namedBeside(uri, bytes)) {
    const beside = vscode.Uri.joinPath(parentOf(uri), name)
    const body = await read(beside).catch(() => undefined)
    if (body) await store(vscode.Uri.joinPath(folder, name).fsPath, body)
  }
  // Last: once the model is there, what it names is.
  await store(target.fsPath, bytes)
  return target
}

/** The file and the commit that one of git's addresses means; undefined for any other address. */
export function committedAt({ scheme, query }: vscode.Uri): { uri: vscode.Uri; ref: string } | undefined {
  if (scheme !== 'git') return undefined
  try {
    const { path, ref }: { path?: unknown; ref?: unknown } = JSON.parse(query)
    return typeof path === 'string' && typeof ref === 'string' ? { uri: vscode.Uri.file(path), ref } : undefined
  } catch {
    return undefined
  }
}

/** A name of its own for each file and each content of it. */
async function keyOf(uri: vscode.Uri, bytes: Uint8Array): Promise<string> {
  const digest = await sha256(concatBytes([new TextEncoder().encode(uri.toString()), bytes]))
  return digest.slice(0, KEY_LENGTH)
}

/** Names of files in a model's folder that its text names. Binary models name none. */
async function namedBeside(uri: vscode.Uri, bytes: Uint8Array): Promise<string[]> {
  if (!/\.(gltf|obj|usda)$/i.test(uri.path) || bytes.byteLength > MOST_TEXT) return []
  const text = new TextDecoder().decode(bytes)
  const entries = await vscode.workspace.fs.readDirectory(parentOf(uri))
  const files = entries.flatMap(([name, type]) => (type & vscode.FileType.File && name !== nameOf(uri) ? [name] : []))
  return files.filter((name) => text.includes(name) || text.includes(encodeURI(name)))
}

type ToGit = (uri: vscode.Uri, ref: string) => vscode.Uri

/** How VS Code's git extension addresses a file in a commit; undefined where there is no git. */
async function gitAddresses(): Promise<ToGit | undefined> {
  const extension = vscode.extensions.getExtension<unknown>('vscode.git')
  const exported: unknown = await extension?.activate()
  const api: unknown = call(exported, 'getAPI', 1)
  if (typeof api !== 'object' || api === null) return undefined
  return (uri, ref) => {
    const address = call(api, 'toGitUri', uri, ref)
    if (!(address instanceof vscode.Uri)) throw new Error('git has no address for the file')
    return address
  }
}

/** Calls a method of what another extension exports; undefined where it has none. */
function call(target: unknown, name: string, ...values: unknown[]): unknown {
  const method: unknown = typeof target === 'object' && target !== null ? Reflect.get(target, name) : undefined
  return typeof method === 'function' ? Reflect.apply(method, target, values) : undefined
}
