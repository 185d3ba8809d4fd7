// A problem as shown to a person: what happened, what to do next, whether it cost anything, and details to copy.

import { jobAction } from '../../src/protocol/actions.ts'
import type { PanelCommand } from '../../src/protocol/messages.ts'
import { REMEDY_TITLES, remedyFor } from '../../src/protocol/remedies.ts'
import type { Problem } from '../../src/protocol/request.ts'
import { literals } from '../../src/text/index.ts'
import { type ButtonHandle, button, element, icon, iconButton, setText } from '../controls/index.ts'
import { sayOf, t } from './l10n.ts'

const BILLED: Readonly<Record<Problem['billed'], string>> = literals({
  yes: 'The credits were spent.',
  no: 'No credits were spent.',
  unknown: 'Whether credits were spent is not known.',
})

/** The facts for a report, a line each: code, ids, and what the service said. */
export const problemDetails = (problem: Problem): string =>
  [
    problem.sentence,
    `code: ${problem.code}`,
    problem.taskId && `task: ${problem.taskId}`,
    problem.traceId && `trace: ${problem.traceId}`,
    problem.detail,
  ]
    .filter(Boolean)
    .join('\n')

/** A button that does something about a problem. */
export interface RecoveryAction {
  label: string
  run(): void
}

export interface ProblemPanelOptions {
  /** Copies these details; the host does it for a job, the page for a request. */
  copy(problem: Problem): void
  /** Goes to the way out. */
  run(command: PanelCommand): void
  close?(): void
}

export class ProblemPanel {
  readonly root = element('section', 'problem', { 'data-testid': 'problem', role: 'alert' })
  readonly #title = element('div', 'problem-sentence')
  readonly #next = element('div', 'problem-next')
  readonly #billed = element('div', 'problem-billed')
  readonly #facts = element('div', 'problem-facts')
  readonly #way: ButtonHandle
  #shown: Problem | undefined
  #run: () => void = () => {}

  readonly #options: ProblemPanelOptions

  constructor(options: ProblemPanelOptions) {
    this.#options = options

    const copy = button({
      label: t(jobAction('copyDetails').title),
      onClick: () => {
        if (this.#shown) options.copy(this.#shown)
      },
    })
    this.#way = button({ label: '', testId: 'way-out', onClick: () => this.#run() })
    this.#way.root.hidden = true
    const words = element('div', 'problem-words', {}, this.#title, this.#next, this.#billed, this.#facts)
    this.root.append(icon('error', 'problem-icon'), words, this.#way.root, copy.root)
    const { close } = options
    if (close) this.root.append(iconButton({ icon: 'close', label: t('Close'), onClick: close }))
    this.root.hidden = true
  }

  /** @param way what can be done about it here; else the command that helps, where there is one */
  show(problem: Problem | undefined, way: RecoveryAction | undefined = problem && this.#remedy(problem)): void {
    this.#way.root.hidden = way === undefined
    if (way) this.#way.label = way.label
    this.#run = way?.run ?? (() => {})
    const isNew = problem !== undefined && problem.sentence !== this.#shown?.sentence
    this.#shown = problem
    this.root.hidden = problem === undefined
    if (!problem) return
    const { sentence, nextStep } = sayOf(problem)
    setText(this.#title, sentence)
    setText(this.#next, nextStep)
    setText(this.#billed, t(BILLED[problem.billed]))
    // For a report, not for reading: on a line of its own.
    const trace = problem.traceId && t('Trace id {0}', problem.traceId)
    setText(this.#facts, [t('Code {0}', problem.code), trace].filter(Boolean).join(' · '))
    if (isNew && this.root.isConnected) this.root.scrollIntoView({ block: 'nearest' })
  }

  #remedy(problem: Problem): RecoveryAction | undefined {
    const command = remedyFor(problem)
    return command && { label: t(REMEDY_TITLES[command]), run: () => this.#options.run(command) }
  }
}
