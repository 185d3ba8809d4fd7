// Collects the finished models of assets files until they are reported: those of one build together, once none of it is running
// any more. Failures, and models that wait for a confirmation, are reported immediately, with what was finished before.
import type { Finished } from '../assets-file/project.ts'

/** Whether a person should know now. */
const isUrgent = ({ problem, isEdited }: Finished) => problem !== undefined || isEdited === true

export class FinishedModels {
  readonly #isBuilding: () => boolean
  readonly #onFinished: (finished: readonly Finished[]) => void
  /** By assets file and model: one that was made once more before anybody was told is one. */
  readonly #kept = new Map<string, Finished>()

  /**
   * @param isBuilding whether any model of an assets file is under way
   * @param onFinished called with at least one
   */
  constructor(isBuilding: () => boolean, onFinished: (finished: readonly Finished[]) => void) {
    this.#isBuilding = isBuilding
    this.#onFinished = onFinished
  }

  /**
   * Takes what was finished, and tells all where it is time. To be called with nothing, too, when a model's job has ended.
   * @param of the assets file, whose names are its own
   */
  add(of: string, finished: readonly Finished[]): void {
    for (const one of finished) this.#kept.set(`${of}\n${one.name}`, one)
    if (this.#kept.size === 0 || (this.#isBuilding() && !finished.some(isUrgent))) return
    const all = [...this.#kept.values()]
    this.#kept.clear()
    this.#onFinished(all)
  }
}
