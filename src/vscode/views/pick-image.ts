// Choosing an image of the workspace from a list.
import * as vscode from 'vscode'
import { IMAGE_EXTENSIONS } from '../../tripo/catalogue/index.ts'
import { pick, type Row } from '../ui.ts'

/** File name endings of the images the service takes. */
export const IMAGE_ENDINGS: readonly string[] = Object.values(IMAGE_EXTENSIONS).flat()

/** At most this many images are listed; a person searches beyond a few dozen anyway. */
const MOST = 500

interface ImageRow extends Row {
  uri?: vscode.Uri
}

/** Lets the person pick a PNG, JPEG or WebP of the workspace; undefined when cancelled. */
export async function pickWorkspaceImage(): Promise<vscode.Uri | undefined> {
  const pattern = `**/*.{${IMAGE_ENDINGS.join(',')}}`
  const search = vscode.workspace.findFiles(pattern, '**/{node_modules,dist,out,.git}/**', MOST)
  const items = search.then((found): ImageRow[] => {
    if (found.length === 0) return [{ label: vscode.l10n.t('No PNG, JPEG or WebP image in this workspace') }]
    return found
      .map((uri) => ({
        uri,
        label: uri.path.split('/').pop() ?? '',
        description: vscode.workspace.asRelativePath(uri),
      }))
      .sort((a, b) => a.description.localeCompare(b.description))
  })
  const picked = await pick<ImageRow>(items, {
    title: vscode.l10n.t('Make a 3D model from an image'),
    placeHolder: vscode.l10n.t('Choose an image of this workspace'),
    matchOnDescription: true,
  })
  return picked?.uri
}
