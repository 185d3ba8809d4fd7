// Which files the panel may read and a request may send to the service: those of the workspace, and copies in the extension's own
// storage. A page, a list or a setting can name any URI; it is checked here.

import * as vscode from 'vscode'
import { filesOf } from '../jobs/index.ts'
import type { ChainRequest } from '../protocol/index.ts'
import { phrase } from '../text/index.ts'
import { invalid } from '../tripo/failures.ts'
import { nameOf } from './uris.ts'

/** URIs are compared as written: one with `..` is never inside a folder. */
const CLIMBS = /(^|[/\\])\.\.([/\\]|$)/

/** Whether an address is a folder or lies in it. */
export const isInside = (uri: vscode.Uri, root: vscode.Uri): boolean =>
  !CLIMBS.test(uri.path) &&
  uri.scheme === root.scheme &&
  uri.authority === root.authority &&
  (uri.path === root.path || uri.path.startsWith(root.path.endsWith('/') ? root.path : `${root.path}/`))

export const isInWorkspace = (uri: vscode.Uri): boolean =>
  (vscode.workspace.workspaceFolders ?? []).some((folder) => isInside(uri, folder.uri))

/** Follows links; rejects when there is nothing at a path. */
export type RealPath = (path: string) => Promise<string>

const outside = (uri: vscode.Uri) =>
  invalid(
    'image.outside',
    phrase('The image “{0}” lies outside the workspace.', nameOf(uri)),
    'Copy it into the workspace, or choose it in the studio. Nothing was sent or charged.',
  )
const missing = (uri: vscode.Uri) =>
  invalid(
    'image.missing',
    phrase('The image “{0}” does not exist.', nameOf(uri)),
    'Correct the path or choose another image. Nothing was sent or charged.',
  )

/** What decides which files requests may send. */
export class FileAccess {
  readonly #inputs: vscode.Uri
  readonly #realPath: RealPath

  /**
   * @param inputs the folder of the extension's storage that copies of chosen pictures are kept in
   * @param realPath follows links; rejects when there is nothing at a path
   */
  constructor(inputs: vscode.Uri, realPath: RealPath) {
    this.#inputs = inputs
    this.#realPath = realPath
  }

  /**
   * Checks that every local file of these requests lies in the workspace or was copied, also after following links.
   * @param list the file that the requests were read from: without a workspace its folder counts as one
   * @throws TripoCheckError `image.outside` or `image.missing`
   */
  async check(requests: readonly ChainRequest[], list?: vscode.Uri): Promise<void> {
    const open = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri)
    const own = open.length === 0 && list ? [vscode.Uri.joinPath(list, '..')] : open
    const folders = [this.#inputs, ...own]
    const roots = await Promise.all(folders.map((folder) => this.#real(folder).catch(() => folder)))
    for (const upload of requests.flatMap(uploadsOf)) {
      const uri = vscode.Uri.parse(upload, true)
      if (!folders.some((folder) => isInside(uri, folder))) throw outside(uri)
      const found = await this.#real(uri).catch(() => undefined)
      if (!found) throw missing(uri)
      if (!roots.some((root) => isInside(found, root))) throw outside(uri)
    }
  }

  /** A link in the workspace must not lead out of it. */
  async #real(uri: vscode.Uri): Promise<vscode.Uri> {
    return uri.scheme === 'file' ? vscode.Uri.file(await this.#realPath(uri.fsPath)) : uri
  }
}

const uploadsOf = ({ params, steps = [] }: ChainRequest): string[] =>
  [params, ...steps.map((step) => step.params)]
    .flatMap((each) => filesOf(each))
    .flatMap(({ file }) => (file.upload === undefined ? [] : [file.upload]))
