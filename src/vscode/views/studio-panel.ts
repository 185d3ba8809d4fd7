// One studio panel: the host's end of the webview. It answers the page's requests, notifies it of changes, and keeps
// the form's draft so that closing, reloading and reopening lose nothing.
import { Check } from 'typebox/schema'
import * as vscode from 'vscode'
import type { JobsApi } from '../../jobs/index.ts'
import { problemOf } from '../../jobs/index.ts'
import {
  type Account,
  type ChainRequest,
  Draft,
  drawingOf,
  type Envelope,
  type EventBody,
  type FileKind,
  type Handlers,
  type ImageChoice,
  type JobAction,
  type JobView,
  type LocalStep,
  PANEL_COMMANDS,
  type RequestResult,
  type RequestStep,
  RpcServer,
  type Snapshot,
} from '../../protocol/index.ts'
import type { RecipeSetting } from '../../protocol/recipes.ts'
import { DisposableStore } from '../disposable-store.ts'
import { SETTINGS_SECTION } from '../names.ts'
import type { ShownForm } from '../repeat-task.ts'
import { viewportHabits } from '../settings.ts'
import { onQuestion, pickOnDisk } from '../ui.ts'
import { droppedUri } from '../uris.ts'
import { type FormSaving, formSettings } from './form-settings.ts'
import type { FoundImage } from './input-files.ts'
import { JobUpdates } from './job-updates.ts'
import { PanelFiles, type PanelFilesServices } from './panel-files.ts'
import { ENDINGS, pickWorkspaceFile } from './pick-image.ts'
import { showPage } from './show-page.ts'

const DRAFT = 'tripo.draft'

/** Pictures by their places in a form. */
type FoundImages = Readonly<Record<string, FoundImage>>

/** What the panel needs of the rest of the host. */
export interface PanelServices extends PanelFilesServices {
  memory: vscode.Memento
  jobs: Pick<JobsApi, 'list' | 'get' | 'thumbnail' | 'onDidChange'>
  account: { readonly state: Account; readonly dialect: 'v2' | 'v3'; onDidChange: vscode.Event<Account> }
  /** Starts a request with its further steps; gives the ids of its jobs, none when called off. */
  generate(request: ChainRequest): Promise<readonly string[]>
  /** Shows the total and asks once. */
  generateMany(requests: readonly ChainRequest[]): Promise<readonly string[]>
  /** Starts steps on a finished job's result, whose price the form has shown; gives the ids of their jobs. */
  continueWith(jobId: string, steps: readonly RequestStep[], local?: readonly LocalStep[]): Promise<readonly string[]>
  /** The service's free check of a finished model. */
  checkRig(jobId: string): Promise<RequestResult<'checkRig'>>
  /** Answers what to say about it where nothing else shows it. */
  runAction(
    jobIds: string | readonly string[],
    action: JobAction,
    how: { isAsked?: boolean },
  ): Promise<string | undefined>
  /** Keeps a chain in the settings; gives its name, none when called off. */
  saveRecipe(recipe: Omit<RecipeSetting, 'name'>): Promise<string | undefined>
  /** Where results go and how they are named, as the settings say. Never rejects. */
  saving(): Promise<FormSaving>
}

/** A panel and its conversation with the page. */
export class StudioPanel {
  readonly #disposables = new DisposableStore()
  readonly #server: RpcServer
  readonly #files: PanelFiles
  readonly #updates = this.#disposables.add(new JobUpdates((ids) => this.#sendJobs(ids)))
  #isReady = false
  /** What was told before the page was ready, told when it is. */
  readonly #waiting: (() => void)[] = []

  readonly #panel: vscode.WebviewPanel
  readonly #services: PanelServices

  constructor(panel: vscode.WebviewPanel, services: PanelServices) {
    this.#panel = panel
    this.#services = services

    const { webview } = panel
    this.#files = new PanelFiles(services)
    void this.#files.sweep()
    const root = vscode.Uri.joinPath(services.extensionUri, 'dist', 'webview')
    // A tab's icon is a plain picture, which does not take the theme's color.
    const icon = (theme: string) => vscode.Uri.joinPath(services.extensionUri, 'media', `panel-${theme}.svg`)
    panel.iconPath = { light: icon('light'), dark: icon('dark') }
    this.#allowRoots()
    // An answer may be about a job that the page has to know by then.
    const post = this.#updates.before<Envelope>((message) => void webview.postMessage(message))
    this.#server = new RpcServer(post, this.#handlers(), problemOf)
    this.#disposables.add({ dispose: () => this.#server.dispose() })
    this.#disposables.add(webview.onDidReceiveMessage((message) => this.#server.receive(message)))
    this.#disposables.add(services.jobs.onDidChange((ids) => this.#updates.add(ids)))
    this.#disposables.add(
      services.account.onDidChange((account) => {
        this.#server.notify('account', account)
        void this.#sendSettings()
      }),
    )
    this.#disposables.add(
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#allowRoots()
        void this.#sendSettings()
      }),
    )
    this.#disposables.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTINGS_SECTION)) void this.#sendSettings()
      }),
    )
    this.#disposables.add(onQuestion((text) => this.#server.notify('question', text === undefined ? {} : { text })))
    // A hidden page is gone; shown again it starts anew and says that it is ready.
    this.#disposables.add(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#isReady = false
      }),
    )
    panel.onDidDispose(() => this.#disposables.dispose())
    const page = { name: 'studio', title: 'Tripo Studio', habits: viewportHabits() } as const
    this.#disposables.add(showPage(webview, root, page))
  }

  get isVisible(): boolean {
    return this.#panel.visible
  }

  reveal(): void {
    this.#panel.reveal()
  }

  dispose(): void {
    this.#panel.dispose()
  }

  /** Brings a finished job into the viewport. */
  showJob(jobId: string): void {
    this.#whenReady(() => this.#server.notify('showJob', { jobId }))
  }

  /** Brings a form to the front, perhaps with an image, or with several in their places. */
  showTab(body: Omit<EventBody<'showTab'>, 'image' | 'images'> & { image?: FoundImage; images?: FoundImages }): void {
    this.#whenReady(async () => {
      const image = body.image && (await this.#choice(body.image))
      const images = body.images && (await this.#choices(body.images))
      this.#server.notify('showTab', { ...body, image, images })
    })
  }

  /** Puts requests into the form, or opens the forms of steps on a job's result. */
  showForm({ requests, ...form }: ShownForm): void {
    this.#whenReady(async () => {
      const filled = requests.map(async (request) => ({ ...request, images: await this.#choices(request.images) }))
      this.#server.notify('showForm', { ...form, requests: await Promise.all(filled) })
    })
  }

  #whenReady(action: () => void): void {
    if (this.#isReady) action()
    else this.#waiting.push(action)
  }

  #handlers(): Handlers {
    const services = this.#services
    return {
      ready: () => {
        this.#isReady = true
        // After the answer has left, so that the page has its snapshot first.
        setTimeout(() => {
          for (const action of this.#waiting.splice(0)) action()
        })
        return this.#snapshot()
      },
      generate: async (request) => ({ jobIds: [...(await services.generate(request))] }),
      generateMany: async ({ requests }) => ({ jobIds: [...(await services.generateMany(requests))] }),
      pickImage: async ({ from, kind = 'image' }) => {
        const uri = from === 'workspace' ? await pickWorkspaceFile(kind) : await pickDiskFile(kind)
        return { image: uri && (await this.#choice(await services.inputs.admit(uri, kind))) }
      },
      stageImage: async ({ name, bytes }) => {
        const data = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes
        if (!(data instanceof Uint8Array)) throw new TypeError('The image arrived without its bytes.')
        return { image: await this.#choice(await services.inputs.storeBytes(name, data)) }
      },
      resolveImage: async ({ uri, kind }) => ({
        image: await this.#choice(await services.inputs.admit(droppedUri(uri), kind)),
      }),
      continueWith: async ({ jobId, steps, local }) => ({
        jobIds: [...(await services.continueWith(jobId, steps, local))],
      }),
      checkRig: ({ jobId }) => services.checkRig(jobId),
      runAction: async ({ jobId, action }) => {
        // The page itself asks before it stops waiting.
        const words = await services.runAction(jobId, action, { isAsked: action === 'cancel' })
        return words === undefined ? {} : { words }
      },
      runActionOnAll: async ({ jobIds, action }) => {
        const words = await services.runAction(jobIds, action, {})
        return words === undefined ? {} : { words }
      },
      run: async ({ command }) => {
        if (PANEL_COMMANDS.includes(command)) await vscode.commands.executeCommand(command)
        return {}
      },
      saveRecipe: async ({ recipe }) => {
        const name = await services.saveRecipe(recipe)
        return name === undefined ? {} : { name }
      },
      saveDraft: async (draft) => {
        await services.memory.update(DRAFT, draft)
        return {}
      },
    }
  }

  async #snapshot(): Promise<Snapshot> {
    await Promise.all(this.#services.jobs.list().map((job) => this.#files.prepare(job)))
    const draft = this.#services.memory.get<unknown>(DRAFT)
    return {
      account: this.#services.account.state,
      jobs: this.#services.jobs.list().map((job) => this.#view(job)),
      draft: Check(Draft, draft) ? draft : undefined,
      ...(await formSettings(this.#services)),
    }
  }

  async #sendSettings(): Promise<void> {
    this.#server.notify('settings', await formSettings(this.#services))
  }

  #sendJobs(ids: readonly string[]): void {
    const jobs: JobView[] = []
    const removed: string[] = []
    for (const id of ids) {
      const job = this.#services.jobs.get(id)
      // Told as soon as the page can read its files.
      if (job && this.#files.isWaiting(job)) void this.#files.prepare(job).then(() => this.#sendJobs([id]))
      else if (job) jobs.push(this.#view(job))
      else removed.push(id)
    }
    if (jobs.length + removed.length > 0) this.#server.notify('jobs', { jobs, removed })
  }

  /** A job with addresses the page can fetch. */
  #view(job: JobView): JobView {
    const path = this.#services.jobs.thumbnail(job.id)
    const thumbnail = path === undefined ? this.#pictureOf(job) : vscode.Uri.file(path)
    return {
      ...job,
      thumbnailWebUri: thumbnail && this.#webUri(thumbnail),
      files: job.files.map((file) => {
        const readable = this.#files.file(file)
        return { ...file, webUri: readable && this.#webUri(readable) }
      }),
    }
  }

  /** A picture that was drawn stands for itself. */
  #pictureOf(job: JobView): vscode.Uri | undefined {
    const [file] = job.files
    return drawingOf(job) !== undefined && file && !file.isMissing ? this.#files.file(file) : undefined
  }

  async #choice(image: FoundImage): Promise<ImageChoice> {
    const picture = await this.#files.picture(image)
    return { ...image, webUri: picture && this.#webUri(picture) }
  }

  async #choices(images: FoundImages): Promise<Record<string, ImageChoice>> {
    const choices = Object.entries(images).map(async ([name, image]) => [name, await this.#choice(image)] as const)
    return Object.fromEntries(await Promise.all(choices))
  }

  #webUri(uri: vscode.Uri): string {
    return this.#panel.webview.asWebviewUri(uri).toString()
  }

  #allowRoots(): void {
    this.#panel.webview.options = { enableScripts: true, localResourceRoots: this.#files.roots }
  }
}

async function pickDiskFile(kind: FileKind): Promise<vscode.Uri | undefined> {
  const { l10n } = vscode
  const [title, group] =
    kind === 'image'
      ? [l10n.t('Choose an image'), l10n.t('Images')]
      : [kind === 'model' ? l10n.t('Choose a GLB') : l10n.t('Choose a model'), l10n.t('Models')]
  return pickOnDisk({ title, filters: { [group]: [...ENDINGS[kind]] } })
}
