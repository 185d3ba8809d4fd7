// Requests of the page to the host other than new tasks: commands, and actions on jobs. The outcome is announced, a failure is
// shown as a problem.
import type { JobAction } from '../../src/protocol/actions.ts'
import type { PanelCommand } from '../../src/protocol/messages.ts'
import { setText } from '../controls/index.ts'
import { type Host, problemOf } from './host.ts'
import type { ProblemPanel } from './problem-panel.ts'

export class HostActions {
  readonly #rpc: Host['rpc']
  readonly #problem: Pick<ProblemPanel, 'show'>
  readonly #announcer: HTMLElement

  /** @param announcer what screen readers are told, as a live region */
  constructor(rpc: Host['rpc'], problem: Pick<ProblemPanel, 'show'>, announcer: HTMLElement) {
    this.#rpc = rpc
    this.#problem = problem
    this.#announcer = announcer
  }

  run(command: PanelCommand): void {
    this.attempt(this.#rpc.ask('run', { command }))
  }

  runAction(jobId: string, action: JobAction): void {
    this.showOutcome(this.#rpc.ask('runAction', { jobId, action }))
  }

  runActionOnAll(jobIds: readonly string[], action: JobAction): void {
    this.showOutcome(this.#rpc.ask('runActionOnAll', { jobIds: [...jobIds], action }))
  }

  /** Announces what the host answers to an action. */
  showOutcome(done: Promise<{ words?: string }>): void {
    const said = done.then(({ words }) => {
      if (words) setText(this.#announcer, words)
    })
    this.attempt(said)
  }

  /** Shows a failure of something that was begun. */
  attempt(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#problem.show(problemOf(error)))
  }
}
