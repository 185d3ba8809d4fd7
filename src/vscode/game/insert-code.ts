// Insert Code: inserts code that loads a model at the cursor of the last edited file, in the style of its project.
import * as vscode from 'vscode'
import type { CodeVariant } from '../../engines/code/model-code.ts'
import { variantsOf, type WrittenCode, writeCode } from '../../engines/code/write-code.ts'
import { typeNameOf, urlOf } from '../../engines/index.ts'
import { isOnVite, RELOAD_PLUGIN, reloadWords } from '../../engines/live-reload.ts'
import { invalid } from '../../tripo/failures.ts'
import { Cancelled } from '../show-problem.ts'
import { notify, pick, showBriefly } from '../ui.ts'
import { nameOf } from '../uris.ts'
import { said, together } from '../words.ts'
import { copyDecoders } from './decoders.ts'
import { type FoundModel, finishedOf, type InProject, modelAt, projectOf, rootOf } from './projects.ts'

/** Files that code is inserted into. */
export const CODE_FILES = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|html?)$/i

export interface InsertServices {
  /** What this workspace was told already. */
  memory: vscode.Memento
  /** Where the extension keeps decoders. */
  decoders: vscode.Uri
}

/** The editor that a person was last in, also when a model or the studio is in front now. */
export class LastEditor implements vscode.Disposable {
  #last: vscode.TextEditor | undefined
  readonly #listening: vscode.Disposable

  constructor() {
    this.#remember(vscode.window.activeTextEditor)
    this.#listening = vscode.window.onDidChangeActiveTextEditor((editor) => this.#remember(editor))
  }

  #remember(editor: vscode.TextEditor | undefined): void {
    if (editor && rootOf(editor.document.uri) && CODE_FILES.test(editor.document.uri.path)) this.#last = editor
  }

  /** An editor with code that can be written to: the one in front, the last one, or the first that is visible. */
  get(): vscode.TextEditor | undefined {
    const front = vscode.window.activeTextEditor
    const visible = vscode.window.visibleTextEditors
    const isCode = ({ document }: vscode.TextEditor) =>
      CODE_FILES.test(document.uri.path) && rootOf(document.uri) !== undefined
    if (front && isCode(front)) return front
    const last = this.#last
    if (last && !last.document.isClosed) return visible.find(({ document }) => document === last.document) ?? last
    return visible.find(isCode)
  }

  dispose(): void {
    this.#listening.dispose()
  }
}

const titles = (variant: CodeVariant, component: string): { label: string; detail: string; icon: string } => {
  const { l10n } = vscode
  switch (variant) {
    case 'load':
      return {
        icon: 'code',
        label: l10n.t('Load Once'),
        detail: l10n.t('The model in the scene, with its first clip playing.'),
      }
    case 'copies':
      return { icon: 'layers', label: l10n.t('Many Copies'), detail: l10n.t('Geometry and textures are shared.') }
    case 'collider':
      return {
        icon: 'symbol-misc',
        label: l10n.t('With Collider'),
        detail: l10n.t('A fixed body in the shape of the model’s collider.'),
      }
    case 'levels':
      return {
        icon: 'fold',
        label: l10n.t('With Levels of Detail'),
        detail: l10n.t('Coarser models from further away.'),
      }
    case 'progress':
      return {
        icon: 'loading',
        label: l10n.t('With Loading Progress'),
        detail: l10n.t('Says how much has been loaded.'),
      }
    case 'component':
      return {
        icon: 'symbol-class',
        label: l10n.t('A Component File'),
        detail: l10n.t('<{0} /> with typed props, in a file of its own.', component),
      }
  }
}

/** Which way a person wants; not asked where there is one. */
async function chooseVariant({ project }: InProject, model: FoundModel): Promise<CodeVariant> {
  const variants = variantsOf(project, model)
  if (variants.length < 2) return variants[0] ?? 'load'
  const component = typeNameOf(model.file)
  const rows = variants.map((variant) => ({ ...titles(variant, component), variant }))
  const picked = await pick(rows, { title: vscode.l10n.t('Insert Code for {0}', model.file) })
  if (!picked) throw new Cancelled()
  return picked.variant
}

/** Makes changes of a document in one step that can be undone. */
async function applyCode(document: vscode.TextDocument, root: vscode.Uri, written: WrittenCode): Promise<void> {
  const edit = new vscode.WorkspaceEdit()
  const rangeOf = (start: number, end: number) => new vscode.Range(document.positionAt(start), document.positionAt(end))
  for (const { start, end, text } of written.changes) edit.replace(document.uri, rangeOf(start, end), text)
  const { file } = written
  const uri = file && vscode.Uri.joinPath(root, file.path)
  if (file && uri) edit.createFile(uri, { contents: new TextEncoder().encode(file.text), ignoreIfExists: false })
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw invalid(
      'code.insert',
      vscode.l10n.t('The code could not be inserted into {0}.', nameOf(document.uri)),
      vscode.l10n.t('Check that the file can be written to, and that no component of this name exists.'),
    )
  }
  if (uri)
    await vscode.window.showTextDocument(uri, {
      preview: false,
      preserveFocus: true,
      viewColumn: vscode.ViewColumn.Beside,
    })
}

/** Code that was written for a model in a project. */
export interface CodeResult {
  found: InProject
  model: FoundModel
  written: WrittenCode
}

/** Code for a model in a document, or why there is none. @throws TripoCheckError */
export async function codeFor(
  document: vscode.TextDocument,
  offset: number,
  uri: vscode.Uri,
  choose: (found: InProject, model: FoundModel) => Promise<CodeVariant>,
): Promise<CodeResult> {
  const { l10n } = vscode
  const found = await projectOf(document.uri)
  const root = rootOf(uri)
  const name = nameOf(uri)
  if (!found || root?.path !== found.root.path) {
    throw invalid(
      'code.outside',
      l10n.t('{0} is not in the workspace folder of the open file.', name),
      l10n.t('Copy the model into the project first.'),
    )
  }
  const { project } = found
  const model = await modelAt(root, uri.path.slice(root.path.length).replace(/^\/+/, ''))
  if (!model) {
    throw invalid(
      'code.format',
      l10n.t('{0} is no glTF that games load.', name),
      l10n.t('Convert it to GLB first: Convert Model… is free.'),
    )
  }
  if (project.engine === 'phaser') {
    throw invalid(
      'code.phaser',
      l10n.t('Phaser has no loader for glTF models.'),
      l10n.t(
        'Draw them with three.js on a canvas above the game, and install three for it; then insert the code again.',
      ),
    )
  }
  const variant = await choose(found, model)
  const written = writeCode(project, { path: found.path, text: document.getText(), offset }, model, variant)
  if (!written) {
    throw invalid(
      'code.engine',
      l10n.t('No engine was found in this project.'),
      l10n.t('Install one, or name it in the setting tripo.engine.'),
    )
  }
  return { found, model, written }
}

const RELOAD_TOLD = 'tripo.game.reloadTold'

/** Says what a change of the model does in the running game: each time in a few words, once with what can be done about it. */
async function showReloadPlugin({ found, model }: CodeResult, memory: vscode.Memento): Promise<void> {
  const { project, path } = found
  const isImported = urlOf(project, model.file, path).imports.some(({ from }) => /\.(glb|gltf)\b/i.test(from))
  const words = said(reloadWords(project.bundler, isImported))
  if (isImported || !isOnVite(project.bundler) || memory.get(RELOAD_TOLD) === true) return showBriefly(words)
  await memory.update(RELOAD_TOLD, true)
  const copy = { title: vscode.l10n.t('Copy Plugin') }
  if ((await notify('info', words, copy)) === copy) await copyReloadPlugin()
}

/** Puts the plugin for Vite on the clipboard. */
export async function copyReloadPlugin(): Promise<void> {
  await vscode.env.clipboard.writeText(RELOAD_PLUGIN)
  showBriefly(vscode.l10n.t('Copied the plugin that reloads models'))
}

/** Says what a person has to know after code was inserted; the decoders are copied after a yes. */
export async function afterInsert(result: CodeResult, services: InsertServices): Promise<void> {
  const { found, written } = result
  const { l10n } = vscode
  const { root, project } = found
  if (written.decoders.length > 0) {
    const copied = await copyDecoders(root, written.decoders, project.folder, services.decoders)
    if (copied.length > 0) showBriefly(l10n.t('Copied {0} decoder files', copied.length))
  }
  const words = written.notes.map(said)
  if (words.length > 0) void notify('info', together(...words))
  void showReloadPlugin(result, services.memory)
}

/** Inserts code for a model at the cursor; for one that an assets file finishes, what it became. */
export async function insertCode(
  model: vscode.Uri,
  editor: vscode.TextEditor | undefined,
  services: InsertServices,
): Promise<void> {
  const { l10n } = vscode
  const uri = await finishedOf(model)
  if (!editor) {
    const found = await projectOf(uri)
    const url = found && urlOf(found.project, found.path)
    if (url) await vscode.env.clipboard.writeText(url.address)
    void notify(
      'info',
      l10n.t(
        'Open the file that is to show the model, put the cursor where the code goes, and insert it again. Its address is on the clipboard.',
      ),
    )
    return
  }
  const { document, selection } = editor
  const offset = document.offsetAt(selection.active)
  const result = await codeFor(document, offset, uri, chooseVariant)
  await applyCode(document, result.found.root, result.written)
  await vscode.window.showTextDocument(document, { viewColumn: editor.viewColumn, preview: false })
  await afterInsert(result, services)
}
