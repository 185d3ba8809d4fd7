// Model paths in code that lead nowhere: reported as problems, with the nearest names and the offer to generate the model at that
// path.
import * as vscode from 'vscode'
import { filesOf, folderOf, isBelow, nameOf, type Project, urlOf } from '../../engines/index.ts'
import { nearest, promptOf, type Reference, referencesIn } from '../../engines/references.ts'
import { nameOfChoice } from '../../protocol/index.ts'
import { estimate, PREFERRED_MODEL_VERSION, textToModel } from '../../tripo/catalogue/index.ts'
import { DisposableStore } from '../disposable-store.ts'
import { COMMANDS } from '../names.ts'
import { plain } from '../plain.ts'
import { defaultModelVersion } from '../settings.ts'
import { formatCredits } from '../words.ts'
import { SELECTOR } from './drop-and-paste.ts'
import { filesOfRoot, type InProject, modelsOf, projectOf, rootOf } from './projects.ts'

export const MISSING_CODE = 'tripo.missing-model'
/** Milliseconds after the last letter. */
const REST = 400
/** Letters of the longest document that is looked through while it is typed in. */
const MOST_TEXT = 500_000

const isBareName = ({ address }: Reference) => !address.includes('/')

/**
 * Where the file of an address that leads nowhere would be; undefined where one is there, or the address is not ours.
 * @param models those of the workspace, which only a bare name is looked for among
 */
export async function missingFile(
  found: InProject,
  reference: Reference,
  models: readonly string[],
): Promise<string | undefined> {
  const candidates = filesOf(found.project, reference.address, found.path)
  const [first] = candidates
  if (first === undefined || /(^|\/)node_modules\//.test(first)) return undefined
  const files = filesOfRoot(found.root)
  for (const path of candidates) {
    const entries = await files.list(folderOf(path))
    if (entries.some(({ name, isFolder }) => !isFolder && name === nameOf(path))) return undefined
  }
  // A bare name may be put behind a path that the code keeps elsewhere.
  if (isBareName(reference) && models.some((path) => nameOf(path) === reference.address)) return undefined
  return first
}

/** The addresses of the project's models, as this file would ask for them. */
const addressesOf = (project: Project, from: string, models: readonly string[]) =>
  models.filter((path) => isBelow(project.folder, path)).map((path) => urlOf(project, path, from).address)

const price = () =>
  estimate(textToModel, { prompt: '', model_version: defaultModelVersion(PREFERRED_MODEL_VERSION) }).total

export class MissingModels implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #disposables = new DisposableStore()
  readonly #problems = this.#disposables.add(vscode.languages.createDiagnosticCollection('tripo.missing'))
  readonly #resting = new Map<string, NodeJS.Timeout>()

  constructor() {
    const { workspace } = vscode
    const lookAtAll = () => {
      for (const document of workspace.textDocuments) this.#lookSoon(document)
    }
    this.#disposables.add(workspace.onDidOpenTextDocument((document) => this.#lookSoon(document)))
    this.#disposables.add(workspace.onDidChangeTextDocument(({ document }) => this.#lookSoon(document)))
    this.#disposables.add(workspace.onDidCloseTextDocument(({ uri }) => this.#problems.delete(uri)))
    const watcher = this.#disposables.add(workspace.createFileSystemWatcher('**/*.{glb,gltf}', false, true, false))
    this.#disposables.add(watcher.onDidCreate(lookAtAll))
    this.#disposables.add(watcher.onDidDelete(lookAtAll))
    lookAtAll()
  }

  dispose(): void {
    for (const timer of this.#resting.values()) clearTimeout(timer)
    this.#disposables.dispose()
  }

  #lookSoon(document: vscode.TextDocument): void {
    if (vscode.languages.match(SELECTOR, document) === 0) return
    const key = document.uri.toString()
    clearTimeout(this.#resting.get(key))
    this.#resting.set(
      key,
      setTimeout(() => {
        this.#resting.delete(key)
        void this.#look(document)
      }, REST),
    )
  }

  async #look(document: vscode.TextDocument): Promise<void> {
    const text = document.getText()
    const { version } = document
    const root = rootOf(document.uri)
    const references = text.length > MOST_TEXT || !root ? [] : referencesIn(text, document.uri.path)
    const found = references.length > 0 ? await projectOf(document.uri) : undefined
    const problems: vscode.Diagnostic[] = []
    if (found && found.project.engine !== 'none') {
      // The workspace is searched only for what needs it, since this runs while a person types.
      const models = references.some(isBareName) ? await modelsOf(found.root) : []
      for (const reference of references) {
        const file = await missingFile(found, reference, models)
        if (file !== undefined) problems.push(problemFor(document, reference, file))
      }
    }
    if (document.isClosed || document.version !== version) return
    this.#problems.set(document.uri, problems)
  }

  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
    const own = (this.#problems.get(document.uri) ?? []).filter((one) => one.range.intersection(range))
    const found = own.length > 0 ? await projectOf(document.uri) : undefined
    if (!found) return []
    const models = await modelsOf(found.root)
    const known = addressesOf(found.project, found.path, models)
    return own.flatMap((diagnostic) => this.#fixes(document, diagnostic, known))
  }

  #fixes(document: vscode.TextDocument, diagnostic: vscode.Diagnostic, known: readonly string[]): vscode.CodeAction[] {
    const { l10n } = vscode
    const address = document.getText(diagnostic.range)
    const prompt = promptOf(address)
    const fixes = nearest(address, known).map((name) => {
      const fix = new vscode.CodeAction(plain(l10n.t('Change to {0}', name)), vscode.CodeActionKind.QuickFix)
      fix.edit = new vscode.WorkspaceEdit()
      fix.edit.replace(document.uri, diagnostic.range, name)
      return fix
    })
    // A workspace that nobody trusts must not lead anybody to spend.
    if (vscode.workspace.isTrusted && prompt !== '' && /\.glb$/i.test(address)) {
      const title = l10n.t('Generate “{0}” with Tripo ({1})', prompt, formatCredits(price()))
      const make = new vscode.CodeAction(plain(title), vscode.CodeActionKind.QuickFix)
      make.command = { command: COMMANDS.generateAt, title: plain(title), arguments: [document.uri, diagnostic.range] }
      fixes.push(make)
    }
    for (const fix of fixes) fix.diagnostics = [diagnostic]
    return fixes
  }
}

function problemFor(
  document: vscode.TextDocument,
  { start, end, address }: Reference,
  file: string,
): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end))
  const words = vscode.l10n.t('No model at {0}: {1} does not exist.', address, file)
  const diagnostic = new vscode.Diagnostic(range, plain(words), vscode.DiagnosticSeverity.Warning)
  return Object.assign(diagnostic, { source: 'Tripo', code: MISSING_CODE })
}

/** Where a model that code names is to be made. */
export interface PlaceInCode {
  /** Below the workspace folder, as `tripo.assetsFolder` is written. */
  folder: string
  /** The file's name without its ending, as delivery writes it. */
  name: string
  prompt: string
  /** The address for the code, where delivery writes the name in another way. */
  address?: string
}

/** Where the file of an address in a document goes; undefined where there is one. */
export async function placeInCode(
  document: vscode.TextDocument,
  range: vscode.Range,
): Promise<PlaceInCode | undefined> {
  const found = await projectOf(document.uri)
  const address = document.getText(range)
  const file = found && (await missingFile(found, { address, start: 0, end: 0 }, []))
  if (!found || file === undefined) return undefined
  const stem = nameOf(file).replace(/\.[^.]+$/, '')
  const name = nameOfChoice(stem)
  return {
    folder: folderOf(file) || '.',
    name,
    prompt: promptOf(address),
    ...(name === stem ? {} : { address: address.replace(/[^/]*$/, `${name}.glb`) }),
  }
}
