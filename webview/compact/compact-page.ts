// The compact panel in the side bar, for people who work without the studio: a prompt, the project's style, the price, and
// Generate. Its tasks appear in the list below it.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import type { PanelCommand } from '../../src/protocol/messages.ts'
import { invitesAnotherTry, remedyFor } from '../../src/protocol/remedies.ts'
import type { GenerateRequest } from '../../src/protocol/request.ts'
import { type Account, Draft, type Style } from '../../src/protocol/studio.ts'
import {
  checkRequest,
  cleanParams,
  estimate,
  fieldsOf,
  type Params,
  PREFERRED_MODEL_VERSION,
  textToModel,
} from '../../src/tripo/catalogue/index.ts'
import { element, linkButton, setText, textInput, uniqueId } from '../controls/index.ts'
import { emptyDraft } from '../studio/drafts.ts'
import { Footer } from '../studio/footer.ts'
import { type FormContext, isLive, requestParams } from '../studio/form-model.ts'
import { type Host, problemOf } from '../studio/host.ts'
import { sayFinding, t } from '../studio/l10n.ts'
import { ProblemPanel, problemDetails } from '../studio/problem-panel.ts'
import { adviceFor } from '../studio/prompt-advice.ts'
import { PromptTools, StyleChoice, withRecent } from '../studio/prompt-tools.ts'
import { chosenStyle, withChosenStyle, withStyle } from '../studio/styles.ts'

/** What it remembers while the side bar is closed. */
const Memory = Type.Object({ draft: Draft })

const ID = textToModel.id
const PROMPT = fieldsOf(textToModel).find(({ ui }) => ui.widget === 'prompt')

export class CompactPage {
  readonly #host: Host
  #draft: Draft
  #context: Omit<FormContext, 'now'> = { dialect: 'v3', defaultModelVersion: PREFERRED_MODEL_VERSION }
  #account: Account | undefined
  #styles: readonly Style[] = []
  #defaults: Params = {}
  #isSending = false
  #wasTried = false
  readonly #prompt
  readonly #finding = element('div', 'field-finding', { id: uniqueId('finding'), role: 'alert' })
  readonly #tools: PromptTools
  readonly #style: StyleChoice
  readonly #footer: Footer
  readonly #problem: ProblemPanel
  readonly #said = element('div', 'compact-said', { role: 'status', 'data-testid': 'compact-said' })

  constructor(app: HTMLElement, host: Host) {
    this.#host = host
    const own = host.getState()
    this.#draft = Check(Memory, own) ? own.draft : emptyDraft()
    this.#prompt = textInput({
      ...{ label: t('Prompt'), lines: 3, testId: 'compact-prompt', placeholder: t('Describe a model…') },
      onChange: (prompt) => this.#write(prompt),
    })
    this.#tools = new PromptTools(
      {
        write: (prompt) => {
          this.#write(prompt)
          this.#prompt.focus()
        },
        recent: () => this.#draft.recentPrompts ?? [],
        clearRecent: () => this.#edit({ recentPrompts: [] }),
      },
      PROMPT?.ui.examples ?? [],
    )
    this.#style = new StyleChoice({
      choose: (name) => {
        const style = this.#styles.find((each) => each.name === name)
        this.#edit(withChosenStyle(this.#draft, [textToModel], style))
      },
      edit: () => this.#run('tripo.editStyles'),
    })
    this.#footer = new Footer({ generate: () => void this.#generate(), run: (command) => this.#run(command) })
    this.#problem = new ProblemPanel({
      run: (command) => this.#run(command),
      copy: (problem) => void navigator.clipboard.writeText(problemDetails(problem)),
      close: () => this.#problem.show(undefined),
    })
    const more = linkButton(t('Pictures, Steps and All Options…'), () => this.#run('tripo.openStudio'))
    const parts = [this.#prompt.root, this.#finding, this.#tools.root, this.#style.root, this.#problem.root]
    app.replaceChildren(
      element(
        'main',
        'compact',
        { 'aria-label': t('Generate') },
        element('h1', 'visually-hidden', {}, t('Generate a model')),
        ...parts,
        this.#footer.root,
        this.#said,
        more,
      ),
    )
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      void this.#generate()
    })
    this.#show()
  }

  /** Listens to the host and asks it for everything. */
  async start(): Promise<void> {
    const { rpc } = this.#host
    rpc.on('account', (account) => this.#setAccount(account))
    rpc.on('settings', (settings) => this.#setSettings(settings))
    try {
      const snapshot = await rpc.ask('ready', {})
      this.#setSettings(snapshot)
      this.#setAccount(snapshot.account)
    } catch (error) {
      this.#problem.show(problemOf(error))
    }
  }

  #setAccount(account: Account): void {
    this.#account = account
    this.#context = { ...this.#context, isLive: isLive(account) }
    this.#show()
  }

  #setSettings({
    dialect,
    defaultModelVersion,
    styles = [],
    defaults = {},
  }: Pick<FormContext, 'dialect' | 'defaultModelVersion'> & {
    styles?: readonly Style[] | undefined
    defaults?: Draft['forms'] | undefined
  }): void {
    this.#context = { ...this.#context, dialect, defaultModelVersion }
    this.#styles = styles
    this.#defaults = defaults[ID] ?? {}
    this.#show()
  }

  #write(prompt: string): void {
    const forms = { ...this.#draft.forms, [ID]: { ...this.#draft.forms[ID], prompt } }
    setText(this.#said, '')
    this.#edit({ forms })
  }

  #edit(part: Partial<Draft>): void {
    this.#draft = { ...this.#draft, ...part }
    this.#host.setState({ draft: this.#draft })
    this.#show()
  }

  get #full(): FormContext {
    return { ...this.#context, now: this.#host.now() }
  }

  get #params(): Params {
    return requestParams(textToModel, { ...this.#defaults, ...this.#draft.forms[ID] }, {}, this.#full)
  }

  get #styled() {
    return withStyle(textToModel, this.#params, chosenStyle(this.#draft, this.#styles))
  }

  /** What is wrong with it, in words. */
  get #wrong(): string | undefined {
    const { findings } = checkRequest(textToModel, this.#styled.params, this.#full)
    const found = findings.find(({ severity }) => severity === 'error')
    return found && sayFinding(found)
  }

  #show(): void {
    const { prompt } = this.#params
    const text = typeof prompt === 'string' ? prompt : ''
    this.#prompt.value = text
    this.#tools.show(text, adviceFor(text))
    this.#style.show(this.#styles, chosenStyle(this.#draft, this.#styles), true)
    const wrong = this.#wasTried || text !== '' ? this.#wrong : undefined
    this.#finding.hidden = wrong === undefined
    setText(this.#finding, wrong ?? '')
    this.#prompt.describe(wrong === undefined ? [] : [this.#finding.id], wrong !== undefined)
    const words = this.#isSending ? { label: t('Starting…') } : undefined
    this.#footer.show(estimate(textToModel, this.#params), this.#account, words)
  }

  async #generate(): Promise<void> {
    if (this.#isSending) return
    this.#wasTried = true
    if (this.#wrong !== undefined) {
      this.#show()
      this.#prompt.focus()
      return
    }
    const { params, style } = this.#styled
    const cleaned = cleanParams(textToModel, params, this.#full.dialect)
    const request: GenerateRequest = { capability: ID, params: cleaned, ...(style ? { style } : {}) }
    const { prompt } = this.#params
    this.#isSending = true
    this.#problem.show(undefined)
    setText(this.#said, '')
    this.#show()
    try {
      const { jobIds } = await this.#host.rpc.ask('generate', request)
      this.#wasTried = false
      if (jobIds.length > 0) {
        this.#edit({ recentPrompts: withRecent(this.#draft.recentPrompts ?? [], [String(prompt ?? '')]) })
        setText(this.#said, t('Started. It is in the list of tasks.'))
      }
    } catch (error) {
      const problem = problemOf(error)
      const again = { label: t('Try Again'), run: () => void this.#generate() }
      this.#problem.show(problem, invitesAnotherTry(problem) && !remedyFor(problem) ? again : undefined)
    } finally {
      this.#isSending = false
      this.#show()
    }
  }

  #run(command: PanelCommand): void {
    this.#host.rpc.ask('run', { command }).catch((error: unknown) => this.#problem.show(problemOf(error)))
  }
}
