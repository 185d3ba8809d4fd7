// The one way from a request to a job: account, check, target, submit. Panel, palette, menus and agents all end here, so that
// nothing is sent without a chosen account, a passed check and a target folder.

import * as vscode from 'vscode'
import type { ChainRequest } from '../protocol/index.ts'
import { message, phrase } from '../text/index.ts'
import { chainPrice, checkChain, type Step } from '../tripo/catalogue/chain.ts'
import { type Finding, fileInput, findCapability, importModel, moveRequestOn } from '../tripo/catalogue/index.ts'
import { checkFailed, invalid, unsupported } from '../tripo/failures.ts'
import type { AccountService } from './account.ts'
import { costWords } from './cost.ts'
import type { FileAccess } from './file-access.ts'
import { pick } from './ui.ts'
import { saidFinding, together } from './words.ts'
import type { TargetFolder } from './workspace.ts'
import { chooseTargetFolder, folderBeside } from './workspace.ts'

/** Takes checked requests of one click, for results in a folder; gives the ids of their jobs, none when called off. */
export type Submit = (requests: readonly ChainRequest[], folder: TargetFolder) => Promise<readonly string[]>

/** Requests of one click as they will be sent: they have passed the host's check, and are not checked again before the client. */
export interface Checked {
  readonly requests: readonly ChainRequest[]
  /** What of them the service has replaced, in words for whoever asks before sending. */
  readonly words: readonly string[]
  /** What decides the folder of results where no request names one. */
  readonly near?: vscode.Uri
}

/** A request and what follows it, as the catalogue checks and prices them. */
const chainOf = ({ capability, params, steps = [] }: ChainRequest): readonly [Step, ...Step[]] => [
  { capability, params },
  ...steps,
]

/** A finding of a further step, with the step that it is about. */
function ofStep(finding: Finding, index: number, { capability }: Step): Finding {
  if (index === 0) return finding
  const title = findCapability(capability)?.title ?? capability
  const words = finding.phrase ?? phrase(finding.message)
  return { ...finding, ...message(phrase('Step {0} ({1}): {2}', index + 1, phrase(title), words)) }
}

/** The local file that a request starts from, if it starts from one. */
function inputOf(request: ChainRequest | undefined): vscode.Uri | undefined {
  const inputs = Object.values(request?.params ?? {}).map((value) => fileInput(value)?.upload)
  const upload = inputs.find((address) => address !== undefined)
  return upload === undefined ? undefined : vscode.Uri.parse(upload)
}

/** What is made of a model of the workspace goes beside it. */
function besideInput(request: ChainRequest): string | undefined {
  const input = request.capability === importModel.id ? inputOf(request) : undefined
  return input && folderBeside(input)
}

/** The folder that requests of one click ask for. @throws TripoCheckError `folder.several` when they do not agree */
function folderOf(requests: readonly ChainRequest[]): Pick<TargetFolder, 'folder'> {
  const [folder, ...others] = new Set(requests.map((request) => request.folder?.trim() || besideInput(request)))
  if (others.length === 0) return { folder }
  throw invalid(
    'folder.several',
    'These models would go to several folders.',
    'Start those of each folder by themselves. Nothing was sent or charged.',
  )
}

export class Generation {
  readonly #account: Pick<AccountService, 'choose' | 'dialect' | 'state'>
  readonly #submit: Submit
  readonly #memory: vscode.Memento
  readonly #fileAccess: Pick<FileAccess, 'check'>
  /** The day, for what the service retires on one. */
  readonly #now: () => number

  constructor(
    account: Pick<AccountService, 'choose' | 'dialect' | 'state'>,
    submit: Submit,
    memory: vscode.Memento,
    fileAccess: Pick<FileAccess, 'check'>,

    now: () => number = Date.now,
  ) {
    this.#account = account
    this.#submit = submit
    this.#memory = memory
    this.#fileAccess = fileAccess
    this.#now = now
  }

  /** Credits that these requests will cost together, their further steps included. */
  price(requests: readonly ChainRequest[]): number {
    return requests.reduce((sum, request) => sum + chainPrice(chainOf(request)).total, 0)
  }

  /**
   * A request that was saved (a task's, a list's, a setting's version) with what the service has taken away since
   * replaced by what follows it, in it and in its steps. Whoever asks before sending says the words.
   */
  moveOn(request: ChainRequest): { request: ChainRequest; words: readonly string[] } {
    const context = { dialect: this.#account.dialect, now: this.#now() }
    const words: string[] = []
    const moved = <One extends Step>(step: One): One => {
      const { request: next, words: moves } = moveRequestOn(step, context)
      words.push(...moves.map(saidFinding))
      return next
    }
    const first = moved(request)
    return { request: request.steps ? { ...first, steps: request.steps.map(moved) } : first, words }
  }

  /** Throws what would stop a request or one of its further steps, which are checked before the first is paid. */
  #check(request: ChainRequest): void {
    const { dialect } = this.#account
    const chain = chainOf(request)
    for (const { capability } of chain) if (!findCapability(capability)) throw unsupported(capability, dialect)
    const results = checkChain(chain, { dialect, now: this.#now() })
    const findings = results.flatMap((result, index) => {
      const step = chain[index] ?? chain[0]
      return result.findings.map((finding) => ofStep(finding, index, step))
    })
    if (results.some(({ ok }) => !ok)) throw checkFailed(findings)
  }

  /** Makes sure that somebody's credits can be spent. By whose it is known what can be asked for, so it comes before a check. */
  choose(): Promise<boolean> {
    return this.#account.choose()
  }

  /**
   * The host's one check of what a click asks for: the rules, what the service has taken away, and that the files may be sent.
   * @param near the file that the requests were read from, or start from
   * @throws TripoCheckError what would stop one of them
   */
  async check(requests: readonly ChainRequest[], near?: vscode.Uri): Promise<Checked> {
    const moved = requests.map((request) => this.moveOn(request))
    for (const { request } of moved) this.#check(request)
    await this.#fileAccess.check(requests, near)
    const words = [...new Set(moved.flatMap((each) => each.words))]
    return { requests: moved.map(({ request }) => request), words, ...(near ? { near } : {}) }
  }

  /** Starts checked requests where results go. @returns the ids of their jobs, or none when the person called it off */
  async send({ requests, near }: Checked): Promise<readonly string[]> {
    const chosen = await chooseTargetFolder(this.#memory, near ?? inputOf(requests[0]))
    return chosen ? this.#submit(requests, { ...chosen, ...folderOf(requests) }) : []
  }

  /**
   * Starts one request whose price the person has seen. One with further steps that the balance is known not to cover
   * is asked about: the first steps would be paid before the lack shows.
   * @returns the ids of its jobs, or none when the person called it off
   */
  async start(request: ChainRequest, near?: vscode.Uri): Promise<readonly string[]> {
    if (!(await this.choose())) return []
    const checked = await this.check([request], near)
    const isChain = (request.steps?.length ?? 0) > 0
    if (isChain && costWords(this.#account.state, this.price(checked.requests)).isShort) {
      const subject = vscode.l10n.t('Start {0} steps', chainOf(request).length)
      if ((await this.confirm(checked, subject, { canEdit: false })) !== 'go') return []
    }
    return this.send(checked)
  }

  /** Starts several jobs at once; the account and the target are asked for once. */
  async startAll(requests: readonly ChainRequest[], near?: vscode.Uri): Promise<readonly string[]> {
    return (await this.choose()) ? this.send(await this.check(requests, near)) : []
  }

  /** Starts a batch after one confirmation with its total. */
  async confirmAll(requests: readonly ChainRequest[]): Promise<readonly string[]> {
    if (!(await this.choose())) return []
    const checked = await this.check(requests)
    const answer = await this.confirm(checked, vscode.l10n.t('Make {0} models', requests.length))
    return answer === 'go' ? this.send(checked) : []
  }

  /**
   * Shows what checked requests without a form will cost and asks once.
   * @returns `go`, `edit` (open the form instead), or undefined when called off
   */
  async confirm(
    { requests, words }: Checked,
    subject: string,
    { canEdit = requests.length === 1 } = {},
  ): Promise<'go' | 'edit' | undefined> {
    const { l10n } = vscode
    const { cost, left } = costWords(this.#account.state, this.price(requests))
    const go = {
      icon: 'sparkle',
      label: l10n.t('Generate'),
      description: cost,
      detail: together(...words, left) || undefined,
      answer: 'go' as const,
    }
    const edit = { icon: 'settings', label: l10n.t('Change Options in the Studio…'), answer: 'edit' as const }
    const picked = await pick(canEdit ? [go, edit] : [go], {
      title: subject,
      placeHolder: l10n.t('This costs {0}', cost),
      // A page that comes to the front just now must not call it off.
      ignoreFocusOut: true,
    })
    return picked?.answer
  }
}
