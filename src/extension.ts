// The extension's entry: builds the services once, hands them down, and registers the features. No network here.
import * as vscode from 'vscode'
import { storeFile } from './platform/atomic.ts'
import { createFileSink, readFile } from './platform/file-sink.ts'
import { nodeFiles } from './platform/files.ts'
import { putBeside, readWithCompanions } from './platform/files-beside.ts'
import { readGltfHead } from './platform/gltf-json.ts'
import { openJournal } from './platform/journal-files.ts'
import { createModelTools } from './platform/model-tools.ts'
import { createPicturePreparer } from './platform/pictures.ts'
import { projectFiles } from './platform/project-files.ts'
import { openProject } from './platform/project-store.ts'
import { openSharedRecord } from './platform/rate-file.ts'
import { createReplacer } from './platform/replace-file.ts'
import { resolveHost } from './platform/resolve.ts'
import { sweepOld } from './platform/retention.ts'
import { shareFile, sweepFolder } from './platform/share-file.ts'
import { openSocket } from './platform/sockets.ts'
import { putFile } from './platform/upload.ts'
import { AccountService } from './vscode/account.ts'
import { AssetsFiles } from './vscode/assets-file.ts'
import { addToAssetsFile } from './vscode/commands/assets-file.ts'
import { allCommands } from './vscode/commands/index.ts'
import { registerCommands } from './vscode/commands/register.ts'
import { type ActionRunnerParts, createActionRunner, runAndShow } from './vscode/commands/tasks.ts'
import { ContinueModel } from './vscode/continue-model.ts'
import { Destinations } from './vscode/destination.ts'
import { DisposableStore } from './vscode/disposable-store.ts'
import { keepFormats, runLocalSteps } from './vscode/extra-formats.ts'
import { FileAccess } from './vscode/file-access.ts'
import { lookingFirst } from './vscode/followed-files.ts'
import { FromPictures } from './vscode/from-pictures.ts'
import { registerGame } from './vscode/game/index.ts'
import { insertCode, LastEditor } from './vscode/game/insert-code.ts'
import { Generation } from './vscode/generate.ts'
import { JobDialogs } from './vscode/job-dialogs.ts'
import { WindowJobs } from './vscode/jobs.ts'
import { LocalTools } from './vscode/local-tools.ts'
import { Log } from './vscode/log.ts'
import { ModelValidation } from './vscode/model-validation.ts'
import { saveRecipe } from './vscode/recipes.ts'
import { RepeatTask } from './vscode/repeat-task.ts'
import { checkRig } from './vscode/rig-check.ts'
import { lazySandbox } from './vscode/sandbox.ts'
import { savingOf } from './vscode/saving.ts'
import { KeyStore } from './vscode/secrets.ts'
import { notificationLevel } from './vscode/settings.ts'
import { withProblemShown } from './vscode/show-problem.ts'
import { Steps } from './vscode/steps.ts'
import { sweepStorage } from './vscode/storage.ts'
import { AssetsLenses } from './vscode/views/assets-lenses.ts'
import { CompactView } from './vscode/views/compact-view.ts'
import { HistoryPanels } from './vscode/views/history-panel.ts'
import { InputFiles } from './vscode/views/input-files.ts'
import { ModelComparisons } from './vscode/views/model-compare.ts'
import { ModelEditors } from './vscode/views/model-editor.ts'
import { ModelPictures } from './vscode/views/model-pictures.ts'
import { ModelReports } from './vscode/views/model-reports.ts'
import { Notifications } from './vscode/views/notify.ts'
import { notifyFinished } from './vscode/views/notify-finished.ts'
import { StatusBar } from './vscode/views/status-bar.ts'
import { StudioPanels } from './vscode/views/studio-panels.ts'
import { TaskIcons } from './vscode/views/task-icons.ts'
import { TaskView } from './vscode/views/task-view.ts'
import { chooseTargetFolder } from './vscode/workspace.ts'

let opened: WindowJobs | undefined

export function activate(context: vscode.ExtensionContext): void {
  const disposables = new DisposableStore()
  context.subscriptions.push(disposables)
  const { globalState, workspaceState: memory, globalStorageUri: storage, extensionUri, extension } = context
  const log = disposables.add(new Log())
  const keys = disposables.add(new KeyStore(context.secrets, process.env))
  const pictures = disposables.add(
    createPicturePreparer(vscode.Uri.joinPath(extensionUri, 'dist', 'picture-worker.mjs').fsPath),
  )
  const prepareImage = pictures.prepare
  const resources = {
    fetch,
    put: putFile,
    openSocket,
    resolveHost,
    files: createFileSink(),
    readFile,
    prepareImage,
    log,
  }
  const sandbox = disposables.add(lazySandbox(extensionUri, storage, resources, () => import('./sandbox/sandbox.ts')))
  const budgetRecord = (name: string) => openSharedRecord(vscode.Uri.joinPath(storage, 'budget', `${name}.json`).fsPath)
  const account = disposables.add(
    new AccountService({ keys, resources, sandbox: sandbox.open, memory: globalState, budgetRecord, log }),
  )
  const generator = { name: extension.packageJSON.name, version: extension.packageJSON.version }
  const records = openJournal(vscode.Uri.joinPath(storage, 'jobs').fsPath)
  const own = disposables.add(new WindowJobs({ store: records, files: nodeFiles, storage, account, generator, log }))
  opened = own
  const jobs = own.api
  const destinations = new Destinations({ files: nodeFiles, storage, account })
  const dialogs = new JobDialogs({ jobs, destinations, account })
  const inputs = new InputFiles(storage, storeFile)
  const fileAccess = new FileAccess(inputs.folder, nodeFiles.realPath)
  const generation = new Generation(
    account,
    async (requests, folder) => jobs.start(requests, await destinations.of(folder, requests)),
    memory,
    fileAccess,
  )
  const steps = new Steps({ account, jobs, runLocal: (uri, local) => runLocalSteps(uri, local, localTools) })
  const again = new RepeatTask({
    account,
    jobs,
    continueWith: (id, more) => steps.continueWith(id, more),
    generation,
    image: (uri) => inputs.admit(uri),
    showForm: (form) => panels.show().showForm(form),
  })
  const fromPictures = new FromPictures({
    image: (uri) => inputs.admit(uri),
    showTab: (body) => panels.show().showTab(body),
  })
  const continueModel = new ContinueModel({
    ...{ account, jobs, destinations, files: nodeFiles },
    file: (uri, kind) => inputs.admit(uri, kind),
    continueFrom: (job) => again.continueFrom(job),
    showForm: (form) => panels.show().showForm(form),
  })
  const chooseFolder = () => chooseTargetFolder(memory)
  const editor = disposables.add(new LastEditor())
  const decoders = vscode.Uri.joinPath(extensionUri, 'dist', 'webview', 'decoders')
  const insert = (uri: vscode.Uri) => insertCode(uri, editor.get(), { decoders, memory })
  const open = (id: string) => panels.show().showJob(id)
  const addToAssets: ActionRunnerParts['addToAssets'] = (job) => addToAssetsFile({ assetsFiles }, job, jobs.list())
  const runAction = lookingFirst(
    jobs,
    own.results,
    createActionRunner({
      jobs,
      dialogs,
      destinations,
      generator,
      checkNow: async ({ service }) => (await account.connect(service)).client.follower.checkNow(),
      steps,
      again,
      pictures: fromPictures,
      models: continueModel,
      addToAssets,
      chooseFolder,
      open,
      insert,
    }),
  )
  const panels = disposables.add(
    new StudioPanels({
      extensionUri,
      storage,
      memory,
      inputs,
      share: shareFile,
      sweep: sweepFolder,
      jobs,
      account,
      generate: (request) => generation.start(request),
      generateMany: (requests) => generation.confirmAll(requests),
      continueWith: (id, more, local) => steps.continueWith(id, more, local),
      checkRig: (id) => checkRig({ account, jobs }, id),
      runAction,
      saveRecipe,
      saving: () => savingOf(memory, nodeFiles),
    }),
  )
  disposables.add(
    new CompactView({
      ...{ extensionUri, account, saving: () => savingOf(memory, nodeFiles) },
      generate: (request) => generation.start(request),
    }),
  )
  const history = disposables.add(new HistoryPanels({ extensionUri, jobs, account, runAction }))
  const tools = disposables.add(createModelTools(vscode.Uri.joinPath(extensionUri, 'dist', 'model-worker.mjs').fsPath))
  const replacer = createReplacer(vscode.Uri.joinPath(storage, 'backups').fsPath)
  const modelEditors = new ModelEditors({
    ...{ extensionUri, memory: globalState, tools, storage, store: storeFile, ...replacer },
    ...{ read: readWithCompanions, head: readGltfHead, files: nodeFiles },
  })
  disposables.add(modelEditors.register())
  const localTools = new LocalTools({ tools, read: readWithCompanions, put: putBeside, ...replacer, log })
  const reports = disposables.add(new ModelReports())
  disposables.add(keepFormats({ jobs, tools: localTools, log }))
  disposables.add(new ModelValidation({ localTools, reports }))
  const assetsFiles = disposables.add(
    new AssetsFiles({
      ...{ account, jobs, tools, openProject, reader: projectFiles, log, assetFiles: nodeFiles },
      generator: `${generator.name} ${generator.version}`,
    }),
  )
  disposables.add(new AssetsLenses(assetsFiles))
  disposables.add(
    assetsFiles.onDidFinish((finished) => void notifyFinished(finished, (names) => assetsFiles.replace(names))),
  )
  const bar = disposables.add(new StatusBar())
  disposables.add(account.onDidChange((state) => bar.show(state)))
  const icons = disposables.add(new TaskIcons({ jobs, storage, make: pictures.icon, store: storeFile, log }))
  const tasks = disposables.add(new TaskView(jobs, icons, memory))
  disposables.add(
    new Notifications({ jobs, runAction: runAndShow(runAction, log), studio: panels, level: notificationLevel }),
  )
  disposables.add(
    registerCommands(
      log,
      allCommands({
        account,
        generation,
        fromPictures,
        continueModel,
        assetsFiles,
        inputs,
        panels,
        jobs,
        destinations,
        dialogs,
        history,
        memory,
        runAction,
        tasks,
        log,
        localTools,
        modelEditors,
        reports,
        comparisons: new ModelComparisons({ extensionUri, storage, store: storeFile }),
        editor,
        decoders,
      }),
    ),
  )
  disposables.add(registerGame(jobs, { decoders, memory }, new ModelPictures({ storage, store: storeFile })))
  void withProblemShown(() => account.begin(), log)
  void withProblemShown(() => own.recover(), log).then(() =>
    sweepStorage({
      ...{ storage, sweep: sweepOld },
      history: () => jobs.history.search(),
      dismissed: () => jobs.history.dismissed(),
    }).catch((error: unknown) => log.warn(`storage: ${String(error)}`)),
  )
}

/** Leaves the journal whole; unfinished jobs go on at the next start. */
export const deactivate = (): Promise<void> | undefined => opened?.close()
