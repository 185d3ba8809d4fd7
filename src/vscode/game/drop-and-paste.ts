// A model that is dropped into code, or pasted there: code that loads it first, its plain address second.
import * as vscode from 'vscode'
import { urlOf } from '../../engines/index.ts'
import { DisposableStore } from '../disposable-store.ts'
import { codeFor } from './insert-code.ts'
import { projectOf } from './projects.ts'

const URI_LIST = 'text/uri-list'
export const LANGUAGES = [
  'javascript',
  'typescript',
  'javascriptreact',
  'typescriptreact',
  'vue',
  'svelte',
  'astro',
  'html',
]
export const SELECTOR: vscode.DocumentSelector = [
  ...LANGUAGES.map((language) => ({ language, scheme: 'file' })),
  { pattern: '**/*.{vue,svelte,astro}', scheme: 'file' },
]
const KIND = vscode.DocumentDropOrPasteEditKind.Empty.append('tripo', 'model')

/** The first model among what is dropped. */
async function modelIn(data: vscode.DataTransfer): Promise<vscode.Uri | undefined> {
  const list = await data.get(URI_LIST)?.asString()
  const addresses = (list ?? '').split(/\r?\n/).filter((line) => /\.(glb|gltf)$/i.test(line) && !line.startsWith('#'))
  return addresses[0] === undefined ? undefined : vscode.Uri.parse(addresses[0])
}

interface Offer {
  title: string
  insertText: string
  additionalEdit?: vscode.WorkspaceEdit
}

/** What can be inserted for a model at a place. */
async function offersFor(
  document: vscode.TextDocument,
  position: vscode.Position,
  data: vscode.DataTransfer,
): Promise<Offer[]> {
  const uri = await modelIn(data)
  if (!uri) return []
  const offers: Offer[] = []
  const { l10n } = vscode
  try {
    const offset = document.offsetAt(position)
    const { found, written } = await codeFor(document, offset, uri, async () => 'load')
    const additionalEdit = new vscode.WorkspaceEdit()
    for (const { start, end, text } of written.changes) {
      const range = new vscode.Range(document.positionAt(start), document.positionAt(end))
      additionalEdit.replace(document.uri, range, text)
    }
    const { file } = written
    if (file) {
      const target = vscode.Uri.joinPath(found.root, file.path)
      additionalEdit.createFile(target, { contents: new TextEncoder().encode(file.text), ignoreIfExists: true })
    }
    offers.push({ title: l10n.t('Insert code that loads the model'), insertText: '', additionalEdit })
  } catch {
    // No glTF, no engine, another project: the address is all there is to offer.
  }
  const found = await projectOf(document.uri)
  if (found && uri.path.startsWith(`${found.root.path}/`)) {
    const { address } = urlOf(found.project, uri.path.slice(found.root.path.length + 1), found.path)
    offers.push({ title: l10n.t('Insert the model’s address'), insertText: address })
  }
  return offers
}

export function registerDropAndPaste(): vscode.Disposable {
  const disposables = new DisposableStore()
  disposables.add(
    vscode.languages.registerDocumentDropEditProvider(
      SELECTOR,
      {
        provideDocumentDropEdits: async (document, position, data) => {
          const offers = await offersFor(document, position, data)
          return offers.map(({ title, insertText, additionalEdit }) => {
            const edit = new vscode.DocumentDropEdit(insertText, title, KIND)
            edit.additionalEdit = additionalEdit
            return edit
          })
        },
      },
      { dropMimeTypes: [URI_LIST], providedDropEditKinds: [KIND] },
    ),
  )
  disposables.add(
    vscode.languages.registerDocumentPasteEditProvider(
      SELECTOR,
      {
        provideDocumentPasteEdits: async (document, [range], data) => {
          if (!range) return []
          const offers = await offersFor(document, range.start, data)
          return offers.map(({ title, insertText, additionalEdit }) => {
            const edit = new vscode.DocumentPasteEdit(insertText, title, KIND)
            edit.additionalEdit = additionalEdit
            return edit
          })
        },
      },
      { pasteMimeTypes: [URI_LIST], providedPasteEditKinds: [KIND] },
    ),
  )
  return disposables
}
