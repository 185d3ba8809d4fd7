// A model that is dropped or pasted into code: offers code that loads it first, its plain path second.
import * as vscode from 'vscode'
import { urlOf } from '../../engines/index.ts'
import { referencesIn, stringAround } from '../../engines/references.ts'
import { isGltfPath } from '../../protocol/file-names.ts'
import { MODEL_DRAG } from '../../protocol/index.ts'
import { DisposableStore } from '../disposable-store.ts'
import { afterInsert, type CodeResult, codeFor, type InsertServices } from './insert-code.ts'
import { finishedOf, projectOf } from './projects.ts'

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
  const list = await (data.get(MODEL_DRAG) ?? data.get(URI_LIST))?.asString()
  const addresses = (list ?? '').split(/\r?\n/).filter((line) => isGltfPath(line) && !line.startsWith('#'))
  return addresses[0] === undefined ? undefined : vscode.Uri.parse(addresses[0])
}

export interface Offer {
  title: string
  insertText: string
  additionalEdit?: vscode.WorkspaceEdit
}

/** What a person has chosen is not told; it is seen in the document, by the texts that come to stand there. */
interface Written {
  document: vscode.TextDocument
  texts: readonly string[]
  result: CodeResult
}

const unixLines = (text: string) => text.replace(/\r\n/g, '\n')

export class DroppedModels implements vscode.Disposable {
  readonly #services: InsertServices
  readonly #watch: vscode.Disposable
  #offered: Written | undefined

  constructor(services: InsertServices) {
    this.#services = services
    this.#watch = vscode.workspace.onDidChangeTextDocument((event) => this.#look(event))
  }

  /** What can be inserted for a model at a place, the best first. */
  async offersFor(
    document: vscode.TextDocument,
    position: vscode.Position,
    data: vscode.DataTransfer,
  ): Promise<Offer[]> {
    const model = await modelIn(data)
    if (!model) return []
    const uri = await finishedOf(model)
    const offset = document.offsetAt(position)
    const code = await this.#code(document, offset, uri)
    const address = await addressAt(document, offset, uri)
    const offers = [code, address].filter((offer) => offer !== undefined)
    // Between quotes an address is what is missing.
    return stringAround(document.getText(), offset) ? offers.toReversed() : offers
  }

  async #code(document: vscode.TextDocument, offset: number, uri: vscode.Uri): Promise<Offer | undefined> {
    this.#offered = undefined
    try {
      const result = await codeFor(document, offset, uri, async () => 'load')
      const { found, written } = result
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
      this.#offered = { document, texts: written.changes.map(({ text }) => text), result }
      return { title: vscode.l10n.t('Insert code that loads the model'), insertText: '', additionalEdit }
    } catch {
      // No glTF, no engine, another project: the address is all there is to offer.
      return undefined
    }
  }

  /** Code was offered and stands there now: a person is told what is told of inserted code. */
  #look({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const offered = this.#offered
    if (!offered || document !== offered.document) return
    const texts = contentChanges.map(({ text }) => unixLines(text))
    if (!offered.texts.every((text) => texts.includes(unixLines(text)))) return
    this.#offered = undefined
    void afterInsert(offered.result, this.#services)
  }

  dispose(): void {
    this.#watch.dispose()
  }
}

/** The model's address for a place; an address that stands there already, or nothing between quotes, is replaced. */
async function addressAt(document: vscode.TextDocument, offset: number, uri: vscode.Uri): Promise<Offer | undefined> {
  const found = await projectOf(document.uri)
  if (!found || !uri.path.startsWith(`${found.root.path}/`)) return undefined
  const { address } = urlOf(found.project, uri.path.slice(found.root.path.length + 1), found.path)
  const title = vscode.l10n.t('Insert the model’s address')
  const old = referencesIn(document.getText(), document.uri.path).find(
    ({ start, end }) => offset >= start && offset <= end,
  )
  if (!old) return { title, insertText: address }
  const additionalEdit = new vscode.WorkspaceEdit()
  const range = new vscode.Range(document.positionAt(old.start), document.positionAt(old.end))
  additionalEdit.replace(document.uri, range, address)
  return { title, insertText: '', additionalEdit }
}

export function registerDropAndPaste(services: InsertServices): vscode.Disposable {
  const disposables = new DisposableStore()
  const models = disposables.add(new DroppedModels(services))
  disposables.add(
    vscode.languages.registerDocumentDropEditProvider(
      SELECTOR,
      {
        provideDocumentDropEdits: async (document, position, data) => {
          const offers = await models.offersFor(document, position, data)
          return offers.map(({ title, insertText, additionalEdit }) => {
            const edit = new vscode.DocumentDropEdit(insertText, title, KIND)
            edit.additionalEdit = additionalEdit
            return edit
          })
        },
      },
      { dropMimeTypes: [URI_LIST, MODEL_DRAG], providedDropEditKinds: [KIND] },
    ),
  )
  disposables.add(
    vscode.languages.registerDocumentPasteEditProvider(
      SELECTOR,
      {
        provideDocumentPasteEdits: async (document, [range], data) => {
          if (!range) return []
          const offers = await models.offersFor(document, range.start, data)
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
