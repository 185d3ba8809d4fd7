// Picks an image or a model file of the workspace from a list.
import * as vscode from 'vscode'
import type { FileKind } from '../../protocol/index.ts'
import { IMAGE_EXTENSIONS, IMPORT_FORMATS } from '../../tripo/catalogue/index.ts'
import { pick, type Row } from '../ui.ts'
import { nameOf } from '../uris.ts'

/** File name endings of the images the service takes, and of the models that a form takes. */
export const ENDINGS: Readonly<Record<FileKind, readonly string[]>> = {
  image: Object.values(IMAGE_EXTENSIONS).flat(),
  model: ['glb'],
  import: IMPORT_FORMATS,
}

/** At most this many images are listed; a person searches beyond a few dozen anyway. */
const MOST = 500

interface ImageRow extends Row {
  uri?: vscode.Uri
}

/** What the list says for each kind. */
const words = (kind: FileKind) => {
  const { l10n } = vscode
  if (kind === 'import') {
    return {
      title: l10n.t('Continue with a model'),
      placeHolder: l10n.t('Choose a model of this workspace'),
      none: l10n.t('No GLB, OBJ, FBX or STL in this workspace'),
    }
  }
  return kind === 'model'
    ? {
        title: l10n.t('Cut a model into parts'),
        placeHolder: l10n.t('Choose a GLB of this workspace'),
        none: l10n.t('No GLB in this workspace'),
      }
    : {
        title: l10n.t('Choose an image'),
        placeHolder: l10n.t('Choose an image of this workspace'),
        none: l10n.t('No PNG, JPEG or WebP image in this workspace'),
      }
}

/** Lets the person pick a PNG, JPEG or WebP, or a model, of the workspace; undefined when cancelled. */
export async function pickWorkspaceFile(kind: FileKind): Promise<vscode.Uri | undefined> {
  const endings = ENDINGS[kind].join(',')
  const pattern = ENDINGS[kind].length > 1 ? `**/*.{${endings}}` : `**/*.${endings}`
  const { none, title, placeHolder } = words(kind)
  const search = vscode.workspace.findFiles(pattern, '**/{node_modules,dist,out,.git}/**', MOST)
  const items = search.then((found): ImageRow[] => {
    if (found.length === 0) return [{ label: none }]
    return found
      .map((uri) => ({
        uri,
        label: nameOf(uri),
        description: vscode.workspace.asRelativePath(uri),
      }))
      .sort((a, b) => a.description.localeCompare(b.description))
  })
  const picked = await pick<ImageRow>(items, {
    title,
    placeHolder,
    matchOnDescription: true,
  })
  return picked?.uri
}
