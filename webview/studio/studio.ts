// The page as a whole: it holds the draft, the account and the settings, and passes each change to the parts that show it.
import type { EventBody } from '../../src/protocol/messages.ts'
import type { Account, Draft, Style } from '../../src/protocol/studio.ts'
import { estimate, findCapability, PREFERRED_MODEL_VERSION } from '../../src/tripo/catalogue/index.ts'
import { element, setAttribute, setText } from '../controls/index.ts'
import { DraftKeeper, importedFile, isNewer, keepsPictures, restore, withKept } from './drafts.ts'
import { Footer } from './footer.ts'
import type { CapabilityForm } from './form.ts'
import { type FormContext, isLive } from './form-model.ts'
import { Forms } from './forms.ts'
import { type Host, imagesFrom, problemOf, refreshImages } from './host.ts'
import { HostActions } from './host-actions.ts'
import { listenForImages } from './image-events.ts'
import { t } from './l10n.ts'
import { Layout } from './layout.ts'
import { listenToPage } from './page-events.ts'
import { ProblemPanel, problemDetails } from './problem-panel.ts'
import { withRecent } from './prompt-tools.ts'
import { RecipeMenu } from './recipes.ts'
import { filledDraft, ResultForm } from './result-form.ts'
import { SaveAs } from './save-as.ts'
import { Sending } from './sending.ts'
import type { ImageSource } from './stage-image.ts'
import { StepsSection } from './steps-section.ts'
import { TaskArea } from './task-area.ts'
import { ViewDrawings } from './view-drawings.ts'

export class Studio {
  readonly #keeper: DraftKeeper
  readonly #forms: Forms
  readonly #steps: StepsSection
  readonly #recipes: RecipeMenu
  readonly #saveAs = new SaveAs(
    (saveAs) => this.#edit({ saveAs }),
    (isOn) => this.#edit(withKept(this.#keeper.draft, isOn)),
  )
  readonly #result: ResultForm
  readonly #sending: Sending
  readonly #imageSource: ImageSource
  readonly #drawing: ViewDrawings
  readonly #footer: Footer
  readonly #problem: ProblemPanel
  readonly #actions: HostActions
  readonly #tasks: TaskArea
  readonly #layout: Layout
  readonly #panels = element('div', 'panels')
  readonly #announcer = element('div', 'visually-hidden', { 'aria-live': 'polite', role: 'status' })
  readonly #hasOwnState: boolean
  #settings: Omit<FormContext, 'now'> = { dialect: 'v3', defaultModelVersion: PREFERRED_MODEL_VERSION }
  #account: Account | undefined
  /** What the project's settings give the forms. */
  #given: { styles: readonly Style[]; defaults: Draft['forms'] } = { styles: [], defaults: {} }
  #wasEdited = false
  readonly #host: Host

  constructor(app: HTMLElement, host: Host) {
    this.#host = host
    const own = host.getState()
    this.#hasOwnState = own !== undefined && own !== null
    this.#keeper = new DraftKeeper(restore(own, undefined), {
      remember: (state) => host.setState(state),
      // A mirror that fails is not worth a word: the page's own memory holds the draft.
      mirror: (draft) => void host.rpc.ask('saveDraft', draft).catch(() => undefined),
    })
    this.#imageSource = imagesFrom(host)
    this.#drawing = new ViewDrawings({
      draft: () => this.#keeper.draft,
      change: (part) => this.#edit(part),
      job: (id) => this.#tasks.job(id),
      start: (request) => this.#sending.start(request),
      resolve: (uri) => this.#imageSource.resolve(uri, 'image'),
      changed: () => this.#showForm(),
    })
    this.#forms = new Forms({
      draft: () => this.#keeper.draft,
      change: (part) => this.#edit(part),
      context: () => this.#context,
      sources: (id) => ({ images: this.#imageSource, drawing: this.#drawing.forForm(id) }),
      ...{ defaults: () => this.#given.defaults, styles: () => this.#given.styles },
      editStyles: () => this.#actions.run('tripo.editStyles'),
      // What the form before was scrolled to says nothing of this one.
      turned: () => this.#panels.scrollTo(0, 0),
    })
    this.#footer = new Footer({
      generate: () => void this.#sending.generate(),
      run: (command) => this.#actions.run(command),
    })
    this.#problem = new ProblemPanel({
      run: (command) => this.#actions.run(command),
      copy: (problem) => this.#actions.attempt(navigator.clipboard.writeText(problemDetails(problem))),
      close: () => this.#problem.show(undefined),
    })
    this.#actions = new HostActions(host.rpc, this.#problem, this.#announcer)
    this.#tasks = new TaskArea({
      ...{ decoders: app.dataset.decoders ?? '', keeper: this.#keeper, actions: this.#actions },
      ...{ now: () => host.now(), begin: (tab) => this.#forms.open({ tab }) },
      contentsKnown: () => this.#showForm(),
      announce: (words) => setText(this.#announcer, words),
    })
    const shared = {
      draft: () => this.#keeper.draft,
      change: (part: Partial<Draft>) => this.#edit(part),
      context: () => this.#context,
      imageSource: this.#imageSource,
    }
    const first = () => ({ capability: this.#keeper.draft.tab, params: this.#front?.requests.params ?? {} })
    const parts = () => this.#tasks.partsOfFile(importedFile(this.#keeper.draft))
    this.#steps = new StepsSection({ ...shared, first, parts })
    this.#result = new ResultForm({
      ...shared,
      ...{
        job: (id: string) => this.#tasks.job(id),
        importAnew: (id: string) => this.#tasks.runAction(id, 'importAnew'),
      },
      ...{ contents: (id: string) => this.#tasks.contentsOf(id), parts: (id: string) => this.#tasks.partsOf(id) },
      checkRig: (jobId) => host.rpc.ask('checkRig', { jobId }),
    })
    this.#sending = new Sending({
      ...{ host, steps: this.#steps, saveAs: this.#saveAs, result: this.#result, problem: this.#problem },
      front: () => this.#front,
      remember: (prompts) => this.#edit({ recentPrompts: withRecent(this.#keeper.draft.recentPrompts ?? [], prompts) }),
      changed: () => this.#showForm(),
      started: (jobIds) => this.#tasks.started(jobIds),
    })
    this.#recipes = new RecipeMenu({
      ...{ ...shared, rpc: host.rpc, chosen: () => this.#front?.focus() },
      showOutcome: (done) => this.#actions.showOutcome(done),
      run: (command) => this.#actions.run(command),
    })
    this.#panels.append(...this.#forms.panels, this.#recipes.root, this.#steps.root, this.#saveAs.root)
    this.#layout = new Layout(
      [this.#forms.tabs.root, this.#panels, this.#problem.root, this.#footer.root],
      this.#tasks.roots,
      (formWidth) => this.#edit({ formWidth }),
    )
    app.replaceChildren(this.#layout.root, this.#announcer)
    this.#showDraft()
  }

  /** Listens to the host, asks it for everything, and fetches the viewport. */
  async start(): Promise<void> {
    const { rpc } = this.#host
    rpc.on('jobs', (change) => this.#applyJobs(change))
    rpc.on('account', (account) => this.#setAccount(account))
    rpc.on('settings', (settings) => this.#setSettings(settings))
    rpc.on('question', ({ text }) => this.#sending.setQuestion(text))
    rpc.on('showJob', ({ jobId }) => this.#tasks.showJob(jobId))
    rpc.on('showTab', (tab) => this.#forms.open(tab))
    rpc.on('showForm', (form) => this.#fillForm(form))
    listenForImages(
      (at) => this.#result.imageAt(at) ?? this.#steps.imageAt(at) ?? this.#front?.imageField,
      () => this.#forms.openImageForm(),
    )
    listenToPage(
      () => void this.#sending.generate(),
      () => this.#keeper.flush(),
    )
    setTimeout(() => this.#tasks.startViewport())
    // Who cannot see that the list is still empty is told that there is more to come.
    setAttribute(this.#layout.root, 'aria-busy', 'true')
    try {
      const snapshot = await rpc.ask('ready', {})
      // What was typed while the host was starting is newer than anything it mirrored.
      const { draft } = snapshot
      if (draft && !this.#wasEdited && (!this.#hasOwnState || isNewer(draft, this.#keeper.draft))) {
        this.#keeper.remember({ draft: restore(undefined, draft).draft })
      }
      this.#setAccount(snapshot.account)
      this.#setSettings(snapshot)
      this.#applyJobs({ jobs: snapshot.jobs, removed: [] }, true)
      this.#showDraft()
      setAttribute(this.#layout.root, 'aria-busy', false)
      if (document.hasFocus() && document.activeElement === document.body) this.#front?.focus()
      await refreshImages(
        this.#host,
        () => this.#keeper.draft.images,
        (key, image) => this.#forms.setImages({ [key]: image }),
      )
    } catch (error) {
      setAttribute(this.#layout.root, 'aria-busy', false)
      this.#problem.show(problemOf(error))
    }
  }

  /** What forms need to know, as of now: a page may be open for days. */
  get #context(): FormContext {
    return { ...this.#settings, now: this.#host.now() }
  }

  get #front(): CapabilityForm | undefined {
    return this.#forms.front
  }

  #edit(part: Parameters<DraftKeeper['change']>[0]): void {
    this.#wasEdited = true
    this.#keeper.change(part)
    this.#showForm()
  }

  #showDraft(): void {
    const { draft } = this.#keeper
    this.#layout.setFormWidth(draft.formWidth)
    this.#showForm()
  }

  #showForm(): void {
    const form = this.#front
    if (!form) return
    if (this.#result.show(this.#layout.root, this.#panels)) {
      this.#footer.show(this.#result.price, this.#account, this.#sending.words)
      return
    }
    this.#forms.show()
    this.#recipes.show()
    form.show(this.#keeper.draft.advancedOpen)
    // Variations come first; steps are for the one that is kept.
    const isVaried = form.requests.variationCount > 1
    this.#steps.show(isVaried)
    this.#saveAs.show(form.requests.naming, this.#keeper.draft.saveAs, keepsPictures(this.#keeper.draft))
    const price = (isVaried ? undefined : this.#steps.price) ?? estimate(form.capability, form.requests.params)
    this.#footer.show(price, this.#account, this.#sending.words, form.requests.count)
  }

  #applyJobs(change: EventBody<'jobs'>, isFirst = false): void {
    this.#tasks.apply(change, isFirst)
    if (this.#keeper.draft.drawing) this.#showForm()
    this.#actions.attempt(this.#drawing.look())
  }

  #setAccount(account: Account): void {
    this.#account = account
    const service = account.mode === 'sandbox' ? ('sandbox' as const) : ('service' as const)
    this.#settings = { ...this.#settings, isLive: isLive(account), service }
    this.#showForm()
  }

  #setSettings(settings: EventBody<'settings'>): void {
    const { dialect, defaultModelVersion, defaults = {}, styles = [], recipes = [] } = settings
    this.#recipes.apply(recipes)
    this.#given = { styles, defaults }
    this.#forms.refreshStyles()
    this.#settings = { ...this.#settings, dialect, defaultModelVersion }
    this.#saveAs.setSettings(settings)
    this.#showForm()
  }

  /** The host's wish for what the form holds: a task's settings again, or the steps on a result. */
  #fillForm({ onJob, requests, offerSteps, ...more }: EventBody<'showForm'>): void {
    const [first] = requests
    if (onJob === undefined && first && !this.#forms.get(first.capability)) {
      const title = t(findCapability(first.capability)?.title ?? first.capability)
      this.#problem.show(problemOf(new Error(t('There is no form for “{0}” here.', title))))
      return
    }
    this.#edit({ onResult: undefined, ...filledDraft(this.#keeper.draft, onJob, requests, { offerSteps, ...more }) })
    if (onJob !== undefined) this.#tasks.select(onJob, true)
    this.#showDraft()
    if (offerSteps) this.#steps.offer()
    else if (onJob === undefined) this.#front?.focus()
    else this.#result.focus()
  }
}
