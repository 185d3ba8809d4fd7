// The files that local tools have replaced while the window is open, and how they come back: at once where nobody has written
// them since, else after a question. What is put back over somebody's newer file is itself a change that can be undone.
import * as vscode from 'vscode'
import { ask, notify } from './ui.ts'
import { nameOf } from './uris.ts'

/** A file that a tool has replaced. */
export interface Replaced {
  readonly path: string
  /** Where the old one is kept. */
  readonly backup: string
  /** The file as the tool found it, and as it left it: what differs from that was written since. */
  readonly before: string
  after: string
}

export interface ReplacedModelServices {
  /** Differs when somebody has written the file. @throws Node's error */
  stamp(path: string): Promise<string>
  /** Puts a kept file back. @returns where the one that was there is kept; undefined where there was none. @throws Node's error */
  restore(path: string, backup: string): Promise<string | undefined>
  /** Runs work on a file after all that was begun on it before. */
  inTurn<T>(path: string, work: () => Promise<T>): Promise<T>
}

export class ReplacedModels {
  readonly #services: ReplacedModelServices
  /** Those of one run together, the last run last. */
  #runs: (readonly Replaced[])[] = []

  constructor(services: ReplacedModelServices) {
    this.#services = services
  }

  /** A run has begun to replace files; it may add more. */
  add(run: readonly Replaced[]): void {
    this.#runs.push(run)
  }

  /** Puts back what a run has replaced, and says so, or that there is nothing. @param run absent: the last. @throws Node's error */
  async undo(run = this.#runs.at(-1)): Promise<void> {
    const { l10n } = vscode
    if (!run) return void (await notify('info', l10n.t('No model has been changed in this window.')))
    if (!this.#runs.includes(run)) return void (await notify('info', l10n.t('This change has been undone already.')))
    const changed: Replaced[] = []
    for (const one of run) if (await this.#isChanged(one)) changed.push(one)
    const [first] = changed
    if (first && !(await this.#mayReplace(first, changed.length))) return
    // Asked for twice, while the question was open.
    if (!this.#runs.includes(run)) return
    this.#runs = this.#runs.filter((one) => one !== run)
    const newer: Replaced[] = []
    for (const [i, one] of run.entries()) {
      try {
        const kept = await this.#services.inTurn(one.path, () => this.#putBack(one))
        if (kept && changed.includes(one)) newer.push(kept)
      } catch (error) {
        // What is not back can still be asked for.
        this.#runs.push(run.slice(i))
        throw error
      }
    }
    if (newer.length > 0) this.#runs.push(newer)
    const text =
      run.length === 1
        ? l10n.t('{0} is as it was before.', nameOfPath(run[0]?.path))
        : l10n.t('{0} models are as they were before.', run.length)
    await notify('info', text)
  }

  /** Whether the file is there and another than the tool left. */
  async #isChanged({ path, after }: Replaced): Promise<boolean> {
    const now = await this.#services.stamp(path).catch(() => undefined)
    return now !== undefined && now !== after
  }

  async #mayReplace({ path }: Replaced, count: number): Promise<boolean> {
    const { l10n } = vscode
    const name = nameOfPath(path)
    const text =
      count === 1
        ? l10n.t('{0} was changed again since. Put the old file back?', name)
        : l10n.t('{0} models were changed again since. Put the old files back?', count)
    const detail = l10n.t('The newer changes are kept: “Undo Last Model Change” brings them back.')
    const put = l10n.t('Put Back')
    return (await ask('warning', text, detail, put)) === put
  }

  /** @returns the file that was there, as one that can come back */
  async #putBack({ path, backup, before, after }: Replaced): Promise<Replaced | undefined> {
    const { stamp, restore } = this.#services
    const there = await stamp(path).catch(() => '')
    const kept = await restore(path, backup)
    const now = await stamp(path)
    // The run before left this very file.
    if (there === after)
      for (const one of this.#runs.flat()) if (one.path === path && one.after === before) one.after = now
    return kept === undefined ? undefined : { path, backup: kept, before: there, after: now }
  }
}

const nameOfPath = (path = ''): string => nameOf(vscode.Uri.file(path))
