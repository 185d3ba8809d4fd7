// The model editor: any model file of the workspace in the viewport; GLB and .gltf files can be changed. The page reads the file
// itself, by its URI; the host says which file, watches it on disk, keeps the list of changes, and remembers how the person
// prefers to view models.
import * as vscode from 'vscode'
import { problemOf } from '../../jobs/index.ts'
import { type Operation, readOperations } from '../../mesh/tools/operations.ts'
import { type EditedModel, RpcServer } from '../../protocol/index.ts'
import { DisposableStore } from '../disposable-store.ts'
import { COMMANDS, VIEWS } from '../names.ts'
import { viewportHabits } from '../settings.ts'
import { typeIn } from '../ui.ts'
import { nameOf } from '../uris.ts'
import { said } from '../words.ts'
import { committedFolder } from './committed-files.ts'
import { droppedFiles } from './dropped-files.ts'
import { changesOf } from './edit-changes.ts'
import { EditMemory } from './edit-memory.ts'
import { FolderWalk, followPlace, parentOf } from './folder-walk.ts'
import { followFile } from './follow-file.ts'
import { mayOpen } from './may-open.ts'
import { ModelDocument } from './model-document.ts'
import { isEditable, ModelOpener } from './model-opener.ts'
import { lastReload } from './model-reload.ts'
import { ModelSaving, type ModelSavingServices, withProblemTold } from './model-saving.ts'
import { labelOf, pickOperator, whileRunning } from './operator-words.ts'
import type { EditFiles } from './recorded-edits.ts'
import { saveCapture } from './save-capture.ts'
import { openOnceShownAsText } from './saved-as.ts'
import { showPage } from './show-page.ts'

export interface ModelEditorServices extends ModelSavingServices {
  extensionUri: vscode.Uri
  memory: vscode.Memento
  /** Where the JSONs of delivered models are. */
  files: EditFiles
}

/** What the page is told of a change. */
interface EditAnswer {
  isDone: boolean
  /** A tool had nothing to change: the model is as it was before. */
  isUnchanged?: boolean
  said: string[]
}

export class ModelEditors implements vscode.CustomEditorProvider<ModelDocument> {
  readonly #saving: ModelSaving
  readonly #changed = new vscode.EventEmitter<vscode.CustomDocumentEditEvent<ModelDocument>>()
  readonly onDidChangeCustomDocument = this.#changed.event
  readonly #services: ModelEditorServices
  readonly #opener: ModelOpener
  readonly #edits: EditMemory
  /** Those that are open. */
  readonly #documents = new Set<ModelDocument>()
  readonly #walk = new FolderWalk()
  /** Those that a page has opened. */
  readonly #seen = new WeakSet<ModelDocument>()
  /** Those of which another program's file is being copied. */
  readonly #takingUp = new WeakSet<ModelDocument>()

  constructor(services: ModelEditorServices) {
    this.#services = services
    this.#saving = new ModelSaving(services)
    this.#opener = new ModelOpener({ ...services, stages: this.#saving.stages })
    const { memory, head, files } = services
    this.#edits = new EditMemory({ memory, head, files, stages: this.#saving.stages })
  }

  /** Registers it with the workbench. */
  register(): vscode.Disposable {
    // The page gives back what it holds by itself, a minute after it is told that nobody sees it (webview/model/suspend.ts).
    const webviewOptions = { retainContextWhenHidden: true }
    return vscode.window.registerCustomEditorProvider(VIEWS.modelEditor, this, {
      webviewOptions,
      supportsMultipleEditorsPerDocument: true,
    })
  }

  async openCustomDocument(uri: vscode.Uri, { backupId }: vscode.CustomDocumentOpenContext): Promise<ModelDocument> {
    const document = new ModelDocument(uri)
    if (backupId !== undefined) await this.#saving.restore(document, backupId)
    this.#documents.add(document)
    document.onDidDispose(() => this.#documents.delete(document))
    return document
  }

  async saveCustomDocument(document: ModelDocument, cancel: vscode.CancellationToken): Promise<void> {
    await withProblemTold(() => this.#saving.save(document, cancel))
    // The file is saved whatever becomes of the memory.
    await this.#edits.keep(document).catch(() => undefined)
  }

  async saveCustomDocumentAs(
    document: ModelDocument,
    target: vscode.Uri,
    cancel: vscode.CancellationToken,
  ): Promise<void> {
    openOnceShownAsText(target)
    await withProblemTold(() => this.#saving.saveAs(document, target, cancel))
    // The file is saved whatever becomes of its JSON.
    await this.#edits.keepCopy(document, target).catch(() => undefined)
  }

  async revertCustomDocument(document: ModelDocument): Promise<void> {
    const isOther = document.base !== undefined && (await this.#saving.isChangedOutside(document))
    document.revert(isOther ? await this.#saving.copy(document.uri) : undefined)
  }

  backupCustomDocument(
    document: ModelDocument,
    { destination }: vscode.CustomDocumentBackupContext,
  ): Promise<vscode.CustomDocumentBackup> {
    return this.#saving.backUp(document, destination)
  }

  /**
   * Adds a step to VS Code's undo, and to the list of changes; a tool is run before, so that what fails is no step.
   * @param replaces the last step, which was a tool's, is taken back first
   */
  async #edit(document: ModelDocument, operations: readonly Operation[], replaces = false): Promise<EditAnswer> {
    if (operations.length === 0 || !isEditable(document.uri)) return { isDone: false, said: [] }
    await this.#saving.keepBase(document)
    const { state } = document
    const [last, [first]] = [state.operations.at(-1), operations]
    // The page's panel may be of a tool that has been undone.
    const isSameTool = last?.kind === 'run' && first?.kind === 'run' && last.operator === first.operator
    const isAgain = replaces && isSameTool && state.previous !== undefined
    const before = (isAgain && state.previous) || state
    const wanted = [...before.operations, ...operations]
    const { stages } = this.#saving
    const runs = operations.some(({ kind }) => kind === 'run')
    const stage = runs ? await whileRunning(operations, (signal) => stages.of(document, wanted, signal)) : undefined
    if (runs && !stage) return { isDone: false, said: [] }
    // What has been changed in the meantime is not what the tool has worked on.
    if (document.state !== state) return { isDone: false, said: [] }
    const words = (stage?.steps ?? []).map((step) => said(step))
    // What changes nothing is no step, and what it was to replace is taken back.
    if (stage?.isUnchanged && operations.length === 1) {
      if (isAgain) await vscode.commands.executeCommand('undo')
      return { isDone: false, isUnchanged: true, said: words }
    }
    if (isAgain) await document.quietly(() => vscode.commands.executeCommand('undo'))
    this.#changed.fire({ document, ...document.edit(operations, labelOf(operations), before) })
    return { isDone: true, said: words }
  }

  /** Takes up what another program has written, where nothing of ours would be lost; else the next saving asks. */
  async #recordDiskChange(document: ModelDocument): Promise<void> {
    if (this.#takingUp.has(document) || document.isDirty) return
    this.#takingUp.add(document)
    try {
      if (!(await this.#saving.isChangedOutside(document))) return
      const { base, stamp } = await this.#saving.copy(document.uri)
      // A change that was made meanwhile is worth more: the next saving asks.
      if (document.isDirty) return
      const step = document.recordDiskChange(base, stamp, vscode.l10n.t('Changed on Disk'))
      this.#changed.fire({ document, ...step })
      // A step like any other, whose result the file has already: nothing is written.
      await vscode.workspace.save(document.uri)
    } finally {
      this.#takingUp.delete(document)
    }
  }

  async #replayUndone(document: ModelDocument): Promise<void> {
    let isTold: Thenable<unknown> | undefined
    const undo = async () => {
      // A step is added a moment after it was told: VS Code has done so when it answers something that came later.
      isTold ??= vscode.commands.executeCommand('setContext', 'tripo.stepsTold', true)
      await isTold
      await vscode.commands.executeCommand('undo')
    }
    await document.replayUndone((step) => this.#changed.fire({ document, ...step }), undo)
  }

  /** Opens a model, and has its page show a finding of the check, where it is. */
  async showFinding(uri: vscode.Uri, text: string): Promise<void> {
    const find = () => [...this.#documents].find((one) => one.uri.toString() === uri.toString())
    const before = find()
    await openInModelEditor(uri)
    const document = find()
    document?.showFinding(text, document === before && this.#seen.has(document))
  }

  /** Does to a model, which is opened, what was saved into another last. @returns false when there was nothing to do */
  async applyLastEdits(uri: vscode.Uri): Promise<boolean> {
    await openInModelEditor(uri)
    const document = [...this.#documents].find((one) => one.uri.toString() === uri.toString())
    if (!document) return false
    await this.#saving.keepBase(document)
    const operations = await this.#edits.choose(document)
    return operations !== undefined && (await this.#edit(document, operations)).isDone
  }

  resolveCustomEditor(document: ModelDocument, panel: vscode.WebviewPanel): void {
    const { extensionUri } = this.#services
    const { uri } = document
    const { webview } = panel
    const root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview')
    const own = new DisposableStore()
    // A file's own folder, and the workspace it belongs to: textures may lie in a folder beside it.
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri
    const folders = folder ? [folder] : []
    webview.options = {
      enableScripts: true,
      localResourceRoots: [
        ...[root, parentOf(uri), this.#saving.folder, committedFolder(this.#services.storage)],
        ...folders,
      ],
    }
    // Which file the page shows: the one on disk, or one in storage.
    let shown: string | undefined
    const shows = (file: vscode.Uri) => {
      shown = file.toString()
    }
    const along = this.#walk.alongTo(uri)
    const server = new RpcServer(
      (message) => void webview.postMessage(message),
      {
        openModel: async ({ anyway = false }) =>
          (await mayOpen(document, anyway))
            ? { model: { ...(await this.#opened(document, webview, shows)), ...along() } }
            : {},
        editModel: ({ operations, replaces }) => this.#edit(document, readOperations(operations) ?? [], replaces),
        checkModel: async () => ({ findings: await this.#saving.check(document) }),
        pickOperator,
        keepPicture: async ({ bytes }) => {
          if (!(bytes instanceof ArrayBuffer)) throw new TypeError('a picture without bytes')
          return { name: await this.#saving.stages.keepPicture(new Uint8Array(bytes)) }
        },
        saveAsGlb: () => done(vscode.commands.executeCommand(COMMANDS.convertModel, uri, [uri], 'glb')),
        askName: async ({ name }) => {
          const typed = await typeIn({ title: vscode.l10n.t('Rename'), value: name })
          return typed ? { name: typed } : {}
        },
        nextModel: ({ step, carried }) => done(this.#walk.go(uri, step, carried, panel.viewColumn)),
        ...droppedFiles(uri, webview, folders),
        saveLook: (look) => done(this.#opener.saveLook(look)),
        saveCapture: (capture) => saveCapture(uri, capture),
        keepModelPicture: ({ key, bytes }) => done(this.#opener.keepPicture(key, bytes)),
        saveCamera: ({ camera }) => done(this.#opener.saveCamera(uri, camera)),
      },
      problemOf,
    )
    own.add({ dispose: () => server.dispose() })
    own.add(document.onDidAskFinding((text) => server.notify('showFinding', { text })))
    own.add(webview.onDidReceiveMessage((message) => server.receive(message)))
    const follow = async () => {
      const { base, operations } = document
      const stage = base && (await this.#saving.stages.of(document, operations).catch(() => undefined))
      if (document.operations !== operations) return
      // What is shown is the file after the last tool, or as it was opened, which the one on disk was until the first change.
      const isOpened = stage?.uri.toString() === document.opened?.toString() && shown === uri.toString()
      if (stage && (isOpened || stage.uri.toString() === shown)) server.notify('modelEdited', changesOf(operations))
      else await reload()
    }
    const reload = lastReload({
      read: () => this.#opener.model(document, webview, shows).catch(() => undefined),
      version: () => document.operations,
      tell: (model) => server.notify('modelChanged', model ? { model } : {}),
    })
    own.add(
      document.onDidChange(() => {
        void follow()
        // Undone to what was saved, which another program may have written over since.
        void this.#recordDiskChange(document)
      }),
    )
    for (const step of document.drainSteps()) this.#changed.fire({ document, ...step })
    // VS Code's undo is that of the active editor.
    const replayUndone = () => {
      if (panel.active) void this.#replayUndone(document)
    }
    replayUndone()
    own.add(panel.onDidChangeViewState(replayUndone))
    own.add(
      followFile(uri, async () => {
        if (document.base) await this.#recordDiskChange(document)
        else await reload()
      }),
    )
    own.add(followPlace(uri, (place) => server.notify('modelPlace', place)))
    own.add(panel.onDidChangeViewState(() => server.notify('pageSeen', { isSeen: panel.visible })))
    panel.onDidDispose(() => own.dispose())
    const page = { name: 'model', title: nameOf(uri), habits: viewportHabits() } as const
    own.add(showPage(webview, root, page))
  }

  /** What a page opens, with the finding that it was opened for. */
  async #opened(
    document: ModelDocument,
    webview: vscode.Webview,
    shows: (file: vscode.Uri) => void,
  ): Promise<EditedModel> {
    const model = await this.#opener.model(document, webview, shows)
    const { finding } = document
    document.finding = undefined
    this.#seen.add(document)
    return { ...model, ...(finding !== undefined && { finding }) }
  }
}

/** The answer to a request that only has something done. */
async function done(work: Thenable<unknown>): Promise<Record<string, never>> {
  await work
  return {}
}

/** Opens a model file in the editor. */
export const openInModelEditor = (uri: vscode.Uri, column?: vscode.ViewColumn): Thenable<unknown> =>
  vscode.commands.executeCommand('vscode.openWith', uri, VIEWS.modelEditor, column)
