// The one way from a request to a job: account, check, target, submit. Panel, palette, menus and agents all end here,
// so that nothing is sent without an account chosen, the rules checked and a place for the result.
import * as vscode from 'vscode'
import type { GenerateRequest } from '../protocol/index.ts'
import { type Capability, checkRequest, estimate, findCapability } from '../tripo/catalogue/index.ts'
import { checkFailed, unsupported } from '../tripo/failures.ts'
import type { AccountService } from './account.ts'
import type { Place } from './workspace.ts'
import { choosePlace } from './workspace.ts'

/** What starting a job needs. */
export interface Submitter {
  /** Takes a checked request; resolves with the job's id as soon as it is recorded. */
  submit(request: GenerateRequest, place: Place): Promise<string>
  /** Takes many checked requests of one confirmation; they stop being sent at the first lack of credits. */
  submitMany(requests: readonly GenerateRequest[], place: Place): Promise<readonly string[]>
}

export class Generation {
  constructor(
    private readonly account: AccountService,
    private readonly jobs: Submitter,
    private readonly memory: vscode.Memento,
  ) {}

  /** The capability with this id, or an error that says it is not offered. */
  private capability(id: string): Capability {
    const found = findCapability(id)
    if (!found) throw unsupported(id, this.account.dialect)
    return found
  }

  /** Credits that these requests will cost together. */
  price(requests: readonly GenerateRequest[]): number {
    return requests.reduce(
      (sum, { capability, params }) => sum + estimate(this.capability(capability), params).total,
      0,
    )
  }

  /** Throws the first finding that would stop a request. */
  check(request: GenerateRequest): void {
    const { findings, ok } = checkRequest(this.capability(request.capability), request.params, {
      dialect: this.account.dialect,
    })
    if (!ok) throw checkFailed(findings)
  }

  /**
   * Starts one job whose price the person has seen.
   * @returns the job's id, or undefined when the person called it off
   */
  async start(request: GenerateRequest, near?: vscode.Uri): Promise<string | undefined> {
    const [id] = await this.startAll([request], near)
    return id
  }

  /** Starts several jobs at once; the account and the target are asked for once. */
  async startAll(requests: readonly GenerateRequest[], near?: vscode.Uri): Promise<readonly string[]> {
    if (!(await this.account.choose())) return []
    for (const request of requests) this.check(request)
    const place = await choosePlace(this.memory, near)
    if (!place) return []
    const [only] = requests
    return requests.length === 1 && only ? [await this.jobs.submit(only, place)] : this.jobs.submitMany(requests, place)
  }

  /** Starts a batch after one confirmation with its total. */
  async confirmAll(requests: readonly GenerateRequest[]): Promise<readonly string[]> {
    for (const request of requests) this.check(request)
    const answer = await this.confirm(requests, vscode.l10n.t('Make {0} 3D models', requests.length))
    return answer === 'go' ? this.startAll(requests) : []
  }

  /**
   * Shows what requests without a form will cost and asks once.
   * @returns `go`, `edit` (open the form instead), or undefined when called off
   */
  async confirm(requests: readonly GenerateRequest[], subject: string): Promise<'go' | 'edit' | undefined> {
    const { l10n } = vscode
    if (!(await this.account.choose())) return undefined
    const credits = this.price(requests)
    const { mode, balance } = this.account.state
    const cost =
      mode === 'sandbox' ? l10n.t('{0} sandbox credits (not real ones)', credits) : l10n.t('{0} credits', credits)
    const known = mode === 'service' ? balance : undefined
    const left =
      known === undefined
        ? undefined
        : known < credits
          ? l10n.t('The balance of {0} credits is not enough.', Math.floor(known))
          : l10n.t('The balance is {0} credits.', Math.floor(known))
    const go = {
      label: `$(sparkle) ${l10n.t('Generate')}`,
      description: cost,
      detail: left,
      answer: 'go' as const,
    }
    const edit = { label: `$(settings) ${l10n.t('Change options in the studio…')}`, answer: 'edit' as const }
    const picked = await vscode.window.showQuickPick(requests.length === 1 ? [go, edit] : [go], {
      title: subject,
      placeHolder: l10n.t('This costs {0}', cost),
    })
    return picked?.answer
  }
}
