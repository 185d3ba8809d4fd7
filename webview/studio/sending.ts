// Sends the form: steps on a result, one request, or several. One at a time: while the host has not responded to a click, another
// one sends nothing.
import { invitesAnotherTry, remedyFor } from '../../src/protocol/remedies.ts'
import type { GenerateRequest } from '../../src/protocol/request.ts'
import type { CapabilityForm } from './form.ts'
import { type Host, problemOf } from './host.ts'
import { t } from './l10n.ts'
import type { ProblemPanel } from './problem-panel.ts'
import type { ResultForm } from './result-form.ts'
import type { SaveAs } from './save-as.ts'
import type { StepsSection } from './steps-section.ts'

export interface SendingParts {
  host: Pick<Host, 'rpc'>
  /** The form in front. */
  front(): CapabilityForm | undefined
  steps: StepsSection
  saveAs: SaveAs
  result: ResultForm
  problem: ProblemPanel
  /** Prompts that were sent. */
  remember(prompts: readonly string[]): void
  /** Called when sending begins and ends. */
  changed(): void
  started(jobIds: readonly string[]): void
}

export interface SendingWords {
  /** On the button. */
  label: string
  /** Below it. */
  detail?: string
}

export class Sending {
  #isSending = false
  #question: string | undefined

  readonly #parts: SendingParts

  constructor(parts: SendingParts) {
    this.#parts = parts
  }

  /** While the host has not yet answered the last click, which must not be sent twice: what that waits for. */
  get words(): SendingWords | undefined {
    if (!this.#isSending) return undefined
    if (this.#question === undefined) return { label: t('Starting…') }
    return { label: t('Waiting for your answer…'), detail: t('VS Code asks: {0}', this.#question) }
  }

  /** Takes what VS Code asks the person at the moment; undefined when it asks nothing. */
  setQuestion(text: string | undefined): void {
    this.#question = text
    if (this.#isSending) this.#parts.changed()
  }

  /** Sends what the form stands for: steps on a result, or one request or more. */
  async generate(): Promise<void> {
    if (this.#isSending) return
    const { host, front, steps: section, saveAs, result } = this.#parts
    const { rpc } = host
    const { job } = result
    if (job) {
      const chosen = result.submit()
      if (!chosen) return
      const local = result.local.length > 0 ? { local: [...result.local] } : {}
      const send = () => rpc.ask('continueWith', { jobId: job.id, steps: [...chosen], ...local })
      const isSent = await this.#send(async () => (await send()).jobIds)
      // What this machine did lies beside the result; there is no job to show.
      if (isSent || chosen.length === 0) result.leave()
      return
    }
    const form = front()
    const asked = form?.submit()
    const steps = asked && (form && form.requests.variationCount > 1 ? [] : section.submit())
    if (!steps) return
    const local = [...section.local()]
    const requests = saveAs.apply(asked, steps).map((request) => (local.length > 0 ? { ...request, local } : request))
    const [request] = requests
    if (!request) return
    const { prompts } = this.#parts.front()?.requests ?? { prompts: [] }
    const isSent = await this.#send(async () => {
      if (requests.length === 1) return (await rpc.ask('generate', request)).jobIds
      // The first is shown when it is there; the others would push each other out of the picture.
      return (await rpc.ask('generateMany', { requests: [...requests] })).jobIds.slice(0, 1)
    })
    if (isSent) this.#parts.remember(prompts)
  }

  /** Starts one request that a field makes; the ids of its jobs, none when it was called off or refused. */
  async start(request: GenerateRequest): Promise<readonly string[]> {
    let ids: readonly string[] = []
    await this.#send(async () => {
      const { host, saveAs } = this.#parts
      ids = (await host.rpc.ask('generate', saveAs.aside(request))).jobIds
      return ids
    })
    return ids
  }

  /** Starts jobs; answers whether there are any. */
  async #send(start: () => Promise<readonly string[]>): Promise<boolean> {
    const { problem: panel, started, changed } = this.#parts
    panel.show(undefined)
    this.#isSending = true
    changed()
    try {
      const jobIds = await start()
      started(jobIds)
      return jobIds.length > 0
    } catch (error) {
      const problem = problemOf(error)
      const again = { label: t('Try Again'), run: () => void this.generate() }
      panel.show(problem, invitesAnotherTry(problem) && !remedyFor(problem) ? again : undefined)
      return false
    } finally {
      this.#isSending = false
      changed()
    }
  }
}
